"""Silent parcels: who is on the list, what the carrier is asked, who marked it, and how a request ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, timedelta, timezone

import pytest
from django.db import connection

from fahuo.accounts.models import Action
from fahuo.tracking.domain.supplement import MOST_LINES, Missing, supplement_text
from fahuo.tracking.models import AskedParcel, Journey, SupplementRequest
from fahuo.tracking.queries import silent
from fahuo.tracking.services.ask_carrier import Sent, mark_sent, settle_heard
from tests.fixtures.journeys import make_event, make_journey
from tests.fixtures.rows import NOON, make_order, make_shipment

LATER = NOON + timedelta(days=4)  # silent since NOON + 73 h


def parcels(seller, *carriers: str, **columns) -> list[int]:
    found = []
    for place, carrier in enumerate(carriers):
        number = f"{seller.pk}9{Journey.objects.count():03}{place}"
        shipment = make_shipment(seller, make_order(seller, number), carrier=carrier)
        make_journey(seller, shipment, **columns)
        found.append(shipment.pk)
    return found


def mark(seller, person, ids, *, at=LATER, carrier="yunexpress", text="Please look.") -> Sent:
    return mark_sent(seller=seller, person=person, carrier=carrier, language="EN", text=text, shipment_ids=ids, at=at)


def states(seller, ids, at=LATER) -> dict[int, str]:
    return {row.shipment_id: row.state(at) for row in silent.rows(seller.pk, ids)}


def test_only_living_parcels_under_way_of_this_seller_are_silent(amys, carols):
    (first, second) = parcels(amys, "yunexpress", "yanwen")
    parcels(amys, "yunexpress", silent_at=LATER + timedelta(minutes=1))
    parcels(amys, "yunexpress", ended_at=NOON)
    (gone,) = parcels(amys, "yunexpress")
    Journey.objects.get(pk=gone).shipment.__class__.objects.filter(pk=gone).update(status="CANCELLED")
    parcels(carols, "yunexpress")
    everything = silent.SilentFilter()
    assert silent.ids(amys.pk, everything, at=LATER) == [first, second]
    counted, _ids = silent.overview(amys.pk, everything, at=LATER)
    assert counted.counts("carrier") == {"yunexpress": 1, "yanwen": 1}
    assert silent.ids(amys.pk, silent.SilentFilter(carrier="yanwen"), at=LATER) == [second]
    assert silent.silent_among(amys.pk, [first, gone], at=LATER) == [first]


def test_rows_say_what_was_heard_last_in_one_query(amys, django_assert_num_queries):
    ids = parcels(amys, "yunexpress", "yunexpress")
    shipment = Journey.objects.get(pk=ids[0]).shipment
    make_event(amys, shipment, "PICKED_UP", NOON, description="Collected")
    make_event(amys, shipment, "IN_TRANSIT", NOON + timedelta(hours=1), description="Left the hub", place="Dongguan")
    make_event(amys, shipment, "DELIVERED", NOON + timedelta(hours=1), description="Odd", odd="FUTURE")
    with django_assert_num_queries(1):
        rows = silent.rows(amys.pk, ids)
    assert [(row.description, row.place) for row in rows] == [("Left the hub", "Dongguan"), (None, None)]


def test_exactly_at_72_hours_it_is_silent_and_not_a_moment_before(amys):
    (pk,) = parcels(amys, "yunexpress", silent_at=LATER)
    assert silent.ids(amys.pk, silent.SilentFilter(), at=LATER - timedelta(microseconds=1)) == []
    assert silent.ids(amys.pk, silent.SilentFilter(), at=LATER) == [pk]


def test_what_is_heard_of_while_a_file_is_written_is_left_out(amys, monkeypatch):
    monkeypatch.setattr(silent, "_AT_ONCE", 1)
    ids = parcels(amys, "yunexpress", "yunexpress", "yunexpress")
    rows = silent.every_row(amys.pk, ids, at=LATER)
    first = next(rows).shipment_id
    heard, delivered = [pk for pk in ids if pk != first]
    Journey.objects.filter(pk=heard).update(silent_at=LATER + timedelta(hours=72), last_event_at=LATER)
    Journey.objects.filter(pk=delivered).update(ended_at=LATER)
    assert list(rows) == []


def test_a_marked_parcel_waits_for_an_answer_and_comes_back_without_one(amys, amy):
    ids = parcels(amys, "yunexpress", "yunexpress")
    sent = mark(amys, amy, ids[:1], text="请查件")
    assert (sent.taken, sent.asked_already, sent.heard_of) == (1, 0, 0)
    request = SupplementRequest.objects.get()
    assert (request.text, request.person, request.parcels) == ("请查件", amy, 1)
    assert Action.objects.get(verb="ask_carrier").detail == {"shipments": 1}
    assert states(amys, ids) == {ids[0]: silent.ASKED, ids[1]: silent.NOT_ASKED}
    afterwards = LATER + silent.ANSWER_WITHIN
    assert states(amys, ids, afterwards)[ids[0]] == silent.NO_ANSWER
    assert silent.ids(amys.pk, silent.SilentFilter(state="NO_ANSWER"), at=afterwards) == ids[:1]
    again = mark(amys, amy, ids, at=afterwards)
    assert again.taken == 2
    assert sorted(AskedParcel.objects.values_list("shipment_id", "outcome")) == sorted(
        [(ids[0], "ASKED_AGAIN"), (ids[0], "OPEN"), (ids[1], "OPEN")]
    )


def test_what_is_asked_for_already_is_left_out_and_nothing_changes(amys, amy, bob):
    ids = parcels(amys, "yunexpress")
    mark(amys, amy, ids)
    refused = mark(amys, bob, ids, at=LATER + timedelta(minutes=1))
    assert (refused.request, refused.asked_already) == (None, 1)
    assert SupplementRequest.objects.count() == AskedParcel.objects.count() == 1
    assert not Action.objects.filter(person=bob).exists()


def test_foreign_parcels_other_carriers_and_those_heard_of_are_never_marked(amys, carols, amy):
    (mine, other) = parcels(amys, "yunexpress", "yanwen")
    (theirs,) = parcels(carols, "yunexpress")
    (heard,) = parcels(amys, "yunexpress", silent_at=LATER + timedelta(hours=1))
    sent = mark(amys, amy, [mine, other, theirs, heard])
    assert (sent.taken, sent.heard_of) == (1, 3)
    assert list(AskedParcel.objects.values_list("shipment_id", flat=True)) == [mine]


ENDS: list[tuple[Callable[[int], object], str]] = [
    (
        lambda pk: Journey.objects.filter(pk=pk).update(last_event_at=LATER, silent_at=LATER + timedelta(days=3)),
        "HEARD",
    ),
    (lambda pk: Journey.objects.filter(pk=pk).update(ended_at=LATER, silent_at=None), "ENDED"),
    (
        lambda pk: Journey.objects.get(pk=pk).shipment.__class__.objects.filter(pk=pk).update(status="CANCELLED"),
        "ENDED",
    ),
]


@pytest.mark.parametrize(("happens", "outcome"), ENDS)
def test_a_request_is_settled_when_the_parcel_is_heard_of(amys, amy, happens, outcome):
    ids = parcels(amys, "yunexpress", "yunexpress")
    mark(amys, amy, ids)
    assert settle_heard(at=LATER) == 0
    happens(ids[0])
    assert settle_heard(at=LATER + timedelta(hours=1)) == 1
    assert AskedParcel.objects.get(shipment_id=ids[0]).outcome == outcome
    assert AskedParcel.objects.get(shipment_id=ids[1]).outcome == "OPEN"
    assert silent.ids(amys.pk, silent.SilentFilter(), at=LATER) == ids[1:]


def test_a_second_silence_is_a_new_one_even_before_the_first_is_settled(amys, amy):
    (pk,) = parcels(amys, "yunexpress")
    mark(amys, amy, [pk])
    Journey.objects.filter(pk=pk).update(last_event_at=LATER, silent_at=LATER + timedelta(days=3))
    again = LATER + timedelta(days=4)
    assert states(amys, [pk], again) == {pk: silent.NOT_ASKED}
    assert mark(amys, amy, [pk], at=again).taken == 1
    assert sorted(AskedParcel.objects.values_list("outcome", flat=True)) == ["HEARD", "OPEN"]


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_mark_each_parcel_once(amys, amy, bob):
    ids = parcels(amys, *["yunexpress"] * 5)
    found: list[Sent] = []

    def clerk(person) -> None:
        found.append(mark(amys, person, ids))
        connection.close()

    clerks = [threading.Thread(target=clerk, args=(person,)) for person in (amy, bob)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    assert sorted((sent.taken, sent.asked_already) for sent in found) == [(0, 5), (5, 0)]
    assert AskedParcel.objects.count() == 5


BEIJING = timezone(timedelta(hours=8))


@pytest.mark.parametrize(("language", "words"), [("zh", "轨迹"), ("en", "tracking events")])
def test_the_text_names_each_parcel_on_a_line_of_its_own(language: str, words: str):
    parcel = Missing("YT1", "TN1", "DE", "Left | the\nhub", NOON.astimezone(UTC))
    text = supplement_text(
        [parcel, Missing("YT2", "", "FR", "", None)], language=language, carrier="Yun", sender="Amy", at=NOON,
        zone=BEIJING,
    )  # fmt: skip
    assert words in text
    assert "1 | YT1 | TN1 | DE | 2026-11-20 20:00 | Left / the hub" in text.splitlines()
    assert "UTC+08:00" in text
    assert text.endswith("Amy\n2026-11-20")


def test_a_long_list_goes_beside_the_text():
    many = [Missing(f"YT{n}", "", "DE", "", None) for n in range(MOST_LINES + 7)]
    text = supplement_text(many, language="zh", carrier="Yun", sender="Amy", at=NOON, zone=UTC)
    assert f"YT{MOST_LINES - 1} " in text
    assert f"YT{MOST_LINES} " not in text
    assert "其余 7 个包裹见附件清单" in text
