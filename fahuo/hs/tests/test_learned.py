"""What a seller accepted answers the same title, and moves other titles, the more the more often it was accepted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fahuo.hs.answer import Band
from fahuo.hs.learned import FEWEST_TITLES, Learned, learned_from, lessons, title_key, title_words, well_taught
from fahuo.hs.model import model
from fahuo.hs.question import Question
from fahuo.hs.recognise import answer
from fahuo.hs.tests import shelf


def _answer(folder: Path, title: str, learned: Learned | None):
    return answer(Question(title), shelf.plain(folder), model("plain-title"), learned)


@pytest.mark.parametrize("title", ["Blue Phone  Case", "ＢＬＵＥ phone case", "blue phone case"])
def test_a_title_seen_before_is_answered_from_the_record(tmp_path: Path, title: str) -> None:
    found = _answer(tmp_path, title, Learned(titles={title_key("blue phone case"): "420231"}))
    first = found.candidates[0]
    assert (first.code, first.from_record, first.probability, found.band, found.asks) == (
        "420231", True, 1.0, Band.HIGH, None,
    )  # fmt: skip
    assert [candidate.from_record for candidate in found.candidates[1:]] == [False] * (len(found.candidates) - 1)
    assert "420231" not in {candidate.code for candidate in found.candidates[1:]}


def test_a_record_whose_code_left_the_nomenclature_is_not_answered(tmp_path: Path) -> None:
    learned = Learned(titles={title_key("phone case"): "851712"})
    assert _answer(tmp_path, "phone case", learned) == _answer(tmp_path, "phone case", None)


def test_one_word_in_another_title_is_not_the_record(tmp_path: Path) -> None:
    learned = Learned(titles={title_key("phone case"): "420231"})
    assert not any(found.from_record for found in _answer(tmp_path, "phone case blue", learned).candidates)


def test_words_lift_the_code_they_were_accepted_with(tmp_path: Path) -> None:
    title = "bluetooth earphone"
    words = {word: {"851830": 9} for word in title_words(title)}
    before = {found.code: found.probability for found in _answer(tmp_path, title, None).candidates}
    after = _answer(tmp_path, title, Learned(words=words, accepted=20))
    assert before["851830"] < before["851762"]
    assert after.candidates[0].code == "851830"
    assert after.candidates[0].probability > before["851830"]


def test_a_code_that_nothing_else_names_is_learned(tmp_path: Path) -> None:
    words = {word: {"950450": 5} for word in title_words("Zorblax")}
    assert not _answer(tmp_path, "Zorblax", None).candidates
    assert _answer(tmp_path, "Zorblax", Learned(words=words, accepted=5)).candidates[0].code == "950450"


def test_more_acceptances_weigh_more_and_the_seller_more_than_all_sellers() -> None:
    def score(**books: object) -> float:
        return lessons(Learned(**books), "red mug").get("691200", 0.0)  # type: ignore[arg-type]

    def book(times: int) -> dict[str, dict[str, int]]:
        return {"red": {"691200": times}, "mug": {"691200": times}}

    once, often = score(words=book(1), accepted=10), score(words=book(8), accepted=10)
    shared = score(shared_words=book(8), shared_accepted=10)
    assert 0 < once < often
    assert 0 < shared < often
    assert score(words={"red": {"691200": 1, "610910": 9}}, accepted=10) < once


@pytest.mark.parametrize("times", range(1, FEWEST_TITLES))
def test_few_titles_move_the_ranking_but_make_nothing_sure(tmp_path: Path, times: int) -> None:
    accepted = learned_from((f"bluetooth earphone {colour}", "851762") for colour in ("red", "blue")[:times])
    title = "bluetooth earphone green"
    before, after = _answer(tmp_path, title, None).candidates[0], _answer(tmp_path, title, accepted).candidates[0]
    assert (before.code, after.code) == ("851762", "851762")
    assert after.probability > before.probability + 0.001
    assert not well_taught(accepted, title)
    just_high = replace(model("plain-title"), high=after.probability - 0.0005, medium=0.0)
    assert answer(Question(title), shelf.plain(tmp_path), just_high, accepted).band is Band.MEDIUM


def test_often_accepted_codes_may_be_sure(tmp_path: Path) -> None:
    eager = replace(model("plain-title"), high=0.0)
    often = _words_of("earphone", "851762", FEWEST_TITLES * 4)
    assert well_taught(often, "earphone") == {"851762"}
    found = answer(Question("earphone"), shelf.plain(tmp_path), eager, often)
    assert (found.candidates[0].code, found.band) == ("851762", Band.HIGH)


def test_a_word_among_many_makes_nothing_sure() -> None:
    often = _words_of("women", "610910", 50)
    assert not well_taught(often, "women leather handbag with chain strap")


def test_one_accepted_title_of_nothing_teaches_no_code(tmp_path: Path) -> None:
    assert not _answer(tmp_path, "Zorblax", _words_of("Zorblax", "950450", 1)).candidates
    often = _answer(tmp_path, "Zorblax", _words_of("Zorblax", "950450", 40))
    assert (often.candidates[0].code, often.band) == ("950450", Band.MEDIUM)


def _words_of(title: str, code: str, times: int) -> Learned:
    return Learned(words={word: {code: times} for word in title_words(title)}, accepted=times)


def test_codes_nobody_knows_are_not_learned(tmp_path: Path) -> None:
    words = {word: {"999999": 5} for word in title_words("phone case")}
    assert _answer(tmp_path, "phone case", Learned(words=words, accepted=5)) == _answer(tmp_path, "phone case", None)


def test_words_of_a_title() -> None:
    assert title_words("Women's LED Lamps 2024 x") == {"woman", "led", "lamp"}
    assert title_words("蓝牙耳机 TWS") == {"蓝牙", "牙耳", "耳机", "tws"}
