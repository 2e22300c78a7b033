"""Paragraphs of a ^FB field: broken into lines, and each line set to its side ("^FB")."""

from __future__ import annotations

from typing import NamedTuple

from fahuo.labels.zpl.reading.commands import Command
from fahuo.labels.zpl.reading.lettering import Lettering, width_of


class Block(NamedTuple):
    """A column of text: its width, the most lines, space added between them, its side, the indent of later lines."""

    width: int
    most_lines: int
    space: int
    side: str
    indent: int


def block(command: Command) -> Block:
    """Read ^FB."""
    lines = max(1, min(command.number(1, 1), 9999))
    return Block(command.number(0), lines, command.number(2), command.word(3, "L")[:1], command.number(4))


def set_lines(text: str, column: Block, font: Lettering) -> list[tuple[str, float]]:
    """Return each line with the column where it starts."""
    lines = [line for part in text.split("\\&") for line in _wrapped(part, column, font)]
    return [(line, _start(line, number, column, font)) for number, line in enumerate(lines)]


def _start(line: str, number: int, column: Block, font: Lettering) -> float:
    spare = column.width - width_of(line, font)
    indent = column.indent if number else 0
    return max(0.0, {"C": spare / 2, "R": spare}.get(column.side, 0.0)) + indent


def _wrapped(text: str, column: Block, font: Lettering) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        wider = f"{line} {word}" if line else word
        if line and width_of(wider, font) > column.width - (column.indent if lines else 0):
            lines.append(line)
            line = word
        else:
            line = wider
    return [*lines, line]
