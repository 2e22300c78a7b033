from __future__ import annotations

import pytest

from fahuo.kit import fonts


@pytest.mark.parametrize(
    ("letters", "regular", "bold"),
    [
        ("Aßł9,", "NotoSans", "NotoSans-Bold"),
        ("ЖяΩπ", "NotoSans", "NotoSans-Bold"),
        ("ệ₫", "NotoSans", "NotoSans-Bold"),
        ("שم", "FiraGO", "FiraGO-Bold"),
        ("กข", "FiraGO", "FiraGO-Bold"),
        ("中한カひ１", "WenQuanYiMicroHei", "WenQuanYiMicroHei"),
    ],
)
def test_every_script_has_its_face(letters: str, regular: str, bold: str) -> None:
    for letter in letters:
        light, heavy = fonts.choose(letter), fonts.choose(letter, bold=True)
        assert light
        assert heavy
        assert (light.name, heavy.name) == (regular, bold)


def test_only_the_han_bold_is_made_from_the_regular() -> None:
    assert [face.is_emboldened for face in fonts.typefaces(bold=True)] == [False, False, True]
    assert not any(face.is_emboldened for face in fonts.typefaces())


@pytest.mark.parametrize("character", ["😀", "\u200b", "\x00", "\ue000", "\ud800", "Հ", "\U0001f468"])
def test_what_no_face_draws(character: str) -> None:
    assert fonts.choose(character) is None


def test_missing_counts_letters_not_ornaments() -> None:
    assert fonts.missing("Հայկ Հ 🎉 Anna 中 \u200d") == ("Հ", "ա", "յ", "կ")
    assert fonts.missing("𝓐𝓷𝓷𝓪 ①") == ()  # printed as Anna 1


def test_widths_are_in_em() -> None:
    noto, _, han = fonts.typefaces()
    assert han.advance("中文") == pytest.approx(2.0, abs=0.01)
    assert noto.advance("0") == pytest.approx(0.572)  # Noto Sans figures are 572 units of 1000
    assert noto.advance("") == 0


def test_reach_tells_tall_from_low() -> None:
    noto = fonts.typefaces()[0]
    ascent, descent = noto.reach("Ép")
    assert 0.85 < ascent < 1.0
    assert 0.2 < descent < 0.3
    assert noto.reach("x")[1] <= 0.0


def test_a_glyph_without_a_character_gets_one_and_keeps_it() -> None:
    fira = fonts.typefaces()[1]
    glyph = next(glyph for glyph in range(1, 4000) if glyph not in fira.font.face.glyphToChar)
    first = fira.character_of(glyph, 500)
    assert "\ue000" <= first <= "\uf8ff"
    assert fira.character_of(glyph, 500) == first
    assert fira.advance(first) == 0.5
    # A buyer who types that character must not get the glyph: private characters are never chosen.
    assert fonts.choose(first) is None


def test_faces_are_read_once() -> None:
    assert fonts.typefaces() is fonts.typefaces()
