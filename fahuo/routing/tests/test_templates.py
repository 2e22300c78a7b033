"""Which template takes a parcel: a table of cases, and arrays against one parcel after the other."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from fahuo.rating.domain.table import CARGO_BIT, COUNTRY_AT
from fahuo.routing.domain.templates import NONE, Template, Templates, classes_of, counted, level_place
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import ServiceLevel

GENERAL, BATTERY, MAGNET = CargoClass.GENERAL, CargoClass.BATTERY_BUILTIN, CargoClass.MAGNET
STANDARD, PREMIUM = ServiceLevel.STANDARD, ServiceLevel.PREMIUM
ROW = Template(
    1,
    "a/1",
    countries=frozenset({"DE", "FR"}),
    weight_from_g=100,
    weight_until_g=2000,
    levels=frozenset({STANDARD}),
    cargo=frozenset({GENERAL, BATTERY}),
)
ANY = Template(2, "b/2")


@pytest.mark.parametrize(
    ("country", "weight_g", "level", "cargo", "matches"),
    [
        ("DE", 100, STANDARD, {GENERAL}, True),  # from is inclusive
        ("FR", 1999, STANDARD, {BATTERY}, True),
        ("DE", 2000, STANDARD, {GENERAL}, False),  # until is exclusive
        ("DE", 99, STANDARD, {GENERAL}, False),
        ("US", 500, STANDARD, {GENERAL}, False),
        ("DE", 500, PREMIUM, {GENERAL}, False),
        ("DE", 500, None, {GENERAL}, False),  # the buyer's choice is not known
        ("DE", 500, STANDARD, {GENERAL, BATTERY}, True),
        ("DE", 500, STANDARD, {BATTERY, MAGNET}, False),  # all classes must be in the list
    ],
)
def test_a_template_matches(country, weight_g, level, cargo, matches):
    assert ROW.matches(country, weight_g, level, frozenset(cargo)) is matches
    assert ANY.matches(country, weight_g, level, frozenset(cargo))


@pytest.mark.parametrize(
    ("in_list", "parcel", "matches"),
    [
        ({BATTERY}, {BATTERY}, True),
        ({BATTERY}, {GENERAL}, False),  # a template for batteries does not take towels
        ({BATTERY}, {GENERAL, BATTERY}, True),  # a towel beside a phone: a parcel with a battery
        ({GENERAL}, {GENERAL, BATTERY}, False),
        ({GENERAL}, {GENERAL}, True),
        (set(), {MAGNET}, True),
    ],
)
def test_general_goods_beside_special_ones_do_not_count(in_list, parcel, matches):
    row = Template(1, "a/1", cargo=frozenset(in_list))
    assert row.matches("DE", 1, None, frozenset(parcel)) is matches


def test_the_first_one_wins():
    two = Templates.of([ROW, ANY])
    assert two.first_match_one("DE", 500, STANDARD, frozenset({GENERAL})) == 0
    assert two.first_match_one("DE", 2000, STANDARD, frozenset({GENERAL})) == 1
    assert Templates.of([ROW]).first_match_one("US", 1, None, frozenset({GENERAL})) == NONE
    assert (two.service_of, two.ids, two.names) == (("a/1", "b/2"), (1, 2), ("", ""))


def test_no_template_takes_nothing():
    nothing = Templates.of([])
    none = np.zeros(3, dtype=np.int64)
    assert nothing.first_match(none, none, none, none).tolist() == [NONE] * 3


def test_arrays_say_what_one_parcel_says():
    dice = random.Random(20261122)
    for _ in range(40):
        rows = [random_template(dice) for _ in range(dice.randint(1, 12))]
        templates = Templates.of(rows)
        parcels = [random_parcel(dice) for _ in range(60)]
        found = templates.first_match(
            np.array([COUNTRY_AT[parcel[0]] for parcel in parcels]),
            np.array([parcel[1] for parcel in parcels]),
            np.array([level_place(parcel[2]) for parcel in parcels]),
            np.array([sum(CARGO_BIT[cargo] for cargo in parcel[3]) for parcel in parcels]),
        )
        assert found.tolist() == [templates.first_match_one(*parcel) for parcel in parcels]


def test_bits_and_classes_are_the_same_thing():
    for cargo in ({GENERAL}, {BATTERY}, {GENERAL, BATTERY}, {BATTERY, MAGNET}):
        assert classes_of(sum(CARGO_BIT[one] for one in cargo)) == counted(frozenset(cargo))


def random_template(dice: random.Random, *, services: int = 3) -> Template:
    """A template of few countries, weights, levels and classes, so that templates meet."""
    until = dice.choice([None, 300, 500, 1000])
    row = Template(
        dice.randint(1, 99),
        f"c/{dice.randint(1, services)}",
        countries=frozenset(dice.sample(["DE", "FR", "US", "KR"], dice.randint(0, 3))),
        weight_from_g=dice.choice([0, 100, 200]),
        levels=frozenset(dice.sample([STANDARD, PREMIUM, ServiceLevel.ECONOMY], dice.randint(0, 2))),
        cargo=frozenset(dice.sample([GENERAL, BATTERY, MAGNET], dice.randint(0, 2))),
    )
    return replace(row, weight_until_g=until)


def random_parcel(dice: random.Random) -> tuple[str, int, ServiceLevel | None, frozenset[CargoClass]]:
    """A parcel near the edges of those templates."""
    cargo = frozenset(dice.sample([GENERAL, BATTERY, MAGNET, CargoClass.LIQUID], dice.randint(1, 2)))
    level = dice.choice([None, STANDARD, PREMIUM, ServiceLevel.ECONOMY])
    return (
        dice.choice(["DE", "FR", "US", "KR", "JP"]),
        dice.choice([1, 99, 100, 199, 200, 299, 300, 999, 1000]),
        level,
        cargo,
    )
