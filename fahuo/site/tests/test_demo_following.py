"""The demo asks about its parcels: a carrier that turns it away now and then is asked again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import clock
from fahuo.site.demo import following
from fahuo.tracking.models import Journey, Leg
from fahuo.tracking.services import begin
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller


@pytest.mark.django_db(transaction=True)
def test_whoever_is_turned_away_is_asked_again(amys: Seller) -> None:
    at = clock.now() - timedelta(days=2)
    with server.running("yanwen", faults=("track_many:rate_limit:2",)) as url:
        connect_emulated(amys, "yanwen", url)
        account = CarrierAccount.objects.get(seller=amys)
        for number in ("UA000000001YP", "UA000000002YP"):
            entry = {"number": number, "country": "DE", "booked_at": at.timestamp()}
            web().post(f"{url}/_emulator/orders", json=entry).raise_for_status()
            moments = dict.fromkeys(("created_at", "booked_at", "labelled_at"), at)
            order = make_order(amys, f"8112{number[2:11]:>012}")
            make_shipment(amys, order, carrier="yanwen", account=account, waybill_number=number, **moments)
        begin.begin_new(at=clock.now())
        following.ask(amys)
    assert "" not in set(Journey.objects.filter(seller=amys).values_list("milestone", flat=True))
    assert set(Leg.objects.values_list("failures", flat=True)) == {0}
