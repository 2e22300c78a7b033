"""Reads for the pages of declarations: counts by group, one page of the list, one declaration with its timeline."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from fahuo.backoffice.asked import ListFilter
from fahuo.backoffice.paging import PAGE_SIZE, Cut, Page, turn
from fahuo.customs.domain.composing import SUMMARY
from fahuo.customs.domain.progress import FAILED
from fahuo.customs.models import Declaration, MasterList, Message, MessageNode, MessageStatus, Receipt, Summary
from fahuo.customs.models.declaration import OPEN_STATES, USABLE_STATES
from fahuo.shipments.models import Shipment, Status

GROUPS: Mapping[str, tuple[str, ...]] = {
    "PROBLEM": ("DRAFT", "REJECTED", "ERROR", "RETURNED"),
    "UNDERWAY": (*OPEN_STATES, "CONCLUDED"),
    "RELEASED": USABLE_STATES,
    "CANCELLED": ("CANCELLED",),
}
REFUSED_SHOWN = 20
_GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}


@dataclass(frozen=True, slots=True)
class DeclarationFilter(ListFilter):
    """What was asked for; an empty text means "all". One single `state` only the command line asks for."""

    group: str = ""
    text: str = ""
    state: str = ""

    KNOWN: ClassVar[Mapping[str, Container[str]]] = {"group": GROUPS, "state": ()}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a declaration's timeline: a message of ours, or a receipt."""

    at: datetime
    kind: str
    is_ours: bool
    state: str
    code: str
    text: str
    refused: str
    message_id: int | None = None


def counts(seller_id: int, text: str = "") -> dict[str, int]:
    """Return how many declarations each group has, in one query over the index."""
    found = dict.fromkeys(GROUPS, 0)
    for state, number in counts_by_state(seller_id, text).items():
        found[_GROUP_OF[state]] += number
    return found


def counts_by_state(seller_id: int, text: str = "") -> dict[str, int]:
    """Return how many declarations there are in each state that occurs."""
    rows = _searched(seller_id, text).values_list("state").annotate(rows=Count("id")).order_by("state")
    return dict(rows)


def page(seller_id: int, wanted: DeclarationFilter, cut: Cut, *, size: int = PAGE_SIZE) -> Page[Declaration]:
    """Return one page of the list, newest first."""
    rows = _searched(seller_id, wanted.text)
    if wanted.group:
        rows = rows.filter(state__in=GROUPS[wanted.group])
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return turn(rows.select_related("shipment").defer("content", "shipment__label_content"), cut, size)


def undeclared(seller_id: int) -> QuerySet[Shipment]:
    """Return the labelled shipments that no declaration speaks of, or only a cancelled one."""
    standing = Declaration.objects.filter(seller_id=seller_id, shipment=OuterRef("pk")).exclude(state="CANCELLED")
    return Shipment.objects.filter(~Exists(standing), seller_id=seller_id, status=Status.LABELLED)


def one(seller_id: int, declaration_id: int) -> Declaration | None:
    """Return one declaration with its shipment and summary."""
    rows = Declaration.objects.filter(seller_id=seller_id, pk=declaration_id)
    return rows.select_related("shipment__order", "summary", "master_list", "person").first()


def of_shipment(seller_id: int, shipment_id: int) -> Declaration | None:
    """Return the declaration of a shipment that counts: the one not cancelled, else the last."""
    rows = Declaration.objects.filter(seller_id=seller_id, shipment_id=shipment_id).defer("content")
    return rows.exclude(state="CANCELLED").first() or rows.order_by("-pk").first()


def timeline(seller_id: int, declaration_id: int) -> list[Happening]:
    """Return what was sent and answered, oldest first, the receipts by their own time."""
    nodes = MessageNode.objects.filter(seller_id=seller_id, declaration_id=declaration_id)
    sent = [
        Happening(
            at=node.message.sent_at or node.message.created_at,
            kind=node.kind,
            is_ours=True,
            state=node.message.status,
            code=node.message.answer.get("code", ""),
            text=node.message.answer.get("text", ""),
            refused="",
            message_id=node.message_id,
        )
        for node in nodes.select_related("message").defer("message__content")
    ]
    receipts = Receipt.objects.filter(seller_id=seller_id, declaration_id=declaration_id)
    said = [
        Happening(
            row.at or row.received_at,
            row.kind,
            is_ours=False,
            state=row.state,
            code=row.code,
            text=row.text,
            refused=row.refused,
        )
        for row in receipts
    ]
    return sorted((*sent, *said), key=lambda item: (item.at, not item.is_ours))


def doubtful(seller_id: int) -> list[Message]:
    """Return the messages that wait for a person: nobody knows whether the window has them."""
    rows = Message.objects.filter(seller_id=seller_id, status=MessageStatus.DOUBTFUL, lease_until=None)
    return list(rows.defer("content").order_by("created_at")[:20])


def refused_receipts(seller_id: int, since: datetime) -> int:
    """Return how many receipts were refused since a moment: forged, foreign, or of nothing that was sent."""
    return Receipt.objects.filter(seller_id=seller_id, received_at__gte=since).exclude(refused="").count()


def refused_ones(seller_id: int, since: datetime) -> list[Receipt]:
    """Return the last receipts that were refused since a moment."""
    rows = Receipt.objects.filter(seller_id=seller_id, received_at__gte=since).exclude(refused="")
    return list(rows.order_by("-received_at", "-pk")[:REFUSED_SHOWN])


def summaries(seller_id: int) -> list[Summary]:
    """Return the summary applications, newest month first, with the number of their lists."""
    rows = Summary.objects.filter(seller_id=seller_id).annotate(lists=Count("declarations"))
    return list(rows.order_by("-month", "-pk")[:100])


def summarisable(seller_id: int) -> list[tuple[date, int]]:
    """Return the months with released lists that can go into a summary, newest first, each with their number."""
    rows = Declaration.objects.filter(seller_id=seller_id, statistics_flag=SUMMARY, state__in=USABLE_STATES)
    rows = rows.filter(Q(summary=None) | Q(summary__state__in=FAILED)).exclude(invt_no="").exclude(released_at=None)
    months = rows.annotate(month=TruncMonth("released_at")).values_list("month").annotate(lists=Count("id"))
    return [(month.date(), lists) for month, lists in months.order_by("-month")]


def master_lists(seller_id: int) -> list[MasterList]:
    """Return the master lists, newest first."""
    return list(MasterList.objects.filter(seller_id=seller_id).order_by("-pk")[:100])


def listable(seller_id: int) -> QuerySet[Declaration]:
    """Return released lists that stand on no master list yet."""
    return Declaration.objects.filter(seller_id=seller_id, state__in=USABLE_STATES, master_list=None)


def _searched(seller_id: int, text: str) -> QuerySet[Declaration]:
    rows = Declaration.objects.filter(seller_id=seller_id)
    if not text:
        return rows
    starts = ("order_number", "waybill_number", "invt_no", "cop_no")
    return rows.filter(*[Q(*[(f"{name}__startswith", text) for name in starts], _connector=Q.OR)])
