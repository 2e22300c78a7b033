"""Declare chosen shipments: a page that says what would go to customs; and declare again what did not get through."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.accounts.models import Seller
from fahuo.backoffice.formats import count
from fahuo.customs.models import Declaration
from fahuo.customs.queries import declaring
from fahuo.customs.queries import pages as reads
from fahuo.customs.services import declare as declaring_service
from fahuo.customs.services import resubmit
from fahuo.customs.services.start_declaring import start
from fahuo.customs.web.telling import ids_of, tell_problems, tell_stops, texts_of
from fahuo.customs.web.words import FLAGS, MODES
from fahuo.kit import clock
from fahuo.rating.words import carrier_name
from fahuo.shipments.models import Shipment
from fahuo.shipments.queries import lists
from fahuo.trade.problem import Problem

# What can be declared again: what never went out, and what came back.
AGAIN = ("DRAFT", *resubmit.AGAIN)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Shipments that somebody chose: those that can be declared, how many there were, the fields that choose them."""

    ids: list[int]
    total: int
    fields: list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def declare(request: SellerRequest) -> HttpResponseBase:
    """Say what declaring the chosen shipments means; POST has a job do it."""
    chosen = _chosen(request.seller, request.POST if request.method == "POST" else request.GET)
    stops = declaring_service.ready(request.seller, at=clock.now())
    blocking = [problem for problem in stops if problem.severity == "BLOCK"]
    if request.method == "POST":
        return _start(request, chosen, blocking)
    if not chosen.total:
        messages.error(request, _("Choose at least one shipment that has a label."))
        return redirect("declarations")
    return render(request, "customs/declare.html", _context(request.seller, chosen, stops, blocking))


@require_POST
@may_change
def again(request: SellerRequest) -> HttpResponseBase:
    """Declare anew what customs returned, from the goods as they are now; drafts are tried again."""
    ids = ids_of(request.POST)
    rows = Declaration.objects.filter(seller=request.seller, pk__in=ids)
    drafts = list(rows.filter(state="DRAFT").values_list("shipment_id", flat=True))
    returned = list(rows.filter(state__in=resubmit.AGAIN).values_list("pk", flat=True))
    others = rows.exclude(state__in=AGAIN).count()
    if not (drafts or returned or others):
        messages.error(request, _("Choose at least one declaration."))
        return redirect("declarations")
    at, seller, person = clock.now(), request.seller, request.user
    tried = declaring_service.declare(seller=seller, person=person, shipment_ids=drafts, at=at)
    sent = resubmit.resubmit(seller=seller, person=person, declaration_ids=returned, at=at)
    _tell_again(request, len(tried.declarations) + len(sent.declarations), others)
    tell_problems(request, [*tried.problems.values(), *sent.problems.values()])
    return _back(request, ids, tried.declarations)


def _start(request: SellerRequest, chosen: Chosen, blocking: Sequence[Problem]) -> HttpResponseBase:
    if blocking:
        tell_stops(request, blocking)
    elif not chosen.ids:
        messages.error(request, _("Nothing to declare: choose shipments that have a label and are not declared."))
    else:
        start(seller=request.seller, person=request.user, shipment_ids=chosen.ids, at=clock.now())
        number = len(chosen.ids)
        words = ngettext("%(n)s shipment is being declared.", "%(n)s shipments are being declared.", number)
        messages.success(request, words % {"n": count(number)})
    return redirect("declarations")


def _context(seller: Seller, chosen: Chosen, stops: Sequence[Problem], blocking: Sequence[Problem]) -> dict[str, Any]:
    row = declaring.declarant(seller)
    shipments = Shipment.objects.filter(seller=seller, pk__in=chosen.ids)
    carriers = Counter(shipments.values_list("carrier", flat=True)).most_common()
    return {
        "chosen": chosen,
        "number": len(chosen.ids),
        "left": chosen.total - len(chosen.ids),
        "carriers": [(carrier_name(code), parcels) for code, parcels in carriers],
        "stops": texts_of(stops),
        "blocked": bool(blocking),
        "declarant": row,
        "mode": MODES.get(row.trade_mode, "—") if row else "",
        "flag": FLAGS.get(row.statistics_flag, "—") if row else "",
    }


def _chosen(seller: Seller, query: QueryDict) -> Chosen:
    """Return the shipments of a selection: all that wait, those of a run, all that match a filter, or by key."""
    waiting = reads.undeclared(seller.pk).order_by("pk")
    if query.get("all"):
        ids = list(waiting.values_list("pk", flat=True))
        return Chosen(ids, len(ids), [("all", "1")])
    if query.get("all_matching"):
        wanted = lists.ShipmentFilter.read(query)
        named = list(lists.states_among(seller, wanted))
        fields = [("all_matching", "1"), *wanted.as_query().items()]
    elif run := next(iter(ids_of(query, "run")), None):
        named = list(Shipment.objects.filter(seller=seller, run_id=run).values_list("pk", flat=True))
        fields = [("run", str(run))]
    else:
        named = list(lists.states(seller, ids_of(query)))
        fields = [("id", str(shipment_id)) for shipment_id in named]
    return Chosen(list(waiting.filter(pk__in=named).values_list("pk", flat=True)), len(named), fields)


def _tell_again(request: SellerRequest, done: int, others: int) -> None:
    if done:
        words = ngettext("%(n)s declaration goes out again.", "%(n)s declarations go out again.", done)
        messages.success(request, words % {"n": count(done)})
    if others:
        words = ngettext(
            "%(n)s stays as it is: only what could not be declared, what customs returned and what was not passed on "
            "is declared again.",
            "%(n)s stay as they are: only what could not be declared, what customs returned and what was not passed "
            "on is declared again.",
            others,
        )
        messages.warning(request, words % {"n": count(others)})


def _back(request: SellerRequest, ids: Sequence[int], anew: Sequence[int]) -> HttpResponseBase:
    """Return to where the button was pressed; a draft that was tried again has a new key."""
    if request.POST.get("back") != "one" or len(ids) != 1:
        return redirect("declarations")
    found = reads.one(request.seller.pk, anew[0] if anew else ids[0])
    if found is not None:
        return redirect("declaration", found.pk)
    shipment = ids_of(request.POST, "shipment")
    latest = reads.of_shipment(request.seller.pk, shipment[0]) if shipment else None
    return redirect("declaration", latest.pk) if latest else redirect("declarations")


urlpatterns = [
    path("customs/declarations/declare", declare, name="declare"),
    path("customs/declarations/again", again, name="declare-again"),
]
