"""Declarations: the list with what waits for whom, one with its timeline, and what can be done with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.filters import Choice, choices
from fahuo.backoffice.paging import Cut
from fahuo.customs.ceb.codes import CURRENCIES, UNITS
from fahuo.customs.domain.progress import LIST
from fahuo.customs.models import Declaration
from fahuo.customs.queries import declaring
from fahuo.customs.queries import pages as reads
from fahuo.customs.services import cancel as cancelling
from fahuo.customs.services import declare as declaring_service
from fahuo.customs.services import release, resubmit, settle
from fahuo.customs.services.start_declaring import start
from fahuo.customs.web.words import GROUPS, MESSAGES, MODES, STATES, STATUSES
from fahuo.kit import clock
from fahuo.orders.problem_texts import ProblemText, problem_text, problem_texts
from fahuo.shipments.models import PRINTABLE, Shipment
from fahuo.trade.problem import Problem

LONGEST_REASON = 200
REASONS_SHOWN = 3
REFUSED_WITHIN = timedelta(days=7)
_ISO = {code: iso for iso, code in CURRENCIES.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One declaration of the list, in words."""

    declaration: Declaration
    words: str
    tone: str
    problems: tuple[ProblemText, ...]


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show what is not declared yet, what stops declaring at all, and the declarations."""
    wanted = reads.DeclarationFilter.read(request.GET.dict())
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    found = reads.page(request.seller.pk, wanted, cut)
    at = clock.now()
    declarant = declaring.declarant(request.seller)
    context = {
        "page": found,
        "rows": [_row(item) for item in found.rows],
        "groups": _groups(reads.counts(request.seller.pk, wanted.text), wanted),
        "wanted": wanted,
        "query": wanted.as_query(),
        "undeclared": reads.undeclared(request.seller.pk).count(),
        "stops": _texts(problem.as_dict() for problem in declaring_service.ready(request.seller, at=at)),
        "declarant": declarant,
        "window": _texts([declarant.window_problem]) if declarant and declarant.window_problem else (),
        "doubtful": [(item, MESSAGES.get(item.kind, item.kind)) for item in reads.doubtful(request.seller.pk)],
        "refused": reads.refused_receipts(request.seller.pk, at - REFUSED_WITHIN),
        "can_change": can_change(request.user),
    }
    return render(request, "customs/declarations.html", context)


@require_safe
@signed_in
def one(request: SellerRequest, declaration_id: int) -> HttpResponseBase:
    """Show one declaration: where it stands, what was said, what was declared."""
    found = _find(request, declaration_id)
    row = _row(found)
    context = {
        "row": row,
        "item": found,
        "mode": MODES.get(found.trade_mode, found.trade_mode),
        "parts": _parts(found),
        "lines": _lines(found.content.get(LIST, {}).get("lines", ())),
        "head": found.content.get(LIST, {}),
        "moments": _moments(request, found),
        "can_change": can_change(request.user),
        "may_resubmit": found.state in resubmit.AGAIN,
        "may_cancel": found.state in cancelling.CANCELLABLE and found.cancel_state not in cancelling.ASKED,
        "may_declare": found.state == "DRAFT",
    }
    return render(request, "customs/declaration.html", context)


@require_safe
@signed_in
def of_shipment(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Show on a shipment's page how its declaration stands and what keeps it from being handed over."""
    shipment = Shipment.objects.filter(seller=request.seller, pk=shipment_id).defer("label_content").first()
    if shipment is None:
        raise Http404(str(shipment_id))
    found = reads.of_shipment(request.seller.pk, shipment_id)
    lacking: Sequence[Problem] = ()
    if shipment.status == "LABELLED":
        lacks = release.lacking(seller=request.seller, shipment_ids=[shipment_id], at=clock.now())
        lacking = lacks.get(shipment_id, ())
    context = {
        "shipment": shipment,
        "row": _row(found) if found else None,
        "lacking": _texts(problem.as_dict() for problem in lacking),
        "printable": shipment.status in PRINTABLE,
        "can_change": can_change(request.user),
    }
    return render(request, f"customs/{'shipment_part' if request.htmx else 'shipment'}.html", context)


@require_POST
@may_change
def declare(request: SellerRequest) -> HttpResponseBase:
    """Declare the chosen shipments, or all that are labelled and not declared; a job does it."""
    rows = reads.undeclared(request.seller.pk)
    if not request.POST.get("all"):
        rows = rows.filter(pk__in=_ids(request.POST, "id"))
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    stops = declaring_service.ready(request.seller, at=clock.now())
    if blocking := [problem for problem in stops if problem.severity == "BLOCK"]:
        _tell_stops(request, blocking)
    elif not ids:
        messages.error(request, _("Nothing to declare: choose shipments that have a label and are not declared."))
    else:
        start(seller=request.seller, person=request.user, shipment_ids=ids, at=clock.now())
        words = ngettext("%(n)s shipment is being declared.", "%(n)s shipments are being declared.", len(ids))
        messages.success(request, words % {"n": len(ids)})
    return redirect("declarations")


@require_POST
@may_change
def again(request: SellerRequest) -> HttpResponseBase:
    """Declare anew what customs returned, from the goods as they are now; drafts are tried again."""
    ids = _ids(request.POST, "id")
    rows = Declaration.objects.filter(seller=request.seller, pk__in=ids)
    drafts = list(rows.filter(state="DRAFT").values_list("shipment_id", flat=True))
    returned = list(rows.filter(state__in=resubmit.AGAIN).values_list("pk", flat=True))
    at, seller, person = clock.now(), request.seller, request.user
    tried = declaring_service.declare(seller=seller, person=person, shipment_ids=drafts, at=at)
    sent = resubmit.resubmit(seller=seller, person=person, declaration_ids=returned, at=at)
    done = len(tried.declarations) + len(sent.declarations)
    if done:
        words = ngettext("%(n)s declaration goes out again.", "%(n)s declarations go out again.", done)
        messages.success(request, words % {"n": done})
    _tell_problems(request, [*tried.problems.values(), *sent.problems.values()])
    return _back(request, ids)


@require_POST
@may_change
def cancel(request: SellerRequest, declaration_id: int) -> HttpResponseBase:
    """Ask customs to cancel a list, with a reason."""
    found = _find(request, declaration_id)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:LONGEST_REASON]
    if not reason:
        messages.error(request, _("Customs want a reason for a cancellation."))
        return redirect("declaration", found.pk)
    refused = cancelling.cancel(seller=request.seller, declaration_ids=[found.pk], reason=reason, at=clock.now())
    if refused:
        _tell_problems(request, [refused.values()])
    else:
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
        _tell_problems(request, [[problem]])
    return redirect("declarations")


def _find(request: SellerRequest, declaration_id: int) -> Declaration:
    found = reads.one(request.seller.pk, declaration_id)
    if found is None:
        raise Http404(str(declaration_id))
    return found


def _row(item: Declaration) -> Row:
    words, tone = STATES[item.state]
    return Row(item, str(words), tone, _texts(item.problems))


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
    return [(str(MESSAGES[kind]), str(STATES[state][0]), STATES[state][1], at) for kind, state, at in parts]


def _lines(lines: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    return [
        {
            "name": line["gname"],
            "model": line["gmodel"],
            "code": line["gcode"],
            "quantity": f"{line['qty']} {UNITS.get(line['unit'], line['unit'])}",
            "price": line["price"],
            "total": line["totalPrice"],
            "currency": _ISO.get(line["currency"], line["currency"]),
        }
        for line in lines
    ]


def _moments(request: SellerRequest, item: Declaration) -> list[tuple[reads.Happening, str, str, str]]:
    """Return the timeline newest first: what, in which state, with which tone."""
    found = []
    for one_ in reversed(reads.timeline(request.seller.pk, item.pk)):
        table = STATUSES if one_.is_ours else STATES
        words, tone = table.get(one_.state, (one_.code, "late"))
        found.append((one_, str(MESSAGES.get(one_.kind, one_.kind)), str(words), "bad" if one_.refused else tone))
    return found


def _ids(query: QueryDict, name: str) -> list[int]:
    return [int(text) for text in query.getlist(name) if text.isascii() and text.isdigit() and len(text) <= 18]


def _tell_stops(request: SellerRequest, stops: Sequence[Problem]) -> None:
    for problem in stops[:REASONS_SHOWN]:
        text = problem_text(problem.as_dict(), get_language() or "en")
        messages.error(request, f"{text.title} ({text.code}). {text.fix}")


def _tell_problems(request: SellerRequest, found: Iterable[Iterable[Problem]]) -> None:
    told: dict[str, int] = {}
    for problems in found:
        for problem in problems:
            told[problem.code] = told.get(problem.code, 0) + 1
    for code, number in sorted(told.items(), key=lambda item: -item[1])[:REASONS_SHOWN]:
        text = problem_text({"code": code}, get_language() or "en")
        messages.warning(request, f"{text.title} ({number}). {text.fix}")


def _texts(stored: Iterable[Mapping[str, str]]) -> tuple[ProblemText, ...]:
    return problem_texts(stored, get_language() or "en")


def _back(request: SellerRequest, ids: Sequence[int]) -> HttpResponseBase:
    if request.POST.get("back") == "one" and len(ids) == 1:
        return redirect("declaration", ids[0])
    return redirect("declarations")


_one = "customs/declarations/<int:declaration_id>"
urlpatterns = [
    path("customs/declarations", listing, name="declarations"),
    path("customs/declarations/declare", declare, name="declare"),
    path("customs/declarations/again", again, name="declare-again"),
    path(_one, one, name="declaration"),
    path(f"{_one}/cancel", cancel, name="cancel-declaration"),
    path("customs/messages/<int:message_id>/settle", settle_message, name="settle-customs-message"),
    path("shipments/<int:shipment_id>/declaration", of_shipment, name="shipment-declaration"),
]
