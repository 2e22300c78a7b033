"""Whose rows a form may name, that looking changes nothing, and where a printer's address may lead."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from fahuo.printing.tests.page_rows import make_batch, make_parcel, make_printer
from tests.fixtures.rows import NOON, make_manifest, make_print_batch, make_product, make_run

if TYPE_CHECKING:
    from fahuo.accounts.models import Person

pytestmark = pytest.mark.django_db


def client_of(person: Person, **options: Any) -> Client:
    client = Client(headers={"accept-language": "en"}, **options)
    client.force_login(person)
    return client


def snapshot() -> dict[str, list[Any]]:
    """Every row that printing or shipping could change, and the jobs."""
    models = [*apps.get_app_config("printing").get_models(), *apps.get_app_config("shipments").get_models()]
    jobs = apps.get_model("procrastinate", "ProcrastinateJob")
    actions = apps.get_model("accounts", "Action")
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in (*models, jobs, actions)}


# --- other sellers' rows inside forms


def test_of_a_mixed_list_only_ones_own_are_printed(amys, carols, bob):
    from fahuo.printing.models import PrintBatch

    own, foreign = make_parcel(amys, 1), make_parcel(carols, 2)
    clerk = client_of(bob)
    for address in (reverse("print"), reverse("shipment-labels")):
        clerk.post(address, {"id": [foreign.pk, own.pk], "shown": "1", "target": "file"})
        batch = PrintBatch.objects.latest("pk")
        assert (batch.seller, list(batch.printouts.values_list("shipment_id", flat=True))) == (amys, [own.pk])
    page = clerk.get(reverse("print"), {"id": [foreign.pk, own.pk]}).text
    assert re.findall(r'name="id" value="(\d+)"', page) == [str(own.pk)]


def test_the_printer_of_another_seller_is_never_sent_to(amys, carols, bob):
    from fahuo.printing.models import PrintBatch

    own, printer = make_parcel(amys, 1), make_printer(carols, name="Carol's own")
    page = client_of(bob).get(reverse("print"), {"id": own.pk, "target": printer.pk}).text
    assert "Carol" not in page
    client_of(bob).post(reverse("print"), {"id": own.pk, "shown": "1", "target": printer.pk})
    assert PrintBatch.objects.get().printer is None


def test_runs_batches_and_filters_of_another_seller_lead_nowhere(amys, carols, bob):
    from fahuo.printing.models import PrintBatch

    clerk, run = client_of(bob), make_run(carols)
    foreign = make_parcel(carols, 1, run=run)
    batch = make_batch(carols, foreign, printer=make_printer(carols, name="Carol's own"))
    before = snapshot()
    for fields in ({"run": run.pk}, {"batch": batch.pk}):
        for address in (reverse("print"), reverse("shipment-labels")):
            assert clerk.post(address, fields).status_code == 404
        assert clerk.get(reverse("print"), fields).status_code == 404
    assert clerk.post(reverse("print"), {"all_matching": "1"}).url == reverse("shipments")
    for address in (reverse("make-manifest"), reverse("void-shipments")):
        clerk.post(address, {"id": foreign.pk, "reason": "mine"})
    page = clerk.get(reverse("print-queue"), {"printer": batch.printer_id}).text
    assert "Carol" not in page
    assert PrintBatch.objects.filter(seller=amys).count() == 0
    assert snapshot() == before


@pytest.mark.parametrize("typed", ["²", "٣", "9" * 30, "-1", "", "1\x00", "1 OR 1=1"])
def test_odd_keys_are_no_keys(amys, bob, typed):
    clerk = client_of(bob)
    for name in ("print", "shipment-labels", "ship", "void-shipments", "make-manifest"):
        assert clerk.post(reverse(name), {"id": typed, "reason": "x"}).status_code == 302, name
    for name in ("batch", "run"):
        assert clerk.post(reverse("print"), {name: typed or "x"}).status_code == 404, name
    for name in ("after", "seen", "before"):
        assert clerk.get(reverse("print-queue"), {name: typed}).status_code == 200


# --- looking and posting


def test_looking_changes_nothing(amys, amy, settings):
    make_product(amys)
    run = make_run(amys)
    parcels = [make_parcel(amys, place, run=run) for place in range(3)]
    fetched = make_print_batch(amys, *parcels, printed_at=NOON)
    fetched.printouts.update(printed_at=NOON)
    outdated = make_print_batch(amys, *parcels[:2], printed_at=NOON)
    outdated.printouts.update(printed_at=NOON)
    type(parcels[1]).objects.filter(pk=parcels[1].pk).update(status="CANCELLED")
    printer, manifest = make_printer(amys), make_manifest(amys, parcels[0])
    names = {
        "print-queue": [], "print-batch": [fetched.pk], "printers": [], "printer": [printer.pk], "new-printer": [],
        "retire-printer": [printer.pk], "manifests": [], "manifest": [manifest.pk], "void-manifest": [manifest.pk],
        "manifest-file": [manifest.pk, "en", "pdf"], "ship-run-labels": [run.pk], "shipments": [],
        "shipment-printing": [parcels[0].pk], "shipment-label": [parcels[0].pk], "cancel-shipment": [parcels[0].pk],
        "shipment-paper": [parcels[0].pk, "invoice", "en", "pdf"], "batch-pick-list": [fetched.pk, "en", "pdf"],
        "print-batch-preview": [fetched.pk, 1], "label-robustness": [parcels[0].pk],
    }  # fmt: skip
    addresses = [reverse(name, args=arguments) for name, arguments in names.items()]
    addresses += [reverse("print-batch-file", args=[batch.pk]) for batch in (fetched, outdated)]
    addresses += [f"{reverse(name)}?id={parcels[0].pk}" for name in ("print", "void-shipments")]
    before = snapshot()
    for address in addresses:
        for method in ("get", "head"):
            assert getattr(client_of(amy), method)(address).status_code in {200, 302}, address
    assert snapshot() == before


def test_a_file_is_private_and_is_what_it_says(amys, bob):
    batch = make_print_batch(amys, make_parcel(amys, 1))
    answer = client_of(bob).post(reverse("print-batch-file", args=[batch.pk]), {"view": "1"}, follow=True)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("inline;")
    picture = client_of(bob).get(reverse("print-batch-preview", args=[batch.pk, 1]))
    assert "private" in picture["Cache-Control"]


def test_no_form_of_printing_is_taken_from_elsewhere(amys, amy):
    parcel, printer = make_parcel(amys, 1), make_printer(amys)
    batch, manifest = make_batch(amys, parcel, status="QUEUED"), make_manifest(amys, parcel)
    rows = {"batch": batch.pk, "printer": printer.pk, "manifest": manifest.pk}
    before = snapshot()
    for name, row in (
        ("print", ""), ("shipment-labels", ""), ("stop-batch", "batch"), ("repeat-batch", "batch"),
        ("settle-batch", "batch"), ("print-batch-file", "batch"), ("new-printer", ""), ("printer", "printer"),
        ("test-printer", "printer"), ("print-test-label", "printer"), ("retire-printer", "printer"),
        ("make-manifest", ""), ("void-manifest", "manifest"), ("void-shipments", ""),
    ):  # fmt: skip
        address = reverse(name, args=[rows[row]] if row else [])
        answer = client_of(amy, enforce_csrf_checks=True).post(address, {"id": parcel.pk, "reason": "x"})
        assert answer.status_code == 403, name
    assert snapshot() == before


# --- where a printer's address leads


HOUSE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254", "127.0.0.1", "0.0.0.0", "8.8.8.8", "100.100.100.200", "localhost", "[::1]", "[::]",
        "[::ffff:169.254.169.254]", "[::ffff:127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::1]", "[fe80::1]",
        "[fd00:ec2::254]", "2130706433", "0x7f000001",
    ],
)  # fmt: skip
@pytest.mark.parametrize("connection", ["RAW", "IPP"])
def test_what_is_not_in_the_printers_networks_is_not_connected_to(amys, settings, monkeypatch, host, connection):
    from fahuo.printing.services import printers

    settings.FAHUO_PRINTER_NETWORKS = HOUSE
    monkeypatch.setattr(socket.socket, "connect", _no_connection)
    address = f"{host}:9100" if connection == "RAW" else f"ipp://{host}/ipp/print"
    known = {"name": "Zebra", "connection": connection, "format": "PDF"}
    saved = printers.save(seller=amys, address=address, **known)
    if saved.printer is None:
        assert saved.problem is not None
        assert saved.problem.code == "PRINTER_ADDRESS"
        return
    trouble = printers.test(printer=saved.printer, at=NOON)
    assert trouble is not None
    assert trouble.code in {"PRINTER_NETWORK", "PRINTER_UNREACHABLE"}


def _no_connection(self: socket.socket, address: Any) -> None:
    if self.family in {socket.AF_INET, socket.AF_INET6} and address[1] in {9100, 631}:
        raise AssertionError(f"connected to {address}")
    raise ConnectionRefusedError


def test_a_name_is_judged_by_where_it_leads_at_that_moment(amys, settings, monkeypatch):
    from fahuo.printing.services import printers

    settings.FAHUO_PRINTER_NETWORKS = HOUSE
    fake = RawPrinter()
    with running(fake) as address:
        port = int(address.partition(":")[2])
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
        row = make_printer(amys, address=f"zebra.local:{port}")
        refused = printers.test(printer=row, at=NOON)
        assert refused is not None
        assert (refused.code, fake.connections) == ("PRINTER_NETWORK", 0)
        settings.FAHUO_PRINTER_NETWORKS = ["127.0.0.0/8"]
        assert printers.test(printer=row, at=NOON) is None


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_printer_that_sends_elsewhere_is_not_followed(amys, settings, status):
    from fahuo.printing.services import printers

    settings.FAHUO_PRINTER_NETWORKS = ["127.0.0.0/8"]
    secret = RawPrinter()
    with running(secret) as elsewhere, Redirecting(status, f"http://{elsewhere}/latest") as port:
        row = make_printer(amys, connection="IPP", address=f"ipp://127.0.0.1:{port}/ipp/print", format="PDF")
        trouble = printers.test(printer=row, at=NOON)
    assert trouble is not None
    assert secret.connections == 0
    assert elsewhere not in trouble.detail


class Redirecting:
    """An HTTP server that answers everything with a redirect."""

    def __init__(self, status: int, to: str) -> None:
        import http.server
        import threading

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                self.send_header("Location", to)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def __enter__(self) -> int:
        self.thread.start()
        return self.server.server_address[1]

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
