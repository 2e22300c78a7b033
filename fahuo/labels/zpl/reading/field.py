"""A field while its commands arrive, and the dots it becomes."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from fahuo.labels.dots import Box
from fahuo.labels.zpl.reading import block as blocks
from fahuo.labels.zpl.reading import lettering
from fahuo.labels.zpl.reading.canvas import Canvas
from fahuo.labels.zpl.reading.commands import Command
from fahuo.labels.zpl.reading.drawing import TURNS, Drawing
from fahuo.labels.zpl.reading.state import Font, State
from fahuo.labels.zpl.reading.symbols import STANDARD, Bars, symbol
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

_MOST_LETTERS = 3000


@dataclass
class Field:
    """Where it stands, what it says, and how it is written."""

    x: int = 0
    y: int = 0
    is_typeset: bool = False
    is_right: bool = False
    turn: str = ""
    font: Font | None = None
    block: blocks.Block | None = None
    code: Command | None = None
    bars: Bars = STANDARD
    drawing: Drawing | None = None
    hexadecimal: bytes = b""
    is_reverse: bool = False
    content: bytes | None = None

    def origin(self, command: Command) -> None:
        """^FO and ^FT."""
        self.x, self.y, self.is_right = command.number(0), command.number(1), command.number(2) == 1
        self.is_typeset = command.name == "^FT"

    def lettering(self, command: Command) -> None:
        """^A: the font's name and the turn are one parameter, `^A0N`; after ^A@ follows a name we do not need."""
        first = command.word(0)
        self.font = Font(first[:1] or "0", command.number(1), command.number(2))
        self.turn = first[1:2] if first[1:2] in TURNS else self.turn

    def column(self, command: Command) -> None:
        """^FB."""
        self.block = blocks.block(command)

    def escapes(self, command: Command) -> None:
        """^FH: the sign before two hexadecimal digits, _ when none is given."""
        self.hexadecimal = command.text.strip()[:1] or b"_"

    def text(self, command: Command) -> None:
        """^FD and ^FV."""
        self.content = command.text

    def reverse(self, _command: Command) -> None:
        """^FR."""
        self.is_reverse = True

    def decoded(self, encoding: str) -> str:
        """Return the text of the field; raises `ZplUnreadable` when its bytes are none in this encoding."""
        content = self.content or b""
        if self.hexadecimal:
            escape = re.escape(self.hexadecimal) + rb"([0-9A-Fa-f]{2})"
            content = re.sub(escape, lambda found: bytes([int(found[1], 16)]), content)
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            raise ZplUnreadable(f"^FD: the text is not {encoding}") from error
        if len(text) > _MOST_LETTERS:
            raise ZplUnreadable(f"^FD: a text of {len(text)} characters is none that a label has")
        return text


FIELD_COMMANDS: dict[str, Callable[[Field, Command], None]] = {
    "^FO": Field.origin,
    "^FT": Field.origin,
    "^A": Field.lettering,
    "^FB": Field.column,
    "^FH": Field.escapes,
    "^FD": Field.text,
    "^FV": Field.text,
    "^FR": Field.reverse,
}


def drawing_of(field: Field, state: State, canvas: Canvas, place: tuple[int, int]) -> Drawing | None:
    """Return the dots of a field, None for one that has none or that nobody looks at. Raises `ZplUnreadable`.

    `place` is its ^FO or ^FT on the label.
    """
    if field.drawing is not None or field.content is None:
        return field.drawing
    text = field.decoded(state.encoding)
    if field.code is not None:
        return symbol(field.code, text, field.bars, canvas)
    if not text.strip():
        return None
    turn = field.turn or state.turn
    return _written(text, field, state.font, canvas, place if turn == "N" and not field.is_right else None)


def _written(text: str, field: Field, default: Font, canvas: Canvas, place: tuple[int, int] | None) -> Drawing | None:
    name, height, width = field.font or default
    if field.font and not (height or width) and name == default.name:
        height, width = default.height, default.width
    font = lettering.lettering(name, height, width)
    if name == "B":
        text = text.upper()
    if field.block is None:
        lines, step, room = [(text, 0.0)], 0, 0
    else:
        lines = blocks.set_lines(text, field.block, font)
        step, room = font.height + field.block.space, max(0, field.block.width)
    wide = max(room, math.ceil(max(x + lettering.width_of(line, font) for line, x in lines)))
    canvas.spend(wide + 2 * font.em_wide, (font.height + max(0, step)) * len(lines))
    most = field.block.most_lines if field.block else 1
    reach = font.height + font.em_high + max(0, step) * most
    if place and not canvas.is_seen(Box(place[0] - font.em_high, place[1] - reach, wide + 2 * font.em_high, 2 * reach)):
        return None
    return lettering.drawn(lines, font, step, most_lines=most, width=wide)
