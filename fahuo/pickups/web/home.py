"""The first mile: what waits for whom, drivers that did not come, pick-ups, opening hours, and how long it takes."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import key_of, text_of
from fahuo.backoffice.filters import choices
from fahuo.backoffice.paging import Cut
from fahuo.kit import clock
from fahuo.pickups.domain.proposal import USUAL
from fahuo.pickups.domain.windows import Opening
from fahuo.pickups.handed_down import FirstMile
from fahuo.pickups.models import State
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.services import hours as keeping
from fahuo.pickups.web.form import clock_time
from fahuo.pickups.web.rows import listed, ramps, text, urged
from fahuo.pickups.web.words import DAYS, STATES
from fahuo.rating.words import carrier_name
from fahuo.trade.problem import Problem

FIGURE_DAYS = 30


@require_safe
@signed_in
def home(request: SellerRequest, of: FirstMile) -> HttpResponseBase:
    """Show what waits for a pick-up, and the pick-ups."""
    seller, at = request.seller, clock.now()
    state = text_of(request.GET, "state")
    state = state if state in State.values else ""
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    found, counted = reads.page(seller, cut, state=state, at=at), reads.states(seller)
    query = {"state": state} if state else {}
    labels = [(value, str(words), tone) for value, (words, tone) in STATES.items()]
    context = {
        "ramps": ramps(of.waiting(seller.pk, at), reads.spoken_for(seller.pk), at),
        "missed": [listed(row) for row in reads.missed(seller, at)],
        "page": found,
        "rows": [listed(row) for row in found.rows],
        "states": choices("state", labels, counted, path=request.path, query=query),
        "any_pickup": bool(counted.total()),
        "query": query,
        "urges": [urged(row) for row in reads.urges(seller, most=5)],
        "opening": reads.opening(seller.pk),
        "days": DAYS,
        "can_change": can_change(request.user),
    }
    return render(request, "pickups/home.html", context)


@require_safe
@signed_in
def figures(request: SellerRequest, of: FirstMile) -> HttpResponseBase:
    """Show how long each carrier took from label to first scan."""
    rows = of.hours(request.seller.pk, clock.now() - timedelta(days=FIGURE_DAYS))
    context = {"rows": [(row, carrier_name(row.carrier)) for row in rows], "days": FIGURE_DAYS}
    return render(request, f"pickups/figures{'_part' if request.htmx else ''}.html", context)


@require_safe
@may_change
def hours(request: SellerRequest) -> HttpResponseBase:
    """Show when somebody is at the warehouse, to be changed."""
    return _hours(request, reads.opening(request.seller.pk) or Opening(*USUAL, settings.TIME_ZONE, frozenset({7})))


@require_POST
@may_change
def keep_hours(request: SellerRequest) -> HttpResponseBase:
    """Keep when somebody is at the warehouse."""
    days = [key_of(one) for one in request.POST.getlist("closed")]
    zone = text_of(request.POST, "zone")
    try:
        opens, closes = (clock_time(text_of(request.POST, name)) for name in ("opens", "closes"))
    except ValueError:
        problem: Problem | None = Problem("PICKUP_INPUT_UNREADABLE", "opens", text_of(request.POST, "opens", 20))
        return _hours(request, Opening(*USUAL, zone, frozenset(days)), problem, status=422)
    problem = keeping.keep(
        seller=request.seller,
        person=request.user,
        opens=opens,
        closes=closes,
        zone=zone,
        closed_days=days,
        at=clock.now(),
    )
    if problem is not None:
        return _hours(request, Opening(opens, closes, zone, frozenset(days)), problem, status=422)
    messages.success(request, _("The opening hours are kept."))
    return redirect("first-mile")


def _hours(
    request: SellerRequest, opening: Opening, problem: Problem | None = None, status: int = 200
) -> HttpResponseBase:
    context = {"opening": opening, "days": DAYS, "problem_text": text(problem) if problem else None}
    return render(request, "pickups/hours.html", context, status=status)
