"""The one renderer of labels, carriers' and ours: one file in the sequence asked for, read back page by page.

It is used for the page of one shipment and for batches of two thousand. One bad label never stops the others: it is
not in the file and says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from fahuo.accounts.models import Seller
from fahuo.labels.dots import Head
from fahuo.shipments import queries
from fahuo.shipments.domain.printable import unprintable
from fahuo.shipments.label_content import label_content
from fahuo.shipments.models import Shipment
from fahuo.shipments.services import draw_pdf, draw_zpl
from fahuo.shipments.services.drawing import Drawn, Labelling, pick_line_of
from fahuo.shipments.services.isolate import isolate
from fahuo.trade.label import LabelFormat, LabelSize
from fahuo.trade.problem import Problem

PORTION = 100  # so many are in hand at once, whatever the size of the batch


@dataclass(frozen=True, slots=True)
class RenderedLabels:
    """One file, empty when nothing can be printed.

    `pages` says of each shipment its first page (counted from 1) and how many it has; ZPL has a format for a page, and
    `lengths` the bytes of each shipment's in sequence. `problems` says why the others are not in it.
    """

    content: bytes = b""
    pages: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    problems: Mapping[int, Problem] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()


def rendered(
    *,
    seller: Seller,
    shipment_ids: Sequence[int],
    size: LabelSize = LabelSize.MM_100X150,
    head: Head = Head.DPI_203,
    format: LabelFormat = LabelFormat.PDF,  # noqa: A002  the word of the trade
    own: bool = False,
    pick_line: bool = True,
    places: Mapping[int, str] | None = None,
    progress: Callable[[int], object] = lambda done: None,
) -> RenderedLabels:
    """Draw the labels of these shipments into one file, and read it back.

    `own` draws our label for all; else the carrier's where it gave one. `places` are what parcels are called in their
    batch (`A-017`), printed on ours and in the pick line of carriers'. `progress` is told of each portion.
    """
    chosen = list(dict.fromkeys(shipment_ids))
    drawer = (draw_zpl if format is LabelFormat.ZPL else draw_pdf).Drawer(size, head)
    problems: dict[int, Problem] = {}

    def draw(ids: Sequence[int]) -> None:
        labels, unfit = _gather(seller, ids, own=own, pick_line=pick_line, places=places or {})
        problems.update(unfit | drawer.draw(labels))

    def give_up(one: int, error: Exception) -> None:
        problems[one] = Problem("PRINT_DEFECT", "label", type(error).__name__)

    for start in range(0, len(chosen), PORTION):
        isolate(chosen[start : start + PORTION], draw, give_up)
        progress(min(start + PORTION, len(chosen)))
    drawn: Drawn = drawer.joined()
    return RenderedLabels(drawn.content, drawn.pages, {**problems, **drawn.problems}, drawn.lengths)


def _gather(
    seller: Seller, shipment_ids: Sequence[int], *, own: bool, pick_line: bool, places: Mapping[int, str]
) -> tuple[list[Labelling], dict[int, Problem]]:
    """Read what is to be drawn: five queries for any number of shipments."""
    rows = Shipment.objects.filter(seller=seller, pk__in=shipment_ids).values_list("pk", "status", "label_content")
    found = {pk: (status, bytes(content or b"")) for pk, status, content in rows}
    problems = {one: why for one in shipment_ids if (why := unprintable(found[one][0] if one in found else None))}
    work = {row.shipment_id: row for row in queries.work([one for one in shipment_ids if one not in problems])}
    labels = []
    for one in (one for one in shipment_ids if one in work):
        row, stored = work[one], found[one][1]
        place = places.get(one, "") if pick_line else ""
        if own or not stored:
            labels.append(Labelling.ours(one, label_content(row, row.waybill), place))
        else:
            line = pick_line_of(row, place) if pick_line else ""
            labels.append(Labelling.theirs(one, stored, row.waybill.barcode, line))
    return labels, problems
