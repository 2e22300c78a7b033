"""Text as we keep it."""

from __future__ import annotations

import pytest

from fahuo.trade.text import is_filler, tidy, tidy_code

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  76 boulevard  Alfred ", "76 boulevard Alfred"),
        ("back\r\nentrance", "back, entrance"),
        ("Hof 3,\n\n gate B\n", "Hof 3, gate B"),
        ("gate\tB", "gate B"),
        ("\u200fConsuela Múñiz\u200e", "Consuela Múñiz"),
        ("\u202bمحمد\u202c", "محمد"),
        ("Mu\u0308nchen", "München"),
        ("\u3164 \uffa0", ""),  # Hangul fillers look like nothing
        ("Ａｐｔ　３", "Apt 3"),
        (f"田中 {FAMILY}", f"田中 {FAMILY}"),  # the joiners make one picture of three
        ("می\u200cخواهم", "می\u200cخواهم"),  # and shape Persian
        ("x\x00\x07y", "x y"),
        ("<b>Hinterhof</b> \"a\" 'b' \\", "<b>Hinterhof</b> \"a\" 'b' \\"),
        ("\u200b\u200d\ufeff", ""),
        ("", ""),
    ],
)
def test_tidy(raw: str, kept: str) -> None:
    assert tidy(raw) == kept
    assert tidy(kept) == kept


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (" ３３２１８ ", "33218"),
        ("\u200f+٩٦٦ ٥٠\u200e", "+966 50"),
        ("SW1A\u00a01AA", "SW1A 1AA"),
        ("P\u200b45", "P45"),
        ("１６０－００７８", "160-0078"),
        ("CHG-EU \n", "CHG-EU"),
    ],
)
def test_tidy_code(raw: str, kept: str) -> None:
    assert tidy_code(raw) == kept


@pytest.mark.parametrize("text", ["", "-", ".", "--", "N/A", "n.a.", "none", "NONE", "null", "😀", "无", "(-)"])
def test_fillers(text: str) -> None:
    assert is_filler(text)


@pytest.mark.parametrize("text", ["Å", "Y", "7", "Null, Christy", "Nonette", "Nan", "Ana", "李", "박"])
def test_names_are_no_fillers(text: str) -> None:
    assert not is_filler(text)
