"""Paging by key: page 2,000 costs what page 1 costs, because rows before it are never counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

from fahuo.backoffice.asked import is_key

PAGE_SIZE = 50

Table = TypeVar("Table", bound=Model)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a page starts: below `before` or above `after`; neither means the first page."""

    before: int | None = None
    after: int | None = None

    @classmethod
    def read(cls, before: str, after: str) -> Cut:
        """Read the two query parameters; anything that is no positive number counts as absent."""
        return cls(before=_key(before), after=None if _key(before) else _key(after))

    def as_query(self) -> dict[str, str]:
        """Return the parameters that lead to the page."""
        places = {"before": self.before, "after": self.after}
        return {name: str(key) for name, key in places.items() if key is not None}


def _key(text: str) -> int | None:
    return int(text) if is_key(text) else None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page, newest first, and the keys that lead to its neighbours (None: there is none)."""

    rows: Sequence[Row]
    newer: int | None = None
    older: int | None = None

    def of(self, rows: Sequence[Row]) -> Page[Row]:
        """Return the same place with other rows."""
        return Page(rows, self.newer, self.older)


def turn(rows: QuerySet[Table], cut: Cut, size: int = PAGE_SIZE) -> Page[Table]:
    """Read the page at `cut`, newest (highest key) first. One query."""
    if cut.after is not None:
        found = list(rows.filter(pk__gt=cut.after).order_by("pk")[: size + 1])
        page = found[:size][::-1]
        return Page(page, page[0].pk if len(found) > size else None, page[-1].pk if page else None)
    below = rows if cut.before is None else rows.filter(pk__lt=cut.before)
    found = list(below.order_by("-pk")[: size + 1])
    page = found[:size]
    newer = page[0].pk if page and cut.before is not None else None
    return Page(page, newer, page[-1].pk if len(found) > size else None)
