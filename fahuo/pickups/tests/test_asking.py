"""A pick-up is asked for once, whatever happens on the way. Real emulators over HTTP, real rows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.accounts.models import Action
from fahuo.carriers.models import CarrierAccount, CarrierCall
from fahuo.kit import clock
from fahuo.pickups.models import Pickup, PickupLine
from fahuo.pickups.services import settle
from fahuo.pickups.services.ask import ask_due
from fahuo.pickups.tests.conftest import again, let_it_be_due, tomorrow, window
from fahuo.shipments.models import Shipment
from fahuo.shipments.services.desk import Desk
from fahuo.shipments.services.ship import open_desk

pytestmark = pytest.mark.django_db


def open_lines(pickup: Pickup) -> int:
    return PickupLine.objects.filter(pickup=pickup, is_open=True).count()


def test_a_pickup_is_confirmed_with_the_carriers_number(ups, bob) -> None:
    pickup = ups.asked(ups.parcels(3))
    assert pickup.state == "CONFIRMED", pickup.problems
    [held] = ups.book()
    assert (pickup.state, pickup.number, pickup.problems) == ("CONFIRMED", held["number"], [])
    assert (held["reference"], held["parcels"]) == (pickup.reference, 3)
    assert (pickup.parcels, pickup.weight_g, pickup.lease) == (3, 3 * 495, None)
    assert list(pickup.timeline.order_by("pk").values_list("kind", flat=True)) == ["ASKED", "CONFIRMED"]
    call = CarrierCall.objects.get(reference=pickup.reference)
    assert (call.operation, call.outcome) == ("pickup", "DONE")
    assert "Keji" not in call.transcript
    assert ask_due() == 0


def test_the_same_click_twice_takes_each_parcel_once(ups) -> None:
    parcels = ups.parcels(2)
    first, second = ups.ask(parcels), ups.ask(parcels)
    assert first.pickup is not None
    assert (second.pickup, second.problem.code, second.left_out) == (None, "PICKUP_NO_PARCELS", 2)
    assert Pickup.objects.count() == 1


def test_of_chosen_parcels_only_those_that_can_be_fetched_go_along(ups, dhl, carols) -> None:
    good, cancelled, unlabelled = ups.parcels(3)
    type(good).objects.filter(pk=cancelled.pk).update(status="CANCELLED")
    type(good).objects.filter(pk=unlabelled.pk).update(status="BOOKED")
    [others] = dhl.parcels(1, first=10)
    type(others).objects.filter(pk=others.pk)
    started = ups.ask([good, cancelled, unlabelled, others])
    assert started.pickup is not None
    assert (started.left_out, [line.shipment_id for line in started.pickup.lines.all()]) == (3, [good.pk])


def test_what_the_carrier_refuses_sets_the_parcels_free(ups) -> None:
    parcels = ups.parcels(2)
    pickup = ups.asked(parcels, window=window(tomorrow() + timedelta(days=20)))
    assert (pickup.state, pickup.problems[0]["field"], open_lines(pickup)) == ("REFUSED", "window", 0)
    assert ups.book() == []
    assert ups.asked(parcels).state == "CONFIRMED"


def test_a_lost_answer_is_looked_for_and_never_sent_again(ups) -> None:
    ups.fail("error_after")
    pickup = ups.asked(ups.parcels(1))
    assert (pickup.state, pickup.number) == ("ASKING", "")
    assert pickup.lease_until > clock.now()
    let_it_be_due(pickup)
    ask_due()
    [held] = ups.book()
    assert (again(pickup).state, again(pickup).number) == ("CONFIRMED", held["number"])
    sent = CarrierCall.objects.filter(reference=pickup.reference, operation="pickup")
    assert [call.outcome for call in sent] == ["DOUBTFUL"]


def test_not_listed_twice_goes_to_a_person_and_is_not_sent_again(ups) -> None:
    ups.fail("error_before")
    pickup = ups.asked(ups.parcels(1))
    for _ in range(2):
        assert again(pickup).state == "ASKING"
        let_it_be_due(pickup)
        ask_due()
    row = again(pickup)
    assert (row.state, row.problems[0]["code"], row.looked) == ("REVIEW", "PICKUP_NOT_LISTED", 0 + 1)
    assert CarrierCall.objects.filter(reference=pickup.reference, operation="pickup").count() == 1
    assert ups.book() == []


def test_a_carrier_that_cannot_be_asked_leaves_it_to_a_person_at_once(dhl, bob) -> None:
    dhl.fail("error_after")
    pickup = dhl.asked(dhl.parcels(1))
    assert (pickup.state, pickup.problems[0]["code"]) == ("REVIEW", "PICKUP_DOUBTFUL")
    assert open_lines(pickup) == 1
    [held] = dhl.book()
    assert settle.confirm(pickup=pickup, person=bob, number=held["number"], at=clock.now()) is None
    assert (again(pickup).state, again(pickup).number) == ("CONFIRMED", held["number"])
    assert settle.confirm(pickup=pickup, person=bob, number="X", at=clock.now()).code == "PICKUP_STATE"
    assert again(pickup).number == held["number"]


def test_a_person_who_finds_nothing_sets_the_parcels_free(dhl, bob) -> None:
    dhl.fail("error_before")
    parcels = dhl.parcels(1)
    pickup = dhl.asked(parcels)
    assert pickup.state == "REVIEW"
    assert settle.give_up(pickup=pickup, person=bob, at=clock.now()) is None
    assert (again(pickup).state, open_lines(pickup)) == ("REFUSED", 0)
    assert dhl.asked(parcels).state == "CONFIRMED"


def test_what_was_surely_not_taken_is_sent_again(ups) -> None:
    ups.fail("rate_limit")
    pickup = ups.asked(ups.parcels(1))
    assert (pickup.state, pickup.sent_at, pickup.problems[0]["code"]) == ("ASKING", None, "CARRIER_BUSY")
    let_it_be_due(pickup)
    ask_due()
    assert again(pickup).state == "CONFIRMED"
    assert len(ups.book()) == 1


def test_a_worker_that_died_after_its_intent_left_a_row_that_is_looked_for(ups) -> None:
    started = ups.ask(ups.parcels(1))
    Pickup.objects.filter(pk=started.pickup.pk).update(sent_at=clock.now(), lease="0" * 32)
    let_it_be_due(started.pickup)
    ask_due()
    assert again(started.pickup).state == "ASKING"
    assert ups.book() == []  # not sent: nobody knows what the dead worker did


def test_a_late_worker_overwrites_nothing(ups, monkeypatch) -> None:
    from fahuo.pickups.services import record

    real = record.result

    def late(pickup, lease, came_of, **given):
        Pickup.objects.filter(pk=pickup.pk).update(lease="1" * 32)  # somebody else's by now
        return real(pickup, lease, came_of, **given)

    monkeypatch.setattr(record, "result", late)
    pickup = ups.asked(ups.parcels(1))
    assert (pickup.state, pickup.number) == ("ASKING", "")
    assert CarrierCall.objects.get(reference=pickup.reference).outcome == "DONE"  # that it was taken is true


def test_a_window_that_is_over_is_not_sent(ups) -> None:
    started = ups.ask(ups.parcels(1))
    Pickup.objects.filter(pk=started.pickup.pk).update(comes_on=tomorrow() - timedelta(days=2))
    ask_due()
    row = again(started.pickup)
    assert (row.state, row.problems[0]["code"], row.sent_at) == ("REFUSED", "PICKUP_WINDOW_PAST", None)
    assert ups.book() == []


def test_an_account_out_of_use_is_asked_for_nothing_new(ups) -> None:
    started = ups.ask(ups.parcels(1))
    CarrierAccount.objects.filter(pk=ups.account.pk).update(active=False)
    ask_due()
    assert again(started.pickup).problems[0]["code"] == "PICKUP_ACCOUNT_RETIRED"
    assert ups.book() == []


def cancel(yard, pickup, person=None):
    with open_desk(yard.seller) as desk:
        assert isinstance(desk, Desk)
        return settle.cancel(pickup=pickup, person=person, desk=desk, at=clock.now())


@pytest.mark.parametrize("carrier", ["ups", "dhl"])
def test_calling_off_goes_to_the_carrier_first(request, carrier, bob) -> None:
    yard = request.getfixturevalue(carrier)
    pickup = yard.asked(yard.parcels(1))
    yard.fail("error_before", "cancel_pickup")
    assert cancel(yard, pickup).code == "PICKUP_NOT_CANCELLED"
    assert (again(pickup).state, open_lines(pickup)) == ("CONFIRMED", 1)
    assert cancel(yard, pickup, bob) is None
    assert (again(pickup).state, open_lines(pickup)) == ("CANCELLED", 0)
    assert [entry["cancelled"] for entry in yard.book()] == [True]
    assert Action.objects.filter(seller=yard.seller, verb="cancel_pickup", person=bob).count() == 1
    assert cancel(yard, again(pickup)).code == "PICKUP_STATE"


def test_two_pickups_with_one_number_are_not_called_off_together(ups) -> None:
    """The carrier answers a second order for the same place and day with the number of the first."""
    first = ups.asked(ups.parcels(1))
    second = ups.asked(ups.parcels(1, first=5))
    assert second.number == first.number
    assert second.problems[0]["code"] == "PICKUP_NUMBER_SHARED"
    assert cancel(ups, second) is None
    assert [entry["cancelled"] for entry in ups.book()] == [False]  # the driver still comes for the first
    assert cancel(ups, again(first)) is None
    assert [entry["cancelled"] for entry in ups.book()] == [True]


def test_what_is_under_work_cannot_be_called_off(ups) -> None:
    ups.fail("error_after")
    pickup = ups.asked(ups.parcels(1))
    assert cancel(ups, pickup).code == "PICKUP_STATE"
    assert again(pickup).state == "ASKING"


def test_without_a_number_the_carrier_is_not_asked_to_call_off(dhl, bob) -> None:
    """An empty number is nobody's pick-up: its "not found" must not be read as called off."""
    dhl.fail("error_after")
    pickup = dhl.asked(dhl.parcels(1))
    assert settle.confirm(pickup=pickup, person=bob, number="", at=clock.now()) is None
    assert not settle.takes_a_call(again(pickup))  # the page then says that a person must tell the carrier
    calls = CarrierCall.objects.count()
    assert cancel(dhl, again(pickup)) is None
    assert (again(pickup).state, CarrierCall.objects.count()) == ("CANCELLED", calls)
    assert [entry["cancelled"] for entry in dhl.book()] == [False]


def test_what_was_cancelled_before_the_carrier_is_asked_is_not_fetched(ups) -> None:
    parcels = ups.parcels(3)
    started = ups.ask(parcels)
    Shipment.objects.filter(pk=parcels[0].pk).update(status="CANCELLED")
    ask_due()
    assert again(started.pickup).state == "CONFIRMED"
    assert [entry["parcels"] for entry in ups.book()] == [2]


def test_no_driver_is_asked_for_nothing(ups) -> None:
    parcels = ups.parcels(2)
    started = ups.ask(parcels)
    Shipment.objects.filter(pk__in=[row.pk for row in parcels]).update(status="CANCELLED")
    ask_due()
    row = again(started.pickup)
    assert (row.state, row.problems[0]["code"], row.sent_at) == ("REFUSED", "PICKUP_NO_PARCELS", None)
    assert ups.book() == []


@pytest.mark.parametrize("first", ["cancel", "worker"])
def test_called_off_while_it_is_asked_for(ups, first) -> None:
    """What a worker holds is not called off here; what was called off here is not sent."""
    started = ups.ask(ups.parcels(1))
    if first == "cancel":
        assert cancel(ups, again(started.pickup)) is None
        assert ask_due() == 0
        assert (again(started.pickup).state, ups.book()) == ("CANCELLED", [])
    else:
        Pickup.objects.filter(pk=started.pickup.pk).update(lease="0" * 32)
        assert cancel(ups, again(started.pickup)).code == "PICKUP_STATE"
        assert again(started.pickup).state == "ASKING"


def test_by_hand_nothing_is_called(dhl, bob) -> None:
    pickup = dhl.asked(dhl.parcels(1), by_call=False)
    assert (pickup.state, dhl.book()) == ("DRAFT", [])
    assert settle.confirm(pickup=pickup, person=bob, number="", at=clock.now()) is None
    assert again(pickup).state == "CONFIRMED"
    assert cancel(dhl, again(pickup)) is None
    assert again(pickup).state == "CANCELLED"


def test_nobody_asks_with_anothers_account_or_parcels(ups, carols) -> None:
    parcels = ups.parcels(1)
    from fahuo.accounts.queries import ship_from
    from fahuo.pickups.services import start

    wanted = start.Wanted(ups.account.pk, ship_from(carols.pk), window(), [parcels[0].pk])
    started = start.start(seller=carols, person=None, wanted=wanted, at=clock.now())
    assert (started.pickup, started.problem.code) == (None, "PICKUP_ACCOUNT_RETIRED")
    assert not Pickup.objects.exists()
