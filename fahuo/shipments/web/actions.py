"""What a person does to one shipment: cancel it at the carrier, or have the carrier asked again."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.kit import clock
from fahuo.orders.problem_texts import problem_text
from fahuo.shipments.models import VOIDABLE, Shipment
from fahuo.shipments.queries import lists
from fahuo.shipments.services import ask_again as asking
from fahuo.shipments.services import cancel as cancelling
from fahuo.shipments.services import give_up as giving_up
from fahuo.shipments.services import ship
from fahuo.shipments.web.one import find
from fahuo.shipments.web.rows import listed
from fahuo.trade.problem import Problem


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def cancel(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Ask whether it is meant; POST cancels, or shows the carrier's words when it does not agree.

    Where the carrier takes no cancellation the waybill is given up here.
    """
    found = find(request, shipment_id)
    if request.method != "POST":
        hopeless = found.status not in VOIDABLE
        return _confirm(request, found, Problem("SHIPMENT_NOT_CANCELLABLE", "", "") if hopeless else None)
    problem = _cancel(request, found)
    if problem is not None:
        return _confirm(request, found, problem, status=409)
    if giving_up.takes_no_cancellation(found.carrier):
        done = _("Given up here; the carrier was not told. The order is open again and can be shipped anew.")
    else:
        done = _("Cancelled. The order is open again and can be shipped anew.")
    messages.success(request, done)
    return redirect("shipment", shipment_id)


@require_POST
@may_change
def ask_again(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Give a shipment that waits for a person back to the workers; its page shows what comes of it."""
    found = find(request, shipment_id)
    at = clock.now()
    if asking.ask_again(shipment=found, at=at):
        accounts.record(seller=request.seller, person=request.user, verb="ask_again", subject=found.order.number, at=at)
    else:
        messages.error(request, _("This shipment does not wait for a person any more; nothing was changed."))
    return redirect("shipment", shipment_id)


def _cancel(request: SellerRequest, found: Shipment) -> Problem | None:
    verb = "cancel_shipment"
    if giving_up.takes_no_cancellation(found.carrier):
        problem, verb = giving_up.give_up(shipment=found, person=request.user, at=clock.now()), "give_up_shipment"
    else:
        with ship.open_desk(request.seller) as desk:
            problem = cancelling.cancel(shipment=found, desk=desk, at=clock.now())
    accounts.record(
        seller=request.seller,
        person=request.user,
        verb="cancel_refused" if problem else verb,
        subject=found.order.number,
        at=clock.now(),
        waybill=found.waybill_number,
        **({"code": problem.code} if problem else {}),
    )
    return problem


def _confirm(request: SellerRequest, found: Shipment, problem: Problem | None, status: int = 200) -> HttpResponseBase:
    found.refresh_from_db(fields=["status", "lease_until"])
    context = {
        "row": listed([lists.row_of(found)], request.seller)[0],
        "problem_text": problem_text(problem.as_dict(), get_language() or "en") if problem else None,
        "untold": giving_up.takes_no_cancellation(found.carrier),
    }
    return render(request, "shipments/cancel.html", context, status=status)
