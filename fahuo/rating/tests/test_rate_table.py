"""The table of a day: made once, made again when a seller's prices change, possible on every day of the rule book."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import chain

import pytest

from fahuo import rulebook
from fahuo.accounts.models import Seller
from fahuo.rating import queries
from fahuo.rating.domain.rules import MonthVolume
from fahuo.rating.services import rate as services
from fahuo.rating.services.rate import rate, rate_table
from fahuo.rating.services.sheets import import_sheet
from fahuo.rating.tests.comparing import rate_batch
from fahuo.rating.tests.random_parcels import requests
from fahuo.trade.charge import Rate

TODAY = date(2026, 11, 22)
RULES = (
    "money.exchange_rates",
    "customs.duty",
    "customs.import_tax",
    "pricing.cargo_premium",
    "destinations.remote_areas",
)
BEGINNINGS = sorted(
    {dated.valid_from for name in RULES for dated in rulebook.entry(name).values}
    | set(chain.from_iterable((sheet.valid_from, *(since for since, _ in sheet.fuel)) for sheet in queries.sheets()))
)


@pytest.mark.parametrize("on", [BEGINNINGS[0] - timedelta(days=1), *BEGINNINGS], ids=str)
def test_every_day_can_be_compiled(on: date) -> None:
    """Every figure of rules and sheets is a whole number in the units of the table, else this raises."""
    assert len(rate_table(on=on).services) == len(queries.services())


def test_it_is_made_once_and_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    first = rate_table(on=TODAY)
    assert rate_table(on=TODAY) is first
    assert rate_table(on=TODAY + timedelta(days=1)) is not first
    monkeypatch.setattr(services, "_MOST", 2)
    for days in range(2, 5):
        rate_table(on=TODAY + timedelta(days=days))
    again = rate_table(on=TODAY)
    assert again is not first


def test_volumes_count_in_a_batch_as_for_one_parcel() -> None:
    volume = MonthVolume(6_000, 8_000)
    asked = requests(40, 21)
    rates = rate_batch(asked, on=TODAY, volumes={"cainiao": volume, "yunexpress": volume})
    table, compared = rate_table(on=TODAY), 0
    for column, service in enumerate(table.services):
        own = volume if service.carrier in ("cainiao", "yunexpress") else MonthVolume()
        for row, request in enumerate(asked):
            found = rate(request, service, on=TODAY, volume=own)
            if isinstance(found, Rate):
                net = int(found.net.amount.scaleb(int(table.digits[column])))
                assert rates.net[row, column] == net
                compared += found.rebate is not None
    assert compared > 40
    assert (rate_batch(asked, on=TODAY).net >= rates.net).all()


@pytest.mark.django_db
def test_a_seller_is_priced_by_his_own_sheets_and_nobody_else(amys: Seller, carols: Seller) -> None:
    request = next(one for one in requests(100, 22) if one.country == "KR" and one.parcel.weight_g in range(1, 1000))
    service = next(service for service in queries.services() if service.key == "yunexpress/THZXR")
    column = queries.services().index(service)
    before = rate_table(on=TODAY, seller_id=amys.pk)
    assert rate_table(on=TODAY, seller_id=amys.pk) is before
    sample = before.sheets[column]
    assert sample is not None
    dearer = replace(sample, fuel=((sample.valid_from, Decimal(50)),), rebate=None)
    import_sheet(seller=amys, person=None, sheet=dearer, at=datetime(2026, 11, 20, tzinfo=UTC))
    after = rate_table(on=TODAY, seller_id=amys.pk)
    assert after is not before
    assert rate_table(on=TODAY, seller_id=amys.pk) is after
    assert rate_table(on=TODAY, seller_id=carols.pk).sheets[column] == sample
    own, other = rate(request, service, on=TODAY, seller_id=amys.pk), rate(request, service, on=TODAY)
    assert isinstance(own, Rate)
    assert isinstance(other, Rate)
    assert own.total.amount > other.total.amount
    batch = rate_batch([request], on=TODAY, seller_id=amys.pk)
    assert batch.total[0, column] == int(own.total.amount * 100)
