"""The test label: drawn and read back as any other, sent the same way, and counted as nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.kit import barcode, pdf
from fahuo.kit.barcode import Symbology
from fahuo.labels import zpl
from fahuo.labels.dots import Head
from fahuo.printing.emulation.ipp_printer import IppPrinter
from fahuo.printing.emulation.mood import Mood
from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from tests.fixtures.people import make_person
from tests.fixtures.rows import NOON, make_printer

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.printing.models import Printer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_this_machine(settings):
    settings.FAHUO_PRINTER_NETWORKS = ["127.0.0.0/8"]


def printer_at(seller: Seller, address: str, **columns: Any) -> Printer:
    return make_printer(seller, address=address, **columns)


@pytest.mark.parametrize(("size", "dpi"), [("100X150", 203), ("100X100", 300)])
def test_a_raw_printer_gets_one_label_that_says_test(amys, size, dpi):
    from fahuo.printing.models import PrintBatch, Printout
    from fahuo.printing.services.sample_label import print_sample

    fake = RawPrinter()
    with running(fake) as address:
        row = printer_at(amys, address, size=size, dpi=dpi)
        assert print_sample(printer=row, at=NOON) is None
    (label,) = fake.labels
    (image,) = zpl.draw(label, Head.of(dpi))
    assert "TEST0000000000" in barcode.read(image, Symbology.CODE128)
    row.refresh_from_db()
    assert (row.tested_at, row.trouble) == (NOON, {})
    assert not PrintBatch.objects.exists()
    assert not Printout.objects.exists()


@pytest.mark.parametrize("two_steps", [True, False], ids=["create and send", "print job"])
def test_an_ipp_printer_gets_one_label_that_says_test(amys, *, two_steps):
    from fahuo.printing.services.sample_label import print_sample

    fake = IppPrinter(Mood(two_steps=two_steps))
    with running(fake) as address:
        row = printer_at(amys, address, connection="IPP", format="PDF")
        assert print_sample(printer=row, at=NOON) is None
    (document,) = fake.documents
    assert pdf.page_count(document) == 1
    assert "TEST0000000000" in barcode.read(pdf.rasterise(document), Symbology.CODE128)
    assert fake.jobs[0].name.startswith("fahuo-test-")


def test_a_printer_in_trouble_gets_nothing_and_says_why(amys):
    from fahuo.printing.services.sample_label import print_sample

    fake = RawPrinter(Mood(paper_out=True))
    with running(fake) as address:
        row = printer_at(amys, address)
        problem = print_sample(printer=row, at=NOON)
    assert problem is not None
    assert (problem.code, fake.labels) == ("PRINTER_PAPER_OUT", [])
    row.refresh_from_db()
    assert row.trouble["code"] == "PRINTER_PAPER_OUT"


@pytest.mark.parametrize("htmx", [True, False], ids=["part", "page"])
def test_a_clerk_prints_one_with_a_click_and_it_is_in_the_log(amys, bob, *, htmx):
    from fahuo.accounts.models import Action

    clerk = Client(headers={"accept-language": "en"})
    clerk.force_login(bob)
    fake = RawPrinter()
    with running(fake) as address:
        row = printer_at(amys, address)
        assert "Print a test label" in clerk.get(reverse("printers")).text
        headers = {"hx-request": "true"} if htmx else {}
        answer = clerk.post(reverse("print-test-label", args=[row.pk]), headers=headers, follow=True)
    assert len(fake.labels) == 1
    assert ("The test label was sent" if htmx else "took the test label") in answer.text
    assert ("<html" in answer.text) is not htmx
    assert [action.verb for action in Action.objects.all()] == ["print_test_label"]


def test_who_only_reads_is_offered_none(amys):
    reader = Client(headers={"accept-language": "en"})
    reader.force_login(make_person("rita", amys, "READ_ONLY"))
    row = make_printer(amys)
    assert "Print a test label" not in reader.get(reverse("printers")).text
    assert reader.post(reverse("print-test-label", args=[row.pk])).status_code == 403


def test_the_command_prints_one_only_with_page(amys, monkeypatch):
    from click.testing import CliRunner

    from fahuo.site import bootstrap
    from fahuo.site.cli import printers

    monkeypatch.setattr(bootstrap, "start", lambda: None)
    fake = RawPrinter()
    with running(fake) as address:
        printer_at(amys, address)
        asked = CliRunner().invoke(printers.command, ["test", "--seller", amys.name])
        assert (asked.exit_code, fake.labels) == (0, [])
        printed = CliRunner().invoke(printers.command, ["test", "--seller", amys.name, "--page"])
    assert (printed.exit_code, len(fake.labels)) == (0, 1)
    assert "took the test label" in printed.output
