"""`fahuo print`, `fahuo printers`, `fahuo papers`, `fahuo labels` with its formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fahuo.accounts.models import Seller
from fahuo.printing.emulation.ipp_printer import IppPrinter
from fahuo.printing.emulation.mood import Mood
from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from fahuo.printing.models import PrintBatch
from fahuo.printing.tests.print_room import PrintRoom
from fahuo.site.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _loopback(settings) -> None:
    settings.FAHUO_PRINTER_NETWORKS = ["127.0.0.0/8"]


def fahuo(*arguments: str | Path) -> Result:
    """Run a command in this process, in the test's transaction."""
    return CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)


def test_from_adding_a_printer_to_the_rest_of_a_batch(amys: Seller) -> None:
    shipments = PrintRoom(amys).shipments(3)
    mine = ("--seller", amys.name)
    raw, ipp = RawPrinter(Mood(break_after=1)), IppPrinter()
    with running(raw) as address, running(ipp) as office:
        assert fahuo("print", *mine, "--all").exit_code == 1
        assert fahuo("printers", "add", *mine, "Zebra", address).output == f"Zebra at {address}\n"
        assert fahuo("printers", "add", *mine, "Office", office, "--format", "pdf").exit_code == 0
        wrong = fahuo("printers", "add", *mine, "Far", "http://x:9100")
        assert (wrong.exit_code, "no printer's address" in wrong.output) == (1, True)
        listed = fahuo("printers", "list", *mine).output.splitlines()
        assert listed == [
            f"Zebra  RAW {address}  ZPL 100x150 203 dpi  default", f"Office  IPP {office}  PDF 100x150 203 dpi",
        ]  # fmt: skip
        assert fahuo("printers", "test", *mine).output == "Zebra  answers\nOffice  answers\n"

        broken = fahuo("print", *mine, "--all")
        batch = PrintBatch.objects.get()
        assert broken.exit_code == 3
        assert f"Batch {batch.pk}: doubtful, 1 of 3 handed to Zebra" in broken.output
        assert fahuo("print", *mine, "--all").exit_code == 1, "what may have come out is not printed again"
        raw.mood.break_after = None
        rest = fahuo("print", *mine, "--settle", str(batch.pk), "--came-out", "1")
        assert (rest.exit_code, rest.output.splitlines()[0]) == (0, f"Batch {batch.pk}: 1 came out")
        assert len(raw.labels) == 3

        number = shipments[0].order.number
        refused = fahuo("print", *mine, "--order", number, "--printer", "Office")
        assert (refused.exit_code, "say why again" in refused.output) == (1, True)
        again = fahuo("print", *mine, "--order", number, "--printer", "Office", "--reason", "torn")
        assert again.exit_code == 0, again.output
        assert len(ipp.documents) == 1
        assert fahuo("printers", "retire", *mine, "Zebra").output == "Zebra retired\n"
    down = fahuo("printers", "test", *mine, "Office")
    assert (down.exit_code, "cannot be reached" in down.output) == (3, True)


@pytest.mark.parametrize(
    ("options", "start"),
    [(("--format", "pdf", "--size", "100x100"), b"%PDF"), (("--format", "zpl", "--dpi", "300"), b"^XA")],
)
def test_labels_in_any_format_read_back(amys: Seller, tmp_path: Path, options: tuple[str, ...], start: bytes) -> None:
    shipments = PrintRoom(amys).shipments(2)
    out = tmp_path / "labels"
    made = fahuo("labels", "--seller", amys.name, "--out", out, *options, "--sequence", "waybill")
    assert made.output == f"2 labels in {out}\n"
    assert out.read_bytes().startswith(start)
    dpi = "300" if "zpl" in options else "203"
    lines = fahuo("labels", "--check", out, "--dpi", dpi).output.splitlines()
    heads = [line.partition("  ")[0] for line in lines if not line.startswith(" ")]
    assert heads == ["1", "2"]
    for row in shipments:
        (line,) = (line for line in lines if row.waybill_number in line and "robustness" in line)
        assert int(line.rpartition(" ")[2]) > 0


def test_a_file_without_codes_is_said_so(tmp_path: Path) -> None:
    blank = tmp_path / "blank.zpl"
    blank.write_bytes(b"^XA^PW812^LL1218^FO20,20^GB200,200,4^FS^XZ")
    checked = fahuo("labels", "--check", blank)
    assert (checked.exit_code, "no code can be read" in checked.output) == (3, True)
    blank.write_bytes(b"nothing of the kind")
    assert fahuo("labels", "--check", blank).exit_code == 1


@pytest.mark.parametrize("kind", ["invoice", "packing-list", "cn22", "cn23", "pick-list"])
def test_papers(amys: Seller, tmp_path: Path, kind: str) -> None:
    PrintRoom(amys).shipments(2)
    out = tmp_path / "papers.pdf"
    made = fahuo("papers", "--seller", amys.name, "--kind", kind, "--out", out)
    assert made.output == f"2 orders in {out}\n"
    assert out.read_bytes().startswith(b"%PDF")


def test_papers_as_workbook(amys: Seller, tmp_path: Path) -> None:
    PrintRoom(amys).shipments(1)
    out = tmp_path / "invoices.xlsx"
    made = fahuo(
        "papers", "--seller", amys.name, "--kind", "invoice", "--format", "xlsx", "--language", "zh", "--out", out
    )
    assert made.exit_code == 0, made.output
    assert out.read_bytes().startswith(b"PK")
