"""Customs papers of any number of shipments into one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from fahuo.accounts.models import Seller
from fahuo.compliance import stopping
from fahuo.customs import queries
from fahuo.customs.domain.agreement import disagreements
from fahuo.customs.domain.case import PaperCase
from fahuo.customs.domain.fitness import problems_of
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import Paper, paper_of
from fahuo.customs.domain.postal import postal
from fahuo.customs.domain.printed import printed
from fahuo.customs.services.bars import bars
from fahuo.customs.services.workbook import workbook_of
from fahuo.kit import fonts, typeset
from fahuo.orders.rules import dollars
from fahuo.shipments.label_content import form_of
from fahuo.shipments.queries import Work
from fahuo.trade.address import Address
from fahuo.trade.label import CustomsForm
from fahuo.trade.problem import Problem

__all__ = ["PaperKind", "WrittenPapers", "write"]

PaperFormat = Literal["PDF", "XLSX"]
Language = Literal["en", "zh"]

TEMPLATES = Path(__file__).parent.parent / "templates/customs"


@dataclass(frozen=True, slots=True)
class WrittenPapers:
    """One file, empty when nothing can be written.

    `pages` says of each shipment's paper its first page (counted from 1) and how many it has, and is empty for Excel.
    `problems` says of every other shipment what keeps its paper from being written.
    """

    content: bytes = b""
    pages: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    problems: Mapping[int, Problem] = field(default_factory=dict)


def write(
    *,
    seller: Seller,
    kind: PaperKind,
    shipment_ids: Sequence[int],
    file_format: PaperFormat = "PDF",
    language: Language = "en",
) -> WrittenPapers:
    """Write one paper of this kind for each shipment, in the sequence given; `language` is that of the main text."""
    found = queries.found(seller, list(dict.fromkeys(shipment_ids)))
    cases, problems = queries.Cases(seller), dict(found.problems)
    papers: dict[int, Paper] = {}
    for shipment_id, work in found.works.items():
        if problem := _problem_of(work, kind):
            problems[shipment_id] = problem
            continue
        case = cases.of(work)
        if strange := letters_missing(case):
            problems[shipment_id] = Problem("DOCUMENT_LETTERS_MISSING", "", strange)
            continue
        paper = paper_of(case, kind)
        if wrong := stopping(disagreements(paper, on=case.booked_on, to_usd=dollars(case.booked_on))):
            problems[shipment_id] = wrong[0]
            continue
        papers[shipment_id] = paper
    if not papers:
        return WrittenPapers(problems=problems)
    if file_format == "XLSX":
        return WrittenPapers(workbook_of(list(papers.values()), language), {}, problems)
    written = pdf_of(list(papers.values()), language)
    return WrittenPapers(written.content, dict(zip(papers, written.pages, strict=True)), problems)


def pdf_of(papers: Sequence[Paper], language: Language) -> typeset.Typeset:
    """Set papers of one kind, each on pages of its own."""
    template = TEMPLATES / f"{papers[0].kind.value.lower()}.typ"
    return typeset.paged(template, [_values(paper, language) for paper in papers])


def _problem_of(work: Work, kind: PaperKind) -> Problem | None:
    form = form_of(work.booking, on=work.booked_on) if kind is PaperKind.CN22 else CustomsForm.CN23
    return next(iter(problems_of(work.booking.parcel.lines, kind, form)), None)


def _values(paper: Paper, language: Language) -> dict[str, Any]:
    if paper.kind is PaperKind.CN22:
        return postal(paper, language)
    if paper.kind is PaperKind.CN23:
        return postal(paper, language, bars=bars(paper.case.waybill_number))
    return printed(paper, language)


def letters_missing(case: PaperCase) -> str:
    """Return the letters of a case that no face of ours can draw, at most forty."""
    return "".join(fonts.missing("".join(_texts(case))))[:40]


def _texts(case: PaperCase) -> Iterator[str]:
    """Yield what people wrote: every letter of it must have a face to be printed in."""
    yield from (case.exporter.name, case.exporter.name_en, case.waybill_number, case.order_number, case.service)
    for address in (case.exporter.address, case.consignee, case.consignee_latin):
        if address is not None:
            yield from (str(getattr(address, part.name)) for part in fields(Address))
    for line in case.declaration.lines:
        yield from (line.sku, line.title_en, line.title_zh)
