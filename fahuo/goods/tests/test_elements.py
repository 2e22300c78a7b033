"""Declaration elements: templates, what fills them, what is missing, and the text that customs gets."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.goods.elements import ElementsOf, Known, Templates, fill, shipped
from fahuo.goods.elements.templates import elements_of, read
from fahuo.goods.elements.vocabulary import BRAND_TYPE, PREFERENCE, in_chinese, vocabulary
from fahuo.hs.nomenclature import nomenclature
from fahuo.trade.units import UNITS

SHIRT = Known(
    "SHIRT",
    "6109100000",
    200,
    brand_type="0",
    model="X1",
    barcode="4006381333931",
    sale_unit="011",
    elements={PREFERENCE: "0", "种类": "T恤"},
    attributes={"Fabric Type": "Knitted", "Gender": "MEN", "Composition": "95% Cotton, 5% Spandex"},
)


def told(known: Known, **changes: object) -> ElementsOf:
    from dataclasses import replace

    changed = replace(known, **changes)  # type: ignore[arg-type]
    return fill(shipped().of(changed.hs_code), changed)


def test_a_shirt_is_told_from_the_catalogue() -> None:
    found = told(SHIRT)
    assert found.gmodel == "0|0|针织|T恤|男式|棉95%、氨纶5%|无品牌|X1|4006381333931"
    assert (found.missing, found.asked, found.problems()) == ((), (), ())
    assert (found.first_unit, found.first_quantity) == ("011", 1)
    assert (found.second_unit, found.second_quantity) == ("035", Decimal("0.2"))
    assert (found.code10, found.is_complete) == ("6109100000", True)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"brand_type": ""}, (BRAND_TYPE, "品牌")),
        ({"brand_type": "1"}, ("品牌",)),
        ({"brand_type": "0", "brand": "Acme"}, (BRAND_TYPE,)),  # no brand, and this one: a contradiction
        ({"brand_type": "0", "brand": "N/A"}, ()),
        ({"elements": {"种类": "T恤"}}, (PREFERENCE,)),
        ({"model": ""}, ("货号",)),
        ({"barcode": ""}, ()),  # GTIN may stay empty
        ({"attributes": {}}, ("织造方法", "类别", "成分含量")),
        ({"elements": {PREFERENCE: "0", "种类": " "}}, ("种类",)),
    ],
)
def test_what_is_not_stated_is_missing_and_nothing_is_sent(
    changes: dict[str, object], missing: tuple[str, ...]
) -> None:
    found = told(SHIRT, **changes)
    assert found.missing == missing
    assert bool(found.gmodel) is not bool(missing)
    assert [problem.code for problem in found.problems()] == (["ELEMENTS_MISSING"] if missing else [])


def test_a_foreign_value_is_proposed_and_not_sent() -> None:
    found = told(SHIRT, attributes={**SHIRT.attributes, "Composition": "Bouclé mix"})
    assert found.missing == ("成分含量",)
    assert found.proposed == {"成分含量": "Bouclé mix"}
    assert "Bouclé" not in found.gmodel


def test_what_a_person_filled_in_goes_before_the_listing() -> None:
    found = told(SHIRT, elements={**SHIRT.elements, "成分含量": "棉100%"})
    assert found.filled["成分含量"] == "棉100%"


def test_a_text_that_is_too_long_is_not_cut() -> None:
    found = told(SHIRT, elements={**SHIRT.elements, "种类": "长" * 220})
    assert (found.gmodel, found.is_too_long, found.missing) == ("", True, ())
    assert [problem.code for problem in found.problems("lines[0]")] == ["ELEMENTS_TOO_LONG"]


def test_an_empty_element_keeps_its_place() -> None:
    found = told(SHIRT, barcode="", elements={**SHIRT.elements, "其他": "无"})
    assert found.gmodel.endswith("|X1|||无")


def test_separators_never_come_from_values() -> None:
    found = told(SHIRT, attributes={**SHIRT.attributes, "Gender": "男式|女式"}, model="X|1")
    assert found.gmodel.count("|") == told(SHIRT).gmodel.count("|")


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"sale_unit": ""}, ("sale_unit",)),
        ({"sale_unit": "006"}, ("first_quantity",)),  # how many shirts are in a set?
        ({"sale_unit": "006", "first_quantity": Decimal(3)}, ()),
        ({"hs_code": "8517130000"}, ("first_unit", "second_unit")),  # not known for sure, so asked
        ({"hs_code": "8517130000", "first_unit": "001", "second_unit": "-"}, ()),
        ({"hs_code": "7117190000"}, ()),  # kilograms, and no second unit
    ],
)
def test_units_are_asked_and_not_guessed(changes: dict[str, object], asked: tuple[str, ...]) -> None:
    assert told(SHIRT, **changes).asked == asked


@pytest.mark.parametrize("code", ["", "610910", "61091000"])
def test_ten_digits_are_not_made_up(code: str) -> None:
    assert told(SHIRT, hs_code=code).code10 == ""


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("Cotton", "棉"),
        ("100% Cotton", "棉100%"),
        ("95% Cotton, 5% Spandex", "棉95%、氨纶5%"),
        ("棉95% Lycra5%", "棉95%、氨纶5%"),
        ("Zinc Alloy", "锌合金"),
        ("ABS+PC", "ABS塑料、聚碳酸酯"),
        ("不锈钢", "不锈钢"),
        ("DC 5V 2A", "DC 5V 2A"),
        ("Cotton Blend", None),
        ("Something else", None),
        ("纯棉 premium", "纯棉 premium"),  # Chinese enough to be read
    ],
)
def test_values_as_customs_reads_them(text: str, chinese: str | None) -> None:
    assert in_chinese(text) == chinese


def test_the_shipped_templates_are_sound() -> None:
    templates = shipped()
    assert templates.refused == ()
    assert len(templates.by_code) > 150
    for code, template in templates.by_code.items():
        assert template.names[:2] == (BRAND_TYPE, PREFERENCE)
        assert len(set(template.names)) == len(template.names)
        assert set(template.names) <= set(vocabulary())
        assert {template.first_unit, template.second_unit} <= {"", "-", *UNITS}
        assert bool(template.first_unit) is bool(template.second_unit)
        assert code == "*" or nomenclature().text(code[:4])


@pytest.mark.parametrize(
    ("code", "template"),
    [("6109100000", "6109"), ("610310", "61031"), ("6103420000", "6103"), ("0101", "*"), ("", "*")],
)
def test_the_longest_code_counts(code: str, template: str) -> None:
    assert shipped().of(code).code == template


@pytest.mark.parametrize(
    "text",
    [
        "用途（车用等）|材质|GTIN",
        "0:品牌类型|1:出口享惠情况|2:用途(车用等)|3:材质|4:GTIN",
        "1:品名;2:品牌类型;3:出口享惠情况;4:用途（车用等）;5:材质;6:GTIN;",
    ],
)
def test_lines_as_they_are_published_are_understood(text: str) -> None:
    found = elements_of(text)
    assert [element.name for element in found] == [BRAND_TYPE, PREFERENCE, "用途", "材质", "GTIN"]
    assert found[2].hint == "车用等"


def test_an_operators_templates_go_before_ours() -> None:
    own = read(
        ["# mine", "6109\t用途|材质\t件\t千克", "42\t用途", "8517\t用途\tsmidgen", "6109\t材质", "8518\t", "x"],
        own=True,
    )
    assert [line.split(":")[0] for line in own.refused] == ["3", "4", "5", "6", "7"]
    both = own.before(shipped())
    assert both.of("6109100000").names == (BRAND_TYPE, PREFERENCE, "用途", "材质")
    assert both.of("6109100000").is_own
    assert both.of("6110").code == "6110"
    hidden = read(["6103\t用途|材质"], own=True).before(shipped())
    assert hidden.of("610310").code == "6103"


def test_without_a_template_the_generic_one_is_marked() -> None:
    assert isinstance(shipped(), Templates)
    assert shipped().of("0101").is_generic
    assert not shipped().of("6109").is_generic
