"""Reads for the pages of declarations: the list with its counts, one declaration with its timeline, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from fahuo.accounts.models import Seller
from fahuo.backoffice.paging import PAGE_SIZE, Cut, Page, turn
from fahuo.customs.models import Declaration, Message, MessageNode, MessageStatus, Receipt


@dataclass(frozen=True, slots=True)
class DeclarationFilter:
    """What the clerk asked for; an empty text means "all"."""

    state: str = ""
    text: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> DeclarationFilter:
        """Read a query string; a NUL, which PostgreSQL refuses, is dropped."""
        return cls(**{name: query.get(name, "").replace("\x00", "").strip()[:80] for name in cls.__slots__})

    def as_query(self) -> dict[str, str]:
        """Return the parameters that have a value."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class DeclarationRow:
    """One declaration in a list."""

    id: int
    shipment_id: int
    cop_no: str
    order_number: str
    waybill_number: str
    country: str
    trade_mode: str
    statistics_flag: str
    state: str
    state_at: datetime | None
    order_state: str
    waybill_state: str
    cancel_state: str
    invt_no: str
    value: Decimal
    currency: str
    problems: tuple[dict[str, str], ...]
    created_at: datetime
    released_at: datetime | None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of what stops it; notes and warnings left out."""
        return tuple(one["code"] for one in self.problems if "severity" not in one)

    def as_plain(self) -> dict[str, Any]:
        """Return it for scripts."""
        named = ("cop_no", "order_number", "waybill_number", "country", "trade_mode", "statistics_flag", "state")
        moments = {"state_at": self.state_at, "created_at": self.created_at, "released_at": self.released_at}
        return {
            **{name: getattr(self, name) for name in named},
            "invt_no": self.invt_no,
            "value": str(self.value),
            "currency": self.currency,
            "problems": list(self.problems),
            **{name: at.isoformat() if at else None for name, at in moments.items()},
        }


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a declaration's timeline. `kind`: SENT for a message of ours, RECEIPT for an answer.

    `counts`: whether it belongs to the try that is under way. `at` of a receipt is the moment that customs wrote.
    """

    at: datetime
    kind: str
    message: str
    state: str
    code: str
    text: str
    received_at: datetime | None
    counts: bool
    warnings: tuple[dict[str, str], ...] = ()


def page(seller: Seller, wanted: DeclarationFilter, cut: Cut, *, size: int = PAGE_SIZE) -> Page[DeclarationRow]:
    """Return one page of the list; one query."""
    found = turn(matching(seller, wanted).defer("content"), cut, size)
    return found_rows(found)


def found_rows(found: Page[Declaration]) -> Page[DeclarationRow]:
    """Return the same page as plain rows."""
    return Page([row_of(one) for one in found.rows], found.newer, found.older)


def counts(seller: Seller, wanted: DeclarationFilter | None = None) -> dict[str, int]:
    """Count the declarations by state; a search limits it, the state that is looked at does not."""
    rows = _searched(seller, wanted.text if wanted else "")
    return dict(rows.values_list("state").annotate(rows=Count("id")).order_by("state"))


def one(seller: Seller, declaration_id: int) -> Declaration | None:
    """Return the seller's declaration; None when there is none or it belongs to somebody else."""
    return Declaration.objects.filter(seller=seller, pk=declaration_id).select_related("summary", "master_list").first()


def of_shipment(seller: Seller, shipment_id: int) -> list[DeclarationRow]:
    """Return the declarations of a parcel, the newest first."""
    rows = Declaration.objects.filter(seller=seller, shipment_id=shipment_id).defer("content").order_by("-pk")
    return [row_of(row) for row in rows]


def timeline(declaration: Declaration) -> list[Step]:
    """Return what was sent and answered, in time: two queries."""
    nodes = MessageNode.objects.filter(seller_id=declaration.seller_id, declaration=declaration)
    sent = list(nodes.select_related("message").defer("message__content").order_by("pk"))
    begun = max((node.pk for node in sent if node.kind == "CEB303"), default=0)
    last = {node.kind: node.pk for node in sent}
    current = {pk for kind, pk in last.items() if pk > begun or kind in {"CEB303", "CEB505"}}
    receipts = Receipt.objects.filter(seller_id=declaration.seller_id, declaration=declaration)
    steps = [_sent(node, counts_now=node.pk in current) for node in sent]
    steps += [_answered(row, counts_now=row.node_id in current) for row in receipts]
    return sorted(steps, key=lambda step: (step.at, step.kind, step.code))


def waiting_for_a_person(seller: Seller) -> list[Message]:
    """Return messages without an answer of which somebody must say whether the window has them."""
    rows = Message.objects.filter(seller=seller, status=MessageStatus.DOUBTFUL, lease_until=None)
    return list(rows.defer("content").order_by("pk"))


def refused_receipts(seller: Seller, cut: Cut) -> Page[Receipt]:
    """Return receipts that changed nothing, the newest first."""
    return turn(Receipt.objects.filter(seller=seller).exclude(refused=""), cut)


def matching(seller: Seller, wanted: DeclarationFilter) -> QuerySet[Declaration]:
    """Return the declarations that were asked for."""
    rows = _searched(seller, wanted.text)
    return rows.filter(state=wanted.state) if wanted.state else rows


def row_of(row: Declaration) -> DeclarationRow:
    """Return a declaration as a plain row."""
    named = {name: getattr(row, name) for name in DeclarationRow.__slots__ if name != "problems"}
    return DeclarationRow(**named, problems=tuple(row.problems))


def _searched(seller: Seller, text: str) -> QuerySet[Declaration]:
    rows = Declaration.objects.filter(seller=seller)
    if not text:
        return rows
    columns: Sequence[str] = ("order_number", "waybill_number", "cop_no", "invt_no")
    wanted = Q()
    for column in columns:
        wanted |= Q(**{f"{column}__istartswith": text})
    return rows.filter(wanted)


def _sent(node: MessageNode, *, counts_now: bool) -> Step:
    message = node.message
    return Step(
        at=message.sent_at or message.created_at,
        kind="SENT",
        message=node.kind,
        state=message.status,
        code=str(message.answer.get("code", "")),
        text=str(message.answer.get("text", "")),
        received_at=None,
        counts=counts_now,
    )


def _answered(row: Receipt, *, counts_now: bool) -> Step:
    return Step(
        at=row.at or row.received_at,
        kind="RECEIPT",
        message=row.kind,
        state=row.state,
        code=row.code,
        text=row.text,
        received_at=row.received_at,
        counts=counts_now,
        warnings=tuple(row.warnings),
    )
