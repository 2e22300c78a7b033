"""What a new version changes, in tables of cases without a database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.rating import queries
from fahuo.rating.domain.sheet import Band, RateSheet, Tariff
from fahuo.rating.domain.sheet_diff import differences, typical_costs
from fahuo.trade.country import ISO_COUNTRIES

DAY = date(2026, 6, 1)


def band(up_to_g: int, price: str, registered: str = "0") -> Band:
    return Band(up_to_g, Decimal(price), 0, 1, Decimal(0), Decimal(registered))


def sheet(
    zones: dict[str, str], tariffs: dict[str, tuple[Band, ...]], fuel: str = "10", begins: date = DAY
) -> RateSheet:
    zone_of = {country: zone for zone, countries in zones.items() for country in countries.split()}
    return RateSheet(
        name="x", service_key="yunexpress/THZXR", currency="CNY", valid_from=begins, valid_until=None, zone_of=zone_of,
        tariffs={zone: Tariff(bands) for zone, bands in tariffs.items()}, not_served=ISO_COUNTRIES - set(zone_of),
        remote_fees={}, fuel=((begins, Decimal(fuel)),),
    )  # fmt: skip


OLD = sheet({"US": "US", "EU": "DE FR"}, {"US": (band(500, "20"), band(2000, "50", "5")), "EU": (band(2000, "40"),)})


def test_a_sheet_against_itself_and_against_a_later_day_of_itself() -> None:
    assert differences(OLD, OLD).none
    assert differences(OLD, replace(OLD, valid_from=date(2026, 9, 1), name="y")).none


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        # 20 → 21: 1 ÷ 20 = 5 %
        (lambda: {"US": (band(500, "21"), band(2000, "50", "5"))}, [("US", 0, 500, "flat", "20", "21", "5.0")]),
        # 5 → 4: −20 %
        (
            lambda: {"US": (band(500, "20"), band(2000, "50", "4"))},
            [("US", 500, 2000, "registered", "5", "4", "-20.0")],
        ),
        # the first band ends at 600 g now: from 500 g to 600 g 50 + 5 becomes 20
        (
            lambda: {"US": (band(600, "20"), band(2000, "50", "5"))},
            [("US", 500, 600, "flat", "50", "20", "-60.0"), ("US", 500, 600, "registered", "5", "None", "None")],
        ),
        # a heavier band is added, another one lost
        (
            lambda: {"US": (band(500, "20"), band(2000, "50", "5"), band(5000, "90"))},
            [("US", 2000, 5000, "flat", "None", "90", "None")],
        ),
        (
            lambda: {"US": (band(500, "20"),)},
            [("US", 500, 2000, "flat", "50", "None", "None"), ("US", 500, 2000, "registered", "5", "None", "None")],
        ),
    ],
)
def test_prices_by_zone_and_band(
    change: Callable[[], dict[str, tuple[Band, ...]]], expected: list[tuple[str, int, int, str, str, str, str]]
) -> None:
    new = replace(OLD, tariffs={**OLD.tariffs, **{zone: Tariff(bands) for zone, bands in change().items()}})
    found = [
        (one.zone, one.from_g, one.to_g, one.part, str(one.old), str(one.new), str(one.percent))
        for one in differences(OLD, new).prices
    ]
    assert found == expected


def test_places() -> None:
    new = sheet({"US": "US CA", "DE": "DE"}, {"US": OLD.tariffs["US"].bands, "DE": (band(2000, "44"),)})
    found = differences(OLD, new)
    assert (found.countries_added, found.countries_lost) == (("CA",), ("FR",))
    assert (found.zones_added, found.zones_lost) == (("DE",), ("EU",))
    assert [(move.country, move.old, move.new) for move in found.moves] == [("DE", "EU", "DE")]
    # The zone has a new name; its only country came from EU: 40 → 44
    assert [(one.zone, str(one.old), str(one.new), str(one.percent)) for one in found.prices] == [
        ("DE", "40", "44", "10.0")
    ]


def test_terms() -> None:
    new = replace(OLD, fuel=((DAY, Decimal(12)), (date(2026, 8, 1), Decimal(13))), currency="HKD")
    assert [(term.name, term.old, term.new) for term in differences(OLD, new).terms] == [
        ("fuel", "10 %", "12 %, 13 % (2026-08-01)"),
        ("currency", "CNY", "HKD"),
    ]


def test_against_nothing_everything_is_new() -> None:
    found = differences(None, OLD)
    assert (found.zones_added, found.countries_added, found.prices, found.terms) == (
        ("EU", "US"), ("DE", "FR", "US"), (), (),
    )  # fmt: skip


def test_typical_parcels() -> None:
    service = next(one for one in queries.services() if one.key == "yunexpress/THZXR")
    new = replace(OLD, tariffs={**OLD.tariffs, "US": Tariff((band(500, "21"), band(2000, "50", "5")))})
    ended = replace(
        OLD, valid_until=DAY
    )  # the version before ends where the new one begins, and is compared all the same
    assert [*typical_costs(service, ended, new, queries.price_rules(on=DAY), on=DAY)] == [
        *typical_costs(service, OLD, new, queries.price_rules(on=DAY), on=DAY)
    ]
    found = typical_costs(service, OLD, new, queries.price_rules(on=DAY), on=DAY)
    assert len(found) == 50
    costs = {(one.country, one.weight_g): (str(one.old), str(one.new), str(one.percent)) for one in found}
    assert costs["US", 500] == ("22.00 CNY", "23.10 CNY", "5.0")  # 20 + 10 %, 21 + 10 %
    assert costs["US", 1000] == ("60.00 CNY", "60.00 CNY", "0.0")  # 50 + 5.00 + 5
    assert costs["US", 5000] == ("None", "None", "None")
    assert costs["KR", 500] == ("None", "None", "None")
