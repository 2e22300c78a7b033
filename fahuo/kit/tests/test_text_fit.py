from __future__ import annotations

import pytest

from fahuo.kit.text_fit import FittedText, clusters, fit_block, fit_line
from fahuo.kit.text_shape import ShapedLine, shape

ADDRESS = "Calle de la Constitución de 1812, número 27, portal 3, escalera B, piso 4.º derecha"
TEXTS = {
    "latin": ADDRESS,
    "no spaces": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
    "arabic": "شارع الملك فهد، مبنى 12 (الدور 3) حي العليا الرياض المملكة العربية السعودية " * 3,
    "thai": "99/1หมู่ที่4ซอยสุขุมวิท21ถนนอโศกมนตรีแขวงคลองเตยเหนือเขตวัฒนา" * 3,
    "chinese": "浙江省杭州市余杭区仓前街道文一西路196号2栋961室（近地铁站，电梯右侧）" * 3,
    "marks": "x̂" * 200,
}


def words_of(line: ShapedLine) -> str:
    return "".join(piece.text for piece in line.pieces)


def test_a_line_that_fits_keeps_its_size() -> None:
    assert fit_line("Anna", width=500, height=60, size=40, smallest=10).size == 40


def test_a_line_that_is_too_long_shrinks_to_the_width() -> None:
    fitted = fit_line(ADDRESS, width=500, height=60, size=40, smallest=5)
    assert fitted.lines[0].width * fitted.size == pytest.approx(500)
    assert not fitted.is_cut


def test_a_line_that_cannot_shrink_enough_is_cut() -> None:
    fitted = fit_line(ADDRESS, width=200, height=60, size=40, smallest=20)
    assert (fitted.size, fitted.is_cut) == (20, True)
    assert words_of(fitted.lines[0]).endswith("…")
    assert 150 < fitted.lines[0].width * 20 <= 200


def test_a_low_box_makes_the_line_small() -> None:
    fitted = fit_line("Anna", width=500, height=10, size=40, smallest=20)
    assert fitted.size * fitted.leading == pytest.approx(10)


@pytest.mark.parametrize("text", ["", " ", "🎉"])
def test_nothing_gives_no_line(text: str) -> None:
    assert fit_line(text, width=100, height=30, size=20, smallest=10).lines == ()
    assert fit_block([text, text], width=100, height=30, size=20, smallest=10).lines == ()


def test_a_mark_without_a_letter_is_nothing() -> None:
    assert fit_line("\u0302", width=100, height=30, size=20, smallest=10).lines == ()


def assert_inside(fitted: FittedText, width: float, height: float) -> None:
    assert all(line.width * fitted.size <= width + 1e-6 for line in fitted.lines)
    assert len(fitted.lines) * fitted.leading * fitted.size <= height + 1e-6 or len(fitted.lines) == 1


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize(("width", "height"), [(650, 120), (300, 300), (120, 90), (60, 60), (30, 18)])
def test_a_block_never_leaves_its_box(name: str, width: float, height: float) -> None:
    fitted = fit_block([TEXTS[name], "Tel +12025550123"], width=width, height=height, size=34, smallest=13)
    assert_inside(fitted, width, height)
    assert fitted.lines


@pytest.mark.parametrize("name", TEXTS)
def test_wrapping_loses_nothing(name: str) -> None:
    fitted = fit_block([TEXTS[name]], width=400, height=2000, size=20, smallest=20)
    assert not fitted.is_cut
    whole = fit_block([TEXTS[name]], width=100_000, height=100, size=20, smallest=20)
    assert len(whole.lines) == 1
    # Arabic letters change their form at the end of a line, so widths are compared, not glyphs.
    spaces = (len(fitted.lines) - 1) * shape("a a").width
    assert sum(line.width for line in fitted.lines) == pytest.approx(whole.lines[0].width, abs=spaces + 1.0)


def test_words_stay_whole_when_they_can() -> None:
    fitted = fit_block([ADDRESS], width=300, height=2000, size=20, smallest=20)
    assert len(fitted.lines) > 2
    assert " ".join(words_of(line) for line in fitted.lines) == ADDRESS


def test_han_breaks_anywhere_but_not_before_a_full_stop() -> None:
    fitted = fit_block(["一二三四。五六七八"], width=4 * 20, height=2000, size=20, smallest=20)
    assert [words_of(line) for line in fitted.lines] == ["一二三", "四。五六", "七八"]


def test_the_largest_size_that_fits_is_taken() -> None:
    box = {"width": 300.0, "height": 100.0, "smallest": 8.0}
    fitted = fit_block([ADDRESS], size=40, **box)
    assert 8 < fitted.size < 40
    larger = fit_block([ADDRESS], size=fitted.size / 0.8, width=300, height=100, smallest=fitted.size / 0.8)
    assert larger.is_cut


def test_a_lonely_word_is_drawn_up_by_a_little_less_size() -> None:
    text = "Leningrad Region"
    fitted = fit_block([text], width=shape(text).width * 18, height=200, size=20, smallest=10)
    assert len(fitted.lines) == 1
    assert fitted.size == 18


def test_what_is_left_over_is_cut_with_an_ellipsis() -> None:
    fitted = fit_block([ADDRESS] * 10, width=300, height=60, size=20, smallest=18)
    assert fitted.is_cut
    assert words_of(fitted.lines[-1]).endswith("…")
    assert_inside(fitted, 300, 60)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("abc", ("a", "b", "c")),
        ("x\u0302y", ("x\u0302", "y")),
        ("ที่นี่", ("ที่", "นี่")),
        ("เกา", ("เกา",)),  # the vowel before and the vowel after belong to the consonant between
        ("", ()),
    ],
)
def test_clusters(text: str, parts: tuple[str, ...]) -> None:
    assert clusters(text) == parts
