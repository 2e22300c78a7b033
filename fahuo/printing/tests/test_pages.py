"""Pages of printing, seen by a clerk and an owner: the print queue, one batch, its file, printers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fahuo.accounts.models import Action
from fahuo.printing.models import PrintBatch, Printer, Printout
from fahuo.printing.tests.page_rows import make_batch, make_parcel, make_printer
from fahuo.shipments.models import ShipmentEvent
from tests.fixtures.people import make_person
from tests.fixtures.rows import NOON, make_print_batch

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


# --- the print queue


def test_an_empty_queue_says_what_to_do_first(clerk, amys):
    page = clerk.get(reverse("print-queue")).text
    assert "Nothing was printed yet" in page
    assert f"{reverse('shipments')}?status=LABELLED" in page


def test_the_queue_is_filtered_by_state_printer_and_person(clerk, amys, bob):
    parcel, printer = make_parcel(amys, 1), make_printer(amys)
    kept = make_batch(amys, parcel, status="READY", person=bob)
    sent = make_batch(amys, parcel, status="PRINTED", printer=printer, format="ZPL")
    for query, shown, hidden in (
        ({"status": "READY"}, kept, sent),
        ({"printer": str(printer.pk)}, sent, kept),
        ({"printer": "file"}, kept, sent),
        ({"person": str(bob.pk)}, kept, sent),
        ({"person": "none"}, sent, kept),
    ):
        page = clerk.get(reverse("print-queue"), query).text
        assert reverse("print-batch", args=[shown.pk]) in page, query
        assert reverse("print-batch", args=[hidden.pk]) not in page, query
    assert "No batch matches" in clerk.get(reverse("print-queue"), {"status": "FAILED"}).text
    odd = clerk.get(reverse("print-queue"), {"status": "x", "printer": "'", "person": "9" * 40, "before": "\x00"})
    assert odd.text.count("data-row") == 2


def test_a_page_of_the_queue_costs_the_same_whatever_is_on_it(clerk, amys, django_assert_max_num_queries):
    parcel = make_parcel(amys, 1)
    for _ in range(55):
        make_batch(amys, parcel, status="READY")
    # session, person, seller, cube, page, printers and people by name, void labels, printers in use
    with django_assert_max_num_queries(9):
        page = clerk.get(reverse("print-queue")).text
    assert page.count("data-row") == 50
    assert "55 batches" in page


def test_printed_labels_whose_shipment_was_cancelled_are_to_be_destroyed(clerk, amys):
    now = timezone.now()
    for place, printed, cancelled_at in ((1, NOON, now), (2, None, now), (3, NOON, now - timedelta(days=4))):
        parcel = make_parcel(amys, place, status="CANCELLED")
        make_batch(amys, parcel, status="PRINTED").printouts.update(printed_at=printed)
        ShipmentEvent.objects.create(seller=amys, shipment=parcel, at=cancelled_at, kind="CANCELLED")
    page = clerk.get(reverse("print-queue")).text
    assert "1 printed label is void: destroy it" in page
    assert "YT8112833000000001" in page
    assert "YT8112833000000002" not in page


# --- one batch


def test_the_page_of_a_batch_hears_only_of_what_is_new(clerk, amys):
    batch = make_batch(amys, make_parcel(amys, 1), make_parcel(amys, 2), status="SENDING", printer=make_printer(amys))
    page = clerk.get(reverse("print-batch", args=[batch.pk])).text
    assert "0 of 2 sent" in page
    assert 'hx-trigger="every 1s"' in page
    part = {"hx-request": "true"}
    address = reverse("print-batch", args=[batch.pk])
    assert clerk.get(address, {"seen": "SENDING-0-0"}, headers=part).status_code == 204
    PrintBatch.objects.update(sent=1)
    news = clerk.get(address, {"seen": "SENDING-0-0"}, headers=part)
    assert "1 of 2 sent" in news.text
    assert "<html" not in news.text
    PrintBatch.objects.update(status="PRINTED", sent=2, printed_at=NOON)
    assert "hx-trigger" not in clerk.get(address, {"seen": "SENDING-1-0"}, headers=part).text


def test_what_was_left_out_stands_on_top_with_its_reason(clerk, amys):
    batch = make_batch(amys, make_parcel(amys, 1), make_parcel(amys, 2), status="READY")
    batch.printouts.filter(position=2).update(problem={"code": "LABEL_DAMAGED", "field": "", "detail": ""})
    page = clerk.get(reverse("print-batch", args=[batch.pk])).text
    assert "1 was left out" in page
    assert "A code on the label is damaged" in page


def test_the_places_of_a_large_batch_are_turned_over(clerk, amys):
    batch = make_batch(amys, *(make_parcel(amys, n) for n in range(120)), status="READY")
    address = reverse("print-batch", args=[batch.pk])
    first, middle = clerk.get(address).text, clerk.get(address, {"after": "50"}).text
    assert (first.count("data-row"), middle.count("data-row")) == (50, 50)
    assert f"{address}?after=50" in first
    assert f"{address}?after=100" in middle
    assert "Earlier places" in middle
    assert clerk.get(address, {"after": "100"}).text.count("data-row") == 20


def test_a_batch_is_stopped_once(clerk, amys):
    batch = make_batch(amys, make_parcel(amys, 1), status="QUEUED")
    clerk.post(reverse("stop-batch", args=[batch.pk]))
    batch.refresh_from_db()
    assert batch.status == "CANCELLED"
    again = clerk.post(reverse("stop-batch", args=[batch.pk]), follow=True)
    assert "cannot be stopped any more" in again.text
    assert [action.verb for action in Action.objects.all()] == ["stop_printing"]


@pytest.mark.parametrize("typed", ["", "x", "1", "4", "-2", "٣", "9" * 30])
def test_a_count_that_cannot_be_changes_nothing(clerk, amys, typed):
    parcels = [make_parcel(amys, n) for n in range(3)]
    batch = make_batch(amys, *parcels, status="DOUBTFUL", printer=make_printer(amys), format="ZPL", sent=2)
    answer = clerk.post(reverse("settle-batch", args=[batch.pk]), {"printed": typed, "then": "send"})
    assert answer.status_code == 422
    assert "how many came out?" in answer.text
    batch.refresh_from_db()
    assert (batch.status, batch.sent, PrintBatch.objects.count()) == ("DOUBTFUL", 2, 1)
    assert not Printout.objects.filter(printed_at__isnull=False).exists()


def test_after_the_count_the_rest_is_sent_as_a_batch_of_its_own(clerk, amys):
    parcels = [make_parcel(amys, n) for n in range(3)]
    batch = make_batch(amys, *parcels, status="DOUBTFUL", printer=make_printer(amys), format="ZPL", sent=1)
    answer = clerk.post(reverse("settle-batch", args=[batch.pk]), {"printed": "2", "then": "send"})
    rest = PrintBatch.objects.latest("pk")
    assert answer.url == reverse("print-batch", args=[rest.pk])
    assert list(rest.printouts.values_list("shipment_id", flat=True)) == [parcels[2].pk]
    assert list(batch.printouts.filter(printed_at__isnull=False).values_list("position", flat=True)) == [1, 2]
    second = clerk.post(reverse("settle-batch", args=[batch.pk]), {"printed": "2", "then": "send"})
    assert second.status_code == 409
    assert PrintBatch.objects.count() == 2


def test_two_clerks_settle_at_once_and_the_rest_is_sent_once(clerk, amys):
    other = Client(headers={"accept-language": "en"})
    other.force_login(make_person("dan", amys))
    batch = make_batch(
        amys, make_parcel(amys, 1), make_parcel(amys, 2), status="DOUBTFUL", printer=make_printer(amys), format="ZPL"
    )
    address = reverse("settle-batch", args=[batch.pk])
    answers = [client.post(address, {"printed": "1", "then": "send"}).status_code for client in (clerk, other)]
    assert answers == [302, 409]
    assert PrintBatch.objects.count() == 2


def test_nothing_of_another_seller_is_shown_or_changed(clerk, amys, carols):
    batch = make_batch(carols, make_parcel(carols, 1), status="QUEUED")
    for name in ("stop-batch", "settle-batch", "repeat-batch", "print-batch-file"):
        assert clerk.post(reverse(name, args=[batch.pk]), {"printed": "1"}).status_code == 404, name
    batch.refresh_from_db()
    assert batch.status == "QUEUED"


def test_the_pages_speak_chinese(clerk, amys):
    clerk.post(reverse("language"), {"language": "zh-hans", "next": "/"})
    batch = make_batch(amys, make_parcel(amys, 1), status="DOUBTFUL", printer=make_printer(amys))
    for address in (reverse("print-queue"), reverse("print-batch", args=[batch.pk]), f"{reverse('print')}?id=1"):
        assert 'lang="zh-Hans"' in clerk.get(address, follow=True).text


def test_fetching_the_file_marks_it_as_printed_and_looking_does_not(clerk, amys):
    parcel = make_parcel(amys, 1)
    batch = make_print_batch(amys, parcel)
    address = reverse("print-batch-file", args=[batch.pk])
    assert clerk.get(address).url == reverse("print-batch", args=[batch.pk])
    assert clerk.get(reverse("print-batch-preview", args=[batch.pk, 1])).content.startswith(b"\x89PNG")
    assert not Printout.objects.filter(printed_at__isnull=False).exists()
    answer = clerk.post(address, follow=True)
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="labels-2026-11-20-1pcs-batch{batch.pk}.pdf"'
    assert Printout.objects.get().printed_at is not None
    assert clerk.get(address, {"view": "1"})["Content-Disposition"].startswith("inline")
    assert [action.verb for action in Action.objects.all()] == ["fetch_print"]


# --- printers


@pytest.fixture
def owner(amy) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    return client


PRINTER = {
    "name": "Zebra",
    "connection": "RAW",
    "address": "192.168.1.50:9100",
    "format": "ZPL",
    "size": "100X150",
    "dpi": "300",
}


def test_the_owner_adds_a_printer_and_the_first_is_the_default(owner, amys):
    assert "No printer is set up" in owner.get(reverse("printers")).text
    assert owner.post(reverse("new-printer"), PRINTER).url == reverse("printers")
    row = Printer.objects.get()
    assert (row.name, row.dpi, row.is_default) == ("Zebra", 300, True)
    assert "Not tested" in owner.get(reverse("printers")).text


@pytest.mark.parametrize(
    ("field", "value"), [("address", "192.168.1.50"), ("name", ""), ("name", "Packing table 2"), ("dpi", "600")]
)
def test_what_was_typed_stays_when_something_is_wrong(owner, amys, field, value):
    make_printer(amys)
    answer = owner.post(reverse("new-printer"), {**PRINTER, field: value})
    assert answer.status_code == 422
    assert 'class="why"' in answer.text
    assert 'value="192.168.1.50' in answer.text
    assert Printer.objects.count() == 1


def test_a_test_says_in_words_what_is_wrong(owner, amys):
    row = make_printer(amys, address="127.0.0.1:9")
    page = owner.post(reverse("test-printer", args=[row.pk]), headers={"hx-request": "true"}).text
    assert "<html" not in page
    assert "Trouble" in page
    assert 'role="alert"' in page
    row.refresh_from_db()
    assert row.trouble["code"].startswith("PRINTER_")


def test_a_retired_printer_is_gone_and_what_it_printed_is_kept(owner, clerk, amys):
    row = make_printer(amys)
    batch = make_batch(amys, make_parcel(amys, 1), status="PRINTED", printer=row)
    assert clerk.post(reverse("retire-printer", args=[row.pk])).status_code == 403
    owner.post(reverse("retire-printer", args=[row.pk]))
    assert owner.get(reverse("printer", args=[row.pk])).status_code == 404
    assert "Packing table 2" in owner.get(reverse("print-batch", args=[batch.pk])).text
