"""How far parcels are, for other rooms' lists."""

from __future__ import annotations

from datetime import timedelta

from fahuo.tracking.models import Event, Leg
from fahuo.tracking.queries import standings
from tests.fixtures.journeys import make_event, make_journey, make_leg
from tests.fixtures.rows import NOON, make_order, make_shipment


def test_standings_are_one_query_and_never_anothers(amys, carols, django_assert_num_queries):
    mine = [make_shipment(amys, make_order(amys, f"70{n}")) for n in range(3)]
    theirs = make_shipment(carols, make_order(carols, "709"))
    for shipment in (*mine[:2], theirs):
        make_journey(shipment.seller, shipment, exception="SILENT" if shipment is mine[1] else "")
    with django_assert_num_queries(1):
        found = standings(amys.pk, [shipment.pk for shipment in (*mine, theirs)])
    assert set(found) == {mine[0].pk, mine[1].pk}
    row = found[mine[0].pk]
    assert (row.milestone, row.exception, row.silent_at) == ("IN_TRANSIT", "", NOON + timedelta(hours=73))
    with django_assert_num_queries(0):
        assert standings(amys.pk, []) == {}


def test_rows_of_tests_are_stored_as_they_are_asked_for(amys):
    shipment = make_shipment(amys, make_order(amys, "710"))
    make_event(amys, shipment, "PICKED_UP", NOON)
    make_event(amys, shipment, "PICKED_UP", NOON, description="Another voice")
    leg = make_leg(amys, shipment)
    assert Event.objects.filter(seller_id=amys.pk, shipment_id=shipment.pk).count() == 2
    assert Leg.objects.get(pk=leg.pk).number == shipment.waybill_number
