"""Shipments as the pages draw them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from fahuo.orders.problem_texts import ProblemText, problem_texts
from fahuo.shipments.queries.lists import ShipmentRow
from fahuo.shipments.web.words import STATUSES, carrier_name, service_name


@dataclass(frozen=True, slots=True)
class ListedShipment:
    """One row, ready to be drawn."""

    shipment: ShipmentRow
    status: str
    tone: str
    carrier: str
    service: str
    problems: tuple[ProblemText, ...]


def listed(row: ShipmentRow) -> ListedShipment:
    """Put the row into the words of the page's language."""
    words, tone = STATUSES[row.status]
    return ListedShipment(
        shipment=row,
        status=str(words),
        tone=tone,
        carrier=carrier_name(row.carrier) if row.carrier else "",
        service=service_name(row.carrier, row.service_code) if row.service_code else "",
        problems=problem_texts(row.problems, get_language() or "en"),
    )
