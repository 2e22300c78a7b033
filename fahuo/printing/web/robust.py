"""How well a label stands bad printing: on demand, as it takes a moment."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.labels.defects import LADDERS
from fahuo.labels.robustness import CodeRobustness, of_label
from fahuo.printing.web.words import DEFECTS
from fahuo.shipments.queries import lists
from fahuo.shipments.services.print_labels import rendered
from fahuo.trade.waybill import Waybill


@dataclass(frozen=True, slots=True)
class Fault:
    """One way of bad printing: how many of its steps, from slight to bad, the label's code bears."""

    words: str
    borne: int
    steps: int


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the weakest code that says the number bears: steps of all faults, and its score from 0 to 100."""

    score: int
    borne: int
    steps: int
    faults: tuple[Fault, ...]


@require_safe
@signed_in
def robustness(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Print a label badly in many ways, and show how much of it its codes bear."""
    found = lists.one(request.seller, shipment_id)
    if found is None:
        raise Http404(str(shipment_id))
    label = rendered(seller=request.seller, shipment_ids=[found.pk])
    if not label.content:
        raise Http404(str(shipment_id))
    number = Waybill(found.carrier, found.reference, found.waybill_number, found.tracking_number).barcode
    measured = of_label(label.content, number)
    weakest = measured and min((code for code in measured.codes if code.says_number), key=lambda code: code.score)
    context = {"shipment": found, "bearing": _bearing(weakest) if weakest else None}
    name = "robustness_part" if request.htmx else "robustness"
    return render(request, f"printing/{name}.html", context)


def _bearing(code: CodeRobustness) -> Bearing:
    faults = tuple(
        Fault(
            str(DEFECTS[defect.value]),
            sum(strength <= code.reached.get(defect, 0) for strength in ladder.strengths),
            len(ladder.strengths),
        )
        for defect, ladder in LADDERS.items()
    )
    return Bearing(code.score, sum(fault.borne for fault in faults), sum(fault.steps for fault in faults), faults)
