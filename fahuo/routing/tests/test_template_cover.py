"""Unreachable templates, conflicts and gaps: a table of cases, and every cell by brute force."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.rating.domain.sheet import Band, RateSheet, Tariff
from fahuo.routing.domain.template_cover import Example, FindingKind, findings
from fahuo.routing.domain.template_services import Offered, service_findings
from fahuo.routing.domain.templates import Template, Templates, counted
from fahuo.routing.tests.test_templates import random_template
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.service import Service, ServiceLevel

K = FindingKind
ANY = Template(0, "z/rest")
GENERAL, BATTERY, MAGNET, LIQUID = (
    CargoClass.GENERAL,
    CargoClass.BATTERY_BUILTIN,
    CargoClass.MAGNET,
    CargoClass.LIQUID,
)


def row(service: str, countries: str = "", low: int = 0, high: int | None = None, **columns: object) -> Template:
    """A template in one line."""
    return replace(
        Template(0, service, countries=frozenset(countries.split()), weight_from_g=low, weight_until_g=high), **columns
    )


# rows → (kind, place, earlier ones) of each finding
CASES = {
    "nothing at all": ([], [(K.GAP, -1, ())]),
    "one for everything": ([ANY], []),
    "special first, the rest last: what an order is for": ([row("a/1", "DE"), ANY], []),
    "the rest first": ([ANY, row("a/1", "DE")], [(K.UNREACHABLE, 1, (0,))]),
    "the same twice": ([row("a/1", "DE"), row("a/1", "DE"), ANY], [(K.UNREACHABLE, 1, (0,))]),
    "two halves cover the whole together": (
        [row("a/1", "DE", 0, 500), row("b/1", "DE FR", 500), row("c/1", "DE"), ANY],
        [(K.UNREACHABLE, 2, (0, 1))],
    ),
    "a gram is left between the halves": ([row("a/1", "DE", 0, 500), row("b/1", "DE", 501), row("c/1", "DE"), ANY], []),
    "they cross": ([row("a/1", "DE FR"), row("b/1", "FR IT"), ANY], [(K.CONFLICT, 1, (0,))]),
    "they cross, but take the same service": ([row("a/1", "DE FR"), row("a/1", "FR IT"), ANY], []),
    "weights cross": ([row("a/1", "DE", 0, 1000), row("b/1", "DE", 900, 2000), ANY], [(K.CONFLICT, 1, (0,))]),
    "weights touch": ([row("a/1", "DE", 0, 900), row("b/1", "DE", 900, 2000), ANY], []),
    "every country by name is as good as any": (
        [row("a/1", " ".join(ISO_COUNTRIES)), ANY],
        [(K.UNREACHABLE, 1, (0,))],
    ),
    "every level by name leaves the unknown choice": (
        [row("a/1", levels=frozenset(ServiceLevel)), ANY],
        [],
    ),
    "every class by name is as good as any": (
        [row("a/1", cargo=frozenset(CargoClass)), ANY],
        [(K.UNREACHABLE, 1, (0,))],
    ),
    "no parcel weighs nothing": ([row("a/1", low=1), ANY], [(K.UNREACHABLE, 1, (0,))]),
    "the heavy ones are left": ([row("a/1", high=30_000)], [(K.GAP, -1, ())]),
    # France goes to a/1, which lies inside c/1; b/1 crosses c/1 only there, where it takes nothing.
    "a part that was taken before does not count": (
        [row("a/1", "FR"), row("b/1", "DE FR"), row("c/1", "FR IT"), ANY],
        [],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_findings(name: str):
    rows, expected = CASES[name]
    assert [(one.kind, one.place, one.by) for one in findings(Templates.of(rows))] == expected


def test_an_example_is_a_usual_parcel():
    crossing = findings(Templates.of([row("a/1", "DE FR", 0, 2000), row("b/1", "FR IT"), ANY]))[0]
    assert crossing.example == Example("FR", 500, ServiceLevel.STANDARD, frozenset({GENERAL}))
    heavy = findings(Templates.of([row("a/1", high=30_000)]))[0]
    assert heavy.example == Example("US", 30_000, ServiceLevel.STANDARD, frozenset({GENERAL}))
    battery = findings(Templates.of([row("a/1", cargo=frozenset({GENERAL}))]))[0]
    assert battery.example is not None
    assert battery.example.cargo == {BATTERY}


def test_the_walk_says_what_every_single_parcel_says():
    dice = random.Random(7)
    for _ in range(60):
        templates = Templates.of([random_template(dice) for _ in range(dice.randint(1, 9))])
        found = findings(templates)
        winners = {parcel: templates.first_match_one(*parcel) for parcel in _every_parcel()}
        assert {one.place for one in found if one.kind is K.UNREACHABLE} == set(range(len(templates.rows))) - set(
            winners.values()
        )
        assert any(one.kind is K.GAP for one in found) == (-1 in winners.values())
        crossing = {(one.place, early) for one in found if one.kind is K.CONFLICT for early in one.by}
        assert crossing == _conflicts(templates, winners)
        for one in found:
            _judge_example(templates, one.place, one.by, one.example)


def _judge_example(templates: Templates, place: int, by: tuple[int, ...], example: Example | None) -> None:
    assert example is not None
    parcel = (example.country, example.weight_g, example.level, example.cargo)
    assert templates.first_match_one(*parcel) == (by[0] if by else -1)
    assert place == -1 or templates.rows[place].matches(*parcel)


Parcels = tuple[str, int, ServiceLevel | None, frozenset[CargoClass]]


def _every_parcel() -> Iterator[Parcels]:
    """Every parcel that these templates can tell apart, and some that they cannot."""
    cargo = [
        frozenset(chosen) for size in (1, 2, 3) for chosen in itertools.combinations((BATTERY, MAGNET, LIQUID), size)
    ]
    weights = (1, 100, 199, 200, 300, 499, 500, 999, 1000)
    levels = (None, ServiceLevel.STANDARD, ServiceLevel.PREMIUM, ServiceLevel.ECONOMY)
    return itertools.product(("DE", "FR", "US", "KR", "JP"), weights, levels, [frozenset({GENERAL}), *cargo])


def _conflicts(templates: Templates, winners: dict[Parcels, int]) -> set[tuple[int, int]]:
    rows = templates.rows
    fits = [{parcel for parcel in winners if one.matches(*parcel)} for one in rows]
    reached = set(winners.values())
    return {
        (late, early)
        for late in reached - {-1}
        for early in range(late)
        if rows[early].service_key != rows[late].service_key
        and any(winners[parcel] == early for parcel in fits[late])
        and not fits[early] <= fits[late]
    }


def test_counted_classes_are_what_the_walk_knows():
    assert counted(frozenset({GENERAL, BATTERY})) == {BATTERY}


SERVICE = Service(
    "a", "1", "Small", "小包", ServiceLevel.STANDARD, max_weight_g=2000, cargo=frozenset({GENERAL, BATTERY})
)
SHEET = RateSheet(
    name="small", service_key="a/1", currency="CNY", valid_from=date(2026, 1, 1), valid_until=None,
    zone_of={"DE": "1", "US": "2"}, not_served=frozenset(), remote_fees={}, fuel=(),
    tariffs={
        "1": Tariff((Band(3000, Decimal(10), 0, 1, Decimal(0), Decimal(0)),)),
        "2": Tariff((Band(1000, Decimal(10), 0, 1, Decimal(0), Decimal(0)),)),
    },
)  # fmt: skip


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (row("a/1", "DE"), []),
        (row("a/9", "DE"), [(K.SERVICE_UNKNOWN, ("a/9",))]),
        (row("b/1", "DE"), [(K.NO_CONTRACT, ("b",)), (K.NO_RATE_SHEET, ("b/1",))]),
        (row("a/1", "FR"), [(K.NEVER_COUNTRY, ("FR",))]),
        (row("a/1", "DE FR JP"), [(K.SOME_COUNTRIES, ("FR", "JP"))]),
        (row("a/1", cargo=frozenset({LIQUID})), [(K.NEVER_CARGO, ("LIQUID",))]),
        (row("a/1", cargo=frozenset({GENERAL, LIQUID})), [(K.SOME_CARGO, ("LIQUID",))]),
        (row("a/1", "DE", low=2000), []),  # 2,000 g is just taken
        (row("a/1", "DE", low=2001), [(K.NEVER_WEIGHT, ("2001", "2000"))]),  # the service's limit
        (row("a/1", "US", low=1001), [(K.NEVER_WEIGHT, ("1001", "1000"))]),  # the sheet's last band to the US
        (row("a/1", low=1001), []),  # to Germany it is taken
    ],
)
def test_a_service_is_judged_for_its_template(template: Template, expected: list[tuple[FindingKind, tuple[str, ...]]]):
    other = replace(SERVICE, carrier="b")
    offered = Offered({"a/1": SERVICE, "b/1": other}, {"a/1": SHEET}, frozenset({"a"}))
    found = service_findings(Templates.of([template]), offered)
    assert [(one.kind, one.detail) for one in found] == expected
