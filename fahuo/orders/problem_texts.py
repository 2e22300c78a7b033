"""Stored problems, in the words of the error book, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fahuo.orders.field_words import field_words
from fahuo.rulebook import UnknownRule
from fahuo.rulebook.rules import rule
from fahuo.rulebook.schema import Reference
from fahuo.trade import error_book
from fahuo.trade.problem import Severity


@dataclass(frozen=True, slots=True)
class Behind:
    """The rule behind a problem: its id, its title, where it was read, and when it was last checked."""

    id: str
    title: str
    source: Reference
    checked_on: date


@dataclass(frozen=True, slots=True)
class ProblemText:
    """One problem as a person reads it: what, where, why, and what to do."""

    code: str
    field: str
    detail: str
    title: str
    cause: str
    fix: str
    severity: str = Severity.BLOCK.value
    behind: Behind | None = None

    @property
    def where(self) -> str:
        """The field in words, where no detail says more."""
        return "" if self.detail else field_words(self.field)


def problem_texts(
    problems: Iterable[Mapping[str, str]], language: str, *, on: date | None = None
) -> tuple[ProblemText, ...]:
    """Look each stored problem up; a code that nobody wrote down is shown by its name. `on`: the day of the verdict."""
    return tuple(problem_text(stored, language, on=on) for stored in problems)


def problem_text(stored: Mapping[str, str], language: str, *, on: date | None = None) -> ProblemText:
    """Look one stored problem up."""
    code, field, detail = stored.get("code", ""), stored.get("field", ""), stored.get("detail", "")
    severity, behind = stored.get("severity", Severity.BLOCK.value), _behind(stored.get("rule", ""), language, on)
    entry = error_book.ENTRIES.get(code)
    if entry is None:
        return ProblemText(code, field, detail, code, "", "", severity, behind)
    said = (entry.title(language), entry.cause(language), entry.fix(language))
    return ProblemText(code, field, _named(detail, language), *said, severity, behind)


def _behind(name: str, language: str, on: date | None) -> Behind | None:
    """Return the rule of this id, None without one or when the book has it no more."""
    try:
        found = rule(name) if name else None
    except UnknownRule:
        return None
    if found is None:
        return None
    dated = (found.dated(on) if on else None) or found.values[-1]
    return Behind(found.id, found.name(language), dated.reference, found.checked_on)


def _named(detail: str, language: str) -> str:
    """Put a detail that lists other codes (`OVERSIZE, NO_CONTRACT`) into words; leave any other as it is."""
    parts = detail.split(", ")
    if not all(part in error_book.ENTRIES for part in parts):
        return detail
    return ("；" if language.startswith("zh") else "; ").join(title(part, language) for part in parts)


def title(code: str, language: str) -> str:
    """Return a code's title, or the code itself."""
    entry = error_book.ENTRIES.get(code)
    return entry.title(language) if entry else code
