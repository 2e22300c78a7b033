"""Han read in Mandarin (Hanyu Pinyin without tones); Japanese prefectures by their own names."""

from __future__ import annotations

import re

from anyascii import anyascii

# A name of up to four Han is a person's: family name first, of one Han or of two.
_LONGEST_NAME = 4
_DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "歐陽",
        "司马",
        "司馬",
        "上官",
        "诸葛",
        "諸葛",
        "东方",
        "東方",
        "皇甫",
        "尉迟",
        "尉遲",
        "公孙",
        "公孫",
        "慕容",
        "令狐",
        "宇文",
        "长孫",
        "长孙",
        "司徒",
        "端木",
        "夏侯",
        "轩辕",
    ]
)
# Read otherwise as family names than as words.
_SURNAMES = {
    "曾": "Zeng", "单": "Shan", "單": "Shan", "仇": "Qiu", "解": "Xie", "查": "Zha", "区": "Ou", "區": "Ou",
    "盖": "Ge", "朴": "Piao", "乐": "Yue", "覃": "Qin", "翟": "Zhai", "尉": "Yu",
}  # fmt: skip
# Places whose Han are read otherwise alone.
_PLACES = {
    "重庆": "Chongqing", "重慶": "Chongqing", "厦门": "Xiamen", "廈門": "Xiamen", "西藏": "Xizang", "长沙": "Changsha",
    "長沙": "Changsha", "长春": "Changchun", "六安": "Lu'an", "蚌埠": "Bengbu", "丽水": "Lishui", "乐清": "Yueqing",
    "台州": "Taizhou", "香港": "Hong Kong", "澳門": "Macao", "澳门": "Macao", "臺北": "Taipei", "台北": "Taipei",
    "新北": "New Taipei", "高雄": "Kaohsiung", "臺中": "Taichung", "台中": "Taichung", "臺南": "Tainan",
    "台南": "Tainan", "九龍": "Kowloon", "九龙": "Kowloon",
}  # fmt: skip
# The kind of a place, written as a word of its own after its name.
_KINDS = ("街道", "大道", "自治区", "自治區", "新区", "新區")
_KIND = frozenset("省市区區县縣镇鎮乡鄉村路街道巷弄段号號栋棟楼樓室层層里")
_PART = re.compile("|".join([*_PLACES, *_KINDS]) + "|.")
_PREFECTURES = {
    "北海道": "Hokkaido", "青森県": "Aomori", "岩手県": "Iwate", "宮城県": "Miyagi", "秋田県": "Akita",
    "山形県": "Yamagata", "福島県": "Fukushima", "茨城県": "Ibaraki", "栃木県": "Tochigi", "群馬県": "Gunma",
    "埼玉県": "Saitama", "千葉県": "Chiba", "東京都": "Tokyo", "神奈川県": "Kanagawa", "新潟県": "Niigata",
    "富山県": "Toyama", "石川県": "Ishikawa", "福井県": "Fukui", "山梨県": "Yamanashi", "長野県": "Nagano",
    "岐阜県": "Gifu", "静岡県": "Shizuoka", "愛知県": "Aichi", "三重県": "Mie", "滋賀県": "Shiga", "京都府": "Kyoto",
    "大阪府": "Osaka", "兵庫県": "Hyogo", "奈良県": "Nara", "和歌山県": "Wakayama", "鳥取県": "Tottori",
    "島根県": "Shimane", "岡山県": "Okayama", "広島県": "Hiroshima", "山口県": "Yamaguchi", "徳島県": "Tokushima",
    "香川県": "Kagawa", "愛媛県": "Ehime", "高知県": "Kochi", "福岡県": "Fukuoka", "佐賀県": "Saga",
    "長崎県": "Nagasaki", "熊本県": "Kumamoto", "大分県": "Oita", "宮崎県": "Miyazaki", "鹿児島県": "Kagoshima",
    "沖縄県": "Okinawa",
}  # fmt: skip


def name(text: str) -> str:
    """Return a name: `Huang Chaomei`; longer ones, of firms, as one word."""
    if not 2 <= len(text) <= _LONGEST_NAME:
        return _joined(text)
    long = 2 if text[:2] in _DOUBLE_SURNAMES and len(text) > 2 else 1
    family = _SURNAMES.get(text[:long]) or _joined(text[:long])
    return f"{family} {_joined(text[long:])}"


def place(text: str) -> str:
    """Return a place with its kind apart: `Zhejiang Sheng Hangzhou Shi`, blanks around it."""
    words: list[str] = []
    is_open = False
    for part in _PART.findall(text):
        is_word = part in _PLACES or part in _KINDS or (part in _KIND and bool(words))
        if is_word or not is_open:
            words.append(_PLACES.get(part) or _joined(part))
        else:
            words[-1] += anyascii(part).lower()
        is_open = not is_word
    return f" {' '.join(words)} "


def japanese_place(text: str) -> str:
    """Return the prefecture that a Japanese place begins with; empty when it begins with none."""
    return next((latin for prefecture, latin in _PREFECTURES.items() if text.startswith(prefecture)), "")


def _joined(text: str) -> str:
    return "".join(anyascii(letter) for letter in text).capitalize()
