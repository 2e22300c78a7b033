"""How wide the modules of a code are that somebody else drew, told from its pixels."""

from __future__ import annotations

import numpy as np

from fahuo.kit.barcode import FoundCode, Grey, Symbology
from fahuo.labels.dots import Box

_DARK = 128
# Readers name the first and last line in which they read a code to within some dots.
_REACH = 6


def extent(image: Grey, code: FoundCode) -> Box:
    """Return the box of a code to the dot: readers are some dots off the outer bars."""
    box = Box(code.left, code.top, code.right - code.left, code.bottom - code.top)
    if code.symbology is not Symbology.CODE128:
        return box
    start, runs = _bars(image, code)
    if not len(runs):
        return box
    first, last = start + int(runs[0, 0]), start + int(runs[-1, 1])
    return (
        Box(box.x, first, box.width, last - first) if code.is_standing else Box(first, box.y, last - first, box.height)
    )


def module_of(image: Grey, code: FoundCode, box: Box) -> float:
    """Return the width of one module in dots of the image."""
    if code.symbology is Symbology.CODE128:
        return _of_bars(image, code, box)
    pixels = image[max(box.y, 0) : box.bottom, max(box.x, 0) : box.right] < _DARK
    return _of_finders(pixels) if code.symbology is Symbology.QR else _narrowest(pixels)


def _of_bars(image: Grey, code: FoundCode, box: Box) -> float:
    """Count the bars: every symbol has three and 11 modules, the stop has four and 13 (ISO/IEC 15417)."""
    _, runs = _bars(image, code)
    symbols, rest = divmod(len(runs) - 4, 3)
    length = box.height if code.is_standing else box.width
    if rest == 0 and symbols >= 3:
        return length / (11 * symbols + 13)
    return float(np.percentile(runs[:, 1] - runs[:, 0], 10)) if len(runs) else 1.0


def _bars(image: Grey, code: FoundCode) -> tuple[int, np.ndarray]:
    """Return where counting starts, and first and last column (exclusive) of each bar as most rows have it."""
    if code.is_standing:
        start, end = max(code.top - _REACH, 0), code.bottom + _REACH
        part, along = image[start:end, max(code.left, 0) : code.right], 1
    else:
        start, end = max(code.left - _REACH, 0), code.right + _REACH
        part, along = image[max(code.top, 0) : code.bottom, start:end], 0
    return start, dark_runs(2 * np.count_nonzero(part < _DARK, axis=along) > part.shape[along])


def dark_runs(dark: np.ndarray) -> np.ndarray:
    """Return start and end (exclusive) of each stretch that is True."""
    framed = np.zeros(len(dark) + 2, dtype=np.int8)
    framed[1:-1] = dark
    steps = np.diff(framed)
    return np.stack((np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)), axis=1)


def _of_finders(pixels: np.ndarray) -> float:
    """Take the runs at the corners of a QR code: three of four corners hold a square seven modules wide."""
    lengths: list[int] = []
    for line in (pixels[1], pixels[-2], pixels[:, 1], pixels[:, -2]) if min(pixels.shape) > 20 else ():
        runs = dark_runs(line)
        lengths += [int(run[1] - run[0]) for run in (runs[:1], runs[-1:]) for run in run]
    return float(np.median(lengths)) / 7 if lengths else 1.0


def _narrowest(pixels: np.ndarray) -> float:
    lengths = [dark_runs(line) for line in pixels[:: max(1, len(pixels) // 16)]]
    runs = np.concatenate([run[:, 1] - run[:, 0] for run in lengths]) if lengths else np.zeros(0)
    return float(np.percentile(runs, 10)) if len(runs) else 1.0
