"""The button that says that a carrier took the parcels of a list, and the page of those that had to stay."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_POST

from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.kit import clock
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.printing.services import hand_over as writing
from fahuo.printing.web.manifests import find
from fahuo.shipments.models import Shipment

ROWS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Stayed:
    """One parcel that was not handed over, ready to be drawn."""

    shipment_id: int
    waybill_number: str
    order_number: str
    texts: tuple[ProblemText, ...]


@require_POST
@may_change
def hand_over(request: SellerRequest, manifest_id: int) -> HttpResponseBase:
    """Hand over what the release gate lets go; show what stays and why."""
    found = find(request, manifest_id)
    result = writing.hand_over(seller=request.seller, person=request.user, manifest_id=found.pk, at=clock.now())
    if result.problem is not None:
        text = problem_text(result.problem.as_dict(), get_language() or "en")
        messages.error(request, f"{text.title}. {text.fix}")
        return redirect("manifest", found.pk)
    if result.done:
        words = ngettext("%(n)s parcel is handed over.", "%(n)s parcels are handed over.", len(result.done))
        messages.success(request, words % {"n": len(result.done)})
    if not result.problems:
        return redirect("manifest", found.pk)
    context = {
        "manifest": found,
        "handed": len(result.done),
        "stayed": len(result.problems),
        "rows": _rows(request, result),
    }
    return render(request, "printing/handed_over.html", context)


def _rows(request: SellerRequest, result: writing.HandedOver) -> list[Stayed]:
    language = get_language() or "en"
    ids = list(result.problems)[:ROWS_SHOWN]
    rows = Shipment.objects.filter(seller=request.seller, pk__in=ids).order_by("pk")
    return [
        Stayed(pk, waybill, order, tuple(problem_text(one.as_dict(), language) for one in result.problems[pk]))
        for pk, waybill, order in rows.values_list("pk", "waybill_number", "order__number")
    ]


urlpatterns = [path("hand-over-lists/<int:manifest_id>/hand-over", hand_over, name="hand-over-manifest")]
