"""The part of a shipment's page that says how its declaration stands and what keeps it from being handed over."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, can_change, signed_in
from fahuo.customs.queries import pages as reads
from fahuo.customs.queries import underway
from fahuo.customs.services import declare as declaring_service
from fahuo.customs.services import release
from fahuo.customs.web.telling import texts_of
from fahuo.customs.web.words import STATES
from fahuo.kit import clock
from fahuo.shipments.models import Shipment
from fahuo.trade.problem import Problem


@require_safe
@signed_in
def of_shipment(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Show how a shipment's declaration stands; while an answer is near the part asks again by itself."""
    shipment = Shipment.objects.filter(seller=request.seller, pk=shipment_id).defer("label_content").first()
    if shipment is None:
        raise Http404(str(shipment_id))
    at = clock.now()
    found = reads.of_shipment(request.seller.pk, shipment_id)
    lacking: Sequence[Problem] = ()
    if shipment.status == "LABELLED":
        lacking = release.lacking(seller=request.seller, shipment_ids=[shipment_id], at=at).get(shipment_id, ())
    stops = declaring_service.ready(request.seller, at=at) if found is None else ()
    words, tone = STATES[found.state] if found else ("", "")
    context = {
        "shipment": shipment,
        "item": found,
        "words": words,
        "tone": tone,
        "lacking": texts_of(lacking),
        "moves": underway.moves(found, at) if found else underway.waits(request.seller.pk, shipment_id),
        "blocked": any(problem.severity == "BLOCK" for problem in stops),
        "can_change": can_change(request.user),
    }
    return render(request, f"customs/{'shipment_part' if request.htmx else 'shipment'}.html", context)


urlpatterns = [path("shipments/<int:shipment_id>/declaration", of_shipment, name="shipment-declaration")]
