"""Draw the file of a batch, whatever it holds; every kind of document has its own writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fahuo.customs.services import papers
from fahuo.customs.services.papers import PaperKind
from fahuo.labels.dots import Head
from fahuo.printing.domain import left_out_because
from fahuo.printing.domain.sequence import place_of
from fahuo.printing.models import FileFormat, Kind
from fahuo.printing.queries import Work, states
from fahuo.printing.services import pick_list
from fahuo.shipments.services import print_labels
from fahuo.trade.label import LabelFormat, LabelSize
from fahuo.trade.problem import Problem

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class DrawnBatch:
    """A file and what is in it: of each shipment its first page and how many, of the others why not.

    `lengths`: bytes of each shipment's ZPL. `leaves`: pages of the whole, where shipments share them.
    """

    content: bytes = b""
    pages: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    problems: Mapping[int, Problem] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    leaves: int | None = None


def draw(work: Work, *, at: datetime, progress: Progress) -> DrawnBatch:
    """Draw the batch anew from its shipments as they are now."""
    match work.batch.kind:
        case Kind.LABELS:
            return _labels(work, progress)
        case Kind.PICK_LIST:
            return _pick_list(work, at)
    return _papers(work)


def _labels(work: Work, progress: Progress) -> DrawnBatch:
    batch = work.batch
    drawn = print_labels.rendered(
        seller=batch.seller,
        shipment_ids=work.shipment_ids,
        size=LabelSize(batch.size),
        head=Head.of(batch.dpi),
        format=LabelFormat(batch.format),
        own=batch.own_labels,
        pick_line=batch.pick_line,
        places={one: place_of(batch.pk, position) for position, one in enumerate(work.shipment_ids, start=1)},
        progress=progress,
    )
    return DrawnBatch(drawn.content, drawn.pages, drawn.problems, drawn.lengths)


def _pick_list(work: Work, at: datetime) -> DrawnBatch:
    batch = work.batch
    written = pick_list.write(
        seller=batch.seller,
        shipment_ids=work.shipment_ids,
        file_format=batch.format,
        language=batch.language,
        batch_number=str(batch.pk),
        at=at,
    )
    listed = [one for one in work.shipment_ids if one not in written.problems]
    return DrawnBatch(written.content, dict.fromkeys(listed, (1, 1)), written.problems, leaves=written.leaves)


def _papers(work: Work) -> DrawnBatch:
    batch = work.batch
    is_book = batch.format == FileFormat.XLSX
    found = states(batch.seller_id, work.shipment_ids)
    left_out = {one: why for one in work.shipment_ids if (why := left_out_because(found.get(one), batch.kind))}
    written = papers.write(
        seller=batch.seller,
        kind=PaperKind(batch.kind),
        shipment_ids=[one for one in work.shipment_ids if one not in left_out],
        file_format="XLSX" if is_book else "PDF",
        language="zh" if batch.language == "zh" else "en",
    )
    problems = {**written.problems, **left_out}
    if not is_book:
        return DrawnBatch(written.content, written.pages, problems)
    listed = [one for one in work.shipment_ids if one not in problems]
    return DrawnBatch(written.content, dict.fromkeys(listed, (1, 1)), problems, leaves=len(listed))
