"""How much a label's codes bear before a scanner gives up: from 0 to 100, for our labels and for carriers' alike.

Every defect of `defects` is tried on every code in rising strength, until the code is no longer read as what it says.
A code's score is the mean over all defects of the share of the ladder that it climbed, times 100. The label's score is
that of the weakest code that says its number; other codes on it are measured too and do not count.

The check before printing decides; this figure compares. It knows nothing of the ribbon and the paper that will be used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from fahuo.kit import barcode
from fahuo.kit.barcode import FoundCode, Grey, Symbology
from fahuo.kit.pdf import PdfUnreadable, opened
from fahuo.labels.defects import LADDERS, Defect, Ladder, Picture
from fahuo.labels.dots import Head

_DARK = 128
# The customs form, if there is one, stands behind the label.
_MAX_PAGES = 3
_MOST_CODES = 4
# Around a code so much is looked at; what stands nearer belongs to the picture.
_AROUND_MM = 6.0
# A scanner's beam meets the bars somewhere; more of their height would only cost time.
_HEIGHT_MM = 10.0
# What a scanner's eye takes for one point: two dots of a 203 dpi head, three of a 300 dpi head.
_EYE_MM = 0.25
_QUIET_MM = {True: 3.0, False: 5.0}
_SQUARE = frozenset((Symbology.QR, Symbology.DATA_MATRIX))


@dataclass(frozen=True, slots=True)
class CodeRobustness:
    """What one code bears: of each defect the greatest strength at which it was still read, 0 for none."""

    symbology: Symbology
    text: str
    says_number: bool
    score: int
    reached: Mapping[Defect, float]


@dataclass(frozen=True, slots=True)
class Robustness:
    """What a label bears, from 0 to 100: its weakest code that says the number."""

    score: int
    codes: tuple[CodeRobustness, ...]


def of_label(content: bytes, barcode: str, head: Head = Head.DPI_203) -> Robustness | None:
    """Measure a label's PDF, ours or a carrier's, as a head prints it; its codes are found by themselves.

    None when none of the first three pages has a code that says `barcode`, or when the file cannot be read.
    """
    try:
        with opened(content) as file:
            for page in range(min(file.page_count, _MAX_PAGES)):
                found = measure(file.rasterise(page, head.dpi), barcode, head)
                if found:
                    return found
    except PdfUnreadable:
        return None
    return None


def measure(page: Grey, number: str, head: Head = Head.DPI_203) -> Robustness | None:
    """Measure a printed page, one pixel a dot of `head`; None when none of its codes says `number`."""
    printed = np.where(page < _DARK, 0, 255).astype(np.uint8)  # a head prints black or nothing
    found = _found(printed, number)
    codes = [
        _measured(picture, code, says_number=_says(code.text, number))
        for code in found[:_MOST_CODES]
        if (picture := _picture(printed, code, float(head.value)))
    ]
    scores = [code.score for code in codes if code.says_number]
    return Robustness(min(scores), tuple(codes)) if scores else None


def _found(page: Grey, number: str) -> list[FoundCode]:
    """Return the codes of the page, those that say the number first; look thoroughly only if need be."""
    codes = barcode.find(page, Symbology.CODE128, Symbology.QR)
    if not any(_says(code.text, number) for code in codes):
        codes = barcode.find(page, *Symbology, is_patient=True)
    return sorted(codes, key=lambda code: not _says(code.text, number))


def _says(text: str, number: str) -> bool:
    bare, wanted = "".join(text.split()), "".join(number.split())
    # USPS puts 420 and the ZIP code before the number in the same bars (Publication 199, "IMpb barcode").
    return bool(wanted) and (bare == wanted or (bare.startswith("420") and bare.endswith(wanted)))


def _picture(page: Grey, code: FoundCode, dots_per_mm: float) -> Picture | None:
    """Cut a code out with its surroundings, lying; None when it cannot be read there alone."""
    around = round(_AROUND_MM * dots_per_mm)
    part = page[max(0, code.top - around) : code.bottom + around, max(0, code.left - around) : code.right + around]
    upright = np.ascontiguousarray(np.rot90(part) if code.is_standing else part)
    again = [found for found in barcode.find(upright, code.symbology, is_patient=True) if found.text == code.text]
    if not again or again[0].is_standing:
        return None
    place = again[0]
    is_square = code.symbology in _SQUARE
    top, bottom = (0, len(upright)) if is_square else _band(place, len(upright), round(_HEIGHT_MM * dots_per_mm))
    quiet = min(_white_beside(upright, place), round(_QUIET_MM[is_square] * dots_per_mm))
    return Picture(
        np.ascontiguousarray(upright[top:bottom]),
        place.left,
        max(0, place.top - top),
        place.right,
        min(bottom, place.bottom) - top,
        quiet,
        dots_per_mm,
    )


def _band(place: FoundCode, rows: int, height: int) -> tuple[int, int]:
    middle = (place.top + place.bottom) // 2
    half = min(height, place.bottom - place.top) // 2
    return max(0, middle - half), min(rows, middle + half)


def _white_beside(image: Grey, place: FoundCode) -> int:
    """Return the narrower of the white spaces to the left and to the right of a code, in dots."""
    quarter = (place.bottom - place.top) // 4
    dark = image[place.top + quarter : place.bottom - quarter].min(axis=0) < _DARK
    # The finder's corners are a dot or two off.
    left = np.flatnonzero(dark[: max(0, place.left - 2)])
    right = np.flatnonzero(dark[place.right + 2 :])
    space_left = place.left - int(left[-1]) - 1 if left.size else place.left
    space_right = int(right[0]) + 2 if right.size else len(dark) - place.right
    return min(space_left, space_right)


def _measured(picture: Picture, code: FoundCode, *, says_number: bool) -> CodeRobustness:
    reached = {defect: _reached(picture, code, ladder) for defect, ladder in LADDERS.items()}
    shares = [climbed / len(LADDERS[defect].strengths) for defect, climbed in reached.items()]
    strengths = {
        defect: LADDERS[defect].strengths[climbed - 1] if climbed else 0 for defect, climbed in reached.items()
    }
    score = round(100 * sum(shares) / len(shares))
    return CodeRobustness(code.symbology, code.text, says_number, score, MappingProxyType(strengths))


def _reached(picture: Picture, code: FoundCode, ladder: Ladder) -> int:
    """Return how many steps of the ladder the code bears, from the lowest up without a gap."""
    for step, strength in enumerate(ladder.strengths):
        if not all(_is_read(image, code, picture.dots_per_mm) for image in ladder.spoil(picture, strength)):
            return step
    return len(ladder.strengths)


def _is_read(image: Grey, code: FoundCode, dots_per_mm: float) -> bool:
    """Say whether a scanner reads the text and nothing else."""
    return set(barcode.scan(_seen(image, round(_EYE_MM * dots_per_mm)), code.symbology)) == {code.text}


def _seen(image: Grey, wide: int) -> Grey:
    """Return the means of squares so many dots wide."""
    height, width = (side - wide + 1 for side in image.shape)
    rows = sum((image[step : step + height] for step in range(1, wide)), start=image[:height].astype(np.uint16))
    both = sum((rows[:, step : step + width] for step in range(1, wide)), start=rows[:, :width])
    return (both // wide**2).astype(np.uint8)
