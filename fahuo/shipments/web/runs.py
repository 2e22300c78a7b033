"""One click on "ship", and the page that shows how far it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import keys_of
from fahuo.backoffice.formats import count
from fahuo.kit import clock
from fahuo.orders import page_queries as orders
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.shipments import queries
from fahuo.shipments.models import PRINTABLE, ShipRun, Status
from fahuo.shipments.queries import lists
from fahuo.shipments.services import start
from fahuo.shipments.web.rows import listed
from fahuo.shipments.web.words import carrier_name

TROUBLE_SHOWN = 100
DONE_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Skipped:
    """An order that was asked for but not taken up."""

    number: str
    problem: ProblemText


@dataclass(frozen=True, slots=True)
class Cost:
    """What one carrier's parcels of the run cost."""

    carrier: str
    parcels: int
    cost: object
    currency: str


@require_POST
@may_change
def ship(request: SellerRequest) -> HttpResponseBase:
    """Start a run over the chosen orders, or over all that match the filter, and show its progress."""
    at = clock.now()
    if request.POST.get("all_matching"):
        ids = orders.shippable_ids(request.seller, orders.OrderFilter.read(request.POST), at)
    else:
        ids = orders.own_ids(request.seller, keys_of(request.POST.getlist("id")))
    if not ids:
        messages.error(request, _("Choose at least one order that is ready."))
        return redirect("orders")
    run = start.start_run(seller=request.seller, person=request.user, order_ids=ids, at=at)
    accounts.record(
        seller=request.seller, person=request.user, verb="ship", subject=str(run.pk), at=at, orders=len(ids)
    )
    return redirect("ship-run", run.pk)


@require_safe
@signed_in
def run(request: SellerRequest, run_id: int) -> HttpResponseBase:
    """Show a run; the page asks for its progress every second until it has ended."""
    return render(request, "shipments/run.html", _context(request, run_id))


@require_safe
@signed_in
def progress(request: SellerRequest, run_id: int) -> HttpResponseBase:
    """Send the live part of the run's page."""
    return render(request, "shipments/run_progress.html", _context(request, run_id))


def _context(request: SellerRequest, run_id: int) -> Mapping[str, object]:
    found = lists.run(request.seller, run_id)
    if found is None:
        raise Http404(str(run_id))
    state = queries.run_progress(found)
    ended = state.done >= state.total
    return {
        "headline": _headline(state, state.done, ended=ended),
        "said": _headline(state, state.done - state.done % max(state.total // 10, 1), ended=ended),
        "run": found,
        "progress": state,
        "ended": ended,
        "can_change": can_change(request.user),
        "elapsed": (found.finished_at or clock.now()) - found.created_at,
        "trouble": listed(lists.run_list(found, (Status.FAILED, Status.REVIEW), TROUBLE_SHOWN), request.seller),
        "skipped": _skipped(found),
        "waiting": listed(lists.run_list(found, (Status.BOOKING, Status.BOOKED), DONE_SHOWN), request.seller),
        "done": listed(lists.run_list(found, PRINTABLE, DONE_SHOWN), request.seller),
        "costs": [
            Cost(carrier_name(cost.carrier), cost.parcels, cost.cost, cost.currency)
            for cost in queries.cost_by_carrier(found)
        ],
    }


def _headline(state: queries.RunProgress, done: int, *, ended: bool) -> str:
    total = count(state.total)
    if not ended:
        return _("%(done)s of %(total)s orders done") % {"done": count(done), "total": total}
    if state.labelled == state.total:
        return ngettext("%(n)s order shipped", "All %(n)s orders shipped", state.total) % {"n": total}
    return _("Ended: %(labelled)s of %(total)s orders shipped") % {"labelled": count(state.labelled), "total": total}


def _skipped(found: ShipRun) -> list[Skipped]:
    language = get_language() or "en"
    return [
        Skipped(entry["order"], problem_text({"code": entry["code"]}, language))
        for entry in found.skipped[:TROUBLE_SHOWN]
    ]
