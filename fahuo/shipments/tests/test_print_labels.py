"""The one renderer: any mixture of carriers' labels and ours, in sequence, each read back from the finished file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from fahuo.carriers.emulation.label import Face, draw
from fahuo.kit import barcode, pdf
from fahuo.kit.barcode import Symbology
from fahuo.labels import zpl
from fahuo.labels.dots import Head
from fahuo.shipments.services import draw_pdf, print_labels
from fahuo.shipments.services.print_labels import rendered
from fahuo.trade.label import LabelFormat, LabelSize
from tests.fixtures.rows import make_order, make_product, make_shipment

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import Shipment


@pytest.fixture
def mixed(amys: Seller) -> list[Shipment]:
    """Ours, a carrier's, ours, a carrier's: the carrier's as they were fetched."""
    make_product(amys)
    rows = [make_shipment(amys, make_order(amys, f"81128000{number:04}")) for number in range(4)]
    for row in rows[1::2]:
        row.label_source, row.label_content = "CARRIER", label_of(row.waybill_number)
        row.save()
    return rows


def label_of(number: str) -> bytes:
    face = Face(
        carrier="YunExpress", number=number, service="THPHR", country="DE", recipient="Anke Petersen",
        address=("Elbchaussee 5", "22765 Hamburg"), goods="Towel", weight_g=480, reference=number,
    )  # fmt: skip
    return draw(face)


def numbers_on(content: bytes) -> list[str]:
    with pdf.opened(content) as file:
        pages = [file.rasterise(page) for page in range(file.page_count)]
    return [text for page in pages for text in barcode.read(page, Symbology.CODE128) if text.startswith("YT")]


def test_a_mixture_comes_out_in_the_sequence_asked_for(amys: Seller, mixed: list[Shipment]) -> None:
    wanted = [mixed[place] for place in (3, 0, 1, 2)]
    labels = rendered(seller=amys, shipment_ids=[row.pk for row in wanted], places={mixed[0].pk: "A-002"})
    assert labels.problems == {}
    assert numbers_on(labels.content) == [row.waybill_number for row in wanted]
    assert labels.pages == {row.pk: (page, 1) for page, row in enumerate(wanted, start=1)}


def test_zpl_holds_each_shipments_labels_apart(amys: Seller, mixed: list[Shipment]) -> None:
    labels = rendered(seller=amys, shipment_ids=[row.pk for row in mixed], format=LabelFormat.ZPL)
    assert labels.problems == {}
    assert sum(labels.lengths) == len(labels.content)
    start = 0
    for row, length in zip(mixed, labels.lengths, strict=True):
        (image,) = zpl.draw(labels.content[start : start + length], Head.DPI_203)
        assert row.waybill_number in barcode.read(image, Symbology.CODE128)
        start += length


def test_own_labels_for_all_at_another_size(amys: Seller, mixed: list[Shipment]) -> None:
    size, head = LabelSize.MM_100X100, Head.DPI_300
    labels = rendered(seller=amys, shipment_ids=[row.pk for row in mixed], own=True, size=size, head=head)
    with pdf.opened(labels.content) as file:
        assert {tuple(map(round, file.page_size_mm(page))) for page in range(file.page_count)} == {(100, 100)}
        assert file.page_count == 4


def test_one_bad_label_never_stops_the_others(amys: Seller, mixed: list[Shipment], carols: Seller) -> None:
    make_product(carols)
    foreign = make_shipment(carols, make_order(carols, "1"))
    wrong, cancelled = mixed[1], mixed[2]
    wrong.label_content = label_of("YT9999999999")
    wrong.save()
    cancelled.status = "CANCELLED"
    cancelled.save()
    labels = rendered(seller=amys, shipment_ids=[*(row.pk for row in mixed), foreign.pk])
    assert {one: problem.code for one, problem in labels.problems.items()} == {
        wrong.pk: "LABEL_WRONG_NUMBER",
        cancelled.pk: "PRINT_WAYBILL_VOID",
        foreign.pk: "PRINT_SHIPMENT_MISSING",
    }
    assert numbers_on(labels.content) == [mixed[0].waybill_number, mixed[3].waybill_number]
    assert labels.pages == {mixed[0].pk: (1, 1), mixed[3].pk: (2, 1)}


def test_what_fails_in_the_finished_file_is_taken_out_of_it(
    amys: Seller, mixed: list[Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that were joined in the wrong sequence would each bear another's number."""
    ours = [mixed[0].pk, mixed[2].pk]
    drawn = draw_pdf.render
    monkeypatch.setattr(draw_pdf, "render", lambda contents, *rest: drawn(list(contents)[::-1], *rest))
    labels = rendered(seller=amys, shipment_ids=[row.pk for row in mixed])
    assert {one: problem.code for one, problem in labels.problems.items()} == dict.fromkeys(ours, "LABEL_WRONG_NUMBER")
    assert numbers_on(labels.content) == [mixed[1].waybill_number, mixed[3].waybill_number]


def test_a_defect_at_one_leaves_the_others(
    amys: Seller, mixed: list[Shipment], monkeypatch: pytest.MonkeyPatch
) -> None:
    content_of = print_labels.label_content

    def fails(row, waybill):
        if row.shipment_id == mixed[2].pk:
            raise KeyError("defect")
        return content_of(row, waybill)

    monkeypatch.setattr(print_labels, "label_content", fails)
    labels = rendered(seller=amys, shipment_ids=[row.pk for row in mixed])
    assert {one: problem.code for one, problem in labels.problems.items()} == {mixed[2].pk: "PRINT_DEFECT"}
    assert len(labels.pages) == 3


@pytest.mark.parametrize("format_", [LabelFormat.PDF, LabelFormat.ZPL])
def test_the_size_that_is_printed_decides_what_fits(
    amys: Seller, mixed: list[Shipment], settings: SettingsWrapper, format_: LabelFormat
) -> None:
    """The QR of 100 × 100 holds less: ours are refused by name, and the carrier's come out."""
    settings.FAHUO_PUBLIC_URL = "https://fahuo.example.com/".ljust(140, "x")
    ids = [row.pk for row in mixed]
    assert rendered(seller=amys, shipment_ids=ids, format=format_).problems == {}
    small = rendered(seller=amys, shipment_ids=ids, size=LabelSize.MM_100X100, format=format_)
    assert {one: problem.code for one, problem in small.problems.items()} == dict.fromkeys(
        ids[::2], "LABEL_QR_TOO_LONG"
    )
    assert set(small.pages) == set(ids[1::2])


def test_nothing_printable_is_an_empty_file(amys: Seller, mixed: list[Shipment]) -> None:
    for row in mixed:
        row.status = "BOOKED"
        row.save()
    labels = rendered(seller=amys, shipment_ids=[row.pk for row in mixed])
    assert (labels.content, labels.pages, len(labels.problems)) == (b"", {}, 4)
