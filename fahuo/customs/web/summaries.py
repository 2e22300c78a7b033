"""Summary applications of released lists, and master lists of what left together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import text_of
from fahuo.customs.domain.bulk_nodes import Bill
from fahuo.customs.models import MasterList
from fahuo.customs.queries import pages as reads
from fahuo.customs.services import summarise, waybill_list
from fahuo.customs.web.telling import texts, texts_of
from fahuo.customs.web.words import BILL, PART_TONES, STATES
from fahuo.kit import clock
from fahuo.orders.problem_texts import problem_text
from fahuo.rating.words import carrier_name
from fahuo.trade.problem import Problem

REASONS_SHOWN = 3
MOST_LISTED = 5000


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show the summary applications and the master lists, and what waits for one."""
    return _page(request, {})


@require_POST
@may_change
def apply(request: SellerRequest) -> HttpResponseBase:
    """Write the summary applications of a month."""
    try:
        month = date.fromisoformat(f"{request.POST.get('month', '')}-01")
    except ValueError:
        messages.error(request, _("Choose a month."))
        return redirect("summaries")
    made = summarise.summarise(seller=request.seller, month=month, at=clock.now())
    if made.summaries:
        number = len(made.summaries)
        words = ngettext("%(n)s summary goes to customs.", "%(n)s summaries go to customs.", number)
        messages.success(request, words % {"n": number})
        _log(request, "summarise", f"{month:%Y-%m}")
    _tell(request, made.problems)
    return redirect("summaries")


@require_POST
@may_change
def master(request: SellerRequest) -> HttpResponseBase:
    """Put the released lists of a carrier under a master bill."""
    typed = {name: text_of(request.POST, name) for name in (*BILL, "carrier")}
    bill = Bill(**{name: typed[name] for name in BILL})
    rows = reads.listable(request.seller.pk).filter(shipment__carrier=typed["carrier"]).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:MOST_LISTED])
    made = waybill_list.list_under(seller=request.seller, bill=bill, declaration_ids=ids, at=clock.now())
    if not made.master:
        return _page(request, typed, made.problems)
    words = ngettext("%(n)s list stands under it.", "%(n)s lists stand under it.", made.master.parcels)
    messages.success(request, words % {"n": made.master.parcels})
    _log(request, "master_list", made.master.bill_no)
    _tell(request, made.problems)
    return redirect("summaries")


@require_POST
@may_change
def depart(request: SellerRequest, master_id: int) -> HttpResponseBase:
    """Declare that what stands on a master list has left the country."""
    if not MasterList.objects.filter(seller=request.seller, pk=master_id).exists():
        raise Http404(str(master_id))
    try:
        left = parse_datetime(request.POST.get("left_at", ""))
    except ValueError:
        left = None
    if left is None:
        messages.error(request, _("Say when it left."))
        return redirect("summaries")
    left_at = left if timezone.is_aware(left) else timezone.make_aware(left)
    at = clock.now()
    problems = waybill_list.depart(seller=request.seller, master_list_id=master_id, left_at=left_at, at=at)
    if not problems:
        _log(request, "declare_departure", str(master_id))
    _tell(request, problems)
    return redirect("summaries")


def _page(request: SellerRequest, typed: Mapping[str, str], wrong: Sequence[Problem] = ()) -> HttpResponseBase:
    """Draw the page; what was typed for a master list that was not made stays in its form."""
    seller_id, waiting = request.seller.pk, reads.listable(request.seller.pk)
    carriers = Counter(waiting.values_list("shipment__carrier", flat=True))
    context = {
        "summaries": [(row, *STATES[row.state], texts(row.problems)) for row in reads.summaries(seller_id)],
        "masters": [
            (row, carrier_name(row.carrier), STATES[row.state][0], _tone(row.state))
            for row in reads.master_lists(seller_id)
        ],
        "departures": {state: (words, _tone(state)) for state, (words, _any) in STATES.items()},
        "carriers": [(code, carrier_name(code), number) for code, number in sorted(carriers.items())],
        "waiting": reads.summarisable(seller_id),
        "bill_fields": [(name, *BILL[name]) for name in BILL],
        "typed": dict.fromkeys((*BILL, "carrier"), "") | dict(typed),
        "wrong": texts_of(wrong),
        "can_change": can_change(request.user),
    }
    return render(request, "customs/summaries.html", context, status=422 if wrong else 200)


def _tone(state: str) -> str:
    return PART_TONES.get(state, STATES[state][1])


def _tell(request: SellerRequest, problems: Sequence[Problem]) -> None:
    for problem in problems[:REASONS_SHOWN]:
        text = problem_text(problem.as_dict(), get_language() or "en")
        messages.error(request, f"{text.title} ({text.detail or text.field or text.code}). {text.fix}")


def _log(request: SellerRequest, verb: str, subject: str) -> None:
    accounts.record(seller=request.seller, person=request.user, verb=verb, subject=subject, at=clock.now())


urlpatterns = [
    path("customs/summaries", listing, name="summaries"),
    path("customs/summaries/apply", apply, name="apply-summary"),
    path("customs/master-lists", master, name="make-master-list"),
    path("customs/master-lists/<int:master_id>/departure", depart, name="declare-departure"),
]
