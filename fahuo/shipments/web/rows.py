"""Shipments as the pages draw them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.translation import get_language

from fahuo.accounts.models import Seller
from fahuo.backoffice.countdowns import Countdown
from fahuo.carriers.queries.market import told_names
from fahuo.orders.problem_texts import ProblemText, problem_texts
from fahuo.shipments.queries.lists import ShipmentRow
from fahuo.shipments.web.words import STATUSES, carrier_name, service_name


@dataclass(frozen=True, slots=True)
class Followed:
    """How far a parcel is, in words, with the tone of their pill, empty for none; `trouble` when it is in any.

    `due` is the clock that ends first, of those that run: the first scan, or the next sign of life.
    """

    words: str
    tone: str
    trouble: str = ""
    due: Countdown | None = None
    due_words: str = ""


@dataclass(frozen=True, slots=True)
class ListedShipment:
    """One row, ready to be drawn."""

    shipment: ShipmentRow
    status: str
    tone: str
    carrier: str
    service: str
    problems: tuple[ProblemText, ...]
    followed: Followed | None = None


def listed(
    rows: Iterable[ShipmentRow], seller: Seller, followed: Mapping[int, Followed] = MappingProxyType({})
) -> list[ListedShipment]:
    """Put rows into the words of the page's language; the database is asked only for services of this seller alone."""
    taken = list(rows)
    unknown = {row.service_code for row in taken if service_name(row.carrier, row.service_code) == row.service_code}
    told = told_names(seller.pk, unknown) if unknown - {""} else {}
    return [_listed(row, told.get((row.carrier, row.service_code), ""), followed.get(row.id)) for row in taken]


def _listed(row: ShipmentRow, told: str, followed: Followed | None) -> ListedShipment:
    words, tone = STATUSES[row.status]
    return ListedShipment(
        shipment=row,
        status=str(words),
        tone=tone,
        carrier=carrier_name(row.carrier) if row.carrier else "",
        service=told or service_name(row.carrier, row.service_code),
        problems=problem_texts(row.problems, get_language() or "en"),
        followed=followed,
    )
