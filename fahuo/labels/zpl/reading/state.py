"""What a printer keeps from one field, and from one label, to the next; and the commands that change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from fahuo.labels.dots import Head
from fahuo.labels.zpl.reading.commands import Command
from fahuo.labels.zpl.reading.drawing import TURNS
from fahuo.labels.zpl.reading.symbols import STANDARD, Bars
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable

# A head is at most 8.5 inches wide; nobody prints a label of more than 600 mm.
_WIDEST_MM, _LONGEST_MM = 220, 600
_WIDTH_MM, _LENGTH_MM = 102, 152  # when the file does not say
_UTF_8 = range(28, 34)
_CODE_PAGE_850 = range(14)
_WIDEST_MODULE = 100


class Font(NamedTuple):
    """A printer's font and its size; 0 leaves a measure to the other one."""

    name: str
    height: int
    width: int


_FIRST_FONT = Font("A", 0, 0)


@dataclass
class State:
    """The settings of a printer with a given head, in dots."""

    head: Head
    width: int = 0
    length: int = 0
    home: tuple[int, int] = (0, 0)
    shift: int = 0
    top: int = 0
    font: Font = _FIRST_FONT
    turn: str = "N"
    bars: Bars = STANDARD
    encoding: str = "cp850"
    is_upside_down: bool = False
    is_mirrored: bool = False
    is_reverse: bool = False

    def __post_init__(self) -> None:
        self.width, self.length = self._dots(_WIDTH_MM), self._dots(_LENGTH_MM)

    def _dots(self, millimetres: float) -> int:
        return int(millimetres * self.head.value)

    def print_width(self, command: Command) -> None:
        """^PW."""
        self.width = self._measure(command, _WIDEST_MM)

    def label_length(self, command: Command) -> None:
        """^LL."""
        self.length = self._measure(command, _LONGEST_MM)

    def _measure(self, command: Command, most_mm: int) -> int:
        dots = command.number(0)
        if not 0 < dots <= self._dots(most_mm):
            raise ZplUnreadable(f"{command.name}: {dots} dots are no side of a label")
        return dots

    def label_home(self, command: Command) -> None:
        """^LH."""
        self.home = (command.number(0), command.number(1))

    def label_shift(self, command: Command) -> None:
        """^LS: how far everything moves to the left."""
        self.shift = -command.number(0)

    def label_top(self, command: Command) -> None:
        """^LT: how far everything moves down."""
        self.top = command.number(0)

    def default_font(self, command: Command) -> None:
        """^CF."""
        name = command.word(0, self.font.name)
        self.font = Font(name[:1], command.number(1), command.number(2))

    def field_turn(self, command: Command) -> None:
        """^FW."""
        self.turn = command.word(0)[:1] if command.word(0)[:1] in TURNS else self.turn

    def bar_size(self, command: Command) -> None:
        """^BY."""
        module, ratio, height = self.bars
        bars = Bars(command.number(0, module), command.decimal(1, ratio), command.number(2, height))
        if not (1 <= bars.module <= _WIDEST_MODULE and 1.9 <= bars.ratio <= 3.1 and bars.height >= 1):
            raise ZplUnreadable(f"{command.name}: no bars are as large as that")
        self.bars = bars

    def characters(self, command: Command) -> None:
        """^CI."""
        number = command.number(0)
        if number in _UTF_8:
            self.encoding = "utf-8"
        elif number in _CODE_PAGE_850:
            self.encoding = "cp850"
        elif number == 27:
            self.encoding = "cp1252"
        else:
            raise ZplUnreadable(f"{command.name}{number}: this set of characters is not known")

    def upside_down(self, command: Command) -> None:
        """^PO."""
        self.is_upside_down = command.word(0, "N") == "I"

    def mirrored(self, command: Command) -> None:
        """^PM."""
        self.is_mirrored = command.word(0, "N") == "Y"

    def reverse(self, command: Command) -> None:
        """^LR."""
        self.is_reverse = command.word(0, "N") == "Y"

    def copies(self, command: Command) -> None:
        """^PQ: a label is printed once, or somebody must know of it."""
        if command.number(0, 1) != 1:
            raise ZplUnreadable(f"{command.name}: the label would be printed {command.number(0)} times")

    def must_be(self, command: Command) -> None:
        """Take a setting that we can draw with only as it usually is."""
        usual = _ONLY[command.name]
        if command.word(0, usual[0]) not in usual:
            raise ZplUnreadable(f"{command.name}{command.word(0)[:20]} is not a setting that we can draw")


_ONLY = {"^JM": ("A",), "^MU": ("D",), "^JU": ("S", "R"), "^FP": ("H",)}

SETTINGS: dict[str, Callable[[State, Command], None]] = {
    "^PW": State.print_width,
    "^LL": State.label_length,
    "^LH": State.label_home,
    "^LS": State.label_shift,
    "^LT": State.label_top,
    "^CF": State.default_font,
    "^FW": State.field_turn,
    "^BY": State.bar_size,
    "^CI": State.characters,
    "^PO": State.upside_down,
    "^PM": State.mirrored,
    "^LR": State.reverse,
    "^PQ": State.copies,
    **dict.fromkeys(_ONLY, State.must_be),
}
