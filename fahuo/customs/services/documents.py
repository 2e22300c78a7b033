"""Where master lists and summaries stand, computed anew from their receipts."""

from __future__ import annotations

from collections.abc import Iterable

from fahuo.customs.domain.progress import Part, part_of
from fahuo.customs.models import DeclarationState, MasterList, MessageNode, Receipt, Summary
from fahuo.customs.queries.standings import told_of_document
from fahuo.trade.problem import Problem

MASTER, DEPARTURE, SUMMARY = "CEB607", "CEB509", "CEB701"


def lock(seller_id: int, nodes: Iterable[MessageNode]) -> None:
    """Lock the documents that these nodes speak of, in one sequence."""
    masters, summaries = _ids(nodes)
    list(MasterList.objects.filter(seller_id=seller_id, pk__in=masters).order_by("pk").select_for_update(no_key=True))
    list(Summary.objects.filter(seller_id=seller_id, pk__in=summaries).order_by("pk").select_for_update(no_key=True))


def restate(seller_id: int, nodes: Iterable[MessageNode]) -> None:
    """Write the standing of the documents that these nodes speak of. The caller holds their rows locked."""
    masters, summaries = _ids(nodes)
    for master in MasterList.objects.filter(seller_id=seller_id, pk__in=masters):
        _restate_master(master)
    for summary in Summary.objects.filter(seller_id=seller_id, pk__in=summaries):
        _restate_summary(summary)


def _ids(nodes: Iterable[MessageNode]) -> tuple[set[int], set[int]]:
    rows = list(nodes)
    masters = {row.master_list_id for row in rows if row.master_list_id is not None}
    return masters, {row.summary_id for row in rows if row.summary_id is not None}


def _restate_master(master: MasterList) -> None:
    whole, left = _part(MASTER, master_list=master), _part(DEPARTURE, master_list=master)
    if whole is not None:
        master.state, master.state_at = whole.state, whole.at
    if left is not None:
        master.departure_state, master.departure_state_at = left.state, left.at
    master.pre_no = _number("preNo", master_list=master) or master.pre_no
    master.problems = [problem.as_dict() for part in (whole, left) if part for problem in _problems(part)]
    master.save(update_fields=["state", "state_at", "departure_state", "departure_state_at", "pre_no", "problems"])


def _restate_summary(summary: Summary) -> None:
    part = _part(SUMMARY, summary=summary) or Part(DeclarationState.QUEUED)
    summary.state, summary.state_at = part.state, part.at
    summary.pre_no = _number("preNo", summary=summary) or summary.pre_no
    summary.sum_no = _number("sumNo", summary=summary) or summary.sum_no
    summary.entry_id = _number("entryId", summary=summary) or summary.entry_id
    summary.problems = [problem.as_dict() for problem in _problems(part)]
    summary.save(update_fields=["state", "state_at", "pre_no", "sum_no", "entry_id", "problems"])


def _part(kind: str, **of: MasterList | Summary) -> Part | None:
    """Return where the last messages of a kind stand: the least of their parts, as a document may need several."""
    parts = [part_of(sent, said) for sent, said in told_of_document(kind, **of)]
    return min(parts, key=_worst, default=None)


def _worst(part: Part) -> tuple[int, str]:
    """Errors first, then what waits longest."""
    row = ("ERROR", "REJECTED", "SEND_FAILED", "QUEUED", "STAGED", "SUBMITTED", "SENT")
    return (row.index(part.state) if part.state in row else len(row), part.at.isoformat() if part.at else "")


def _number(element: str, **of: MasterList | Summary) -> str:
    """Return the newest number that a believed receipt gives."""
    found = Receipt.objects.filter(refused="", **{f"node__{name}": value for name, value in of.items()})
    rows = found.exclude(**{f"content__{element}": None}).order_by("-at", "-sha256")
    return next((value for value in rows.values_list(f"content__{element}", flat=True) if value), "")


def _problems(part: Part) -> list[Problem]:
    detail = f"{part.code} {part.text}".strip()[:300]
    if part.state == "REJECTED":
        return [Problem("DECLARATION_REJECTED", "", detail)]
    if part.state == "ERROR":
        return [Problem("WINDOW_REFUSED" if part.code == "WINDOW_REFUSED" else "DECLARATION_ERROR", "", detail)]
    return []
