"""A batch of parcels as columns of numbers: what the bulk engine reads, and what a database can fill by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import accumulate, chain

import numpy as np

from fahuo.rating.domain.case import Case
from fahuo.rating.domain.destinations import GENERAL
from fahuo.rating.domain.exact import Flags, Ints, ints
from fahuo.rating.domain.table import CARGO_BIT, COUNTRY_AT, RateTable
from fahuo.trade.problem import Problem

BY_POSTCODE = -1


@dataclass(frozen=True, slots=True)
class Columns:
    """One entry per parcel. Places and areas are numbers of the table that the columns were made for.

    `problems` may be empty when no parcel is invalid. The parts of parcel i are `chapter` and `part_e12` from
    `first_part[i]` to `first_part[i + 1]`: its value by HS chapter, where chapters without a percentage of their own in
    the country count together as 0. Every parcel has at least one part.
    """

    problems: tuple[Problem | None, ...]
    invalid: Flags
    country: Ints  # `COUNTRY_AT`
    place: Ints  # `table.places.find(country, compact postcodes)`
    area: Ints  # the remote area that the order names (`table.area_at`; `table.remote.unknown` if there is none such in
    # the country), else −1
    weight_g: Ints
    volume_mm3: Ints
    longest_mm: Ints
    girth_mm: Ints
    cargo: Ints  # sum of `CARGO_BIT`
    value_e12: Ints  # declared value in 10⁻¹² yuan, −1 without an exchange rate
    subheadings: Ints  # distinct six-digit HS codes
    insured: Flags
    return_label: Flags
    first_part: Ints  # one entry more than parcels
    chapter: Ints
    part_e12: Ints

    def __len__(self) -> int:
        """How many parcels."""
        return len(self.country)

    def take(self, parcels: Ints) -> Columns:
        """Return some of the parcels, each as often as it is named."""
        count = np.diff(self.first_part)[parcels]
        first = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(count)])
        part = np.repeat(self.first_part[parcels] - first[:-1], count) + np.arange(first[-1])
        plain = {name: getattr(self, name)[parcels] for name in _PLAIN}
        problems = tuple(self.problems[parcel] for parcel in parcels.tolist()) if self.problems else ()
        return Columns(problems, **plain, first_part=first, chapter=self.chapter[part], part_e12=self.part_e12[part])


_PLAIN = tuple(one.name for one in fields(Columns))[1:-3]
_HARMLESS = (0, 1, 1, 1, 1, 0, 0, 1, BY_POSTCODE, False, False)


def columns(cases: Sequence[Case], table: RateTable) -> Columns:
    """Return the batch as columns. Parcels that cannot be priced get harmless figures and their problem."""
    problems = tuple([one.problem for one in cases])
    rows = [_HARMLESS if one.problem else _row(one, table) for one in cases]
    figures = np.array(rows, dtype=np.int64).reshape(len(rows), len(_HARMLESS)).T
    country, weight, volume, longest, girth, cargo, value, subheadings, area, insured, label = figures.copy()
    parts = [
        ((GENERAL, 0),) if one.problem else _parts(one, value) for one, value in zip(cases, value.tolist(), strict=True)
    ]
    flat = np.array([*chain.from_iterable(parts)], dtype=np.int64).reshape(-1, 2).T.copy()
    return Columns(
        problems=problems,
        invalid=np.array([problem is not None for problem in problems], dtype=np.bool_),
        country=country,
        place=table.places.find(country, [one.postcode for one in cases]),
        area=area,
        weight_g=weight,
        volume_mm3=volume,
        longest_mm=longest,
        girth_mm=girth,
        cargo=cargo,
        value_e12=value,
        subheadings=subheadings,
        insured=insured.astype(np.bool_),
        return_label=label.astype(np.bool_),
        first_part=ints([*accumulate(map(len, parts), initial=0)]),
        chapter=flat[0],
        part_e12=flat[1],
    )


def _row(one: Case, table: RateTable) -> tuple[int, ...]:
    request = one.request
    parcel, area = request.parcel, one.given_area
    size = parcel.size
    return (
        COUNTRY_AT[request.country],
        parcel.weight_g,
        size.volume_mm3,
        size.length_mm,
        size.girth_mm,
        sum([CARGO_BIT[cargo] for cargo in one.cargo]),
        -1 if one.yuan is None else int(one.yuan.scaleb(12)),
        one.subheadings,
        _area(area, request.country, table) if area else BY_POSTCODE,
        request.insured,
        request.return_label,
    )


def _area(area: str, country: str, table: RateTable) -> int:
    unknown = table.remote.unknown
    return table.area_at.get(area, unknown) if table.rules.lies_in(area, country) else unknown


def _parts(one: Case, value_e12: int) -> Sequence[tuple[int, int]]:
    if len(one.by_chapter) == 1 or one.yuan is None:
        return ((int(one.by_chapter[0][0] or GENERAL), value_e12),)
    rate = one.rules.yuan_per_unit[one.value.currency]
    return [(int(chapter or GENERAL), int((amount * rate).scaleb(12))) for chapter, amount in one.by_chapter]
