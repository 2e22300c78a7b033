"""What is wrong with a price file, cell by cell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fahuo.rating.importing.grids import Grid, Place, cell_name
from fahuo.trade import error_book


class Severity(StrEnum):
    """Whether a fault stops the import."""

    ERROR = "ERROR"
    WARNING = "WARNING"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where, what was read there, and why it cannot be taken.

    `worksheet` and `cell` (`C7`) are empty for what no cell holds; `field` then names the mapping's entry.
    """

    code: str
    worksheet: str = ""
    cell: str = ""
    read: str = ""
    detail: str = ""
    field: str = ""
    severity: Severity = Severity.ERROR

    def sentence(self, language: str) -> str:
        """Return place, what was read, title and fix in one sentence, in `zh…` or else English."""
        entry = error_book.entry(self.code)
        place = "!".join(part for part in (self.worksheet, self.cell or self.field) if part)
        read = f" {self.read!r}" if self.read else ""
        detail = f" ({self.detail})" if self.detail else ""
        stop = "。" if language.startswith("zh") else ". "
        return f"{place}{read}: {entry.title(language)}{detail}{stop}{entry.fix(language)} [{self.code}]"

    def as_dict(self, language: str) -> dict[str, str]:
        """Return the fault as JSON and CSV have it, with words."""
        entry = error_book.entry(self.code)
        return {
            "worksheet": self.worksheet, "cell": self.cell, "field": self.field, "read": self.read,
            "code": self.code, "severity": self.severity.value, "problem": entry.title(language),
            "detail": self.detail, "fix": entry.fix(language),
        }  # fmt: skip


class Faults:
    """Collects faults; a cell is blamed once for one thing."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str, str], Fault] = {}

    def at(self, grid: Grid, place: Place, code: str, detail: str = "", *, warning: bool = False) -> None:
        """Blame a cell of a grid."""
        severity = Severity.WARNING if warning else Severity.ERROR
        read = _short(grid.text(*place))
        self.add(Fault(code, grid.name, cell_name(place), read, _short(detail), severity=severity))

    def term(self, field: str, code: str, detail: str = "", *, worksheet: str = "") -> None:
        """Blame an entry of the mapping."""
        self.add(Fault(code, worksheet, field=field, detail=_short(detail)))

    def add(self, fault: Fault) -> None:
        """Take a fault in."""
        self._found.setdefault((fault.worksheet, fault.cell, fault.field, fault.code), fault)

    def __len__(self) -> int:
        return len(self._found)

    def all(self) -> tuple[Fault, ...]:
        """Return what was found, errors first, in the sequence of finding."""
        return tuple(sorted(self._found.values(), key=lambda fault: fault.severity is Severity.WARNING))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:77]}..."
