"""Reads for receipts: which node of ours each one answers, and which were seen before."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from fahuo.customs.ceb.receipts import ReceiptNode
from fahuo.customs.domain.belonging import ANSWERS
from fahuo.customs.models import Declaration, MessageNode, Receipt, Summary

SUMMARY_RESULT = "CEB792"
# Receipt → by which of its elements a declaration is found, and in which column, where a port writes guids of its own.
_BY_NUMBER = {
    "CEB304": ("orderNo", "order_number"),
    "CEB506": ("logisticsNo", "waybill_number"),
    "CEB604": ("copNo", "cop_no"),
    "CEB606": ("copNo", "cop_no"),
}


def answered_nodes(seller_id: int, nodes: Sequence[ReceiptNode], *, own_guids: bool) -> dict[str, MessageNode]:
    """Return the node that each receipt answers, by the receipt's digest; those that answer nothing are absent.

    What was never signed was never sent, so that nothing can answer it.
    """
    by_guid = _by_guid(seller_id, [node.guid for node in nodes])
    found = {node.sha256: by_guid[node.guid] for node in nodes if node.guid in by_guid}
    for node in nodes:
        if node.kind == SUMMARY_RESULT and (sent := _of_summary(seller_id, node)):
            found[node.sha256] = sent
    if not own_guids:
        rest = [node for node in nodes if node.sha256 not in found and node.kind in _BY_NUMBER]
        found |= _by_number(seller_id, rest)
    return found


def seen(seller_id: int, digests: Sequence[str]) -> set[str]:
    """Return those receipts that came in before."""
    return set(Receipt.objects.filter(seller_id=seller_id, sha256__in=digests).values_list("sha256", flat=True))


def _sent(seller_id: int) -> QuerySet[MessageNode]:
    rows = MessageNode.objects.filter(seller_id=seller_id, message__signed_at__isnull=False)
    return rows.select_related("message").defer("message__content")


def _by_guid(seller_id: int, guids: Iterable[str]) -> dict[str, MessageNode]:
    wanted = [uuid.UUID(guid) for guid in set(guids)]
    rows = _sent(seller_id).filter(guid__in=wanted)
    return {str(row.guid).upper(): row for row in rows}


def _of_summary(seller_id: int, node: ReceiptNode) -> MessageNode | None:
    """Return the last application of the summary that customs speak of: by their number, else by its lists."""
    summaries = Summary.objects.filter(seller_id=seller_id)
    found = summaries.filter(sum_no=node.values.get("sumNo") or "-").first()
    if found is None:
        numbers = [line.get("invtNo", "") for line in node.lines if line.get("invtNo")]
        summarised = Declaration.objects.filter(seller_id=seller_id, invt_no__in=numbers).exclude(summary=None)
        ids = set(summarised.values_list("summary_id", flat=True)) if numbers else set()
        found = summaries.get(pk=ids.pop()) if len(ids) == 1 else None
    if found is None:
        return None
    return _sent(seller_id).filter(summary=found).order_by("-pk").first()


def _by_number(seller_id: int, nodes: Sequence[ReceiptNode]) -> dict[str, MessageNode]:
    found: dict[str, MessageNode] = {}
    for kind, (element, column) in _BY_NUMBER.items():
        wanted = {node.sha256: node.values.get(element, "") for node in nodes if node.kind == kind}
        if wanted:
            last = _last_nodes(seller_id, ANSWERS[kind], column, wanted.values())
            found |= {digest: last[number] for digest, number in wanted.items() if number in last}
    return found


def _last_nodes(seller_id: int, kind: str, column: str, numbers: Iterable[str]) -> Mapping[str, MessageNode]:
    wanted = [number for number in numbers if number]
    rows = _sent(seller_id).filter(kind=kind, **{f"declaration__{column}__in": wanted})
    return {
        getattr(row.declaration, column): row for row in rows.select_related("message", "declaration").order_by("pk")
    }
