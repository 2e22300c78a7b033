"""What single commands draw: places are measured on the dots, codes are decoded."""

from __future__ import annotations

import numpy as np
import pytest

from fahuo.kit.barcode import Symbology, code128_modules, read
from fahuo.labels.dots import Head
from fahuo.labels.zpl import draw, graphic
from fahuo.labels.zpl.glyphs import Dots
from fahuo.labels.zpl.reading import code128
from fahuo.labels.zpl.tests.samples import CARRIERS, STRIPES, b64, z64


def ink(fields: str, *, before: str = "") -> Dots:
    """Draw fields on a label of 400 × 300 dots, True for black."""
    return draw(f"{before}^XA^PW400^LL300{fields}^XZ".encode())[0] == 0


def extent(dots: Dots) -> tuple[int, int, int, int]:
    """Return the first column and row of the ink, and its width and height."""
    rows, columns = np.flatnonzero(dots.any(axis=1)), np.flatnonzero(dots.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1)


BOXES = {
    "^FO50,60^GB100,80,80^FS": (50, 60, 100, 80),
    "^FT50,160^GB100,80,80^FS": (50, 80, 100, 80),  # ^FT gives the lower edge: 160 - 80
    "^LH10,20^FO50,60^GB100,80,80^FS": (60, 80, 100, 80),
    "^LT7^FO50,60^GB100,80,80^FS": (50, 67, 100, 80),
    "^LS5^FO50,60^GB100,80,80^FS": (45, 60, 100, 80),
    "^FO50,60^GB100,3,3^FS": (50, 60, 100, 3),
    "^FO50,60^GB0,50,4^FS": (50, 60, 4, 50),
    "^POI^FO50,60^GB100,80,80^FS": (250, 160, 100, 80),  # 400 - 50 - 100, 300 - 60 - 80
    "^PMY^FO50,60^GB100,80,80^FS": (250, 60, 100, 80),
    "^FO50,60^GC40,3^FS": (50, 60, 40, 40),
    "^FO380,290^GB100,80,80^FS": (380, 290, 20, 10),  # what is outside is lost
    "^FO50,60^GFA,32,32,4," + STRIPES.hex() + "^FS": (50, 60, 28, 8),
    "^FO50,60^GFA,32,32,4," + b64(STRIPES) + "^FS": (50, 60, 28, 8),
    "^FO50,60^GFA,32,32,4," + z64(STRIPES) + "^FS": (50, 60, 28, 8),
    "^FO50,60^GFA,32,32,4,F0F00FF0:::::::^FS": (50, 60, 28, 8),
    "^FO50,60^GFA,32,32,4,MF,:!,!GF,::^FS": (50, 60, 32, 8),
}


@pytest.mark.parametrize("fields", BOXES)
def test_everything_stands_where_it_should(fields: str) -> None:
    assert extent(ink(fields)) == BOXES[fields]


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("F0F00FF0", "F0F00FF0"),
        ("f0f00ff0", "f0f00ff0"),
        ("GFMF", "FFFFFFFF"),  # 1 + 7
        ("MF,", "FFFFFFF0"),
        ("GF!", "FFFFFFFF"),
        (",", "00000000"),
        ("!", "FFFFFFFF"),
        ("J0JF", "0000FFFF"),  # 4 + 4
    ],
)
def test_abbreviated_hexadecimal(text: str, row: str) -> None:
    dots = ink(f"^FO0,0^GFA,4,4,4,{text}^FS")
    assert np.packbits(dots[0, :32]).tobytes() == bytes.fromhex(row)


def test_counts_add_up_and_reach_over_rows() -> None:
    dots = ink("^FO0,0^GFA,30,30,10,hGFY0^FS")  # 40 + 1 digits F, 19 digits 0: three rows of 20
    assert dots.sum() == 164  # 41 × 4
    assert extent(dots) == (0, 0, 80, 3)


def test_a_stored_graphic_is_drawn_larger() -> None:
    dots = ink("^FO10,20^XGR:A.GRF,3,2^FS", before=f"~DGR:A.GRF,32,4,{STRIPES.hex()}")
    assert extent(dots) == (10, 20, 84, 16)  # 28 × 3, 8 × 2


def test_white_and_reversed() -> None:
    black = "^FO50,60^GB100,80,80^FS"
    assert ink(black + "^FO60,70^GB20,10,10,W^FS").sum() == 7800  # 8000 - 200
    assert ink(black + "^FO60,70^FR^GB20,10,10^FS").sum() == 7800
    assert ink("^FO60,70^FR^GB20,10,10^FS").sum() == 200
    assert ink("^LRY" + black + "^FO60,70^GB20,10,10^FS^LRN").sum() == 7800
    assert ink(black + "^FO70,80^A0N,40,40^FR^FDH^FS").sum() < 8000


TEXTS = {
    "^FO50,60^A0N,80,80^FDH^FS": (50, 60, 60),  # capitals start at ^FO and are three quarters of the height
    "^FT50,160^A0N,80,80^FDH^FS": (50, 100, 60),  # ^FT gives the baseline: 160 - 60
    "^CF0,80^FO50,60^FDH^FS": (50, 60, 60),
    "^FO50,60^A0N,80,80^FH^FD_48^FS": (50, 60, 60),
    "^FO50,60^A0N,80,80^FH\\^FD\\48^FS": (50, 60, 60),
    "^FO50,60^AAN,36,20^FDH^FS": (50, 60, 28),  # four times a cell of 9 dots with its baseline at 7
}


@pytest.mark.parametrize("fields", TEXTS)
def test_text_has_its_size_and_place(fields: str) -> None:
    x, y, width, height = extent(ink(fields))
    wanted_x, wanted_y, wanted_height = TEXTS[fields]
    assert abs(x - wanted_x) <= 12  # what a letter has white beside it
    assert width > 10
    assert abs(y - wanted_y) <= 1
    assert abs(height - wanted_height) <= 2


def test_text_turns() -> None:
    upright = extent(ink("^FO100,100^A0N,40,40^FDHello^FS"))
    for turn in "RIB":
        x, y, width, height = extent(ink(f"^FO100,100^A0{turn},40,40^FDHello^FS"))
        sides = (height, width) if turn in "RB" else (width, height)
        assert abs(sides[0] - upright[2]) <= 1, turn
        assert abs(sides[1] - upright[3]) <= 1
        assert 95 <= x < 120
        assert 95 <= y < 120


def test_a_block_wraps_and_aligns() -> None:
    words = "one two three four five six"
    one = extent(ink(f"^FO10,10^A0N,30,30^FD{words}^FS"))
    block = extent(ink(f"^FO10,10^A0N,30,30^FB150,4,0,L^FD{words}^FS"))
    assert block[2] <= 150 < one[2]
    assert block[3] > 2 * one[3]
    right = extent(ink("^FO10,10^A0N,30,30^FB300,1,0,R^FDtwo^FS"))
    assert 300 <= right[0] + right[2] <= 310
    centred = extent(ink("^FO10,10^A0N,30,30^FB300,1,0,C^FDtwo^FS"))
    assert abs(centred[0] + centred[2] / 2 - 160) <= 3
    broken = extent(ink("^FO10,10^A0N,30,30^FB300,2,0^FDtwo\\&two^FS"))
    assert broken[3] == right[3] + 30


CODES = {
    "^BY2^FO30,20^BCN,80,N^FDABC-1234^FS": (Symbology.CODE128, "ABC-1234"),
    "^BY2,3,80^FO30,20^BC^FD>;123456^FS": (Symbology.CODE128, "123456"),
    "^BY2^FO30,20^BCN,80,N,N,N,A^FDAB123456^FS": (Symbology.CODE128, "AB123456"),
    "^BY1^FO30,20^BCN,80,N^FD>:AB>5123456>6C^FS": (Symbology.CODE128, "AB123456C"),
    "^BY2^FO30,20^BCN,80,N^FD>;>842028013^FS": (Symbology.CODE128, "42028013"),
    "^FO30,20^BQN,2,5^FDQA,https://track.example/1^FS": (Symbology.QR, "https://track.example/1"),
    "^FO30,20^BQN,2,5^FDHM,B0005hello^FS": (Symbology.QR, "hello"),
    "^FO30,20^BXN,6,200^FDLX1^FS": (Symbology.DATA_MATRIX, "LX1"),
    "^BY2^FO30,20^B7N,8,2,4^FDPARCEL 1^FS": (Symbology.PDF417, "PARCEL 1"),
    "^FO30,20^BY2^BCB,80,N^FDA12^FS": (Symbology.CODE128, "A12"),
}


@pytest.mark.parametrize("fields", CODES)
def test_codes_say_what_they_should(fields: str) -> None:
    symbology, text = CODES[fields]
    from fahuo.kit.barcode import find

    found = find(draw(f"^XA^PW400^LL300{fields}^XZ".encode())[0], symbology, is_patient=True)
    assert [code.text for code in found] == [text]


@pytest.mark.parametrize("text", ["1234", "AB12345678C", "lowercase 12", "YT2612345678901234", "a"])
def test_our_code_128_is_the_other_ones(text: str) -> None:
    """The table of bars was typed in; zint's was not."""
    modules, shown = code128.modules(code128.automatic(text))
    assert shown == text
    padded = np.where(np.pad(modules, 20), 0, 255).astype(np.uint8)
    assert read(np.repeat(np.repeat(padded[np.newaxis], 40, axis=0), 2, axis=1), Symbology.CODE128) == (text,)
    assert len(code128_modules(text)) <= len(modules)


def test_every_bar_of_alphabet_b() -> None:
    letters = "".join(chr(code) for code in range(32, 127))
    for start in range(0, 95, 19):
        part = letters[start : start + 19].replace(">", ">0")
        modules, _ = code128.modules(part)
        pixels = np.where(np.pad(modules, 20), 0, 255).astype(np.uint8)
        image = np.repeat(np.repeat(pixels[np.newaxis], 40, axis=0), 2, axis=1)
        assert read(image, Symbology.CODE128) == (letters[start : start + 19],)


def test_a_carriers_label_is_drawn_once() -> None:
    assert len(draw(CARRIERS.encode("cp1252"))) == 1  # the first format only sets the printer up


def test_an_image_becomes_a_label_and_comes_back() -> None:
    chance = np.random.default_rng(1)
    pixels = np.where(chance.random((300, 413)) < 0.2, 0, 255).astype(np.uint8)
    for head in Head:
        assert np.array_equal(draw(graphic(pixels), head)[0][:, :413], pixels)
