"""Pages of tracking, seen by a clerk: the list, the part of a shipment's page, silent parcels, unknown codes."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from fahuo.tracking.models import AskedParcel, SupplementRequest, UnmappedCode
from fahuo.tracking.web import words
from fahuo.trade.alert_kind import AlertKind
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from tests.fixtures.journeys import make_event, make_journey, make_leg
from tests.fixtures.rows import NOON, make_order, make_shipment

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


def parcel(seller, number: str, *, carrier: str = "yunexpress", country: str = "DE", **columns):
    shipment = make_shipment(seller, make_order(seller, number, country=country), carrier=carrier)
    make_journey(seller, shipment, **{"silent_at": timezone.now() + 20 * HOUR} | columns)
    return shipment


def test_an_empty_list_says_how_it_is_filled(clerk):
    assert "No parcel is under way" in clerk.get(reverse("tracking")).text
    assert "Every parcel was heard of" in clerk.get(reverse("silent-parcels")).text
    assert "Every code is known" in clerk.get(reverse("unmapped-codes")).text


def test_a_page_of_fifty_costs_as_many_queries_as_a_page_of_one(clerk, amys, django_assert_num_queries):
    for place in range(52):
        parcel(amys, f"91{place:03}")
    with django_assert_num_queries(6):  # session, person, seller, cube, keys, rows
        page = clerk.get(reverse("tracking")).text
    assert page.count("data-row") == 50
    assert "52 parcels" in page


# query → order numbers that are shown
CHOICES = [
    ("", {"1", "2", "3", "4"}),
    ("group=DELIVERY", {"2"}),
    ("group=ANNOUNCED", {"3"}),
    ("exception=CUSTOMS_HELD", {"2"}),
    ("carrier=yanwen", {"3"}),
    ("country=FR", {"4"}),
    ("deadline=PICKUP", {"3"}),
    ("deadline=SILENT", {"4"}),
    ("deadline=LATE", {"1"}),
    ("period=ENDED", {"5"}),
    ("group=ORIGIN&country=FR", {"4"}),
    ("text=70000005", {"5"}),
    ("text=yt7000000", {"1", "2", "3", "4", "5", "6"}),
    ("group=NONSENSE&deadline=%00", {"1", "2", "3", "4"}),
]


@pytest.mark.parametrize(("query", "numbers"), CHOICES)
def test_facets_and_search_choose(clerk, amys, carols, query: str, numbers: set[str]):
    now = timezone.now()
    parcel(amys, "70000001", promised_on=(now - 48 * HOUR).date())
    parcel(amys, "70000002", milestone="OUT_FOR_DELIVERY", exception="CUSTOMS_HELD")
    parcel(amys, "70000003", milestone="", carrier="yanwen", silent_at=None, pickup_due_at=now - HOUR)
    parcel(amys, "70000004", milestone="RECEIVED", country="FR", silent_at=now - HOUR)
    parcel(amys, "70000005", milestone="DELIVERED", ended_at=now - 48 * HOUR, silent_at=None)
    parcel(amys, "70000006", milestone="DELIVERED", ended_at=now - timedelta(days=90), silent_at=None)
    gone = parcel(amys, "70000007")
    gone.__class__.objects.filter(pk=gone.pk).update(status="CANCELLED", waybill_number="VOID")
    parcel(carols, "70000009")
    page = clerk.get(f"{reverse('tracking')}?{query}").text
    assert {number for number in "123456789" if f">7000000{number}<" in page} == numbers
    told = clerk.get(f"{reverse('tracking-file')}?{query}").getvalue().decode("utf-8-sig")
    assert {row[0][-1] for row in list(csv.reader(io.StringIO(told)))[1:]} == numbers


def test_the_shipments_list_shows_the_milestone(clerk, amys):
    parcel(amys, "71", milestone="OUT_FOR_DELIVERY", exception="ADDRESS_UNCLEAR")
    page = clerk.get(reverse("shipments")).text
    assert "Out for delivery" in page
    assert "Address unclear" in page


def test_an_expected_day_that_is_over_is_said_to_be_and_none_is_expected_of_a_way_that_ended(clerk, amys):
    day, now = date(2025, 3, 7), timezone.now()  # which the page names for nothing else
    days = {"expected_from": day, "expected_on": day, "expected_until": day, "promised_on": day - timedelta(days=1)}
    over = parcel(amys, "791", **days)
    back = parcel(amys, "792", milestone="RETURNED", ended_at=now, **days)
    late = parcel(amys, "793", milestone="DELIVERED", ended_at=now, delivered_at=now, **days)
    for shipment, is_over in ((over, True), (back, False), (late, False)):
        part = clerk.get(reverse("shipment-tracking", args=[shipment.pk]), headers={"hx-request": "true"}).text
        row = clerk.get(reverse("tracking"), {"text": shipment.order.number}).text.partition("<tbody>")[2]
        for text in (part, row):
            assert "later than promised" in text
            assert (day.isoformat() in text) == (" d overdue</span>" in text) == is_over


def test_a_shipments_part_merges_sources_and_tells_ours_from_theirs(clerk, amys):
    shipment = parcel(amys, "72", milestone="OUT_FOR_DELIVERY", exception="ADDRESS_UNCLEAR", exception_at=NOON,
                      expected_on=NOON.date(), expected_from=NOON.date(), expected_until=NOON.date())  # fmt: skip
    make_leg(amys, shipment, pushed_at=NOON)
    make_event(amys, shipment, "RECEIVED", NOON, description="Scanned in", raw_time="2026-11-20 20:00:00")
    make_event(amys, shipment, "RECEIVED", NOON + timedelta(minutes=5), carrier="usps", description="Got it")
    make_event(amys, shipment, "UNMAPPED", NOON + HOUR, raw_code="ZZ99", description="<b>Whatever</b>")
    make_event(amys, shipment, "IN_TRANSIT", NOON + timedelta(days=900), odd="FUTURE", description="Time machine")
    address = reverse("shipment-tracking", args=[shipment.pk])
    part = clerk.get(address, headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert "2026-11-20 20:00:00" in part  # as the carrier wrote it
    assert part.count("Received by the carrier") == 1
    assert "YunExpress + USPS" in part or "USPS + YunExpress" in part
    assert "ZZ99" in part
    assert "&lt;b&gt;Whatever" in part
    assert "lies in the future" in part[part.index("counts for nothing") :]
    assert "Ask the buyer for the full address" in part
    assert part.index("Label read back") < part.index("Ordered by the buyer")
    assert "<html" in clerk.get(address).text
    assert reverse("shipment-tracking", args=[shipment.pk]) in clerk.get(reverse("shipment", args=[shipment.pk])).text


def test_carriers_are_asked_at_once_when_a_person_wants_it_but_not_all_the_time(clerk, amys, carols):
    now = timezone.now()
    shipment = parcel(amys, "78")
    due = make_leg(amys, shipment, polled_at=now - HOUR, poll_at=now + 5 * HOUR)
    just = make_leg(amys, shipment, number="JUST", polled_at=now, poll_at=now + HOUR)
    refused = make_leg(amys, shipment, number="NO", refusal="unknown number", poll_at=None)
    answer = clerk.post(reverse("ask-tracking", args=[shipment.pk]), follow=True).text
    assert "The carriers are being asked" in answer
    for leg in (due, just, refused):
        leg.refresh_from_db()
    assert due.poll_at <= timezone.now()
    assert just.poll_at == now + HOUR
    assert refused.poll_at is None
    theirs = parcel(carols, "79")
    assert clerk.post(reverse("ask-tracking", args=[theirs.pk])).status_code == 404


def test_ten_thousand_events_are_paged(clerk, amys, django_assert_num_queries):
    from fahuo.tracking.models import Event

    shipment = parcel(amys, "73")
    Event.objects.bulk_create(
        Event(seller_id=amys.pk, shipment_id=shipment.pk, at=NOON + timedelta(minutes=n), digest=n,
              carrier="yunexpress", milestone="IN_TRANSIT", description=f"Scan number {n}.", seen_at=NOON)
        for n in range(10_000)
    )  # fmt: skip
    address = reverse("shipment-tracking", args=[shipment.pk])
    with django_assert_num_queries(10):  # three of sign-in, shipment, customs (2), journey, events, ours, legs
        first = clerk.get(address, headers={"hx-request": "true"})
    assert len(first.content) < 100_000
    assert "Scan number 9999." in first.text
    assert "10,000 events" in first.text
    last = clerk.get(f"{address}?page=999999", headers={"hx-request": "true"}).text
    assert "Ordered by the buyer" in last
    assert "101 / 101" in last
    assert "Scan number 0." in clerk.get(f"{address}?page=100", headers={"hx-request": "true"}).text


def test_customs_moments_stand_in_the_timeline(clerk, amys):
    from tests.fixtures.rows import make_declaration

    shipment = parcel(amys, "74")
    make_declaration(amys, shipment)
    part = clerk.get(reverse("shipment-tracking", args=[shipment.pk]), headers={"hx-request": "true"}).text
    assert "Export released by customs" in part


def silent(seller, number: str, **columns):
    shipment = parcel(seller, number, last_event_at=NOON, silent_at=timezone.now() - HOUR, **columns)
    make_event(seller, shipment, "IN_TRANSIT", NOON, description="=cmd|'/c calc'!A0", place="Dongguan")
    return shipment


def test_silent_parcels_are_shown_with_the_carriers_own_page_and_safe_in_files(clerk, amys):
    shipment = silent(amys, "75")
    page = clerk.get(reverse("silent-parcels")).text
    assert f"https://www.yuntrack.com/parcelTracking?id={shipment.waybill_number}" in page
    assert "not confirmed by the carrier" in page
    told = clerk.get(reverse("silent-file", args=["csv"])).getvalue().decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(told)))[1]
    assert row[7].startswith("'=cmd")
    book = openpyxl.load_workbook(io.BytesIO(clerk.get(reverse("silent-file", args=["xlsx"])).content))
    cells = [cell for line in book.active.iter_rows() for cell in line if str(cell.value).startswith("=cmd")]
    assert [cell.data_type for cell in cells] == ["s"]
    assert clerk.get(reverse("silent-file", args=["exe"])).status_code == 404


def test_a_request_is_written_per_carrier_and_marked_as_it_was_sent(clerk, amys, bob):
    first, second = silent(amys, "76"), silent(amys, "77", carrier="yanwen")
    address = reverse("supplement-request")
    page = clerk.get(f"{address}?id={first.pk}&id={second.pk}&in=zh").text
    assert page.count("<textarea") == 2
    assert "云途物流 客服，您好" in page
    assert f"1 | {first.waybill_number}" in page
    assert "Petersen" not in page
    listed = clerk.post(reverse("silent-file", args=["csv"]), {"ids": f"{second.pk},x"}).getvalue().decode("utf-8-sig")
    assert [row[1] for row in csv.reader(io.StringIO(listed))][1:] == [second.waybill_number]
    sent = {"carrier": "yunexpress", "language": "zh", "ids": f"{first.pk},{second.pk},x", "text": "请查 = changed"}
    answer = clerk.post(reverse("mark-supplement-sent"), sent, follow=True).text
    assert "1 parcel is watched now" in answer
    request = SupplementRequest.objects.get()
    assert (request.text, request.language, request.person) == ("请查 = changed", "ZH", bob)
    assert "Carrier asked" in answer
    again = clerk.post(reverse("mark-supplement-sent"), sent, follow=True).text
    assert "Nothing was marked" in again
    assert AskedParcel.objects.count() == 1
    assert "Choose at least one" in clerk.get(address, follow=True).text
    assert clerk.get(f"{address}?all_matching=1&state=NOT_ASKED").text.count("<textarea") == 1


def test_an_unknown_code_is_settled_and_comes_back_when_it_is_seen_again(clerk, amys, carols):
    columns = {"carrier": "yunexpress", "first_seen_at": NOON, "last_seen_at": NOON, "seen": 1200}
    code = UnmappedCode.objects.create(seller=amys, raw_code="Q7", sample="Parcel <i>sleeps</i>", **columns)
    theirs = UnmappedCode.objects.create(seller=carols, raw_code="HIDDEN", **columns)
    page = clerk.get(reverse("unmapped-codes")).text
    assert "1 code waits" in page
    assert "1,200" in page
    assert "&lt;i&gt;sleeps" in page
    assert "HIDDEN" not in page
    assert clerk.post(reverse("settle-code", args=[theirs.pk]), {"settled": "yes"}).status_code == 404
    assert "0 codes wait" in clerk.post(reverse("settle-code", args=[code.pk]), {"settled": "yes"}, follow=True).text
    UnmappedCode.objects.filter(pk=code.pk).update(last_seen_at=timezone.now() + HOUR)
    assert "Came again" in clerk.get(reverse("unmapped-codes")).text
    theirs.refresh_from_db()
    assert theirs.settled_at is None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_everything_that_is_stored_has_words(language: str):
    with translation.override(language):
        assert all(milestone.value in words.MILESTONES for milestone in Milestone)
        assert all(reason.value in words.REASONS for reason in ExceptionReason if reason)
        exceptions = ("CUSTOMS_HELD", "ADDRESS_UNCLEAR", "DELIVERY_FAILED", "RETURNED", "LOST", "DAMAGED", *words.MILD)
        for exception in exceptions:
            assert exception in words.MILD or AlertKind(exception)
            assert all(words.exception_words(exception))
