"""What the loader takes and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from fahuo.hs import lexicon_files
from fahuo.hs.lexicon_files import FOLDER, LexiconRefused, check, phrase_key, read_categories, read_families
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.tables import TABLES
from fahuo.hs.tests import shelf


def test_the_shipped_lexicon_has_no_line_that_is_refused() -> None:
    check(FOLDER, TABLES)


def test_lines_become_entries(tmp_path: Path) -> None:
    entries, refused = read_families(shelf.write(tmp_path), shelf.TABLES)
    assert not refused
    assert [entry.codes or entry.table for entry in entries[:6]] == [
        ("851762", "851830"), ("851830",), ("392690", "420232"), ("851713",), ("732690",), "mug",
    ]  # fmt: skip
    assert entries[0].english == ("wireless earphone", "bluetooth earphone")
    assert entries[0].chinese == ("蓝牙耳机", "无线耳机")
    assert read_categories(tmp_path, shelf.TABLES)[0][0].codes == ("392690",)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("851799\tthing\t", "not in HS 2022: 851799"),
        ("85176\tthing\t", "not in HS 2022: 85176"),
        ("851830,999999\tthing\t", "not in HS 2022: 999999"),
        ("@nothing\tthing\t", "there is no decision table nothing"),
        ("851830\t\t", "it has no phrase"),
        ("851830\tMugs\t", "“Mugs” stands in goods.tsv:7 already"),
        ("851830\tled desk-lamp\t", "“led desk-lamp” stands in goods.tsv:9 already"),
        ("851830\tx\t台灯", "“台灯” stands in goods.tsv:9 already"),
        ("851830\t!!\t", "“!!” is no word"),
    ],
)
def test_a_line_that_cannot_be_is_refused(tmp_path: Path, line: str, reason: str) -> None:
    shelf.write(tmp_path, f"{shelf.LINES}{line}\n")
    with pytest.raises(LexiconRefused, match=reason.replace("(", r"\(")):
        check(tmp_path, shelf.TABLES)
    entries, refused = read_families(tmp_path, shelf.TABLES)
    assert [text.startswith("goods.tsv:10: ") for text in refused] == [True]
    assert not any(phrase in entry.english[1:] for entry in entries for phrase in ("Mugs", "led desk-lamp"))


def test_a_phrase_twice_in_one_line_is_one(tmp_path: Path) -> None:
    shelf.write(tmp_path, "851830\tear plug;ear plugs\t\n", "")
    entries, refused = read_families(tmp_path, {})
    assert (entries[0].english, refused) == (("ear plug",), ())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("LED Desk Lamps", "led desk lamp", True),
        ("women's watch", "woman watch", True),
        ("phones > cases", "phones cases", False),
        ("蓝牙 耳机", "蓝牙耳机", True),
        ("ＵＳＢ cable", "usb cable", True),
        ("knife", "knives", True),
        ("lens", "lenses", True),
    ],
)
def test_when_two_phrases_are_the_same(one: str, other: str, same: bool) -> None:
    assert (phrase_key(one) == phrase_key(other)) == same


def test_the_nomenclature_is_that_of_2022() -> None:
    known = nomenclature()
    assert (len(known.codes), len({code[:4] for code in known.codes})) == (5612, 1228)
    assert known.knows("851713")  # smartphones, new in 2022
    assert not known.knows("851712")  # mobile telephones until 2021
    assert "smartphones" in known.text("851713").lower()
    assert known.codes[known.heading_starts[known.heading_of[known.place["711790"]]]] == "711711"
    assert lexicon_files.FOLDER.is_dir()
