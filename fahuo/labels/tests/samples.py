"""Labels to draw in tests: one plain, and the nastiest addresses we could think of. All invented."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from fahuo.labels.latin_form import latin_form
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import CustomsForm, LabelContent
from fahuo.trade.measure import Size
from fahuo.trade.money import Money


def goods(sku: str, english: str, chinese: str, count: int, unit_g: int, value: str, hs_code: str = "") -> GoodsLine:
    """One line made in China, valued in dollars."""
    size = Size(100, 100, 50)
    return GoodsLine(
        sku, english, chinese, count, unit_g, size, Money(Decimal(value), "USD"), hs_code=hs_code, origin="CN"
    )


FISHING_LURES = goods("SKU866522", "Fishing lure kit", "路亚假饵钓鱼套装", 1, 75, "6.66", "9507909000")
PUZZLE = goods("SKU823867", "Children puzzle toy", "儿童益智拼图玩具", 1, 210, "5.10", "9503006000")
CABLE = goods("SKU632058", "USB-C charging cable 2m", "数据充电线两米", 2, 45, "2.10", "8544422100")

WAREHOUSE = Address(
    name="黄超梅",
    company="Warehouse 22",
    country="CN",
    province="浙江省",
    city="杭州市余杭区",
    street="仓前街道文一西路196号2栋961室",
    postcode="311121",
    phone="+8619742840208",
)
ANNA = Address(
    name="Anna Kowalska",
    country="PL",
    street="ul. Słoneczna 3612/34",
    city="Łódź",
    postcode="75-161",
    phone="+48831883105",
)
LABEL = LabelContent(
    carrier_name="YunExpress 云途",
    service_name="AE Standard Shipping",
    service_name_zh="无忧标准 · 跨境小包",
    barcode="YT2612345678901234",
    qr="https://fahuo.example.com/t/YT2612345678901234",
    sender=WAREHOUSE,
    sender_latin=latin_form(WAREHOUSE),
    recipient=ANNA,
    country_name="Poland",
    lines=(FISHING_LURES, PUZZLE, CABLE),
    weight_g=420,
    order_number="8144765169285588",
    reference="1-8144765169285588-1",
    date="2026-03-01",
    marks=("DDP", "EORI FR12345678900012", "Li-ion PI967"),
    sort_code="PL-07-F8",
)


def label_to(address: Address, country_name: str, **changes: Any) -> LabelContent:
    """The sample label, going elsewhere."""
    changes = {"recipient_latin": latin_form(address), **changes}
    return replace(LABEL, recipient=address, country_name=country_name, **changes)


def _to(country: str, name: str, street: str, city: str, **more: str) -> Address:
    return Address(name=name, country=country, street=street, city=city, phone="+12025550123", **more)


_LONG_TOWN = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
_NO_SPACES = "Strassenbahnhaltestellenhaeuschen" * 9
EVERY_MARK = ("DDP", "IOSS", "UN3480", "UN3481", "EORI FR12345678900012")

NASTY: dict[str, LabelContent] = {
    "name_of_300_letters": label_to(
        _to("DE", "Maximiliana-Konstantina " * 13, "Hauptstr. 1", "Berlin", postcode="10115"), "Germany"
    ),
    "no_spaces": label_to(_to("GB", _NO_SPACES, _NO_SPACES, _LONG_TOWN, street2=_NO_SPACES), "United Kingdom"),
    "long_everything": label_to(
        _to(
            "GB", "株式会社" * 30, "🎉🎁 Straße der 17. Juni " * 20, _LONG_TOWN * 3, company="A" * 200, tax_id="9" * 60
        ),
        "United Kingdom of Great Britain and Northern Ireland",
        sort_code="ABCDEFGHIJKL-99",
        marks=("DDP", "EORI FR12345678900012", "IOSS IM2760000742", "UN3481", "Li-ion PI967", "FRAGILE" * 9),
        service_name="The longest service name that any carrier ever gave to a small parcel",
        reference="R" * 90,
    ),
    "arabic": label_to(
        _to("SA", "محمد بن عبد الله الأحمدي", "شارع الملك فهد، مبنى 12 (الدور 3)", "الرياض", postcode="12211"),
        "Saudi Arabia",
    ),
    "arabic_long": label_to(
        _to("EG", "محمد بن عبد الله الأحمدي " * 12, "شارع الملك فهد مبنى 12 " * 12, "القاهرة"), "Egypt"
    ),
    "persian_joiners": label_to(_to("IR", "علی‌رضا کتاب‌ها", "خیابان ولی‌عصر، پلاک ۱۲", "تهران"), "Iran"),
    "hebrew": label_to(
        _to("IL", "יוֹסִי כֹּהֵן", "רחוב הרצל 15 (קומה 2), דירה 7", "תל אביב-יפו", postcode="6688218"), "Israel"
    ),
    "thai": label_to(_to("TH", "ณัฐพงศ์ ศรีสุวรรณ", "99/1 หมู่ที่ 4 ซอยสุขุมวิท ถนนอโศกมนตรี" * 4, "ปู่ฎ้ญุ์ฐิ"), "Thailand"),
    "chinese": label_to(_to("TW", "欧阳" * 40, "信義路五段7號" * 20, "臺北市信義區", postcode="110"), "Taiwan"),
    "korean": label_to(
        _to("KR", "김민준", "강남구 테헤란로 152 강남파이낸스센터 33층", "서울특별시"), "Korea, Republic of"
    ),
    "cyrillic": label_to(
        _to("RU", "Александр Константинопольский", "ул. Королёва, д. 12", "Санкт-Петербург"), "Russia"
    ),
    "vietnamese": label_to(
        _to("VN", "Nguyễn Thị Ề Ổ Ẵ", "Số 12 Đường Lê Lợi, Phường Bến Nghé", "Hồ Chí Minh"), "Vietnam"
    ),
    "stacked_marks": label_to(_to("US", "Z̸̢͎̗̫̏̐a̷̧͉̭͒l̴̡̯̓g̶̛̠o̵͇̍ " * 6, "x̂ŷẑ́̂ Ǻ 𝓐𝓷𝓷𝓪 ﷺ ½", "⓵ City"), "United States"),
    "emoji_only": label_to(_to("FR", "👨‍👩‍👧‍👦🎉", "🏠", "🗼"), "France"),
    "controls": label_to(
        _to("FR", "A\x00B\x1b[31m\u202eevil\u2066", "line\r\nbreak\ttab", "\ufeffParis\ue001"), "France"
    ),
    "empty": label_to(Address("", "", ""), "", service_name="", service_name_zh="", lines=(), marks=(), sort_code=""),
    "twelve_lines": label_to(ANNA, "Poland", lines=(FISHING_LURES, PUZZLE, CABLE) * 4),
    "greek": label_to(_to("GR", "Γιώργος Παπαδόπουλος", "Λεωφ. Κηφισίας 12", "Αθήνα", postcode="115 23"), "Greece"),
    "japanese": label_to(
        _to("JP", "やまだ はなこ", "丸の内1-2-3 ヨドバシビル", "千代田区", province="東京都", postcode="100-0005"),
        "Japan",
    ),
    "mixed_directions": label_to(
        _to(
            "IL",
            "Dana דנה (ABC-12) לוי",
            "רחוב Herzl 15, דירה 7 (Floor 2) שלום",
            "חיפה Haifa",
            company='חברת ACME בע"מ',
        ),
        "Israel",
    ),
    "han_300": label_to(_to("CN", "欧阳娜" * 100, "文一西路" * 75, "杭州市" * 30, province="浙江省"), "China"),
    "thai_300": label_to(
        _to("TH", "ศรีสุวรรณ " * 33, "ถนนอโศกมนตรี" * 25, "กรุงเทพมหานคร" * 8, postcode="10110"), "Thailand"
    ),
    "hebrew_300": label_to(_to("IL", "כֹּהֵן" * 60, "רחוב" * 75, "תל אביב-יפו " * 9, postcode="6688218"), "Israel"),
    "cyrillic_300": label_to(_to("RU", "Константинопольский" * 16, "Королёва" * 37, "Тверь" * 60), "Russia"),
    "kana_300": label_to(
        _to("JP", "ヨドバシカメラ" * 43, "ファイル" * 75, "とうきょう" * 20, postcode="100-0005"), "Japan"
    ),
    "hangul_300": label_to(_to("KR", "남궁민수" * 75, "테헤란로" * 75, "서울특별시" * 20, postcode="06236"), "Korea"),
    "town_of_300_letters": label_to(_to("DE", "Anna", "Weg 1", "Sankt-Peter " * 25, tax_id="7" * 300), "Germany"),
    "cn23": label_to(
        ANNA,
        "Poland",
        customs_form=CustomsForm.CN23,
        importer_reference="PL5260001246",
        invoice_number="8144765169285588",
        pick="B-104",
        marks=EVERY_MARK,
        lines=(FISHING_LURES, PUZZLE, CABLE) * 3,
    ),
    "overlong_goods": label_to(
        ANNA,
        "Poland",
        customs_form=CustomsForm.CN23,
        importer_reference="9" * 300,
        invoice_number="I" * 300,
        pick="P" * 300,
        weight_g=999_999_999,
        order_number="8" * 300,
        date="2026-03-01" * 9,
        sort_code="Z" * 300,
        lines=(goods("S" * 300, "Lamp " * 60, "灯" * 300, 999_999_999, 999_999, "99999999.99", "9" * 12),),
    ),
}

PLAIN_PICK = replace(LABEL, pick="A-017", marks=EVERY_MARK)
EVERY = {"plain": LABEL, "plain_pick": PLAIN_PICK, **NASTY}
