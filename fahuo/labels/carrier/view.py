"""Looking at a page of an unknown label: where its ink and its codes are, at 8 dots to the millimetre."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fahuo.kit.barcode import FoundCode, Grey, Symbology, find
from fahuo.kit.pdf import PRINTER_DPI, PdfFile, PdfUnreadable
from fahuo.labels.carrier.modules import extent, module_of
from fahuo.labels.dots import DOTS_PER_MM, Box

# A sheet of A3 is the largest that makes sense; more would only cost memory.
LONGEST_SIDE_MM = 450.0
# Light grey backgrounds and noise of compression are no ink.
_INK = 208
_EVERY = 4
_QUIET_MODULES = {Symbology.CODE128: 10, Symbology.QR: 4, Symbology.DATA_MATRIX: 1, Symbology.PDF417: 2}


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A code on the page: what it says, where it is and how wide one of its modules is, in dots of the view."""

    symbology: Symbology
    text: str
    box: Box
    is_standing: bool
    module: float

    @property
    def with_quiet_zone(self) -> Box:
        """The box with the white that the code needs around it: bars only before and behind them."""
        quiet = round(_QUIET_MODULES[self.symbology] * self.module)
        is_bars = self.symbology is Symbology.CODE128
        across = 0 if is_bars and self.is_standing else quiet
        along = 0 if is_bars and not self.is_standing else quiet
        return grown(self.box, across, along)

    def says(self, number: str) -> bool:
        """Tell whether the code bears the number; blanks do not count."""
        text, wanted = bare(self.text), bare(number)
        # USPS puts 420 and the ZIP code before the number in the same bars (Publication 199, "IMpb barcode").
        return bool(wanted) and (text == wanted or (text.startswith("420") and text.endswith(wanted)))


@dataclass(frozen=True, slots=True)
class View:
    """A page as seen: its number, its pixels and its codes. `is_dots`: it is a picture, not drawn with lines."""

    page: int
    image: Grey
    codes: tuple[SeenCode, ...]
    is_dots: bool = False

    @property
    def box(self) -> Box:
        """The whole page."""
        return Box(0, 0, self.image.shape[1], self.image.shape[0])

    def ink(self) -> np.ndarray:
        """Return where something is printed."""
        return self.image < _INK


def bare(text: str) -> str:
    """Return the text without blanks."""
    return "".join(text.split())


def grown(box: Box, across: int, along: int) -> Box:
    """Return the box with so much more at its left and right, and above and below."""
    return Box(box.x - across, box.y - along, box.width + 2 * across, box.height + 2 * along)


def look(file: PdfFile, page: int, number: str, *, is_thorough: bool = False, is_dots: bool = False) -> View:
    """Rasterise a page and find its codes, the more patiently the longer the number is not among them.

    `is_thorough`: look for standing bars as well, although the number is found. Raises `PdfUnreadable`.
    """
    width, height = file.page_size_mm(page)
    if max(width, height) > LONGEST_SIDE_MM:
        raise PdfUnreadable(f"Page {page + 1} is {width:.0f} × {height:.0f} mm, too large for a label")
    image = file.rasterise(page, PRINTER_DPI)
    codes = codes_of(image, number, is_thorough=is_thorough)
    if number and not any(code.says(number) for code in codes):
        codes = _looked_closer(file, page, number) or codes
    return View(page, image, codes, is_dots)


def _looked_closer(file: PdfFile, page: int, number: str) -> tuple[SeenCode, ...]:
    """Find codes so fine that their bars run together in a view, at twice its resolution."""
    fine = codes_of(file.rasterise(page, 2 * PRINTER_DPI), number)
    return tuple(
        replace(code, box=Box(*(round(side / 2) for side in code.box)), module=code.module / 2) for code in fine
    )


def codes_of(image: Grey, number: str, *, is_thorough: bool = False) -> tuple[SeenCode, ...]:
    """Find the codes in an image, quickly what nearly every label has, and only if need be everything."""
    codes = _seen(image, find(image, Symbology.CODE128, Symbology.QR))
    if any(code.says(number) for code in codes) and not is_thorough:
        return codes
    codes += _standing(image)
    if any(code.says(number) for code in codes):
        return codes
    return _seen(image, find(image, *Symbology, is_patient=True)) or codes


def _standing(image: Grey) -> tuple[SeenCode, ...]:
    """Find bars that lie across the page. Along a bar all dots are alike, so every fourth column will do."""
    thinned = image[:, ::_EVERY]
    turned = np.ascontiguousarray(np.rot90(thinned))
    columns = thinned.shape[1]
    return tuple(
        SeenCode(
            code.symbology,
            code.text,
            Box((columns - code.box.bottom) * _EVERY, code.box.x, code.box.height * _EVERY, code.box.width),
            not code.is_standing,
            code.module,
        )
        for code in _seen(turned, find(turned, Symbology.CODE128))
    )


def _seen(image: Grey, found: tuple[FoundCode, ...]) -> tuple[SeenCode, ...]:
    """Measure what was found; a code read twice (above and below a stroke through it) is one."""
    seen: list[SeenCode] = []
    for code in sorted(found, key=lambda code: (code.symbology, code.text, code.left, code.top)):
        box = extent(image, code)
        last = seen[-1] if seen else None
        if last and _is_same(last, code, box):
            seen[-1] = replace(last, box=around(last.box, box))
            continue
        seen.append(SeenCode(code.symbology, code.text, box, code.is_standing, module_of(image, code, box)))
    return tuple(seen)


def _is_same(seen: SeenCode, code: FoundCode, box: Box) -> bool:
    if (seen.symbology, seen.text, seen.is_standing) != (code.symbology, code.text, code.is_standing):
        return False
    near, last = 2 * DOTS_PER_MM, seen.box
    if code.is_standing:
        return abs(last.y - box.y) < near and abs(last.bottom - box.bottom) < near
    return abs(last.x - box.x) < near and abs(last.right - box.right) < near


def around(one: Box, other: Box) -> Box:
    """Return the smallest box that holds both."""
    x, y = min(one.x, other.x), min(one.y, other.y)
    return Box(x, y, max(one.right, other.right) - x, max(one.bottom, other.bottom) - y)
