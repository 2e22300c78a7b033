"""Answers on a small lexicon of our own: candidates, reasons, bands, questions, and silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fahuo.hs.answer import Answer, Band
from fahuo.hs.encoder.minilm import PACKAGE, minilm
from fahuo.hs.library import Library
from fahuo.hs.model import Model, model
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.question import Question
from fahuo.hs.recognise import MOST, answer
from fahuo.hs.tests import shelf


@pytest.fixture
def goods(tmp_path: Path) -> Iterator[Library]:
    return shelf.plain(tmp_path)


def _ask(goods: Library, title: str, **more: object) -> Answer:
    return answer(Question(title, **more), goods, model("plain-title"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Bluetooth Earphone TWS", "851762"),
        ("蓝牙耳机 充电盒", "851762"),
        ("wired headphones for phone", "851830"),
        ("有线耳机 适用手机", "851830"),
        ("Case Cover Phone Case for Smartphone", "392690"),
        ("适用智能手机 手机壳", "392690"),
        ("glass coffee cup", "701337"),
        ("玻璃马克杯", "701337"),
        ("Stand: phone stand with led desk lamp", "732690"),
    ],
)
def test_the_article_is_told_from_what_stands_beside_it(goods: Library, title: str, code: str) -> None:
    found = _ask(goods, title)
    assert found.candidates[0].code == code


def test_a_candidate_gives_its_reasons(goods: Library) -> None:
    found = _ask(goods, "Blue Mug", attributes={"Material": "Glass"})
    first = found.candidates[0]
    assert (first.code, first.words) == ("701337", ("Mug",))
    assert ("material", "glass") in first.facets
    assert first.heading == nomenclature().text("7013")
    assert first.subheading == nomenclature().text("701337")
    assert found.candidates[1].code in first.why


def test_probabilities_fall_and_never_make_more_than_one(goods: Library) -> None:
    for title in ("mug", "phone case", "耳机", "led desk lamp and phone stand with mug"):
        found = _ask(goods, title)
        chances = [candidate.probability for candidate in found.candidates]
        assert 0 < len(chances) <= MOST
        assert chances == sorted(chances, reverse=True)
        assert sum(chances) <= 1.0001


def test_the_category_speaks_too(goods: Library) -> None:
    def chance(**more: str) -> float:
        found = answer(Question("Case for collar", **more), goods, model("plain-listing"))
        return next((one.probability for one in found.candidates if one.code == "392690"), 0.0)

    assert chance(category_en="Phones > Phones > Cases") > chance(category_en="Pets > Dog Supplies")
    assert chance(category_zh="手机 > 手机保护壳") > chance(category_zh="宠物 > 狗狗用品")


@pytest.mark.parametrize("title", ["", "   ", "NIKE", "Zorblax 3000", "2024 New!", "耐克", "XJ-900 / 12", "🎁🎁"])
def test_a_listing_that_says_nothing_gets_a_question_and_no_code(goods: Library, title: str) -> None:
    found = _ask(goods, title)
    assert (found.candidates, found.band) == ((), Band.LOW)
    assert found.asks
    assert (found.asks.question_en, found.asks.options) == (
        "What is it, of what is it made, and what for?", (),
    )  # fmt: skip


def _doubting(high: float, medium: float) -> Model:
    return replace(model("plain-title"), high=high, medium=medium)


@pytest.mark.parametrize(
    ("high", "medium", "band"), [(0.0, 0.0, Band.HIGH), (1.01, 0.0, Band.MEDIUM), (1.01, 1.01, Band.LOW)]
)
def test_bands_follow_the_bounds(goods: Library, high: float, medium: float, band: Band) -> None:
    assert answer(Question("Blue mug"), goods, _doubting(high, medium)).band is band


def test_material_is_asked_for_where_it_decides(goods: Library) -> None:
    found = answer(Question("Blue mug"), goods, _doubting(1.01, 0.0))
    assert found.asks
    assert found.asks.question_en.startswith("Of which material")
    assert {option.codes for option in found.asks.options} >= {("701337",), ("392410",)}
    assert {"glass": "玻璃"}.items() <= {option.text_en: option.text_zh for option in found.asks.options}.items()


def test_what_an_attribute_says_is_not_asked(goods: Library) -> None:
    found = answer(Question("Blue mug", attributes={"Material": "Glass"}), goods, _doubting(1.01, 0.0))
    assert found.asks is None


def test_articles_are_offered_where_headings_differ(goods: Library) -> None:
    found = answer(Question("phone case"), goods, _doubting(1.01, 1.01))
    assert found.asks
    assert found.asks.question_zh == "是下列哪一种商品？"
    assert [option.codes[0][:4] for option in found.asks.options] == [
        option.text_en[:4] for option in found.asks.options
    ]


def test_a_high_band_asks_nothing(goods: Library) -> None:
    assert answer(Question("Blue mug"), goods, _doubting(0.0, 0.0)).asks is None


def test_codes_that_experts_differ_on_are_shown_as_pairs(goods: Library) -> None:
    first, second = _ask(goods, "bluetooth earphone").candidates[:2]
    assert (first.code, first.pair, second.code, second.pair) == ("851762", "851830", "851830", "851762")
    assert "China" in first.why


@pytest.mark.skipif(minilm() is None, reason=f"{PACKAGE} is not installed")
def test_the_encoder_reaches_words_the_lexicon_has_not(tmp_path: Path) -> None:
    with_encoder = answer(Question("Earbuds headset cordless"), shelf.deep(tmp_path), model("deep-title"))
    without = answer(Question("Earbuds headset cordless"), shelf.plain(tmp_path), model("plain-title"))
    assert with_encoder.candidates[0].code in {"851762", "851830"}
    assert not without.candidates


def test_hostile_titles_do_no_harm(goods: Library) -> None:
    for title in ("a" * 20_000, "mug " * 5_000, "\x00\ud7ff\uffff", "耳机" * 3_000, "<script>", "' OR 1=1 --"):
        assert len(_ask(goods, title).candidates) <= MOST
