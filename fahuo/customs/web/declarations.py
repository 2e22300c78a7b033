"""Declarations: the list with what waits for whom, one with its timeline, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import text_of
from fahuo.backoffice.filters import Choice, choices
from fahuo.backoffice.paging import Cut
from fahuo.customs.ceb.codes import UNITS, iso_currency
from fahuo.customs.domain.progress import LIST
from fahuo.customs.models import Declaration, Receipt
from fahuo.customs.queries import declaring, underway
from fahuo.customs.queries import pages as reads
from fahuo.customs.services import cancel as cancelling
from fahuo.customs.services import declare as declaring_service
from fahuo.customs.services import settle
from fahuo.customs.web.choosing import AGAIN
from fahuo.customs.web.telling import tell_problems, texts, texts_of
from fahuo.customs.web.words import FLAGS, GROUPS, MESSAGES, MODES, PART_TONES, STATES, STATUSES
from fahuo.goods.models import Product
from fahuo.kit import clock
from fahuo.orders.models import OrderLine
from fahuo.orders.problem_texts import ProblemText

LONGEST_REASON = 200
REFUSED_WITHIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Row:
    """One declaration of the list, in words."""

    declaration: Declaration
    words: str
    tone: str
    problems: tuple[ProblemText, ...]
    may_go_again: bool


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show what is not declared yet, what stops declaring at all, and the declarations."""
    wanted = reads.DeclarationFilter.read(request.GET)
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    found = reads.page(request.seller.pk, wanted, cut)
    at = clock.now()
    declarant = declaring.declarant(request.seller)
    stops = declaring_service.ready(request.seller, at=at)
    starting = underway.being_declared(request.seller.pk)
    context = {
        "page": found,
        "rows": [_row(item) for item in found.rows],
        "groups": _groups(reads.counts(request.seller.pk, wanted.text), wanted),
        "wanted": wanted,
        "query": wanted.as_query(),
        "undeclared": max(reads.undeclared(request.seller.pk).count() - starting, 0),
        "starting": starting,
        "moves": bool(starting) or underway.anything_moves(request.seller.pk, at),
        "here": request.get_full_path(),
        "stops": texts_of(stops),
        "blocked": any(problem.severity == "BLOCK" for problem in stops),
        "window": texts([declarant.window_problem]) if declarant and declarant.window_problem else (),
        "doubtful": [(item, MESSAGES.get(item.kind, item.kind)) for item in reads.doubtful(request.seller.pk)],
        "refused": reads.refused_receipts(request.seller.pk, at - REFUSED_WITHIN),
        "refusals": _refusals(request, at - REFUSED_WITHIN),
        "can_change": can_change(request.user),
    }
    return render(request, "customs/declarations.html", context)


@require_safe
@signed_in
def one(request: SellerRequest, declaration_id: int) -> HttpResponseBase:
    """Show one declaration: where it stands, what was said, what was declared."""
    return _page(request, _find(request, declaration_id))


@require_POST
@may_change
def cancel(request: SellerRequest, declaration_id: int) -> HttpResponseBase:
    """Ask customs to cancel a list, with a reason; without one the page comes back and says so."""
    found = _find(request, declaration_id)
    reason = text_of(request.POST, "reason", LONGEST_REASON)
    if not reason:
        return _page(request, found, why=_("Customs want a reason for a cancellation."))
    refused = cancelling.cancel(seller=request.seller, declaration_ids=[found.pk], reason=reason, at=clock.now())
    if refused:
        text = texts_of(refused.values())[0]
        return _page(request, found, reason=reason, why=f"{text.title}. {text.fix}")
    accounts.record(
        seller=request.seller, person=request.user, verb="cancel_declaration", subject=found.cop_no, at=clock.now()
    )
    messages.success(request, _("Customs are asked to cancel it. The answer comes as a receipt."))
    return redirect("declaration", found.pk)


@require_POST
@may_change
def settle_message(request: SellerRequest, message_id: int) -> HttpResponseBase:
    """A person says of a message without an answer whether the window has it."""
    problem = settle.settle(
        seller=request.seller,
        person=request.user,
        message_id=message_id,
        arrived=request.POST.get("arrived") == "yes",
        at=clock.now(),
    )
    if problem:
        tell_problems(request, [[problem]])
    return redirect("declarations")


def _find(request: SellerRequest, declaration_id: int) -> Declaration:
    found = reads.one(request.seller.pk, declaration_id)
    if found is None:
        raise Http404(str(declaration_id))
    return found


def _page(request: SellerRequest, found: Declaration, *, reason: str = "", why: str = "") -> HttpResponseBase:
    row, at = _row(found), clock.now()
    context = {
        "row": row,
        "item": found,
        "mode": MODES.get(found.trade_mode, found.trade_mode),
        "flag": FLAGS.get(found.statistics_flag, "—"),
        "parts": _parts(found),
        "lines": _lines(found.content.get(LIST, {}).get("lines", ())),
        "products": _products(request, found) if row.may_go_again else (),
        "moments": _moments(request, found),
        "moves": underway.moves(found, at),
        "can_change": can_change(request.user),
        "may_cancel": found.state in cancelling.CANCELLABLE and found.cancel_state not in cancelling.ASKED,
        "reason": reason,
        "why": why,
    }
    return render(request, "customs/declaration.html", context, status=422 if why else 200)


def _row(item: Declaration) -> Row:
    words, tone = STATES[item.state]
    return Row(item, str(words), tone, texts(item.problems), item.state in AGAIN)


def _refusals(request: SellerRequest, since: datetime) -> list[tuple[Receipt, str, ProblemText]]:
    """Return the last receipts that were refused, each with its document and why."""
    return [
        (row, str(MESSAGES.get(row.kind, row.kind)), texts([{"code": row.refused}])[0])
        for row in reads.refused_ones(request.seller.pk, since)
    ]


def _products(request: SellerRequest, item: Declaration) -> list[tuple[int, str]]:
    """Return the goods of a parcel, so that what is wrong with them can be put right."""
    lines = OrderLine.objects.filter(seller=request.seller, order_id=item.shipment.order_id)
    rows = Product.objects.filter(seller=request.seller, sku__in=lines.values("sku")).order_by("sku")
    return list(rows.values_list("pk", "sku"))


def _groups(counted: Mapping[str, int], wanted: reads.DeclarationFilter) -> tuple[Choice, ...]:
    labels = [(group, str(words), tone) for group, (words, tone) in GROUPS.items() if counted[group]]
    return choices("group", labels, counted, path=reverse("declarations"), query=wanted.as_query())


def _parts(item: Declaration) -> list[tuple[str, str, str, Any]]:
    """Return what the declaration consists of: name, state in words, tone, moment."""
    parts = [
        ("CEB303", item.order_state, item.order_state_at),
        ("CEB505", item.waybill_state, item.waybill_state_at),
        (LIST, item.state, item.state_at),
    ]
    if item.cancel_state:
        parts.append(("CEB605", item.cancel_state, item.cancel_state_at))
    return [(str(MESSAGES[kind]), str(STATES[state][0]), _tone(kind, state), at) for kind, state, at in parts]


def _tone(kind: str, state: str) -> str:
    return STATES[state][1] if kind == LIST else PART_TONES.get(state, STATES[state][1])


def _lines(lines: Iterable[Mapping[str, str]]) -> list[dict[str, object]]:
    return [
        {
            "name": line["gname"],
            "model": line["gmodel"],
            "code": line["gcode"],
            "quantity": f"{line['qty']} {UNITS.get(line['unit'], line['unit'])}",
            "price": line["price"],
            "total": Decimal(line["totalPrice"]),
            "currency": iso_currency(line["currency"]),
        }
        for line in lines
    ]


def _moments(request: SellerRequest, item: Declaration) -> list[tuple[reads.Happening, str, str, str]]:
    """Return the timeline newest first: what, in which state, with which tone."""
    found = []
    for one_ in reversed(reads.timeline(request.seller.pk, item.pk)):
        table = STATUSES if one_.is_ours else STATES
        words, tone = table.get(one_.state, (one_.code, "late"))
        found.append((one_, str(MESSAGES.get(one_.kind, one_.kind)), str(words), tone))
    return found


_one = "customs/declarations/<int:declaration_id>"
urlpatterns = [
    path("customs/declarations", listing, name="declarations"),
    path(_one, one, name="declaration"),
    path(f"{_one}/cancel", cancel, name="cancel-declaration"),
    path("customs/messages/<int:message_id>/settle", settle_message, name="settle-customs-message"),
]
