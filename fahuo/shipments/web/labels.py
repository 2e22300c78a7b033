"""The label of one shipment as PDF and as a picture. Only labels that were read back are ever sent to be printed."""

from __future__ import annotations

import numpy as np
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.sending import file_answer
from fahuo.kit import pdf
from fahuo.labels import carrier
from fahuo.labels.fitness import problems_of
from fahuo.labels.render import render
from fahuo.orders.problem_texts import problem_text
from fahuo.shipments import queries
from fahuo.shipments.label_content import label_content
from fahuo.shipments.models import PRINTABLE, Shipment, Status
from fahuo.shipments.services.print_labels import rendered
from fahuo.shipments.void_mark import void_picture
from fahuo.shipments.web.one import find


@require_safe
@signed_in
def of_one(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Send one label, to be looked at or printed; what stands against it is said on the shipment's page."""
    found = find(request, shipment_id)
    label = rendered(seller=request.seller, shipment_ids=[found.pk])
    problem = label.problems.get(found.pk)
    if problem is not None and found.status in PRINTABLE:  # it was read once and is not any more
        text = problem_text(problem.as_dict(), get_language() or "en")
        messages.error(request, f"{text.title}. {text.fix}")
        return redirect("shipment", found.pk)
    if not label.content:
        raise Http404(str(found.pk))
    return file_answer(label.content, "application/pdf", f"label-{found.order.number}.pdf", inline=True)


@require_safe
@signed_in
def preview(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Send the label as the printer would show it; that of a cancelled shipment has VOID burnt in."""
    found = find(request, shipment_id)
    if found.status == Status.CANCELLED and found.label_source:
        response = HttpResponse(_void(found), content_type="image/png")
        response["Cache-Control"] = "private, no-cache"
        return response
    response = HttpResponse(pdf.as_png(_label(request, found)), content_type="image/png")
    # Asked for again each time: once it is cancelled, the picture says so.
    response["Cache-Control"] = "private, no-cache"
    return response


def _label(request: SellerRequest, found: Shipment) -> bytes:
    label = rendered(seller=request.seller, shipment_ids=[found.pk])
    if not label.content:
        raise Http404(str(found.pk))
    return label.content


def _void(found: Shipment) -> bytes:
    """Draw the void label; where it cannot be drawn any more an empty sheet says the same."""
    try:
        pixels = pdf.rasterise(_stored(found))
    except (pdf.PdfUnreadable, LookupError):
        pixels = np.full((1200, 800), 255, np.uint8)
    return void_picture(pixels)


def _stored(found: Shipment) -> bytes:
    (row,) = queries.work([found.pk])
    if found.label_content is None:
        content = label_content(row, row.waybill)
        if problems_of(content):
            raise LookupError("Nothing that may be drawn")
        return render([content])
    return carrier.normalise([carrier.Foreign(bytes(found.label_content), row.waybill.barcode)]).content
