"""Facets: what is read of material, make and wearer, and what must not be read."""

from __future__ import annotations

import pytest

from fahuo.hs.facet_words import FLAGS, MATERIAL_NAMES, wider
from fahuo.hs.facets import Found, part_of, read_facets


def _names(title, attributes=None, part="BODY"):
    return [found.name for found in read_facets(title, attributes=attributes or {}).of(part)]


@pytest.mark.parametrize(
    ("title", "first"),
    [
        ("PU leather handbag", "pu"),
        ("Faux leather tote", "pu"),
        ("women vegan leather belt", "pu"),
        ("人造革女包", "pu"),
        ("Genuine leather wallet", "leather"),
        ("头层牛皮钱包", "leather"),
        ("milk silk hijab", "synthetic"),
        ("冰丝阔腿裤", "synthetic"),
        ("mulberry silk pillowcase", "silk"),
        ("桑蚕丝连衣裙", "silk"),
        ("woven silk blouse", "silk"),
        ("silk-screen t-shirt cotton", "cotton"),
        ("silk-like blouse", "synthetic"),
        ("丝绸睡衣", "silk"),
        ("丝绸般顺滑 涤纶睡衣", "polyester"),
        ("cotton fabric bag", "cotton"),
        ("rubber sole canvas shoes", "canvas"),
        ("faux fur coat", "fauxfur"),
        ("real fox fur hat", "fur"),
        ("95% cotton 5% spandex tee", "cotton"),
        ("5% spandex 95% polyester tee", "polyester"),
        ("棉60% 涤纶40% 卫衣", "cotton"),
        ("羊毛30% 腈纶70%", "acrylicfibre"),
        ("acrylic beanie hat", "acrylicfibre"),
        ("亚克力针织围巾", "acrylicfibre"),
        ("acrylic hat display stand", "acrylic"),
        ("acrylic earrings", "acrylic"),
        ("牛骨手串", "bone"),
        ("无骨雨刮器 硅胶", "silicone"),
        ("十骨雨伞 尼龙", "nylon"),
        ("modal boxers", "artificial"),
        ("竹纤维毛巾", "artificial"),
        ("acrylic yarn", "acrylicfibre"),
        ("acrylic keychain", "acrylic"),
        ("s925 silver ring", "silver"),
        ("gold plated chain", "goldfilled"),
        ("freshwater pearl necklace", "pearl"),
        ("pearl necklace", "fakepearl"),
        ("moissanite ring", "moissanite"),
        ("stainless steel mug", "steel"),
        ("不锈钢保温杯", "steel"),
        ("高硼硅玻璃杯", "glass"),
    ],
)
def test_the_material_of_a_title(title, first):
    assert _names(title)[0] == first


@pytest.mark.parametrize(
    "title",
    [
        "rose gold bracelet",
        "golden earrings",
        "leather cleaner",
        "皮革纹手机壳",
        "baby cotton candy hat",
        "sapphire glass",
        "steel toe",
        "silver color ring",
        "wood grain tray",
        "无钢圈文胸",
        "iron on letters",
    ],
)
def test_a_colour_or_a_look_is_no_material(title):
    assert _names(title) == []


def test_an_attribute_beats_the_title():
    facets = read_facets("leather bag women", attributes={"Main Material": "PU"})
    assert facets.of()[0] == Found("pu", "PU", "ATTRIBUTE")
    assert facets.sure()
    assert not read_facets("leather bag women").sure()


def test_the_filling_is_not_the_material():
    facets = read_facets(
        "cotton padded jacket 羽丝绒棉服", attributes={"Filling": "White duck down", "Material": "Polyester"}
    )
    assert [found.name for found in facets.of()] == ["polyester"]
    assert {found.name for found in facets.of("FILLING")} >= {"cotton", "down"}
    assert facets.says("filled")


def test_the_lining_and_the_sole_are_not_the_body():
    facets = read_facets(
        "shoes", attributes={"Lining Material": "Cotton", "Outsole Material": "Rubber", "Upper": "Nubuck"}
    )
    assert facets.of() == ()
    assert facets.of("UPPER")[0].name == "leather"
    assert facets.of("SOLE")[0].name == "rubber"
    assert facets.of("LINING")[0].name == "cotton"


def test_what_it_is_for_comes_last():
    assert _names("nylon brush for leather sofa") == ["nylon"]


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("Material", "BODY"),
        ("Upper Material", "UPPER"),
        ("Outsole Material", "SOLE"),
        ("Lining Material", "LINING"),
        ("Metals Type", "METAL"),
        ("Main Stone", "STONE"),
        ("Filling", "FILLING"),
        ("鞋面材质", "UPPER"),
        ("里料材质", "LINING"),
        ("面料", "BODY"),
        ("Brand Name", None),
        ("Colour", None),
    ],
)
def test_the_part_an_attribute_speaks_of(key, part):
    assert part_of(key) == part


@pytest.mark.parametrize(
    ("title", "attributes", "make", "sure"),
    [
        ("knitted cardigan", {}, "KNITTED", True),
        ("针织开衫", {}, "KNITTED", True),
        ("chiffon blouse", {}, "WOVEN", True),
        ("雪纺连衣裙", {}, "WOVEN", True),
        ("yoga leggings", {}, "KNITTED", False),
        ("西装", {}, "WOVEN", False),
        ("women dress", {"Fabric Type": "Knitted"}, "KNITTED", True),
        ("women dress", {"面料": "梭织"}, "WOVEN", True),
        ("women dress", {}, "", False),
        ("ice silk seamless briefs", {}, "KNITTED", False),
        ("ribbed top", {}, "KNITTED", True),
        ("umbrella 10 ribs", {}, "", False),
    ],
)
def test_knitted_or_woven(title, attributes, make, sure):
    facets = read_facets(title, attributes=attributes)
    assert (facets.make, facets.make_sure) == (make, sure)


@pytest.mark.parametrize(
    ("title", "attributes", "category", "sex", "age"),
    [
        ("Men's jacket", {}, "", "MEN", "ADULT"),
        ("Women jacket", {}, "", "WOMEN", "ADULT"),
        ("jacket", {}, "Women's Clothing > Jackets", "WOMEN", "ADULT"),
        ("jacket", {"Gender": "MEN"}, "Women's Clothing > Jackets", "MEN", "ADULT"),
        ("unisex hoodie", {}, "", "BOTH", ""),
        ("men and women socks", {}, "", "BOTH", "ADULT"),
        ("男女同款卫衣", {}, "", "BOTH", ""),
        ("baby girl romper 0-6 months", {}, "", "WOMEN", "BABY"),
        ("新生儿哈衣", {}, "", "", "BABY"),
        ("boys shorts 4-8 years", {}, "", "MEN", "CHILD"),
        ("男童短裤", {}, "", "MEN", "CHILD"),
        ("baby blue dress", {}, "", "", ""),
        ("babydoll lingerie women", {}, "", "WOMEN", "ADULT"),
        ("toddler baby girl dress 2-6 years", {}, "", "WOMEN", "CHILD"),
        ("coat", {"适用对象": "孕妇"}, "", "WOMEN", ""),
    ],
)
def test_the_wearer(title, attributes, category, sex, age):
    facets = read_facets(title, attributes=attributes, category=category)
    assert (facets.sex, facets.age) == (sex, age)


@pytest.mark.parametrize(
    ("title", "flag"),
    [
        ("waterproof jacket", "waterproof"),
        ("防水冲锋衣", "waterproof"),
        ("compression socks", "compression"),
        ("静脉曲张袜", "compression"),
        ("electric blanket", "electric"),
        ("disposable gloves", "disposable"),
        ("一次性手套", "disposable"),
        ("rain boots", "rain"),
        ("automatic watch", "mechanical"),
        ("机械表", "mechanical"),
    ],
)
def test_flags(title, flag):
    assert read_facets(title).says(flag)


def test_kinds_of_materials_are_known_and_end():
    for name in MATERIAL_NAMES:
        assert set(wider(name)) <= MATERIAL_NAMES, name
    assert wider("cashmere") == ("cashmere", "wool", "textile")
    assert wider("nylon")[:3] == ("nylon", "synthetic", "plastic")


def test_a_flag_never_fires_on_nothing():
    assert not [name for name, words in FLAGS.items() if words.search("")]
    assert read_facets("").materials == ()


def test_an_answer_beats_an_attribute():
    told = read_facets("bag", attributes={"Material": "PU"}).supposing(material="leather")
    assert told.pick({"leather": 1, "pu": 2}) == 1
    assert told.supposing(sex="MEN").sex == "MEN"
