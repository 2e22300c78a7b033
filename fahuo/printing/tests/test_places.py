"""A place names its batch, so that nobody takes A-017 of one batch for A-017 of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
import pytest

from fahuo.carriers.emulation.label import Face, draw
from fahuo.printing import page_queries
from fahuo.printing.tests.print_room import PrintRoom

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller


@pytest.mark.parametrize("size", ["100X150", "100X100"])
def test_labels_bear_their_place_and_its_batch(amys: Seller, size: str) -> None:
    from fahuo.printing.models import PrintFile
    from fahuo.shipments.models import Shipment

    room = PrintRoom(amys)
    ours, theirs = room.shipments(2)
    face = Face("Carrier", "Post", "DE", theirs.waybill_number, "R-1", "Anke Petersen", ["Elbchaussee 5"], 480, "Towel")
    Shipment.objects.filter(pk=theirs.pk).update(label_content=draw(face), label_source="CARRIER")
    batch = room.printed([ours, theirs], size=size)
    with pypdfium2.PdfDocument(bytes(PrintFile.objects.get(batch=batch).content)) as document:
        texts = [page.get_textpage().get_text_range().split() for page in document]
    assert {f"#{batch.pk}", "A-001"} <= set(texts[0])
    assert f"{batch.pk}·A-002" in texts[1]
    assert [row.place for row in page_queries.printouts(batch).rows] == ["A-001", "A-002"]
