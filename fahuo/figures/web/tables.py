"""Break-downs as rows: by carrier, service, lane, country, store or day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from fahuo.backoffice.formats import count, with_query
from fahuo.figures.domain.rates import BY_KEY, Quantile, Rate, quantile, rate, rates
from fahuo.figures.queries import cells
from fahuo.figures.queries.cells import NONE, Counts
from fahuo.figures.web.asking import View
from fahuo.figures.web.words import Told, length, named, out_of_words, told


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: what it is about, and everything that was counted of it.

    `narrower` are the filters that lead to its own page; `listed` those under which lists of parcels show it.
    """

    name: str
    counts: Counts
    narrower: Mapping[str, str]
    listed: Mapping[str, str]

    @property
    def rates(self) -> tuple[Rate, ...]:
        """All rates, in their sequence."""
        return rates(self.counts)

    @property
    def orders(self) -> int:
        """How many orders came in."""
        return cells.of(self.counts, "orders")

    @property
    def parcels(self) -> int:
        """How many parcels got a label."""
        return cells.of(self.counts, "parcels")

    def time(self, key: str, share: float) -> Quantile | None:
        """Return a quantile of a length of time."""
        return quantile(self.counts, key, share)


def lines(view: View, seller_id: int, *, whole: bool = True) -> list[Line]:
    """Return the rows of the view's break-down, sorted as it asks; without `whole`, hours are left out."""
    asked = view.asked(seller_id)
    if view.by == "day":
        return of_days(view, cells.by_day(asked))
    found = cells.by(asked, view.dimensions(), whole=whole)
    say = lru_cache(maxsize=None)(named)  # a thousand lanes have twenty services and sixty countries
    rows = [_of_group(view.by, key, counts, say) for key, counts in found.items()]
    return ordered(rows, view.sort, is_descending=view.is_descending)


def of_days(view: View, by_day: Mapping[date, Counts]) -> list[Line]:
    """Return days as rows, sorted as the view asks."""
    rows = [day_line(day, counts) for day, counts in by_day.items()]
    return ordered(rows, view.sort, is_descending=view.is_descending)


def day_line(day: date, counts: Counts) -> Line:
    """Return the row of one day."""
    return Line(f"{day}", counts, {"from": f"{day}", "until": f"{day}", "days": ""}, {})


def ordered(rows: Sequence[Line], sort: str, *, is_descending: bool) -> list[Line]:
    """Sort rows; those that have nothing to sort by stand last in either direction."""

    def key(line: Line) -> float | None:
        if sort in BY_KEY:
            return rate(line.counts, BY_KEY[sort]).share
        if sort == "transit":
            found = line.time("transit", 0.5)
            return found.value if found else None
        return float(line.orders if sort == "orders" else line.parcels)

    by_name = sorted(rows, key=lambda line: line.name, reverse=is_descending and sort == "name")
    if sort == "name":
        return by_name
    known = [line for line in by_name if key(line) is not None]
    known.sort(key=lambda line: key(line) or 0.0, reverse=is_descending)
    return [*known, *(line for line in by_name if key(line) is None)]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row as a page shows it: in words, with the addresses it leads to (empty: to none)."""

    name: str
    address: str
    orders: str
    parcels: str
    parcels_address: str
    rates: tuple[Told, ...]
    transit: str


def shown_lines(rows: Sequence[Line], view: View | None) -> list[ShownLine]:
    """Return rows as a page shows them; without a view they lead nowhere."""
    narrower, listed, out_of = _addresses(view), reverse("shipments"), out_of_words()
    return [
        ShownLine(
            name=line.name,
            address=narrower(line.narrower),
            orders=count(line.orders),
            parcels=count(line.parcels),
            parcels_address=with_query(listed, line.listed) if line.listed and line.parcels else "",
            rates=tuple(told(rate, out_of) for rate in line.rates),
            transit=length(line.time("transit", 0.5), "").rstrip(),
        )
        for line in rows
    ]


def _addresses(view: View | None) -> Callable[[Mapping[str, str]], str]:
    """Return what makes the addresses of narrower pages. All but their own parameters are spelled out once."""
    if view is None:
        return lambda _changes: ""
    page, begun = reverse("figures"), dict[tuple[str, ...], str]()

    def address(changes: Mapping[str, str]) -> str:
        names = tuple(changes)
        if names not in begun:
            begun[names] = with_query(page, view.as_query(**dict.fromkeys(names, "")))
        return f"{begun[names]}&{urlencode({name: value for name, value in changes.items() if value})}"

    return address


def _of_group(by: str, key: tuple[str, ...], counts: Counts, say: Callable[[str, str], str]) -> Line:
    if by in {"service", "lane"}:
        service = f"{key[0]}/{key[1]}" if key[1] else ""
        narrower = {"service": service} if service else {"carrier": key[0] or NONE}
        name = say("service", service)
        if by == "lane":
            return _line(
                f"{name} → {say('country', key[2])}",
                counts,
                narrower | {"country": key[2] or NONE},
                {"carrier": key[0], "country": key[2]} if key[0] else {},
            )
        return _line(name, counts, narrower, {"carrier": key[0]} if key[0] else {})
    value = key[0]
    listed = {by: value} if by in {"carrier", "country"} and value else {}
    return _line(say(by, value), counts, {by: value or NONE}, listed)


def _line(name: str, counts: Counts, narrower: Mapping[str, str], listed: Mapping[str, str]) -> Line:
    return Line(name, counts, narrower, listed)
