"""The page of expected delivery: empty, with lanes, with what was measured."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from fahuo.kit import clock
from fahuo.tracking.models import Prediction
from fahuo.tracking.queries.lane_laws import Kept, lane_laws
from fahuo.tracking.services.learn import learn
from fahuo.tracking.tests.test_expect import parcel, travel

if TYPE_CHECKING:
    from fahuo.accounts.models import Person, Seller

pytestmark = pytest.mark.django_db


def seen_by(person: Person) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client.get("/tracking/expected").content.decode()


def test_before_the_first_night(amy: Person) -> None:
    page = seen_by(amy)
    assert "Nothing has been learned yet" in page


def test_lanes_with_what_was_measured(amy: Person, amys: Seller, carols: Seller) -> None:
    now = clock.now()
    for number in range(1, 31):
        begun = now - timedelta(days=60 - number)
        shipment = parcel(amys, number, on=begun)
        travel(shipment, begun, days=9)
        first = (begun + timedelta(days=8 if number > 3 else 12)).date()
        Prediction.objects.create(
            seller=amys, shipment=shipment, stage="LABEL", made_on=begun.date(), expected_from=first,
            expected_on=first, expected_until=first + timedelta(days=2),
        )  # fmt: skip
    learn(seller_id=amys.pk, at=now)
    table = lane_laws(amys.pk, on=now.date())
    (row,) = table.rows
    assert (row.country, row.own, row.likely) == ("DE", 30, 9)
    assert row.first <= 9 <= row.last
    assert row.kept == table.kept["LABEL"] == Kept(30, 27, 3)
    page = seen_by(amy)
    assert "90.0 %" in page
    assert lane_laws(carols.pk, on=now.date()).rows == ()
