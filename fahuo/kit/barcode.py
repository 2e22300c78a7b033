"""Bar codes, QR and Data Matrix: drawn as modules by zint, read back from pixels by zxing.

Two code bases on purpose: an error in one is not excused by the same error in the other.
A module is the narrowest bar or one square. Quiet zones are not part of the modules: leave `BAR_QUIET_MODULES`,
`QR_QUIET_MODULES` or `DATA_MATRIX_QUIET_MODULES` white around them (ISO/IEC 15417, 16388, 16390, 18004 and 16022).
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import zint
import zxingcpp

BAR_QUIET_MODULES = CODE128_QUIET_MODULES = 10
QR_QUIET_MODULES = 4
DATA_MATRIX_QUIET_MODULES = 2  # one is demanded; a smudge takes that

Modules = npt.NDArray[np.bool_]
Grey = npt.NDArray[np.uint8]

# ECI assignment number of UTF-8 (AIM ITS/04-023).
_UTF_8 = 26
_QR_LEVELS = {"L": 1, "M": 2, "Q": 3, "H": 4}
_CODE39_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-. $/+%")
_SQUARE = 100  # zint's DM_SQUARE: no oblong Data Matrix


class BarcodeError(ValueError):
    """The text cannot be written in this symbology; the message says why."""


class Symbology(StrEnum):
    """The codes found on parcel labels."""

    CODE128 = "CODE128"  # GS1-128 as well: the same bars with a sign in front
    QR = "QR"
    DATA_MATRIX = "DATA_MATRIX"
    PDF417 = "PDF417"
    CODE39 = "CODE39"
    ITF = "ITF"


_READABLE = {
    Symbology.CODE128: zxingcpp.BarcodeFormat.Code128,
    Symbology.QR: zxingcpp.BarcodeFormat.QRCode,
    Symbology.DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    Symbology.PDF417: zxingcpp.BarcodeFormat.PDF417,
    Symbology.CODE39: zxingcpp.BarcodeFormat.Code39,
    Symbology.ITF: zxingcpp.BarcodeFormat.ITF,
}


@lru_cache(maxsize=2048)
def code128_modules(text: str) -> Modules:
    """Return the modules of `text` in Code 128, True for black, as a read-only array of one dimension.

    13 letters and digits take about 156 modules. Raises `BarcodeError` for an empty text and for anything but
    printable ASCII: scanners disagree on the rest.
    """
    if not (text and text.isascii() and text.isprintable()):
        raise BarcodeError(f"Code 128 takes printable ASCII, not {text!r}")
    row: Modules = _encoded(zint.Symbology.CODE128, text)[0]
    return row


@lru_cache(maxsize=2048)
def qr_modules(text: str, level: str = "M") -> Modules:
    """Return the QR code of `text` as a read-only square array, True for black.

    The smallest version that holds the text at error correction `level` (L, M, Q, H) is taken: side 17 + 4 × version.
    Raises `BarcodeError` when the text is empty or longer than a QR code holds.
    """
    if not text:
        raise BarcodeError("A QR code needs a text")
    return _encoded(zint.Symbology.QRCODE, text, _QR_LEVELS[level])


@lru_cache(maxsize=512)
def gs1_128_modules(text: str) -> Modules:
    """Return an SSCC, twenty digits with its application identifier 00, in GS1-128; one dimension, read-only.

    Raises `BarcodeError` for anything else: what a carrier's other identifiers mean is not known here.
    """
    if not (len(text) == 20 and text.isascii() and text.isdigit() and text.startswith("00") and _has_gs1_digit(text)):
        raise BarcodeError(f"GS1-128 takes 00 and an SSCC of 18 digits with its check digit, not {text!r}")
    row: Modules = _encoded(zint.Symbology.GS1_128, f"[00]{text[2:]}", mode=zint.InputMode.GS1)[0]
    return row


def _has_gs1_digit(digits: str) -> bool:
    """GS1 General Specifications, section 7.9: from the right every second digit counts three times."""
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits))) % 10 == 0


@lru_cache(maxsize=512)
def code39_modules(text: str) -> Modules:
    """Return `text` in Code 39 without a check sign; one dimension, read-only.

    Raises `BarcodeError` for anything but capitals, digits, space and -.$/+%.
    """
    if not (text and _CODE39_LETTERS.issuperset(text)):
        raise BarcodeError(f"Code 39 takes capitals, digits, space and -.$/+%, not {text!r}")
    row: Modules = _encoded(zint.Symbology.CODE39, text)[0]
    return row


@lru_cache(maxsize=512)
def itf_modules(text: str) -> Modules:
    """Return an even number of digits in Interleaved 2 of 5; one dimension, read-only.

    Raises `BarcodeError` for anything else: an odd number would be printed with a nought before it.
    """
    if not (text and text.isascii() and text.isdigit() and len(text) % 2 == 0):
        raise BarcodeError(f"Interleaved 2 of 5 takes an even number of digits, not {text!r}")
    row: Modules = _encoded(zint.Symbology.C25INTER, text)[0]
    return row


@lru_cache(maxsize=512)
def data_matrix_modules(text: str) -> Modules:
    """Return `text` in a square Data Matrix (ECC 200) as a read-only square array, True for black.

    Raises `BarcodeError` for an empty text, for anything but printable ASCII and for what is too long.
    """
    if not (text and text.isascii() and text.isprintable()):
        raise BarcodeError(f"Data Matrix takes printable ASCII here, not {text!r}")
    return _encoded(zint.Symbology.DATAMATRIX, text, shape=_SQUARE)


def _encoded(
    symbology: zint.Symbology,
    text: str,
    option: int = -1,
    *,
    mode: zint.InputMode = zint.InputMode.UNICODE,
    shape: int = 0,
) -> Modules:
    symbol = zint.Symbol()
    symbol.symbology = symbology
    symbol.input_mode = mode
    symbol.option_1 = option
    symbol.option_3 = shape
    if not text.isascii():
        symbol.eci = _UTF_8  # said in the code, or readers guess, and take ÄÖÜ for Japanese
    try:
        symbol.encode(text)
    except (RuntimeError, TypeError) as error:
        raise BarcodeError(f"{text[:40]!r}: {error}") from error
    rows = np.asarray(symbol.encoded_data)[: symbol.rows]
    modules = np.unpackbits(rows, axis=1, bitorder="little")[:, : symbol.width].astype(bool)
    modules.flags.writeable = False
    return modules


def black_runs(modules: Modules) -> npt.NDArray[np.int64]:
    """Return the black runs of rows × columns of modules as rows of (row, start, length), left to right, downwards."""
    height, width = modules.shape
    framed = np.zeros((height, width + 2), dtype=bool)
    framed[:, 1:-1] = modules
    # Numbered through, row after row, every second change of colour ends a run.
    changes = np.flatnonzero(framed[:, 1:] != framed[:, :-1])
    starts, ends = changes[::2], changes[1::2]
    rows, columns = np.divmod(starts, width + 1)
    return np.stack((rows, columns, ends - starts), axis=1)


class FoundCode(NamedTuple):
    """A code read in an image: its text, and the columns and rows (`right` and `bottom` exclusive) it covers.

    `is_standing`: its bars lie across the page, it is read from bottom to top or from top to bottom.
    """

    symbology: Symbology
    text: str
    left: int
    top: int
    right: int
    bottom: int
    is_standing: bool = False


def read(image: Grey, *symbologies: Symbology) -> tuple[str, ...]:
    """Return the texts of the codes that `find` finds."""
    return tuple(found.text for found in find(image, *symbologies))


def find(image: Grey, *symbologies: Symbology, is_patient: bool = False) -> tuple[FoundCode, ...]:
    """Decode dark-on-white codes of the named symbologies in a grey image (rows × columns, 0 is black).

    As a rule nothing is rotated or scaled: a code that needs that is not one we want to print, and the search is
    fifteen times as quick. `is_patient` also finds codes that stand on their side, are blurred or very large:
    for labels whose layout is not ours. Inverted codes are never accepted. Returns what was found, possibly
    nothing; never raises for an image without codes.
    """
    codes = zxingcpp.read_barcodes(
        image,
        formats=zxingcpp.BarcodeFormats([_READABLE[symbology] for symbology in symbologies]),
        try_rotate=is_patient,
        try_downscale=is_patient,
        try_invert=False,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=zxingcpp.Binarizer.LocalAverage if is_patient else zxingcpp.Binarizer.FixedThreshold,
    )
    return tuple(_located(code) for code in codes)


def scan(image: Grey, symbology: Symbology) -> tuple[str, ...]:
    """Return the texts that a scanner would read: it takes for dark what is darker than its surroundings, or than grey.

    Nothing is turned, scaled or inverted.
    """
    for binarizer in (zxingcpp.Binarizer.LocalAverage, zxingcpp.Binarizer.FixedThreshold):
        codes = zxingcpp.read_barcodes(
            image,
            formats=zxingcpp.BarcodeFormats([_READABLE[symbology]]),
            try_rotate=False,
            try_downscale=False,
            try_invert=False,
            text_mode=zxingcpp.TextMode.Plain,
            binarizer=binarizer,
        )
        if codes:
            break
    return tuple(code.text for code in codes)


def _located(code: zxingcpp.Barcode) -> FoundCode:
    position = code.position
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    columns, rows = [corner.x for corner in corners], [corner.y for corner in corners]
    symbology = next(name for name, readable in _READABLE.items() if readable == code.symbology)
    across = abs(position.top_left.x - position.top_right.x)
    is_standing = abs(position.top_left.y - position.top_right.y) > across
    return FoundCode(symbology, code.text, min(columns), min(rows), max(columns) + 1, max(rows) + 1, is_standing)
