"""Bar codes as ^B… commands describe them (ZPL II Programming Guide, one section each)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import zint

from fahuo.kit.barcode import Modules
from fahuo.labels.dots import Box
from fahuo.labels.zpl.glyphs import Dots
from fahuo.labels.zpl.reading import code128
from fahuo.labels.zpl.reading.canvas import Canvas
from fahuo.labels.zpl.reading.commands import Command
from fahuo.labels.zpl.reading.drawing import Drawing, plain
from fahuo.labels.zpl.reading.lettering import drawn, lettering, width_of
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

_MOST_LETTERS = 3000
_SQUARE = 100  # what zint calls a Data Matrix without oblong shapes
_QR_LEVELS = {"L": 1, "M": 2, "Q": 3, "H": 4}


class Bars(NamedTuple):
    """What ^BY said: the narrowest bar in dots, how many times wider the wide ones are, and the height."""

    module: int = 2
    ratio: float = 3.0
    height: int = 10


STANDARD = Bars()


def symbol(command: Command, text: str, bars: Bars, canvas: Canvas) -> Drawing:
    """Draw the code that `command` wants of `text`; raises `ZplUnreadable`."""
    if not text or len(text) > _MOST_LETTERS:
        raise ZplUnreadable(f"{command.name}: a code of {len(text)} characters")
    return SYMBOLS[command.name](command, text, bars, canvas)


def _code_128(command: Command, text: str, bars: Bars, canvas: Canvas) -> Drawing:
    mode = command.word(5, "N")
    if mode not in "NAD" or command.word(4, "N") != "N":
        raise ZplUnreadable(f"{command.name}: mode {mode} is not known")
    if mode == "D":
        field = code128.automatic("".join(letter for letter in text if letter not in "() "), is_gs1=True)
    else:
        field = code128.automatic(text) if mode == "A" and ">" not in text else text
    modules, shown = code128.modules(field)
    height = command.number(1) or bars.height
    shown = text if mode == "D" else shown
    return _with_text(_upright(modules, bars.module, height, canvas), command, 2, shown, bars.module)


def _code_39(command: Command, text: str, bars: Bars, canvas: Canvas) -> Drawing:
    bars_of = _wide_and_narrow(_encoded(command, zint.Symbology.CODE39, text)[0], bars)
    return _with_text(_upright(bars_of, 1, command.number(2) or bars.height, canvas), command, 3, text, bars.module)


def _interleaved(command: Command, text: str, bars: Bars, canvas: Canvas) -> Drawing:
    bars_of = _wide_and_narrow(_encoded(command, zint.Symbology.C25INTER, text)[0], bars)
    return _with_text(_upright(bars_of, 1, command.number(1) or bars.height, canvas), command, 2, text, bars.module)


def _wide_and_narrow(modules: Modules, bars: Bars) -> Modules:
    """Return the dots of a code of two widths; ^BY says how wide the wide ones are."""
    wide = max(bars.module + 1, round(bars.module * bars.ratio))
    edges = np.flatnonzero(np.diff(np.concatenate(([0], modules.astype(int), [0]))))
    widths = np.where(np.diff(edges) > 1, wide, bars.module)
    return np.repeat(np.arange(len(widths)) % 2 == 0, widths)


def _qr(command: Command, text: str, bars: Bars, canvas: Canvas) -> Drawing:
    """The field starts with the error correction, the input mode and a comma: `MM,A…`, `QA,…`.

    Printers put the code as far below ^FO as ^BY says bars are high.
    """
    level, mode, rest = text[:1].upper(), text[1:2].upper(), text[3:]
    if text[2:3] != "," or mode not in "AM":
        raise ZplUnreadable(f"{command.name}: the field does not start with error correction and input mode")
    if mode == "M":
        rest = rest[5:] if rest[:1].upper() == "B" else rest[1:]
    dots = _scaled(
        _encoded(command, zint.Symbology.QRCODE, rest, _QR_LEVELS.get(level, 2)), command.number(2) or 2, canvas
    )
    lowered = np.pad(dots, ((min(bars.height, 1000), 0), (0, 0)))
    return plain(lowered)


def _data_matrix(command: Command, text: str, bars: Bars, canvas: Canvas) -> Drawing:
    if command.number(2, 200) != 200:
        raise ZplUnreadable(f"{command.name}: only quality 200 is known")
    if command.word(6, "~") + "1" in text or "_1" in text:
        raise ZplUnreadable(f"{command.name}: FNC1 is not known")
    modules = _encoded(command, zint.Symbology.DATAMATRIX, text)
    return plain(_scaled(modules, command.number(1) or max(1, bars.height // len(modules)), canvas))


def _pdf417(command: Command, text: str, bars: Bars, canvas: Canvas) -> Drawing:
    level, columns = command.number(2, -1), command.number(3)
    modules = _encoded(command, zint.Symbology.PDF417, text, level, columns)
    height = command.number(1) or max(1, bars.height // len(modules))
    canvas.spend(modules.shape[1] * bars.module, len(modules) * height)
    return plain(modules.repeat(height, axis=0).repeat(bars.module, axis=1))


SYMBOLS: dict[str, Callable[[Command, str, Bars, Canvas], Drawing]] = {
    "^BC": _code_128,
    "^B3": _code_39,
    "^B2": _interleaved,
    "^BQ": _qr,
    "^BX": _data_matrix,
    "^B7": _pdf417,
}


def _encoded(command: Command, symbology: zint.Symbology, text: str, level: int = -1, columns: int = 0) -> Modules:
    code = zint.Symbol()
    code.symbology, code.input_mode = symbology, zint.InputMode.UNICODE
    code.option_1, code.option_2 = level, columns
    if symbology is zint.Symbology.DATAMATRIX:
        code.option_3 = _SQUARE
    try:
        code.encode(text)
    except (RuntimeError, TypeError) as error:
        raise ZplUnreadable(f"{command.name}: {text[:40]!r}: {error}") from error
    rows = np.asarray(code.encoded_data)[: code.rows]
    return np.unpackbits(rows, axis=1, bitorder="little")[:, : code.width].view(bool)


def _upright(modules: Modules, module: int, height: int, canvas: Canvas) -> Dots:
    canvas.spend(len(modules) * module, height)
    return np.broadcast_to(modules.repeat(module), (height, len(modules) * module))


def _scaled(modules: Modules, module: int, canvas: Canvas) -> Dots:
    canvas.spend(modules.shape[1] * module, modules.shape[0] * module)
    return modules.repeat(module, axis=0).repeat(module, axis=1)


def _with_text(dots: Dots, command: Command, place: int, text: str, module: int) -> Drawing:
    """Add the line for people below the bars, or above, as the parameters from `place` on say."""
    if command.word(place, "Y") != "Y":
        return plain(dots)
    height, width = dots.shape
    font = lettering("A", 9 * min(module, 10), 5 * min(module, 10))
    start = (width - width_of(text, font)) / 2
    below = drawn([(text, max(0.0, start))], font, 0, width=max(width, width_of(text, font))).dots
    room = below.shape[0]
    is_above = command.word(place + 1, "N") == "Y"
    over = (below.shape[1] - width) // 2
    whole = np.zeros((height + 2 * room, max(width + 2 * over, below.shape[1])), dtype=bool)
    whole[room : room + height, over : over + width] = dots
    top = 0 if is_above else room + height
    whole[top : top + room, : below.shape[1]] |= below
    return Drawing(whole, Box(over, room, width, height), room + height)
