"""The print dialogue, seen by a clerk: it says before the click what comes out, and remembers what was chosen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fahuo.printing.domain import BatchWish, wish
from fahuo.printing.models import PrintBatch
from fahuo.printing.services import queue as queueing
from fahuo.printing.services.queue import queue
from fahuo.printing.tests.page_rows import make_batch, make_parcel, make_printer
from fahuo.printing.web import dialogue
from fahuo.shipments.models import Shipment
from tests.fixtures.rows import NOON, make_product, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


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


def test_more_than_a_batch_holds_is_refused_before_it_is_read(clerk, amys, monkeypatch):
    monkeypatch.setattr(dialogue, "MOST_DOCUMENTS", 2)
    monkeypatch.setattr(wish, "MOST_DOCUMENTS", 2)
    monkeypatch.setattr(queueing, "MOST_DOCUMENTS", 2)
    for place in range(5):
        make_parcel(amys, place)
    with CaptureQueriesContext(connection) as asked:
        page = clerk.get(reverse("print"), {"all_matching": "1"}).text
    assert "Print 5 shipments" in page
    assert "A batch holds at most 2 documents" in page
    assert not [one for one in asked.captured_queries if "printing_printout" in one["sql"]]
    with CaptureQueriesContext(connection) as asked:
        answer = clerk.post(reverse("print"), {"all_matching": "1", "shown": "1"})
    assert answer.status_code == 422
    assert not [one for one in asked.captured_queries if "FOR NO KEY UPDATE" in one["sql"]]
    assert clerk.post(reverse("shipment-labels"), {"all_matching": "1"}).url == f"{reverse('print')}?all_matching=1"
    assert not PrintBatch.objects.exists()


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


def test_a_wish_of_the_dialogue_is_one_that_the_service_takes(amys, bob):
    """What the dialogue offers by itself is never refused."""
    make_product(amys)
    parcel = make_parcel(amys, 1)
    assert queue(seller=amys, person=bob, shipment_ids=[parcel.pk], wish=BatchWish(), at=NOON).problem is None
