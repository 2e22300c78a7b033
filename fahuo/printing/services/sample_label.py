"""A label for trying a printer: it is drawn and read back as any other, sent the same way, and counts as nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from fahuo.labels.dots import Head
from fahuo.printing.domain import Delivered, Delivery, Place, Working, place_of
from fahuo.printing.models import Connection, Printer
from fahuo.printing.services import printers
from fahuo.printing.services.reach import reach
from fahuo.printing.transports import Reach, ipp, raw
from fahuo.shipments.services import draw_pdf, draw_zpl
from fahuo.shipments.services.drawing import Labelling
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import LabelContent, LabelSize
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

NUMBER = "TEST0000000000"
WATCH_S = 5.0  # a person waits for the answer
_NOBODY = Address(
    name="TEST 测试", company="Not a parcel 非包裹", country="CN", city="TEST", street="TEST 测试 TEST 测试",
    postcode="000000",
)  # fmt: skip
_NOTHING = GoodsLine("TEST", "Test label", "测试面单", 1, 1, Size(1, 1, 1), Money(Decimal(1), "USD"), origin="CN")


def print_sample(*, printer: Printer, at: datetime) -> Problem | None:
    """Print one label that is plainly no parcel's; None: the printer took it."""
    place = place_of(printer.connection, printer.address)
    drawn = draw(printer, at.date())
    if isinstance(place, Problem):
        return place
    if isinstance(drawn, Problem):
        return drawn
    trouble = _trouble(_deliver(printer, place, drawn, at))
    printers.note(printer, trouble, at=at)
    return trouble


def draw(printer: Printer, day: date) -> bytes | Problem:
    """Draw the label as this printer takes it, and read it back; a Problem when it cannot be read."""
    size, head = LabelSize(printer.size), Head.of(printer.dpi)
    drawer = draw_zpl.Drawer(size, head) if printer.format == "ZPL" else draw_pdf.Drawer(size, head)
    unfit = drawer.draw([Labelling.ours(0, content(printer.name, day), "")])
    drawn = drawer.joined()
    if problem := next(iter((unfit | dict(drawn.problems)).values()), None):
        return problem
    return drawn.content


def content(printer_name: str, day: date) -> LabelContent:
    """Return what stands on it: nobody's address, and on every field that it is a test."""
    return LabelContent(
        carrier_name="TEST 测试", service_name="Test label, not a parcel", service_name_zh="测试面单，请勿贴包裹",
        barcode=NUMBER, qr=NUMBER, sender=_NOBODY, recipient=replace(_NOBODY, name=f"TEST 测试 {printer_name}"),
        country_name="TEST", lines=(_NOTHING,), weight_g=1, order_number="TEST", reference="TEST",
        date=day.isoformat(), marks=("TEST",),
    )  # fmt: skip


class _NoLedger:
    """Nothing is counted, and nothing stops it: there is no batch."""

    def may_send(self, place: int) -> bool:
        return place == 0

    def handed(self, count: int) -> bool:
        return count <= 1

    def took(self, job_number: str) -> bool:
        return bool(job_number)


def _deliver(printer: Printer, place: Place, drawn: bytes, at: datetime) -> Delivery:
    known = reach()
    short = Reach(known.networks, replace(known.patience, watch_s=WATCH_S))
    if printer.connection == Connection.IPP:
        order = ipp.Order(printer.format, f"fahuo-test-{printer.pk}-{at:%Y%m%d%H%M%S%f}", 1)
        return ipp.deliver(place, order, drawn, reach=short, ledger=_NoLedger())
    return raw.deliver(place, [drawn], zpl=printer.format == "ZPL", reach=short, ledger=_NoLedger())


def _trouble(delivery: Delivery) -> Problem | None:
    match delivery:
        case Delivered():
            return delivery.trouble
        case Working():
            return None
        case _:
            return delivery.problem
