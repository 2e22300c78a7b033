"""What goes into a pack: the files of each declaration, made in one go for all of a part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fahuo.accounts.models import Seller
from fahuo.customs import queries
from fahuo.customs.ceb.values import BEIJING
from fahuo.customs.domain.progress import LIST, ORDER
from fahuo.customs.models import Declaration
from fahuo.customs.models.rebate import RebateDocument
from fahuo.customs.rebate.files import ending_of, safe_name
from fahuo.customs.rebate.statement import Declared, contract_values, list_values
from fahuo.customs.services import papers
from fahuo.customs.services.papers import PaperKind
from fahuo.kit import typeset
from fahuo.kit.pdf_join import Leaf, join
from fahuo.shipments.queries import Work
from fahuo.shipments.services.print_labels import rendered
from fahuo.trade.problem import Problem

Language = Literal["en", "zh"]
TEMPLATE = Path(__file__).parents[2] / "templates/customs/statement.typ"


@dataclass(frozen=True, slots=True)
class Content:
    """One file of a pack: the declaration it belongs to, its name in that folder, its bytes."""

    declaration_id: int
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Contents:
    """All files, and by declaration why some could not be made."""

    files: Sequence[Content]
    problems: Mapping[int, Sequence[Problem]]


def contents(seller: Seller, rows: Sequence[Declaration], language: Language) -> Contents:
    """Return the files of these declarations; what cannot be made is named, and the others are made."""
    files: list[Content] = []
    problems: dict[int, list[Problem]] = {row.pk: [] for row in rows}
    by_shipment = {row.shipment_id: row.pk for row in rows}
    files += _statements(seller, rows, language)
    for kind, name in ((PaperKind.INVOICE, "invoice.pdf"), (PaperKind.PACKING_LIST, "packing-list.pdf")):
        written = papers.write(seller=seller, kind=kind, shipment_ids=list(by_shipment), language=language)
        files += _divided(written.content, written.pages, by_shipment, name)
        _tell(problems, by_shipment, written.problems)
    labels = rendered(seller=seller, shipment_ids=list(by_shipment), pick_line=False)
    files += _divided(labels.content, labels.pages, by_shipment, "waybill.pdf")
    _tell(problems, by_shipment, labels.problems)
    files += [Content(row.pk, "declared.json", _as_declared(row)) for row in rows]
    files += _added(seller, rows)
    return Contents(files, problems)


def _statements(seller: Seller, rows: Sequence[Declaration], language: Language) -> Iterator[Content]:
    works = queries.found(seller, [row.shipment_id for row in rows]).works
    declared = [_declared(row, works.get(row.shipment_id)) for row in rows]
    for name, values in (("declaration.pdf", list_values), ("contract.pdf", contract_values)):
        sheets = typeset.paged(TEMPLATE, [values(item, language) for item in declared])
        pages = dict(zip((row.pk for row in rows), sheets.pages, strict=True))
        yield from _divided(sheets.content, pages, {row.pk: row.pk for row in rows}, name)


def _declared(row: Declaration, work: Work | None) -> Declared:
    recipient = work.booking.recipient if work else None
    buyer = ", ".join(part for part in (recipient.name, recipient.city, recipient.country) if part) if recipient else ""
    placed = row.shipment.order.placed_at
    return Declared(
        order=row.content[ORDER],
        inventory=row.content[LIST],
        list_number=row.invt_no,
        pre_number=row.pre_no,
        entry_id=row.summary.entry_id if row.summary else "",
        released=f"{row.released_at.astimezone(BEIJING):%Y-%m-%d %H:%M}" if row.released_at else "",
        placed_on=f"{placed.astimezone(BEIJING):%Y-%m-%d}" if placed else "",
        buyer=buyer,
    )


def _divided(
    content: bytes, pages: Mapping[int, tuple[int, int]], owners: Mapping[int, int], name: str
) -> Iterator[Content]:
    """Cut one PDF into those of the declarations."""
    for key, (first, count) in pages.items():
        leaves = [Leaf(0, page) for page in range(first - 1, first - 1 + count)]
        yield Content(owners[key], name, join([content], leaves))


def _tell(problems: Mapping[int, list[Problem]], owners: Mapping[int, int], found: Mapping[int, Problem]) -> None:
    for shipment_id, problem in found.items():
        problems[owners[shipment_id]].append(problem)


def _as_declared(row: Declaration) -> bytes:
    """Return the nodes as they were declared, readable by any program."""
    return json.dumps(row.content, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _added(seller: Seller, rows: Sequence[Declaration]) -> Iterator[Content]:
    documents = RebateDocument.objects.filter(seller=seller, declaration__in=[row.pk for row in rows]).order_by("id")
    for document in documents.iterator(chunk_size=20):
        content = bytes(document.content)
        name = f"{document.kind.lower()}-{document.pk}-{safe_name(Path(document.name).stem)}.{ending_of(content)}"
        yield Content(document.declaration_id or 0, name, content)
