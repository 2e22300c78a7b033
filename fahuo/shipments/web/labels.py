"""Labels as PDF and as a picture. Only labels that were read back are ever sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_change, signed_in
from fahuo.kit import clock, pdf
from fahuo.shipments.queries import lists
from fahuo.shipments.services import print_labels
from fahuo.shipments.web.one import find


@require_safe
@signed_in
def of_one(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Send one label, to be looked at or printed."""
    found = find(request, shipment_id)
    return _pdf(_merged(request, [found.pk]), f"label-{found.order.number}.pdf")


@require_safe
@signed_in
def preview(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Send the label as the printer would show it."""
    found = find(request, shipment_id)
    response = HttpResponse(pdf.as_png(_merged(request, [found.pk])), content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response


@require_safe
@signed_in
def of_run(request: SellerRequest, run_id: int) -> HttpResponseBase:
    """Send all labels of a run in one file."""
    run = lists.run(request.seller, run_id)
    if run is None:
        raise Http404(str(run_id))
    return _pdf(_merged(request, lists.run_labels(run)), f"labels-run-{run.pk}.pdf")


@require_POST
@may_change
def of_chosen(request: SellerRequest) -> HttpResponseBase:
    """Send the labels of the chosen shipments, or of all that match the filter, in one file."""
    if request.POST.get("all_matching"):
        ids = lists.printable_among(request.seller, lists.ShipmentFilter.read(request.POST.dict()))
    else:
        ids = [int(text) for text in request.POST.getlist("id") if text.isdigit()]
    try:
        content = print_labels.merged_pdf(seller=request.seller, shipment_ids=ids)
    except print_labels.NothingToPrintError:
        messages.error(request, _("None of the chosen shipments has a label yet."))
        return redirect("shipments")
    accounts.record(seller=request.seller, person=request.user, verb="print_labels", at=clock.now(), shipments=len(ids))
    return _pdf(content, "labels.pdf")


def _merged(request: SellerRequest, ids: Sequence[int]) -> bytes:
    try:
        return print_labels.merged_pdf(seller=request.seller, shipment_ids=ids)
    except print_labels.NothingToPrintError as error:
        raise Http404(str(error)) from error


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
