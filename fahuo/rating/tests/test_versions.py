"""Versions of a seller's prices: numbered, never overlapping, kept when replaced, two imports at once."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from importlib import import_module

import pytest

from fahuo.accounts.models import Seller
from fahuo.rating import queries
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.models import SheetVersion
from fahuo.rating.queries.sheets import Held, _decoded, sheets_by_day, versions
from fahuo.rating.services.sheets import SheetUnfit, import_sheet
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_seller
from tests.fixtures.together import at_once

AT = datetime(2026, 5, 2, 9, 0, tzinfo=UTC)
KEY = "yunexpress/THZXR"
ON = date(2026, 6, 1)


def sheet(begins: date, until: date | None = None, *, key: str = KEY, fuel: str = "9.0") -> RateSheet:
    """The sample of THZXR as if it were a contract's own sheet, told apart by its fuel percentage."""
    sample = queries.sample_sheets(date(2026, 11, 22))[KEY]
    return replace(
        sample, service_key=key, sample=False, valid_from=begins, valid_until=until, fuel=((begins, Decimal(fuel)),)
    )


def take(seller: Seller, begins: date, until: date | None = None, **parts: str) -> SheetVersion:
    priced = sheet(begins, until, **parts)
    return import_sheet(seller=seller, person=None, sheet=priced, at=AT, allow_hole=True).version


def connect_real(seller: Seller, carrier: str = "yunexpress") -> None:
    from fahuo.carriers import services

    services.connect(
        seller=seller, carrier=carrier, base_url="https://api.example.com", credentials={"key": "k"}, emulated=False
    )  # fmt: skip


@pytest.mark.django_db
def test_versions_are_numbered_within_a_service(amys: Seller, carols: Seller) -> None:
    numbers = [take(amys, date(2026, month, 1)).version for month in (5, 6, 7)]
    assert numbers == [1, 2, 3]
    assert take(amys, date(2026, 5, 1), key="yunexpress/MUZXR").version == 1
    assert take(carols, date(2026, 5, 1)).version == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2026, 4, 30), None),
        (date(2026, 5, 1), 1),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 1), 2),
        (date(2026, 8, 31), 2),
        (date(2026, 9, 1), None),  # version 2 ended, the third begins in October
        (date(2026, 10, 1), 3),
        (date(2030, 1, 1), 3),
    ],
)
def test_the_version_of_the_day(amys: Seller, on: date, version: int | None) -> None:
    take(amys, date(2026, 5, 1))
    take(amys, date(2026, 7, 1), date(2026, 9, 1))
    take(amys, date(2026, 10, 1))
    found = queries.sheets_in_force(on=on, seller_id=amys.pk).get(KEY)
    assert (found.name if found else None) == (
        {1: f"{KEY} v1 2026-05-01", 2: f"{KEY} v2 2026-07-01", 3: f"{KEY} v3 2026-10-01"}.get(version or 0)
    )


@pytest.mark.django_db
def test_the_end_is_the_earlier_of_its_own_and_the_next_ones_beginning(amys: Seller) -> None:
    take(amys, date(2026, 5, 1), date(2027, 1, 1))
    take(amys, date(2026, 7, 1))
    found = queries.sheets_in_force(on=ON, seller_id=amys.pk)[KEY]
    assert (found.valid_from, found.valid_until, found.sample) == (date(2026, 5, 1), date(2026, 7, 1), False)


@pytest.mark.django_db
def test_a_second_import_for_the_same_day_replaces_and_keeps_the_first(amys: Seller) -> None:
    take(amys, date(2026, 5, 1), fuel="9.0")
    again = import_sheet(seller=amys, person=None, sheet=sheet(date(2026, 5, 1), fuel="10.5"), at=AT)
    assert (again.new, again.replaced, again.version.version) == (True, 1, 2)
    assert [(held.version, held.replaced_at) for held in versions(amys.pk)] == [(2, None), (1, AT)]
    assert queries.sheets_in_force(on=ON, seller_id=amys.pk)[KEY].fuel_percent(ON) == Decimal("10.5")


@pytest.mark.django_db
def test_the_same_prices_again_change_nothing(amys: Seller) -> None:
    first = take(amys, date(2026, 5, 1))
    again = import_sheet(seller=amys, person=None, sheet=sheet(date(2026, 5, 1)), at=AT + timedelta(days=1))
    assert (again.new, again.version.pk) == (False, first.pk)
    assert SheetVersion.objects.count() == 1


@pytest.mark.django_db
def test_a_sheet_that_contradicts_itself_is_refused_and_nothing_changes(amys: Seller) -> None:
    take(amys, date(2026, 5, 1))
    with pytest.raises(SheetUnfit, match="valid_until"):
        take(amys, date(2026, 5, 1), date(2026, 5, 1))
    assert list(SheetVersion.objects.values_list("version", "replaced_at")) == [(1, None)]


@pytest.mark.django_db
def test_a_sample_never_prices_a_real_contract(amys: Seller) -> None:
    samples = queries.sheets_in_force(on=ON)
    assert queries.sheets_in_force(on=ON, seller_id=amys.pk) == samples
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9")
    assert queries.sheets_in_force(on=ON, seller_id=amys.pk) == samples
    connect_real(amys)
    found = queries.sheets_in_force(on=ON, seller_id=amys.pk)
    assert {key for key in samples if key not in found} == {key for key in samples if key.startswith("yunexpress/")}
    take(amys, date(2026, 5, 1))
    assert not queries.sheets_in_force(on=ON, seller_id=amys.pk)[KEY].sample


@pytest.mark.django_db
def test_a_version_that_ended_is_not_followed_by_a_sample(amys: Seller) -> None:
    take(amys, date(2026, 5, 1), date(2026, 5, 15))
    assert KEY not in queries.sheets_in_force(on=ON, seller_id=amys.pk)


@pytest.mark.django_db
def test_another_sellers_versions_are_not_seen(amys: Seller, carols: Seller) -> None:
    take(carols, date(2026, 5, 1))
    assert queries.sheets_in_force(on=ON, seller_id=amys.pk)[KEY].sample


@pytest.mark.django_db
def test_reading_costs_two_queries_and_one_when_it_is_known(amys: Seller, django_assert_num_queries) -> None:
    for key in ("yunexpress/MUZXR", "yunexpress/THPHR", KEY):
        take(amys, date(2026, 5, 1), key=key)
    _decoded.clear()
    with django_assert_num_queries(2):
        queries.sheets_in_force(on=ON, seller_id=amys.pk)
    with django_assert_num_queries(1):
        queries.sheets_in_force(on=ON, seller_id=amys.pk)


@pytest.mark.django_db
def test_many_days_cost_as_many_queries_as_one(amys: Seller, django_assert_num_queries) -> None:
    for month in (5, 7):
        take(amys, date(2026, month, 1))
    take(amys, date(2026, 6, 1), key="yunexpress/MUZXR")
    days = [date(2026, 4, 30), date(2026, 5, 1), date(2026, 6, 30), date(2026, 7, 1)]
    _decoded.clear()
    with django_assert_num_queries(2):
        found = sheets_by_day(days, seller_id=amys.pk)
    assert found == {day: queries.sheets_in_force(on=day, seller_id=amys.pk) for day in days}
    assert [KEY in found[day] for day in days] == [False, True, True, True]


@pytest.mark.django_db
def test_what_is_read_may_push_what_is_asked_for_out_of_memory(amys: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("fahuo.rating.queries.sheets"), "DECODED_KEPT", 1)
    _decoded.clear()
    take(amys, date(2026, 5, 1))
    first = queries.sheets_in_force(on=ON, seller_id=amys.pk)[KEY]
    take(amys, date(2026, 5, 1), key="yunexpress/MUZXR", fuel="10.0")
    take(amys, date(2026, 5, 1), key="yunexpress/THPHR", fuel="11.0")
    found = queries.sheets_in_force(on=ON, seller_id=amys.pk)
    assert found[KEY] == first
    assert len(_decoded) == 1


@pytest.mark.django_db
def test_the_revision_changes_with_whatever_changes_prices(amys: Seller, django_assert_num_queries) -> None:
    seen = [queries.revision(amys.pk)]
    steps = (
        lambda: take(amys, date(2026, 5, 1)),
        lambda: take(amys, date(2026, 5, 1), fuel="10.0"),
        lambda: connect_real(amys),
    )
    for step in steps:
        step()
        with django_assert_num_queries(1):
            seen.append(queries.revision(amys.pk))
    take(amys, date(2026, 5, 1), fuel="10.0")
    assert len(set(seen)) == len(seen)
    assert queries.revision(amys.pk) == seen[-1]


def in_force(held: list[Held], on: date) -> list[int]:
    return [version.version for version in held if version.in_force(on)]


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_random_imports_never_overlap_and_leave_earlier_days_alone(amys: Seller, seed: int) -> None:
    chance = random.Random(seed)
    first = date(2026, 1, 1)
    days = [first + timedelta(days=day) for day in range(120)]
    for number in range(12):
        before = {day: in_force(versions(amys.pk), day) for day in days} if number else {}
        begins = chance.choice(days)
        until = begins + timedelta(days=chance.randint(1, 60)) if chance.random() < 0.5 else None
        take(amys, begins, until, fuel=f"{number}.0")
        held = versions(amys.pk)
        now = {day: in_force(held, day) for day in days}
        assert all(len(found) <= 1 for found in now.values())
        assert all(now[day] == found for day, found in before.items() if day < begins)
        assert len(held) == number + 1  # nothing is lost


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_get_two_numbers() -> None:
    seller = make_seller("Two at once", ship_from=False)
    at_once(*(partial(take, seller, date(2026, month, 1), fuel=f"{month}.0") for month in (5, 6, 6, 7)))
    assert sorted(held.version for held in versions(seller.pk)) == [1, 2, 3]  # the two of June are the same prices
