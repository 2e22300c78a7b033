"""The page behind a label's QR: open to everybody who holds the parcel, and silent about buyer and seller."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fahuo.shipments.queries import lists
from fahuo.shipments.web.words import carrier_name


@require_safe
def tracking(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show how far the parcel is; a token that leads nowhere is 404."""
    found = lists.by_token(token)
    if found is None:
        raise Http404("No such parcel")
    context = {
        "country": found.country,
        "carrier": carrier_name(found.carrier) if found.carrier else "",
        "number": found.tracking_number or found.waybill_number,
        "ordered_at": found.created_at,
        "booked_at": found.booked_at,
        "labelled_at": found.labelled_at,
        "cancelled": found.status == "CANCELLED",
    }
    return render(request, "shipments/public.html", context)
