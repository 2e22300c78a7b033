"""Printers: their addresses, names, and the default one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from fahuo.printing.domain import Place, place_of
from fahuo.trade.problem import Problem
from tests.fixtures.rows import NOON

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.printing.services.printers import Saved


@pytest.mark.parametrize(
    ("connection", "address", "place"),
    [
        ("RAW", "192.168.1.50:9100", Place("192.168.1.50", 9100)),
        ("RAW", " Zebra-1.local:6101 ", Place("zebra-1.local", 6101)),
        ("RAW", "[fd00::7]:9100", Place("fd00::7", 9100)),
        ("IPP", "ipp://cups.local/printers/Zebra", Place("cups.local", 631, "/printers/Zebra")),
        ("IPP", "ipps://10.0.0.7:443/ipp/print", Place("10.0.0.7", 443, "/ipp/print", secure=True)),
        ("IPP", "IPP://printer", Place("printer", 631)),
    ],
)
def test_addresses(connection: str, address: str, place: Place) -> None:
    assert place_of(connection, address) == place


@pytest.mark.parametrize(
    ("connection", "address"),
    [
        ("RAW", ""),
        ("RAW", "192.168.1.50"),
        ("RAW", "192.168.1.50:0"),
        ("RAW", "192.168.1.50:65536"),
        ("RAW", "192.168.1:9100"),
        ("RAW", "http://192.168.1.50:9100"),
        ("RAW", "host:9100/path"),
        ("RAW", "a b:9100"),
        ("RAW", "-x:9100"),
        ("RAW", "user@host:9100"),
        ("RAW", "x" * 250 + ":1"),
        ("IPP", "192.168.1.50:631"),
        ("IPP", "http://printer/ipp/print"),
        ("IPP", "ipp://user:secret@printer/ipp"),
        ("IPP", "ipp://printer/ipp?x=1"),
        ("IPP", "ipp://printer/a b"),
        ("IPP", "ipp://printer:99999/"),
        ("IPP", "ipp:///ipp/print"),
        ("IPP", "ipp://printer/\r\nHost: other"),
    ],
)
def test_what_is_no_address(connection: str, address: str) -> None:
    found = place_of(connection, address)
    assert isinstance(found, Problem)
    assert found.code == "PRINTER_ADDRESS"


def test_urls() -> None:
    place = place_of("IPP", "ipps://[fd00::7]/ipp/print")
    assert isinstance(place, Place)
    assert place.http_url == "https://[fd00::7]:631/ipp/print"
    assert place.ipp_url == "ipps://[fd00::7]:631/ipp/print"


def save(seller: Seller, **changed: Any) -> Saved:
    from fahuo.printing.services import printers

    known = {"name": "Zebra", "connection": "RAW", "address": "192.168.1.50:9100", "format": "ZPL"}
    return printers.save(seller=seller, **known | changed)


def test_the_first_printer_is_the_default_until_another_is(amys: Seller, carols: Seller) -> None:
    from fahuo.printing import queries

    first, other = save(amys).printer, save(carols).printer
    second = save(amys, name="Office", connection="IPP", address="ipp://office/ipp", format="PDF").printer
    assert first is not None
    assert second is not None
    assert other is not None
    assert [(row.name, row.is_default) for row in queries.printers(amys)] == [("Zebra", True), ("Office", False)]
    assert save(amys, name="Office", connection="IPP", address="ipp://office/ipp", format="PDF", printer=second,
                is_default=True).printer == second  # fmt: skip
    assert [row.name for row in queries.printers(amys) if row.is_default] == ["Office"]
    assert queries.printer(amys) == second
    assert queries.printer(amys, printer_id=other.pk) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"name": "  "}, "PRINTER_NAME"),
        ({"name": "x" * 61}, "PRINTER_NAME"),
        ({"name": "Zebra"}, "PRINTER_NAME"),
        ({"name": "New", "address": "nowhere"}, "PRINTER_ADDRESS"),
        ({"name": "New", "connection": "USB"}, "PRINTER_SETTING"),
        ({"name": "New", "format": "PNG"}, "PRINTER_SETTING"),
        ({"name": "New", "size": "A4"}, "PRINTER_SETTING"),
        ({"name": "New", "dpi": 600}, "PRINTER_SETTING"),
    ],
)
def test_refusals_change_nothing(amys: Seller, changed: dict[str, Any], code: str) -> None:
    from fahuo.printing.models import Printer

    assert save(amys).printer is not None
    refused = save(amys, **changed)
    assert refused.problem is not None
    assert (refused.printer, refused.problem.code) == (None, code)
    assert Printer.objects.count() == 1


def test_a_retired_printer_frees_its_name_and_its_place(amys: Seller, carols: Seller) -> None:
    from fahuo.printing import queries
    from fahuo.printing.services import printers

    old = save(amys).printer
    assert old is not None
    assert printers.retire(printer=old, at=NOON) is None
    again = printers.retire(printer=old, at=NOON)
    assert again is not None
    assert again.code == "PRINTER_MISSING"
    assert queries.printers(amys) == []
    assert queries.printers(amys, retired=True) == [old]
    new = save(amys).printer
    assert new is not None
    assert new.is_default
    old.refresh_from_db()
    assert save(amys, name="Other", printer=old).problem is not None
    assert save(carols, printer=new).problem is not None
