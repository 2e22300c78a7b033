"""Names of sets and templates: what a person can read, and a spreadsheet does not take for a formula."""

from __future__ import annotations

from fahuo.trade.text import tidy

LONGEST_NAME = 80
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def tidy_name(name: str) -> str:
    """Return a name as it is kept: one line, without outer blanks and what nobody can see."""
    return tidy(name)


def usable(name: str) -> bool:
    """Tell whether a tidy name may be kept: 1 to 80 characters, none of which begins a formula."""
    whole = not any("\ud800" <= letter <= "\udfff" for letter in name)  # half a character, which no database takes
    return 0 < len(name) <= LONGEST_NAME and not name.startswith(FORMULA) and whole
