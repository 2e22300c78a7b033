"""One alert with its history, and the part of a shipment's page that lists its alerts."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.alerts.queries import board, history
from fahuo.alerts.services import desk
from fahuo.alerts.web import words
from fahuo.alerts.web.board import people
from fahuo.alerts.web.rows import listed
from fahuo.kit import clock
from fahuo.shipments.models import Shipment
from fahuo.tracking.web.words import ADVICE

LONGEST_COMMENT = 500


@require_safe
@signed_in
def alert(request: SellerRequest, alert_id: int) -> HttpResponseBase:
    """Show one alert: what is wrong, what to do, who did what."""
    row = board.one(request.seller.pk, alert_id)
    if row is None:
        raise Http404(str(alert_id))
    context = {
        "row": listed(request.seller.pk, [row], clock.now())[0],
        "item": row,
        "meaning": words.meaning(row.kind),
        "advice": str(ADVICE.get(row.kind, "")),
        "history": [
            (line, str(words.VERBS[line.verb]), words.history_detail(line.verb, line.detail))
            for line in history.lines(request.seller.pk, alert_id)
        ],
        "address": request.get_full_path(),
        "can_change": can_change(request.user),
        "people": people(request),
        "reasons": words.REASONS,
    }
    return render(request, "alerts/alert.html", context)


@require_POST
@may_change
def comment(request: SellerRequest, alert_id: int) -> HttpResponseBase:
    """Write a line into the history of an alert."""
    if board.one(request.seller.pk, alert_id) is None:
        raise Http404(str(alert_id))
    text = request.POST.get("text", "")[:LONGEST_COMMENT]
    if not desk.comment_on(seller=request.seller, person=request.user, alert_id=alert_id, text=text, at=clock.now()):
        messages.error(request, _("Write something first."))
    return redirect("alert", alert_id)


@require_safe
@signed_in
def of_shipment(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Show the alerts of a shipment and its order; as part of its page nothing while there are none."""
    shipment = Shipment.objects.filter(seller=request.seller, pk=shipment_id).defer("label_content").first()
    if shipment is None:
        raise Http404(str(shipment_id))
    rows = board.of_shipment(request.seller.pk, shipment_id, order_id=shipment.order_id)
    context = {"shipment": shipment, "rows": listed(request.seller.pk, rows, clock.now())}
    return render(request, f"alerts/{'shipment_part' if request.htmx else 'shipment'}.html", context)
