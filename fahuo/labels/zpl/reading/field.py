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
_LARGEST_STANDARD = 80  # dots that letters are high when no size is given, at most


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
    if field.code is not None:
        return symbol(field.code, field.decoded(state.encoding), field.bars, canvas)
    font = field.font or state.font
    if field.font and not (font.height or font.width) and font.name == state.font.name:
        font = state.font
    if (field.turn or state.turn) == "N" and not field.is_right and not canvas.is_seen(_reach(field, font, place)):
        return None
    text = field.decoded(state.encoding)
    return _written(text.upper() if font.name == "B" else text, field, font, canvas) if text.strip() else None


def _reach(field: Field, font: Font, place: tuple[int, int]) -> Box:
    """Return a box that upright text cannot leave, reckoned without looking at its letters."""
    size = max(font.height, font.width) or _LARGEST_STANDARD
    letter = 2 * size
    most, space, width = (field.block.most_lines, field.block.space, field.block.width) if field.block else (1, 0, 0)
    high = (letter + max(0, space)) * most
    wide = max(width, len(field.content or b"") * (size + size // 4))
    return Box(place[0] - letter, place[1] - high, wide + 2 * letter, 2 * high)


def _written(text: str, field: Field, wanted: Font, canvas: Canvas) -> Drawing:
    font = lettering.lettering(*wanted)
    if field.block is None:
        lines, step, room, most = [(text, 0.0)], 0, 0, 1
    else:
        lines, most = blocks.set_lines(text, field.block, font), field.block.most_lines
        step, room = font.height + field.block.space, max(0, field.block.width)
    wide = max(room, math.ceil(max(x + lettering.width_of(line, font) for line, x in lines)))
    canvas.spend(wide + 2 * font.em_wide, (font.height + max(0, step)) * len(lines))
    return lettering.drawn(lines, font, step, most_lines=most, width=wide)
