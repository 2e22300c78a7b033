"""Cancel many shipments at once: a page that says how many at which carriers, then a job does it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.accounts.models import Seller
from fahuo.backoffice.asked import keys_of, text_of
from fahuo.backoffice.formats import count
from fahuo.kit import clock
from fahuo.shipments.queries import lists
from fahuo.shipments.services import give_up as giving_up
from fahuo.shipments.services.void import start_void
from fahuo.shipments.web.words import VOID_REASONS, carrier_name

LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class AtCarrier:
    """What would be cancelled at one carrier. `untold`: it takes no cancellation, so the waybills are given up here."""

    name: str
    parcels: int
    untold: bool


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def void(request: SellerRequest) -> HttpResponseBase:
    """Say what cancelling the chosen shipments means; POST starts it, with a reason."""
    query = request.POST if request.method == "POST" else request.GET
    total, voidable, fields = _chosen(request.seller, query)
    reason = text_of(query, "reason", LONGEST_REASON)
    if not total:
        messages.error(request, _("Choose at least one shipment."))
        return redirect("shipments")
    if request.method == "POST" and reason and voidable:
        ids = [shipment_id for found in voidable.values() for shipment_id in found]
        begun = start_void(seller=request.seller, person=request.user, shipment_ids=ids, reason=reason, at=clock.now())
        messages.success(request, _told(begun))
        return redirect("shipments")
    context = {
        "fields": fields,
        "total": total,
        "number": sum(map(len, voidable.values())),
        "carriers": [
            AtCarrier(carrier_name(code), len(found), giving_up.takes_no_cancellation(code))
            for code, found in voidable.items()
        ],
        "reason": reason,
        "reasons": VOID_REASONS,
        "missing": request.method == "POST" and not reason,
    }
    return render(request, "shipments/void.html", context, status=422 if request.method == "POST" else 200)


def _chosen(seller: Seller, query: QueryDict) -> tuple[int, dict[str, list[int]], list[tuple[str, str]]]:
    """Return how many are chosen, those that can be cancelled by carrier, and the fields that choose the same again."""
    if query.get("all_matching"):
        wanted = lists.ShipmentFilter.read(query)
        fields = [("all_matching", "1"), *wanted.as_query().items()]
        return lists.count_among(seller, wanted), lists.voidable_among(seller, wanted), fields
    states = lists.states(seller, keys_of(query.getlist("id")))
    return len(states), lists.voidable(seller, list(states)), [("id", str(shipment_id)) for shipment_id in states]


def _told(number: int) -> str:
    told = ngettext(
        "%(n)s shipment is being cancelled. The list shows what comes of it.",
        "%(n)s shipments are being cancelled. The list shows what comes of it.",
        number,
    )
    return told % {"n": count(number)}
