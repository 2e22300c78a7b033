"""What goes in and what comes out: a carrier's label as it came, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.labels.outcome import LabelCheck


@dataclass(frozen=True, slots=True)
class Foreign:
    """A carrier's label: the bytes as they came, the number that it must bear, and what we print at its edge."""

    content: bytes
    barcode: str
    pick_line: str = ""


@dataclass(frozen=True, slots=True)
class NormalLabel:
    """What became of one label: how many pages it has in the file (none when it did not pass), and the outcome.

    `pick_line_left_off`: the label has no room for the pick line, not even when it is made a little smaller.
    """

    pages: int
    check: LabelCheck
    pick_line_left_off: bool = False


@dataclass(frozen=True, slots=True)
class Normalised:
    """One PDF with the pages of all labels that passed, in sequence (empty when none did), and one result for each."""

    content: bytes
    results: tuple[NormalLabel, ...]
