"""Reads what was sent and answered, as the fold over both wants it: two queries for any number of declarations, or
for one document whatever its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from fahuo.customs.domain.progress import Said, Sent
from fahuo.customs.models import MasterList, MessageNode, MessageStatus, Receipt, Summary

Told = Mapping[int, tuple[list[Sent], list[Said]]]
_SENT = ("declaration_id", "pk", "kind", "message__calls", "message__status", "message__answer")
_SAID = ("declaration_id", "node_id", "state", "code", "at", "text", "sha256", "content__preNo", "content__invtNo")
_SENT_OF_DOCUMENT = ("message__created_at", "pk", "message__calls", "message__status", "message__answer")
_SAID_OF_DOCUMENT = ("node_id", "state", "code", "at", "text", "sha256")


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


def told_of_document(kind: str, **of: MasterList | Summary) -> list[tuple[Sent, list[Said]]]:
    """Return the nodes of a master list or a summary that count, each with the receipts that were believed.

    The parts of one try are written at one moment; what was told anew leaves the tries before it behind.
    """
    rows = list(MessageNode.objects.filter(kind=kind, **of).order_by("pk").values_list(*_SENT_OF_DOCUMENT))
    sent = [
        Sent(pk, kind, calls, _refused(answer) if status == MessageStatus.REFUSED else "")
        for written_at, pk, calls, status, answer in rows
        if written_at == rows[-1][0]
    ]
    said: dict[int, list[Said]] = defaultdict(list)
    receipts = Receipt.objects.filter(node__in=[one.node_id for one in sent], refused="").exclude(state="")
    for row in receipts.exclude(at=None).values_list(*_SAID_OF_DOCUMENT):
        said[row[0]].append(Said(*row))
    return [(one, said[one.node_id]) for one in sent]


def _refused(answer: Mapping[str, str]) -> str:
    return f"{answer.get('code', '')} {answer.get('text', '')}".strip() or "?"
