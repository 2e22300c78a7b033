"""The dialogue that asks for a pick-up: carrier, address, window, parcels, and what speaks against it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.backoffice.asked import key_of, text_of
from fahuo.carriers import queries as carriers
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.kit import clock
from fahuo.orders.problem_texts import ProblemText
from fahuo.pickups.handed_down import FirstMile
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.services import check, start
from fahuo.pickups.web.form import Asking, chosen_ids, read
from fahuo.pickups.web.rows import free_parcels, text
from fahuo.rating.words import carrier_name
from fahuo.trade.problem import Problem, Severity

ROWS_SHOWN = 200


@require_safe
@may_change
def dialogue(request: SellerRequest, of: FirstMile) -> HttpResponseBase:
    """Show the dialogue for a carrier, or for the parcels of a hand-over list."""
    listed = key_of(request.GET.get("list", ""))
    ids = list(of.listed(request.seller.pk, listed)) if listed else []
    carrier = text_of(request.GET, "carrier") or _carrier_of(request, ids)
    if not carrier:
        return _choose(request)
    return _page(request, of, read(request.seller, request.GET, carrier, clock.now()), ids)


@require_POST
@may_change
def ask(request: SellerRequest, of: FirstMile) -> HttpResponseBase:
    """Ask for it, unless something speaks against it that nobody has read yet."""
    at = clock.now()
    asked = read(request.seller, request.POST, text_of(request.POST, "carrier"), at)
    ids = chosen_ids(request.POST)
    if request.POST.get("all") == "1":
        free = free_parcels(of, asked.account, at)
        ids = list(dict.fromkeys([*ids, *(row.shipment_id for row in free)]))[: start.MOST]
    if asked.problem is not None or asked.address is None:
        return _page(request, of, asked, ids, problems=[asked.problem or Problem("PICKUP_NO_ADDRESS")], status=422)
    found = check.against(
        seller=request.seller, account=asked.account, address=asked.address, window=asked.window, at=at
    )
    blocked = [problem for problem in found if problem.severity is Severity.BLOCK]
    if blocked or (found and request.POST.get("read") != _told(found)):
        return _page(request, of, asked, ids, problems=found, status=422)
    wanted = start.Wanted(asked.account.pk, asked.address, asked.window, ids, asked.note, asked.by_call)
    return _start(request, of, asked, wanted)


def _start(request: SellerRequest, of: FirstMile, asked: Asking, wanted: start.Wanted) -> HttpResponseBase:
    started = start.start(seller=request.seller, person=request.user, wanted=wanted, at=clock.now())
    if started.pickup is None:
        problems = [started.problem] if started.problem else []
        return _page(request, of, asked, list(wanted.shipment_ids), problems=problems, status=409)
    if started.left_out:
        words = ngettext(
            "%(n)s parcel was left out: it waits no more, or is in another pick-up.",
            "%(n)s parcels were left out: they wait no more, or are in another pick-up.",
            started.left_out,
        )
        messages.warning(request, words % {"n": started.left_out})
    return redirect("pickup", started.pickup.pk)


def _carrier_of(request: SellerRequest, ids: Sequence[int]) -> str:
    known = reads.shipments(request.seller.pk, ids[:1])
    return next((row.carrier for row in known.values()), "")


def _choose(request: SellerRequest) -> HttpResponseBase:
    found = [one.carrier for one in carriers.contracts(request.seller.pk)]
    # A tracking service moves nothing, and nobody comes from it.
    movers = [code for code in found if registry.manifest(code).can(Capability.CREATE)]
    rows = [(code, carrier_name(code), start.takes_calls(code)) for code in movers]
    return render(request, "pickups/choose.html", {"rows": rows})


def _page(
    request: SellerRequest,
    of: FirstMile,
    asked: Asking,
    ids: Sequence[int],
    *,
    problems: Sequence[Problem] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    at, account = clock.now(), asked.account
    rows = free_parcels(of, account, at)
    nobody_chose = not ids and request.method != "POST"
    if nobody_chose:
        ids = [row.shipment_id for row in rows]
    chosen = set(ids)
    ordered = sorted(rows, key=lambda row: row.shipment_id not in chosen)
    unseen = [row.shipment_id for row in ordered[ROWS_SHOWN:] if row.shipment_id in chosen]
    if problems is None and asked.address is not None:
        problems = check.against(
            seller=request.seller, account=account, address=asked.address, window=asked.window, at=at
        )
    told = tuple(problems or ([asked.problem] if asked.problem else []))
    context = {
        "asked": asked,
        "carrier": carrier_name(account.carrier),
        "takes_calls": start.takes_calls(account.carrier),
        "with_booking": registry.manifest(account.carrier).can(Capability.PICKUP),
        "rows": ordered[:ROWS_SHOWN],
        "chosen": chosen,
        "unseen": [] if nobody_chose else unseen,
        "total": len(rows),
        "everything": len(rows) > ROWS_SHOWN,
        "nobody_chose": nobody_chose,
        "more_wait": len(rows) == start.MOST,
        "problems": _texts(told),
        "blocked": any(problem.severity is Severity.BLOCK for problem in told),
        "read": _told(told),
    }
    return render(request, "pickups/ask.html", context, status=status)


def _texts(problems: Sequence[Problem]) -> list[ProblemText]:
    return [text(problem) for problem in problems]


def _told(problems: Sequence[Problem]) -> str:
    """Name what was shown, to the letter: another address, or another day, is shown too before anybody is asked."""
    said = "\n".join(sorted(f"{problem.code} {problem.field} {problem.detail}" for problem in problems))
    return hashlib.sha256(said.encode()).hexdigest()[:16] if problems else ""
