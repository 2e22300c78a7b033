"""One shipment: what it costs and why, its waybill, its timeline, its label, its problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, can_change, signed_in
from fahuo.orders.problem_texts import title
from fahuo.rating.words import ChargeLine, charge_line
from fahuo.shipments import queries
from fahuo.shipments.models import Shipment, ShipmentEvent, Status
from fahuo.shipments.queries import lists
from fahuo.shipments.web.journal import told
from fahuo.shipments.web.rows import listed
from fahuo.shipments.web.words import EVENTS, LEVELS, REHEARSALS

# Lines of the timeline that somebody should look at.
WRONG = frozenset({"FAILED", "REVIEW", "RELEASED", "TURNED_UP", "VOID_REFUSED"})


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    at: datetime
    words: str
    detail: str
    wrong: bool


@require_safe
@signed_in
def shipment(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Show one shipment of this seller; while it moves the page asks by itself, and hears only of what is new."""
    found = find(request, shipment_id)
    (row,), moments = listed([lists.row_of(found)], request.seller), _moments(found)
    seen = f"{row.shipment.status}-{len(moments)}"
    if request.htmx and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    context = {
        "row": row,
        "seen": seen,
        "shipment": found,
        "level": LEVELS.get(found.service_level, ""),
        "charges": charge_lines(found.rate),
        "moments": moments,
        "calls": told(found),
        "rehearsal": REHEARSALS.get(found.account.environment, "") if found.account else "",
        "can_change": can_change(request.user),
        # It had a label, and may lie somewhere on paper.
        "void_label": found.status == Status.CANCELLED and bool(found.label_source),
    }
    return render(request, "shipments/shipment.html", context)


def find(request: SellerRequest, shipment_id: int) -> Shipment:
    """Return the seller's shipment or answer 404, the same for what does not exist."""
    found = lists.one(request.seller, shipment_id)
    if found is None:
        raise Http404(str(shipment_id))
    return found


def charge_lines(rate: Mapping[str, Sequence[Mapping[str, str]]]) -> tuple[ChargeLine, ...]:
    """Return the items of a stored rate in words."""
    return tuple(
        charge_line(charge["kind"], charge["amount"], charge.get("working", "")) for charge in rate.get("charges", ())
    )


def _moments(found: Shipment) -> tuple[Moment, ...]:
    """Return the timeline; waiting for the same reason again is no news."""
    language = get_language() or "en"
    events = list(queries.timeline(found))
    news = [event for before, event in pairwise([None, *events]) if event and not _still_waiting(before, event)]
    return tuple(_moment(event, language) for event in news)


def _still_waiting(before: ShipmentEvent | None, event: ShipmentEvent) -> bool:
    return before is not None and event.kind == before.kind == "WAITING" and event.detail == before.detail


def _moment(event: ShipmentEvent, language: str) -> Moment:
    words = str(EVENTS.get(event.kind, event.kind))
    return Moment(event.at, words, _detail(event.detail, language), event.kind in WRONG)


def _detail(detail: Mapping[str, str], language: str) -> str:
    if "code" in detail:
        return " · ".join(
            part for part in (title(detail["code"], language), detail.get("detail") or detail.get("words")) if part
        )
    return " · ".join(str(value) for value in detail.values() if value)
