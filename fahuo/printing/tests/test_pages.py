"""Pages of printing, seen by a clerk: the dialogue, the print queue, one batch, its file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fahuo.accounts.models import Action, Seller
from fahuo.printing.domain import BatchWish
from fahuo.printing.models import PrintBatch, Printer, Printout
from fahuo.printing.services.queue import queue
from fahuo.shipments.models import Shipment, ShipmentEvent
from tests.fixtures.people import make_person
from tests.fixtures.rows import NOON, make_order, make_product, make_run, make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


def make_parcel(seller: Seller, place: int, **columns: Any) -> Shipment:
    return make_shipment(seller, make_order(seller, f"81128330000{place:05}", stage="SHIPPED"), **columns)


def make_printer(seller: Seller, **columns: Any) -> Printer:
    known: dict[str, Any] = {
        "name": "Packing table 2", "connection": "RAW", "address": "192.0.2.7:9100", "format": "ZPL",
        "size": "100X150", "dpi": 203, "is_default": True,
    }  # fmt: skip
    return Printer.objects.create(seller=seller, **known | columns)


def make_batch(seller: Seller, *parcels: Shipment, **columns: Any) -> PrintBatch:
    known: dict[str, Any] = {
        "kind": "LABELS", "format": "PDF", "size": "100X150", "count": len(parcels), "created_at": NOON,
    }  # fmt: skip
    batch = PrintBatch.objects.create(seller=seller, **known | columns)
    for position, parcel in enumerate(parcels, start=1):
        Printout.objects.create(seller=seller, batch=batch, shipment=parcel, position=position, page=position)
    return batch


# --- the dialogue


def test_the_dialogue_says_before_the_click_what_comes_out(clerk, amys):
    new, again, void = (make_parcel(amys, n) for n in (1, 2, 3))
    Shipment.objects.filter(pk=void.pk).update(status="CANCELLED")
    batch = make_batch(amys, again, status="PRINTED")
    batch.printouts.update(printed_at=NOON)
    page = clerk.get(reverse("print"), {"id": [new.pk, again.pk, void.pk]}).text
    assert "Print 3 shipments" in page
    assert "2 labels" in page
    assert "1 of them was printed before" in page
    assert 'name="reason"' in page
    assert "1 stays out" in page
    assert "The waybill is cancelled" in page
    assert not PrintBatch.objects.exclude(pk=batch.pk).exists()


def test_a_batch_is_queued_with_what_was_chosen_and_remembered_for_the_next_time(clerk, amys, bob):
    parcels = [make_parcel(amys, n) for n in (1, 2)]
    fields = {
        "id": [one.pk for one in parcels], "shown": "1", "kind": "LABELS", "target": "file", "form": "ZPL-300",
        "size": "100X100", "sequence": "WAYBILL", "source": "own",
    }  # fmt: skip
    answer = clerk.post(reverse("print"), fields)
    batch = PrintBatch.objects.get()
    assert answer.url == reverse("print-batch", args=[batch.pk])
    made = (batch.format, batch.dpi, batch.size, batch.sequence, batch.own_labels, batch.pick_line, batch.person)
    assert made == ("ZPL", 300, "100X100", "WAYBILL", True, False, bob)
    assert batch.printouts.count() == 2
    page = clerk.get(reverse("print"), {"id": parcels[0].pk}).text
    for chosen in ("ZPL-300", "100X100", "WAYBILL", "own"):
        assert f'<option value="{chosen}" selected>' in page
    assert 'name="pick_line" value="1" checked' not in page


def test_a_printer_settles_format_size_and_resolution(clerk, amys):
    printer, parcel = make_printer(amys, dpi=300, size="100X100"), make_parcel(amys, 1)
    page = clerk.get(reverse("print"), {"id": parcel.pk}).text
    assert f'name="target" value="{printer.pk}" checked' in page  # the default one
    assert 'id="in-form"' not in page
    clerk.post(reverse("print"), {"id": parcel.pk, "shown": "1", "target": printer.pk, "form": "PDF"})
    batch = PrintBatch.objects.get()
    assert (batch.printer, batch.format, batch.dpi, batch.size) == (printer, "ZPL", 300, "100X100")


def test_papers_are_not_offered_on_a_printer_that_takes_labels_only(clerk, amys):
    printer, parcel = make_printer(amys), make_parcel(amys, 1)
    page = clerk.get(reverse("print"), {"id": parcel.pk, "kind": "INVOICE"}).text
    assert f'name="target" value="{printer.pk}"' not in page
    assert "No printer here prints A4 papers" in page
    assert 'id="in-language"' in page


def test_a_reprint_without_a_reason_is_refused_and_what_was_chosen_stays(clerk, amys):
    parcel = make_parcel(amys, 1)
    make_batch(amys, parcel, status="PRINTED").printouts.update(printed_at=NOON)
    fields = {"id": parcel.pk, "shown": "1", "kind": "LABELS", "target": "file", "size": "100X100"}
    answer = clerk.post(reverse("print"), fields)
    assert answer.status_code == 422
    assert "say why again" in answer.text
    assert '<option value="100X100" selected>' in answer.text
    assert PrintBatch.objects.count() == 1
    assert "print" not in clerk.session
    answer = clerk.post(reverse("print"), {**fields, "reason": "Jammed in the printer"})
    assert PrintBatch.objects.latest("pk").reason == "Jammed in the printer"
    assert answer.status_code == 302


def test_without_scripts_a_button_counts_again_and_prints_nothing(clerk, amys):
    parcel = make_parcel(amys, 1)
    page = clerk.post(reverse("print"), {"id": parcel.pk, "shown": "1", "kind": "INVOICE", "count": "1"})
    assert page.status_code == 200
    assert "1 document" in page.text
    assert not PrintBatch.objects.exists()


def test_all_that_match_a_filter_and_all_of_a_run_are_taken(clerk, amys):
    run = make_run(amys, orders=3)
    make_parcel(amys, 1, run=run)
    make_parcel(amys, 2, run=run, country="US")
    make_parcel(amys, 3, run=run, status="FAILED", waybill_number="")
    make_parcel(amys, 4)
    assert "Print 2 shipments" in clerk.get(reverse("print"), {"run": run.pk}).text
    page = clerk.get(reverse("print"), {"all_matching": "1", "country": "US"}).text
    assert "Print 1 shipment" in page
    assert '<input type="hidden" name="country" value="US" />' in page
    clerk.post(reverse("print"), {"all_matching": "1", "country": "US", "shown": "1"})
    assert PrintBatch.objects.get().printouts.get().shipment.country == "US"


def test_nothing_chosen_leads_back_to_the_list(clerk, amys, carols):
    foreign = make_parcel(carols, 9)
    for ids in ([], ["x"], ["9" * 30], [foreign.pk]):
        assert clerk.post(reverse("print"), {"id": ids}).url == reverse("shipments")
    assert clerk.get(reverse("print"), {"run": make_run(carols).pk}).status_code == 404
    assert clerk.get(reverse("print"), {"batch": make_batch(carols, foreign).pk}).status_code == 404
    assert PrintBatch.objects.filter(seller=amys).count() == 0


def test_one_click_makes_a_file_of_a_run_and_asks_where_a_reason_is_wanted(clerk, amys):
    run = make_run(amys)
    parcel = make_parcel(amys, 1, run=run)
    answer = clerk.post(reverse("shipment-labels"), {"run": run.pk})
    batch = PrintBatch.objects.get()
    assert answer.url == reverse("print-batch", args=[batch.pk])
    assert (batch.kind, batch.printer, batch.format) == ("LABELS", None, "PDF")
    batch.printouts.update(printed_at=NOON)
    assert clerk.post(reverse("shipment-labels"), {"run": run.pk}).url == f"{reverse('print')}?run={run.pk}"
    assert clerk.post(reverse("shipment-labels"), {"id": parcel.pk}).url == f"{reverse('print')}?id={parcel.pk}"
    assert PrintBatch.objects.count() == 1
    assert clerk.get(reverse("ship-run-labels", args=[run.pk])).url == f"{reverse('print')}?run={run.pk}"


def test_another_kind_begins_with_what_is_usual_for_it(clerk, amys):
    """The file that papers were offered is not taken for the wish to have labels as a file."""
    printer, parcel = make_printer(amys), make_parcel(amys, 1)
    typed = {"id": parcel.pk, "kind": "LABELS", "target": "file", "shown": "INVOICE", "reason": "torn"}
    assert f'name="target" value="{printer.pk}" checked' in clerk.get(reverse("print"), typed).text
    typed["shown"] = "LABELS"
    assert f'name="target" value="{printer.pk}" checked' not in clerk.get(reverse("print"), typed).text
    clerk.post(reverse("print"), {**typed, "shown": "INVOICE"})  # sent without scripts: what is ticked counts
    assert PrintBatch.objects.get().printer is None


def test_the_live_part_of_the_dialogue_is_a_part(clerk, amys):
    parcel = make_parcel(amys, 1)
    page = clerk.get(reverse("print"), {"id": parcel.pk, "kind": "PICK_LIST"}, headers={"hx-request": "true"}).text
    assert "<html" not in page
    assert "One list of 1 parcel" in page


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


def test_a_wish_of_the_dialogue_is_one_that_the_service_takes(amys, bob):
    """What the dialogue offers by itself is never refused."""
    make_product(amys)
    parcel = make_parcel(amys, 1)
    assert queue(seller=amys, person=bob, shipment_ids=[parcel.pk], wish=BatchWish(), at=NOON).problem is None
