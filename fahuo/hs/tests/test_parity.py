"""The shipped lexicon on goods that leave no doubt, told in Chinese and in English: both give the same heading.

Titles are written for this test in the manner of AliExpress; they prove parity and start-up, not accuracy.
"""

from __future__ import annotations

import pytest

from fahuo.hs.answer import Band
from fahuo.hs.asks import NOTHING
from fahuo.hs.question import Question
from fahuo.hs.recognise import recognise

# English title, Chinese title, the codes that may stand first (where offices differ, both).
GOODS = [
    ("Wireless Bluetooth Earphones TWS with Charging Case", "无线蓝牙耳机 TWS 充电盒 运动", "851762 851830"),
    ("Mechanical Gaming Keyboard RGB USB Wired", "机械键盘 RGB 有线 游戏键盘", "847160"),
    ("65W GaN Fast Charger USB C Wall Charger", "65W氮化镓快充充电器 充电头", "850440"),
    ("Power Bank 20000mAh Portable Fast Charging", "充电宝 20000毫安 便携 快充", "850760"),
    ("USB C to USB C Data Cable 2m 100W", "Type-C数据线 2米 快充线", "854442"),
    ("Women Cotton Knitted T-Shirt Short Sleeve", "女士纯棉针织T恤 短袖", "610910"),
    ("Men's Denim Jeans Straight Cotton Pants", "男士牛仔裤 纯棉 直筒", "620342"),
    ("Genuine Leather Handbag for Women Cowhide Tote", "真皮女包 头层牛皮 手提包", "420221"),
    ("Human Hair Lace Front Wig Brazilian", "真人发 蕾丝假发 巴西发", "670420"),
    ("925 Sterling Silver Necklace for Women", "925纯银项链 女", "711311"),
    ("Plush Teddy Bear Stuffed Toy 40cm", "毛绒玩具 泰迪熊 公仔 40厘米", "950300"),
    ("Automatic Mechanical Wrist Watch Men Stainless Steel", "全自动机械手表 男士 不锈钢", "910221"),
    ("Folding Umbrella Automatic Windproof", "全自动折叠伞 防风 雨伞", "660191"),
    ("Nail Polish Gel UV Manicure 15ml", "甲油胶 指甲油 美甲 15ml", "330430"),
    ("Electric Toothbrush Sonic Rechargeable", "电动牙刷 声波 充电式", "850980"),
    ("Polyester Shower Curtain Waterproof", "浴帘 涤纶 防水", "630312 630392"),
    ("Fishing Rod Carbon Telescopic", "碳素钓鱼竿 伸缩", "950710"),
    ("Stainless Steel Kitchen Knife Chef Knife", "不锈钢菜刀 厨师刀", "821192"),
]


@pytest.mark.parametrize("deep", [True, False], ids=["deep", "plain"])
@pytest.mark.parametrize(("english", "chinese", "codes"), GOODS, ids=[codes for _, _, codes in GOODS])
def test_both_languages_give_the_code(english: str, chinese: str, codes: str, deep: bool) -> None:
    allowed = codes.split()
    for title in (english, chinese):
        found = recognise(Question(title), deep=deep)
        shown = [candidate.code for candidate in found.candidates]
        assert shown[0] in allowed, f"{title}: {shown}"


def test_a_category_in_either_language_helps_alike() -> None:
    english = recognise(Question("Fashion new style 2024", category_en="Shoes > Women's Shoes > Women's Boots"))
    chinese = recognise(Question("新款时尚 2024", category_zh="鞋 > 女鞋 > 女靴"))
    assert {english.candidates[0].code[:2], chinese.candidates[0].code[:2]} == {"64"}


SAYS_NOTHING = [
    *(
        "Zorblax",
        "2024 New Hot Sale",
        "XJ-900",
        "新款 2024 热卖",
        "A1",
        "...",
        "B07XJ8C8F5",
        "NIKE",
        "Samsung Galaxy S23 Ultra",
    ),
    *(
        "Tesla Model 3",
        "Free shipping gift",
        "For women",
        "100% cotton",
        "for iPhone 15",
        "Stainless steel",
        "不锈钢",
        "补差价",
    ),
    *(
        "a b c d e",
        "the quick brown fox jumps over the lazy dog",
        "lorem ipsum dolor sit amet",
        "男女通用",
        "Size XL red",
    ),
]


@pytest.mark.parametrize("deep", [True, False], ids=["deep", "plain"])
@pytest.mark.parametrize("title", SAYS_NOTHING)
def test_a_title_that_names_no_article_gets_a_question_and_no_code(title: str, deep: bool) -> None:
    found = recognise(Question(title), deep=deep)
    assert (found.candidates, found.band, found.asks) == ((), Band.LOW, NOTHING)


@pytest.mark.parametrize(
    "title",
    ["women's woven silk blouse", "Silk Blouse Women", "女士真丝衬衫", "丝绸衬衫女 梭织"],
)
def test_a_fibre_before_the_article_is_its_material(title: str) -> None:
    assert recognise(Question(title)).candidates[0].code == "620610"


@pytest.mark.parametrize("title", ["silk like blouse for women", "Women Blouse Silk Feel Polyester"])
def test_what_only_feels_like_a_fibre_is_not_it(title: str) -> None:
    assert recognise(Question(title)).candidates[0].code == "620640"
