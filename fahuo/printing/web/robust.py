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
from fahuo.printing.web.telling import told
from fahuo.printing.web.words import DEFECTS
from fahuo.shipments.models import PRINTABLE, Shipment
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
    if found.status not in PRINTABLE:
        raise Http404(str(shipment_id))
    label = rendered(seller=request.seller, shipment_ids=[found.pk])
    problem = label.problems.get(found.pk)
    context = {
        "shipment": found,
        "problem": told(problem) if problem else None,
        "bearing": None if problem else _measured(found, label.content),
    }
    name = "robustness_part" if request.htmx else "robustness"
    return render(request, f"printing/{name}.html", context)


def _measured(shipment: Shipment, content: bytes) -> Bearing | None:
    number = Waybill(shipment.carrier, shipment.reference, shipment.waybill_number, shipment.tracking_number).barcode
    measured = of_label(content, number)
    if measured is None:
        return None
    return _bearing(min((code for code in measured.codes if code.says_number), key=lambda code: code.score))


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
