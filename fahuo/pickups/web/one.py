"""One pick-up: how far it is, its parcels and lists, and what can be done with it; the part on a shipment's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import key_of, text_of
from fahuo.kit import clock
from fahuo.pickups.handed_down import FirstMile
from fahuo.pickups.models import Pickup, PickupEvent
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.services import settle
from fahuo.pickups.web.rows import listed, text, urged
from fahuo.pickups.web.words import EVENTS, WAYS
from fahuo.shipments.models import Shipment
from fahuo.shipments.services.ship import open_desk
from fahuo.trade.problem import Problem

ROWS_SHOWN = 100


@require_safe
@signed_in
def pickup(request: SellerRequest, pickup_id: int, of: FirstMile) -> HttpResponseBase:
    """Show one pick-up; while the carrier is asked the page looks again by itself."""
    found, at = find(request, pickup_id), clock.now()
    first = max(key_of(request.GET.get("from", "")), 1)
    row = reads.as_row(found, at)
    context = {
        "pickup": found,
        "row": listed(row),
        "parcels": reads.parcels_of(found, first - 1, ROWS_SHOWN),
        "first": first,
        "last": min(first - 1 + ROWS_SHOWN, found.parcels),
        "earlier": max(first - ROWS_SHOWN, 1) if first > 1 else None,
        "later": first + ROWS_SHOWN if first - 1 + ROWS_SHOWN < found.parcels else None,
        "lists": of.lists(request.seller.pk, reads.shipment_ids_of(found)),
        "timeline": [_event(event) for event in reads.timeline(found)],
        "urges": [urged(one) for one in reads.urges(request.seller, pickup=found)],
        "nothing_waits": found.state == "CONFIRMED" and not row.waiting,
        "moves": found.state == "ASKING",
        "can_change": can_change(request.user),
    }
    return render(request, "pickups/pickup.html", context)


@require_POST
@may_change
def confirm(request: SellerRequest, pickup_id: int) -> HttpResponseBase:
    """Write that the carrier has it."""
    found = find(request, pickup_id)
    given = text_of(request.POST, "number")
    problem = settle.confirm(pickup=found, person=request.user, number=given, at=clock.now())
    return _answer(request, found, problem, _("The pick-up is confirmed."))


@require_POST
@may_change
def give_up(request: SellerRequest, pickup_id: int) -> HttpResponseBase:
    """Write that the carrier does not have it."""
    found = find(request, pickup_id)
    problem = settle.give_up(pickup=found, person=request.user, at=clock.now())
    return _answer(request, found, problem, _("Its parcels wait again, and can be asked for anew."))


@require_POST
@may_change
def cancel(request: SellerRequest, pickup_id: int) -> HttpResponseBase:
    """Call it off."""
    found = find(request, pickup_id)
    here_only = found.state != "ASKING" and not settle.takes_a_call(found)
    with open_desk(request.seller) as desk:
        problem = settle.cancel(pickup=found, person=request.user, desk=desk, at=clock.now())
    told = _("Called off. Its parcels wait again.")
    if here_only:
        told = _("Called off here only: tell the carrier if nobody is to come. Its parcels wait again.")
    return _answer(request, found, problem, told)


@require_safe
@signed_in
def of_shipment(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Show the pick-ups and urges of one parcel."""
    known = Shipment.objects.filter(seller=request.seller, pk=shipment_id).only("pk", "carrier", "status").first()
    if known is None:
        raise Http404(str(shipment_id))
    context = {
        "shipment": known,
        "pickups": [listed(row) for row in reads.pickups_of(request.seller, shipment_id, clock.now())],
        "urges": [urged(row) for row in reads.urges_of(request.seller, shipment_id)],
    }
    return render(request, f"pickups/shipment{'_part' if request.htmx else ''}.html", context)


def find(request: SellerRequest, pickup_id: int) -> Pickup:
    """Return the seller's pick-up or answer 404, the same for what does not exist."""
    found = reads.one(request.seller, pickup_id)
    if found is None:
        raise Http404(str(pickup_id))
    return found


def _event(event: PickupEvent) -> tuple[object, str, str, str]:
    detail = event.detail.get("number") or ""
    if way := event.detail.get("way"):
        detail = str(WAYS.get(way, way))
    if code := event.detail.get("code"):
        detail = text(Problem(code)).title
    return event.at, str(EVENTS.get(event.kind, event.kind)), str(detail), event.person.username if event.person else ""


def _answer(request: SellerRequest, found: Pickup, problem: Problem | None, words: str) -> HttpResponseBase:
    if problem is not None:
        told = text(problem)
        messages.error(request, f"{told.title}. {told.detail} {told.fix}")
    else:
        messages.success(request, words)
    return redirect("pickup", found.pk)
