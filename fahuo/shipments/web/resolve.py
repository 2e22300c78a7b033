"""What a person says about a booking of which nobody knows: the carrier has it, or it does not."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.backoffice.asked import text_of
from fahuo.kit import clock
from fahuo.orders.problem_texts import problem_text
from fahuo.shipments.models import Shipment, Status
from fahuo.shipments.queries import lists
from fahuo.shipments.services import resolve, ship
from fahuo.shipments.web.one import find
from fahuo.shipments.web.rows import listed
from fahuo.trade.problem import Problem

MOVED_ON = Problem("SHIPMENT_NOT_DOUBTFUL", "", "")


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def adopt(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Ask for the number that the carrier gave; POST takes it over, or says what is wrong with it."""
    found = find(request, shipment_id)
    if request.method != "POST":
        return _page(request, found, "adopt", None if found.status == Status.REVIEW else MOVED_ON)
    number, tracking = text_of(request.POST, "waybill_number"), text_of(request.POST, "tracking_number")
    with ship.open_desk(request.seller) as desk:
        problem = resolve.adopt(
            shipment=found, person=request.user, number=number, tracking_number=tracking, desk=desk, at=clock.now()
        )
    if problem is not None:
        return _page(request, found, "adopt", problem, status=_status(problem))
    _log(request, found, "adopt_booking", waybill=number)
    messages.success(request, _("Taken over. Its label is fetched now."))
    return redirect("shipment", shipment_id)


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def release(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Ask whether it is certain; POST gives the booking up and books the order under a new reference."""
    found = find(request, shipment_id)
    if request.method != "POST":
        return _page(request, found, "release", None if found.status == Status.REVIEW else MOVED_ON)
    with ship.open_desk(request.seller) as desk:
        released = resolve.release(shipment=found, person=request.user, desk=desk, at=clock.now())
    if released.run is None:
        return _page(request, found, "release", released.problem, status=_status(released.problem or MOVED_ON))
    _log(request, found, "release_booking")
    messages.success(request, _("Given up. The order is being booked under a new reference."))
    return redirect("ship-run", released.run.pk)


def _status(problem: Problem) -> int:
    """What was typed is wrong, or what stands has moved on."""
    return 422 if problem.field else 409


def _log(request: SellerRequest, found: Shipment, verb: str, **detail: str) -> None:
    accounts.record(
        seller=request.seller, person=request.user, verb=verb, subject=found.order.number, at=clock.now(), **detail
    )


def _page(
    request: SellerRequest, found: Shipment, act: str, problem: Problem | None, status: int = 200
) -> HttpResponseBase:
    found.refresh_from_db(fields=["status", "waybill_number", "lease_until"])
    context = {
        "row": listed([lists.row_of(found)], request.seller)[0],
        "shipment": found,
        "act": act,
        "open": found.status == Status.REVIEW,
        "waybill_number": text_of(request.POST, "waybill_number"),
        "tracking_number": text_of(request.POST, "tracking_number"),
        "wrong_field": problem.field if problem else "",
        "problem_text": problem_text(problem.as_dict(), get_language() or "en") if problem else None,
    }
    return render(request, "shipments/resolve.html", context, status=status)
