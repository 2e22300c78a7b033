"""What a printer does with a file: settings are kept, fields are gathered, and each ^XZ gives a label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from fahuo.labels.dots import Box, Head
from fahuo.labels.zpl.glyphs import Dots
from fahuo.labels.zpl.reading import graphics, shapes
from fahuo.labels.zpl.reading.canvas import MOST_INK, Allowance, Canvas
from fahuo.labels.zpl.reading.commands import Command
from fahuo.labels.zpl.reading.drawing import TURNS, plain
from fahuo.labels.zpl.reading.field import FIELD_COMMANDS, Field, drawing_of
from fahuo.labels.zpl.reading.state import SETTINGS, State
from fahuo.labels.zpl.reading.symbols import SYMBOLS
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

# Paper, speed, darkness, remarks and the graphics a label brought along: none of them changes a dot of it. What would
# change the machine for good, or stop the labels before this one (^MF, ^NI, ~JA, ~JR …), is not among them: a carrier's
# label that we can draw may be passed on to the printer.
_WITHOUT_INK = frozenset((
    "^FX", "^MM", "^MT", "^MN", "^MD", "^MC", "^PR", "^PF", "^PP", "^ID", "^JZ", "^SS", "^SZ", "^CW",
    "^XB", "^FL", "~SD", "~TA", "~JS", "~DN",
))  # fmt: skip


class Interpreter:
    """A printer with a given head. `views` are the parts that the caller will look at; None stands for everything."""

    def __init__(self, head: Head, views: tuple[Box, ...] | None = None, most_ink: int = MOST_INK) -> None:
        self._state = State(head)
        self._field = Field()
        self._stored: dict[str, Dots] = {}
        self._allowance = Allowance(most_ink)
        self._views = views
        self._canvas: Canvas | None = None
        self._is_open = False
        self._actions: dict[str, Callable[[Command], None]] = {
            "^XA": self._open,
            "^FS": self._close,
            "^GB": self._box,
            **dict.fromkeys(shapes.SHAPES, self._shape),
            "^GF": self._graphic,
            "^XG": self._recall,
            "^IM": self._recall,
            "^DG": self._store,
            "~DG": self._store,
        }

    def labels(self, commands: Iterable[Command]) -> Iterator[Dots]:
        """Yield the dots of each label; formats that print nothing give none. Raises `ZplUnreadable`."""
        for command in commands:
            if command.name == "^XZ":
                dots = self._finished()
                if dots is not None:
                    yield dots
            elif command.name not in _WITHOUT_INK:
                self._obey(command)
        if self._is_open:
            raise ZplUnreadable("The file is cut off: a label has no end (^XZ)")

    def _obey(self, command: Command) -> None:
        if command.name in SETTINGS:
            SETTINGS[command.name](self._state, command)
            return
        if command.name in ("^FO", "^FT"):
            self._close_field()
        if command.name in FIELD_COMMANDS:
            FIELD_COMMANDS[command.name](self._field, command)
        elif command.name in SYMBOLS:
            self._field.code, self._field.bars = command, self._state.bars
            self._field.turn = command.word(0)[:1]
        elif command.name in self._actions:
            self._actions[command.name](command)
        else:
            raise ZplUnreadable(f"{command.name} is not a command that we can draw")

    def _open(self, _command: Command) -> None:
        if self._is_open:
            raise ZplUnreadable("The file is cut off: a label begins (^XA) before the last one has ended (^XZ)")
        self._is_open, self._field = True, Field()

    def _finished(self) -> Dots | None:
        if not self._is_open:
            raise ZplUnreadable("^XZ ends a label that has not begun (^XA)")
        self._close_field()
        canvas, self._canvas, self._is_open = self._canvas, None, False
        if canvas is None:
            return None
        state = self._state
        dots = canvas.dots_of(state.width, state.length)
        dots = dots[::-1, ::-1] if state.is_upside_down else dots
        return np.ascontiguousarray(dots[:, ::-1] if state.is_mirrored else dots)

    def _paper(self) -> Canvas:
        if not self._is_open:
            raise ZplUnreadable("A field stands outside a label (^XA … ^XZ)")
        if self._canvas is None:
            self._canvas = Canvas(self._state.width, self._state.length, self._allowance, self._views)
        return self._canvas

    def _close(self, _command: Command) -> None:
        self._close_field()

    def _close_field(self) -> None:
        """Draw the field that was gathered, and begin another."""
        field, self._field = self._field, Field()
        if field.drawing is None and field.content is None:
            return
        canvas, state = self._paper(), self._state
        drawing = drawing_of(field, state, canvas, self._place(field))
        if drawing is None:
            return
        turns = TURNS.get(field.turn or state.turn, 0)
        left, top = drawing.corner(turns, is_typeset=field.is_typeset)
        x, y = self._place(field)
        if field.is_right:
            x -= drawing.box.height if turns % 2 else drawing.box.width
        canvas.stamp(drawing.turned(turns), x - left, y - top, is_reverse=field.is_reverse or state.is_reverse)

    def _place(self, field: Field) -> tuple[int, int]:
        state = self._state
        return state.home[0] + state.shift + field.x, state.home[1] + state.top + field.y

    def _box(self, command: Command) -> None:
        field, (x, y) = self._field, self._place(self._field)
        is_reverse = field.is_reverse or self._state.is_reverse
        shapes.box(self._paper(), command, x, y, is_typeset=field.is_typeset, is_reverse=is_reverse)

    def _shape(self, command: Command) -> None:
        self._field.drawing, self._field.turn = shapes.SHAPES[command.name](command, self._paper()), "N"

    def _graphic(self, command: Command) -> None:
        self._paper()
        dots = graphics.graphic_field(command)
        self._allowance.spend(dots.shape[1], dots.shape[0])
        self._field.drawing, self._field.turn = plain(dots), "N"

    def _recall(self, command: Command) -> None:
        name, across, down = command.word(0), command.number(1, 1), command.number(2, 1)
        if name not in self._stored:
            raise ZplUnreadable(f"{command.name}: the graphic {name[:20]} is not in the file")
        if not (1 <= across <= 10 and 1 <= down <= 10):
            raise ZplUnreadable(f"{command.name}: enlarged {across} × {down} times")
        dots = self._stored[name]
        self._paper().spend(dots.shape[1] * across, dots.shape[0] * down)
        self._field.drawing, self._field.turn = plain(dots.repeat(down, axis=0).repeat(across, axis=1)), "N"

    def _store(self, command: Command) -> None:
        name, _, _, body = (command.text.split(b",", 3) + [b""] * 4)[:4]
        dots = graphics.decoded(command.name, body, command.number(1), command.number(2))
        self._allowance.spend(dots.shape[1], dots.shape[0])
        self._stored[name.decode("latin-1").strip().upper()] = dots
