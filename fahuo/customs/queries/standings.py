"""Reads what was sent and answered of some declarations, as the fold over both wants it: two queries for any number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from fahuo.customs.domain.progress import Said, Sent
from fahuo.customs.models import MessageNode, MessageStatus, Receipt

Told = Mapping[int, tuple[list[Sent], list[Said]]]
_SENT = ("declaration_id", "pk", "kind", "message__calls", "message__status", "message__answer")
_SAID = ("declaration_id", "node_id", "state", "code", "at", "text", "sha256", "content__preNo", "content__invtNo")


def told(seller_id: int, declaration_ids: Collection[int]) -> Told:
    """Return by declaration what was sent of it, and the receipts that were believed."""
    found: dict[int, tuple[list[Sent], list[Said]]] = defaultdict(lambda: ([], []))
    nodes = MessageNode.objects.filter(seller_id=seller_id, declaration_id__in=declaration_ids)
    for declaration, pk, kind, calls, status, answer in nodes.values_list(*_SENT):
        refused = _refused(answer) if status == MessageStatus.REFUSED else ""
        found[declaration][0].append(Sent(pk, kind, calls, refused))
    receipts = Receipt.objects.filter(seller_id=seller_id, declaration_id__in=declaration_ids, refused="")
    rows = receipts.exclude(state="").exclude(node=None).values_list(*_SAID)
    for declaration, node, state, code, at, text, sha256, pre_no, invt_no in rows:
        said = Said(node, state, code, at, text, sha256, pre_no or "", invt_no or "")
        found[declaration][1].append(said)
    return found


def _refused(answer: Mapping[str, str]) -> str:
    return f"{answer.get('code', '')} {answer.get('text', '')}".strip() or "?"
