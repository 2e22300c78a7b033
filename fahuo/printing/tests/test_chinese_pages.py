"""In Chinese no sentence of the pages of printing stays English: whatever is shown, read out or stands in a field."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import ShipFromAddress
from fahuo.printing.models import BatchStatus, PrintBatch, Printer
from fahuo.printing.tests.page_rows import make_batch, make_parcel, make_printer
from fahuo.shipments.models import ShipmentEvent
from tests.fixtures.rows import NOON, make_manifest, make_print_batch, make_product, make_run

pytestmark = pytest.mark.django_db

# What is a name, a number or a word of the trade in Chinese too.
NAMES = re.compile(
    r"ipps?://\S+|Amy Trading|Fahuo|FAHUO_[A-Z_]+"
    r"|\b(?:PDF|ZPL|RAW|IPP|CUPS|TCP|Enter|Excel|SKU|dpi|YT\d+|YunExpress|CNY|English|amy|VOID|CSV)\b",
)
SENTENCE = re.compile(r"[A-Za-z]{3,}")
SPOKEN = frozenset(("title", "aria-label", "alt", "placeholder"))
SILENT = frozenset(("script", "style", "code", "bdi", "svg"))


class Texts(HTMLParser):
    """What a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in SILENT or "mono" in (values.get("class") or "").split():
            self._silent.append(tag)
        self.found += [value for name, value in attrs if name in SPOKEN and value]
        if tag == "input" and values.get("type") in {"submit", "button"}:
            self.found.append(values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and self._silent[-1] == tag:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)


def english(page: str) -> list[str]:
    """Return the texts of a page that hold an English word."""
    texts = Texts()
    texts.feed(page)
    return [text.strip() for text in texts.found if SENTENCE.search(NAMES.sub("", text))]


@pytest.fixture
def owner(amy, amys) -> Client:
    ShipFromAddress.objects.update(company="")
    client = Client(headers={"accept-language": "zh-hans"})
    client.force_login(amy)
    client.post(reverse("language"), {"language": "zh-hans", "next": "/"})
    return client


def test_a_page_in_english_is_noticed(amy, amys):
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    assert len(english(client.get(reverse("print-queue")).text)) > 10


def test_lists_and_forms(owner, amys):
    names = ("print-queue", "printers", "new-printer", "manifests", "shipments")
    empty = {name: english(owner.get(reverse(name)).text) for name in names}
    assert {name: found for name, found in empty.items() if found} == {}
    make_product(amys)
    parcel, printer = make_parcel(amys, 1), make_printer(amys, name="打印机")
    gone = make_parcel(amys, 2, status="CANCELLED")
    make_batch(amys, gone, status="PRINTED").printouts.update(printed_at=NOON)
    ShipmentEvent.objects.create(seller=amys, shipment=gone, at=NOON, kind="CANCELLED")
    manifest = make_manifest(amys, parcel)
    addresses = [reverse(name) for name in names]
    addresses += [reverse(name, args=[printer.pk]) for name in ("printer", "retire-printer")]
    addresses += [reverse(name, args=[manifest.pk]) for name in ("manifest", "void-manifest")]
    addresses += [f"{reverse('void-shipments')}?id={parcel.pk}", reverse("shipment-printing", args=[parcel.pk])]
    addresses += [f"{reverse('print-queue')}?status=FAILED", reverse("ship-run", args=[make_run(amys).pk])]
    assert {address: found for address in addresses if (found := english(owner.get(address).text))} == {}
    posted = [(reverse("new-printer"), {"name": "x"}), (reverse("void-shipments"), {"id": parcel.pk})]
    assert {address: found for address, fields in posted if (found := english(owner.post(address, fields).text))} == {}


@pytest.mark.parametrize("kind", ["LABELS", "PICK_LIST", "INVOICE", "CN22"])
def test_the_dialogue(owner, amys, kind):
    make_printer(amys, name="打印机")
    parcel, gone = make_parcel(amys, 1), make_parcel(amys, 2, status="CANCELLED")
    make_batch(amys, parcel, status="PRINTED").printouts.update(printed_at=NOON)
    page = owner.get(reverse("print"), {"id": [parcel.pk, gone.pk], "kind": kind})
    assert english(page.text) == []
    fields = {"id": parcel.pk, "kind": "LABELS", "target": "file", "shown": "1"}
    assert english(owner.post(reverse("print"), fields).text) == []


@pytest.mark.parametrize("status", BatchStatus.values)
@pytest.mark.parametrize("on_printer", [True, False], ids=["printer", "file"])
def test_a_batch_in_every_state(owner, amys, amy, status, *, on_printer):
    printer = make_printer(amys, name="打印机") if on_printer else None
    parcels = [make_parcel(amys, 1), make_parcel(amys, 2, status="CANCELLED"), make_parcel(amys, 3)]
    trouble = {"code": "PRINTER_CONNECTION_BROKE", "field": "printer", "detail": ""}
    batch = make_print_batch(
        amys, *parcels, status=status, printer=printer, person=amy, reason="卡纸", sent=1,
        problem=trouble if status in {"DOUBTFUL", "FAILED"} else {},
    )  # fmt: skip
    batch.printouts.filter(position=1).update(printed_at=NOON)
    batch.printouts.filter(position=3).update(problem={"code": "LABEL_DAMAGED", "field": "", "detail": ""})
    for sent in (0, 1):
        PrintBatch.objects.update(sent=sent)
        assert english(owner.get(reverse("print-batch", args=[batch.pk])).text) == []
    assert english(owner.get(reverse("print-queue")).text) == []
    for name in ("stop-batch", "repeat-batch", "settle-batch", "print-batch-file"):
        answer = owner.post(reverse(name, args=[batch.pk]), {"printed": "9"})
        page = owner.get(reverse("print-batch", args=[batch.pk])).text if answer.status_code == 302 else answer.text
        assert english(page) == [], name


def test_what_a_printer_answers(owner, amys):
    row = make_printer(amys, name="打印机")
    for name in ("test-printer", "print-test-label"):
        part = owner.post(reverse(name, args=[row.pk]), headers={"hx-request": "true"}).text
        Printer.objects.update(trouble={})
        shown = owner.post(reverse(name, args=[row.pk]), follow=True).text
        assert (english(part), english(shown)) == ([], []), name


def test_robustness_and_its_faults(owner, amys):
    make_product(amys)
    assert english(owner.get(reverse("label-robustness", args=[make_parcel(amys, 1).pk])).text) == []
