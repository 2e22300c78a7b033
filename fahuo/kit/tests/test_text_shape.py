from __future__ import annotations

import pytest

from fahuo.kit.text_shape import ASCENT, DESCENT, ShapedLine, printable, shape


def on_paper(line: ShapedLine) -> str:
    """The characters from left to right."""
    return "".join(piece.text for piece in sorted(line.pieces, key=lambda piece: piece.x))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Anna  Kowalska ", "Anna Kowalska"),
        ("line\r\nbreak\ttab\x0bend", "line break tab end"),
        ("non\u00a0breaking", "non breaking"),
        ("Party 🎉🎁 House", "Party House"),
        ("👨‍👩‍👧‍👦", ""),
        ("evil\u202egnp.exe\u2066", "evilgnp.exe"),  # marks that would turn the reading direction
        ("\ufeffParis", "Paris"),
        ("𝓐𝓷𝓷𝓪 ½ ①", "Anna ½ ①"),
        ("Cafe\u0301", "Café"),
        ("Հայկ", "□□□□"),
        ("\ue000x", "x"),
        ("a\u0301\u0302\u0303\u0304", "á\u0302\u0303"),
        ("سلام\u200cها", "سلام\u200cها"),  # a joiner between Arabic letters decides their form
        ("Anna\u200d", "Anna"),
        ("\u0302a \u0302b", "a b"),
        ("", ""),
    ],
)
def test_printable(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_latin_is_one_piece() -> None:
    line = shape("Anna 12")
    assert [(piece.typeface.name, piece.text, piece.x, piece.y) for piece in line.pieces] == [
        ("NotoSans", "Anna 12", 0.0, 0.0)
    ]
    assert line.width == pytest.approx(line.pieces[0].typeface.advance("Anna 12"))


def test_faces_change_with_the_script_and_the_pen_moves_on() -> None:
    line = shape("黄超梅 (22) 号")
    assert [(piece.typeface.name, piece.text) for piece in line.pieces] == [
        ("WenQuanYiMicroHei", "黄超梅"),
        ("NotoSans", " (22) "),
        ("WenQuanYiMicroHei", "号"),
    ]
    assert [round(piece.x, 3) for piece in line.pieces] == [0, 3, round(line.width - 1, 3)]


def test_hebrew_runs_from_right_to_left_and_its_numbers_do_not() -> None:
    line = shape("רחוב 15")
    assert line.is_right_to_left
    assert on_paper(line) == "15 בוחר"


def test_brackets_turn_round_with_the_text() -> None:
    from fahuo.kit.text_shape import Piece

    def bracket(character: str) -> Piece:
        return next(piece for piece in shape("א(ב)ג").pieces if character in piece.text)

    # Logical א ( ב ) ג stands as ג(ב)א on paper: the opening bracket of the glyphs is left of the closing one.
    assert bracket("(").x < bracket(")").x


def test_latin_inside_hebrew_keeps_its_own_direction() -> None:
    assert "Tel Aviv" in on_paper(shape("שלום Tel Aviv"))
    assert on_paper(shape("Tel Aviv שלום")).startswith("Tel Aviv ")


def test_arabic_letters_are_joined() -> None:
    # ب alone is one glyph wide and final; twice it is an initial and a final form, narrower than two isolated ones.
    alone, twice = shape("ب"), shape("بب")
    assert twice.width < 2 * alone.width
    assert on_paper(twice) != "بب"


def test_persian_joiner_keeps_letters_apart() -> None:
    assert on_paper(shape("بب")) != on_paper(shape("ب\u200cب"))


def test_thai_marks_take_no_room_and_stack() -> None:
    bare, marked = shape("ท"), shape("ที่")
    assert marked.width == pytest.approx(bare.width, abs=0.01)
    assert marked.ascent > bare.ascent


def test_combining_marks_stand_over_their_letter() -> None:
    line = shape("x\u0302")
    assert line.width == pytest.approx(shape("x").width, abs=0.01)


def test_the_line_is_as_high_as_its_letters_need() -> None:
    assert (shape("Anna").ascent, shape("Anna").descent) == (ASCENT, DESCENT)
    assert shape("Ế").ascent > ASCENT
    assert shape("جع").descent > DESCENT


def test_tails_that_hang_over_an_end_belong_to_the_line() -> None:
    # Initial forms reach under the letter that should follow: as the end of a line the outline counts.
    from fahuo.kit import fonts

    line = shape("ﻃ")
    piece = line.pieces[0]
    glyph = piece.typeface.shaper().get_nominal_glyph(ord("ﻃ"))
    ink = piece.typeface.ink(glyph)
    assert isinstance(ink, fonts.Ink)
    assert line.width >= ink.right - min(0.0, ink.left) - 1e-9


def test_bold_is_wider_and_has_its_own_face() -> None:
    assert shape("Anna", bold=True).width > shape("Anna").width
    assert shape("Anna", bold=True).pieces[0].typeface.name == "NotoSans-Bold"


def test_nothing_to_draw() -> None:
    assert shape("") == shape("🎉") == ShapedLine((), 0.0)


@pytest.mark.parametrize("text", ["JAPAN", "John", "j", "Jiří Neruď", "Юрий", "Łódź ľ"])
def test_outlines_that_hang_over_the_ends_of_a_plain_line_are_inside_its_width(text: str) -> None:
    line = shape(text, bold=True)
    first, last = line.pieces[0], line.pieces[-1]
    shaper = first.typeface.shaper()
    left = first.typeface.ink(shaper.get_nominal_glyph(ord(first.text[0]))).left
    right = last.typeface.ink(shaper.get_nominal_glyph(ord(last.text[-1]))).right
    assert first.x + left >= -1e-6
    end_of_last = last.x + last.typeface.advance(last.text[:-1]) + right
    assert end_of_last <= line.width + 1e-6
