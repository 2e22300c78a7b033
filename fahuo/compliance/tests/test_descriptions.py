"""Descriptions: vague, unreadable, too short, in the wrong letters, of a brand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fahuo.compliance.case import ProductFacts
from fahuo.compliance.checks.descriptions import _LONGEST_TERM
from fahuo.compliance.tests.making import PLACES, case, found, problems, shirt
from fahuo.compliance.word_lists import names, raised, terms, trigger, word_list
from fahuo.rulebook.rules import Stage


@pytest.mark.parametrize("text", ["Goods", " PARTS ", "gift.", "Spare-parts", "N/A", "Electronic items", "toys"])
def test_a_vague_term_alone_is_refused_where_the_law_says_so(text: str) -> None:
    for destination in ("DE", "NO", "CH", "CA"):
        told = found(case(destination, shirt(title_en=text)), "DE-01")
        assert told == [("DESCRIPTION_VAGUE", "lines[0].title_en", f"TSHIRT: {text}", "BLOCK")]
        assert found(case(destination, shirt(title_en=text)), "DE-01A") == []


def test_elsewhere_and_earlier_it_is_a_warning() -> None:
    vague = shirt(title_en="Goods")
    assert [severity for *_, severity in found(case("US", vague), "DE-01A")] == ["WARN"]
    assert [severity for *_, severity in found(case("DE", vague), "DE-01", stage=Stage.PREFLIGHT)] == ["WARN"]


@pytest.mark.parametrize(
    "text", ["Wooden toys for children", "Glass cutting board", "Men's running shoes", "Gift box of tea"]
)
def test_a_vague_term_among_others_is_fine(text: str) -> None:
    assert found(case("DE", shirt(title_en=text)), "DE-01") == []


def test_some_words_say_nothing_anywhere() -> None:
    told = found(case("DE", shirt(title_en="Cotton shirt and miscellaneous")), "DE-01B")
    assert told == [("DESCRIPTION_HALF_VAGUE", "lines[0].title_en", "TSHIRT: miscellaneous", "WARN")]


@pytest.mark.parametrize(
    "text",
    [
        "12345",
        "----",
        "!!! ???",
        "aaaaaa",
        "shirt aaaaaaa",
        "IMG_2041.jpg",
        "photo 12.PNG",
        "www.example.com",
        "https://a.b/c",
        "me@example.com",
    ],
)
def test_noise_is_no_description(text: str) -> None:
    assert [code for code, *_ in found(case("US", shirt(title_en=text)), "DE-03")] == ["DESCRIPTION_UNREADABLE"]


@pytest.mark.parametrize(
    "text", ["USB-C cable 2 m", "Men's XXXL cotton shirt", "3.5 mm audio cable", "AAA battery", "AAAA battery"]
)
def test_what_reads_well_is_no_noise(text: str) -> None:
    assert found(case("US", shirt(title_en=text)), "DE-03") == []


@pytest.mark.parametrize(
    ("text", "wrong"), [("Shirt", True), ("Cotton shirt", False), ("a b", True), ("cotton shirt " * 40, True)]
)
def test_length(text: str, *, wrong: bool) -> None:
    assert bool(found(case("US", shirt(title_en=text)), "DE-04")) is wrong


def test_chinese_in_the_english_field() -> None:
    told = found(case("US", shirt(title_en="Cotton T恤 shirt")), "DE-05")
    assert told == [("DESCRIPTION_NOT_ENGLISH", "lines[0].title_en", "TSHIRT: 恤", "BLOCK")]


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("Nike running shoes", "Nike"),
        ("Silicone case for iPhone 15", ""),
        ("Charger compatible with Samsung Galaxy", ""),
        ("Pineapple slicer", ""),  # no whole word
    ],
)
def test_brands(text: str, brand: str) -> None:
    told = found(case("US", shirt(title_en=text)), "DE-05A")
    assert [detail for _, _, detail, _ in told] == ([f"TSHIRT: {brand}"] if brand else [])


def test_an_authorised_brand_is_fine() -> None:
    allowed = {"TSHIRT": ProductFacts(is_brand_authorised=True)}
    assert found(case("US", shirt(title_en="Nike running shoes"), products=allowed), "DE-05A") == []


def test_words_that_stand_in_for_a_party() -> None:
    nobody = replace(PLACES["DE"], name="Private", street="unknown")
    assert [(field, severity) for _, field, _, severity in found(case("DE", recipient=nobody), "DE-02")] == [
        ("address.name", "BLOCK"),
        ("address.street", "BLOCK"),
    ]
    assert found(case("DE"), "DE-02") == []


def test_a_line_that_is_not_known_is_silent() -> None:
    from fahuo.compliance.case import Ordered

    assert not [
        problem
        for problem in problems(case("DE", ordered=(Ordered(0, "GONE", None),)))
        if problem.rule.startswith("DE")
    ]


@pytest.mark.parametrize("name", names())
def test_lists_are_whole(name: str) -> None:
    listed = word_list(name)
    assert listed.version <= listed.checked_on
    assert listed.reference
    if name == "cargo":
        for family in listed.words:
            assert trigger(family).found.pattern
    else:
        assert len(set(listed.words)) == len(listed.words)


def test_no_term_for_a_party_is_longer_than_what_is_looked_at() -> None:
    assert max(map(len, word_list("party").words)) <= _LONGEST_TERM


def test_the_lists_hold_what_the_sheet_counts() -> None:
    counts = {name: len(word_list(name).words) for name in ("eu_ics2", "air_cargo", "canada_pact")}
    assert counts == {"eu_ics2": 113, "air_cargo": 54, "canada_pact": 79}
    assert len(terms(("eu_ics2", "air_cargo", "canada_pact"))) >= 210


@pytest.mark.parametrize(
    ("family", "text", "word"),
    [
        ("battery", "TWS Bluetooth earbuds", "TWS"),
        ("battery", "Empty AA battery box", ""),
        ("battery", "蓝牙耳机", "蓝牙"),
        ("battery", "手机无线充电板", ""),
        ("magnet", "Neodymium magnets 10 pcs", "Neodymium"),
        ("magnet", "Motorcycle gloves", ""),
        ("liquid", "Perfume 50 ml", "Perfume"),
        ("liquid", "Silica gel mould", ""),
        ("powder", "Powder brush set", ""),
        ("forbidden", "Butane gas cartridge", "Butane"),
        ("forbidden", "Lighter case of leather", ""),
        ("restricted", "Hunting knife", "knife"),
        ("restricted", "Artificial plant in pot", ""),
        ("controlled", "Night vision monocular", "Night vision"),
    ],
)
def test_words_of_cargo(family: str, text: str, word: str) -> None:
    assert raised(family, text) == word
