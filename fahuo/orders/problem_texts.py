"""Stored problems, in the words of the error book, in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fahuo.orders.field_words import field_words
from fahuo.trade import error_book


@dataclass(frozen=True, slots=True)
class ProblemText:
    """One problem as a person reads it: what, where, why, and what to do."""

    code: str
    field: str
    detail: str
    title: str
    cause: str
    fix: str

    @property
    def where(self) -> str:
        """The field in words, where no detail says more."""
        return "" if self.detail else field_words(self.field)


def problem_texts(problems: Iterable[Mapping[str, str]], language: str) -> tuple[ProblemText, ...]:
    """Look each stored problem up; a code that nobody wrote down is shown by its name."""
    return tuple(problem_text(stored, language) for stored in problems)


def problem_text(stored: Mapping[str, str], language: str) -> ProblemText:
    """Look one stored problem up."""
    code, field, detail = stored.get("code", ""), stored.get("field", ""), stored.get("detail", "")
    entry = error_book.ENTRIES.get(code)
    if entry is None:
        return ProblemText(code, field, detail, code, "", "")
    return ProblemText(
        code, field, _named(detail, language), entry.title(language), entry.cause(language), entry.fix(language)
    )


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
