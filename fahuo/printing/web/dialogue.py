"""The print dialogue: what, where to, in which sequence; it says before the click what will come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.backoffice.asked import key_of
from fahuo.kit import clock
from fahuo.printing import page_queries as reads
from fahuo.printing import queries
from fahuo.printing.domain import MOST_DOCUMENTS
from fahuo.printing.domain.wish import LABELS, PICK_LIST, SIZES
from fahuo.printing.models import PrintBatch, Printer
from fahuo.printing.services.queue import queue
from fahuo.printing.web import choosing, wishes
from fahuo.printing.web.choosing import Chosen
from fahuo.printing.web.telling import told
from fahuo.printing.web.wishes import Typed
from fahuo.printing.web.words import FORMS, KINDS, LANGUAGES, REASONS, SEQUENCES
from fahuo.printing.web.words import SIZES as SIZE_WORDS
from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class Preview:
    """What would come out: how many, how many of them again, and what stays out."""

    total: int
    printable: int
    before: int
    left_out: list[choosing.LeftOut]

    @property
    def too_many(self) -> bool:
        """Whether one batch cannot hold them."""
        return self.total > MOST_DOCUMENTS


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def dialogue(request: SellerRequest) -> HttpResponseBase:
    """Ask what is to be printed and say what would come out; POST puts it into the print queue."""
    query = request.POST if request.method == "POST" else request.GET
    chosen = choosing.chosen(request.seller, query, MOST_DOCUMENTS)
    if not chosen.states:
        messages.error(request, _("Choose at least one shipment."))
        return redirect("shipments")
    printers = queries.printers(request.seller)
    fields = wishes.typed(_asked(request, query), request.session, printers, _language())
    if request.method != "POST" or "count" in query:  # without scripts a button counts again
        return _page(request, chosen, printers, fields)
    queued = queue(
        seller=request.seller,
        person=request.user,
        shipment_ids=chosen.ids,
        wish=fields.wish(printers),
        at=clock.now(),
    )
    if queued.batch is None:
        return _page(request, chosen, printers, fields, queued.problem)
    request.session[wishes.SESSION] = wishes.remembered(request.session, fields)
    _log(request, queued.batch)
    return redirect("print-batch", queued.batch.pk)


@require_POST
@may_change
def labels(request: SellerRequest) -> HttpResponseBase:
    """Put the labels of the chosen into a file, as last time; where something is to be asked, the dialogue asks it."""
    chosen = choosing.chosen(request.seller, request.POST, MOST_DOCUMENTS)
    if not choosing.printable(chosen.states, LABELS):
        messages.error(request, _("None of the chosen shipments has a label yet."))
        return redirect("shipments")
    fields = wishes.typed({"kind": LABELS, "target": wishes.AS_FILE}, request.session, [], _language())
    queued = queue(
        seller=request.seller, person=request.user, shipment_ids=chosen.ids, wish=fields.wish([]), at=clock.now()
    )
    if queued.batch is None:
        return redirect(_address(chosen))
    _log(request, queued.batch)
    return redirect("print-batch", queued.batch.pk)


@require_safe
@may_change
def of_run(request: SellerRequest, run_id: int) -> HttpResponseBase:
    """Lead to the dialogue for all labels of a run: looking at an address prints nothing."""
    query = QueryDict(mutable=True)
    query["run"] = str(run_id)
    return redirect(_address(choosing.chosen(request.seller, query)))


def _address(chosen: Chosen) -> str:
    query = QueryDict(mutable=True)
    for name, value in chosen.fields:
        query.appendlist(name, value)
    return f"{reverse('print')}?{query.urlencode()}"


def _asked(request: SellerRequest, query: QueryDict) -> dict[str, str]:
    """Return the fields that were sent; the first time for a batch printed again they are its own."""
    sent = {name: str(query.get(name, "")) for name in query}
    if request.method == "POST" and "count" not in query:
        return {**sent, "shown": wishes.SENT}
    if "shown" not in query and (batch := reads.one(request.seller, key_of(query.get("batch", "")))):
        return {**_like(batch), **sent}
    return sent


def _like(batch: PrintBatch) -> dict[str, str]:
    names = ("printer_id", "format", "dpi", "size", "sequence", "own_labels", "language")
    return wishes.like(batch.kind, {name: getattr(batch, name) for name in names})


def _page(
    request: SellerRequest,
    chosen: Chosen,
    printers: list[Printer],
    fields: Typed,
    problem: Problem | None = None,
) -> HttpResponseBase:
    context = {
        "chosen": chosen,
        "fields": fields,
        "preview": _preview(request, chosen, fields),
        "printer": next((one for one in printers if str(one.pk) == fields.target), None),
        "printers": wishes.takers(fields.kind, printers),
        "has_printers": bool(printers),
        "most": MOST_DOCUMENTS,
        "problem": told(problem) if problem else None,
        "wrong_field": problem.field if problem else "",
        **_words(fields),
    }
    name = "dialogue_part" if request.htmx else "dialogue"
    return render(request, f"printing/{name}.html", context, status=422 if problem else 200)


def _words(fields: Typed) -> dict[str, Any]:
    return {
        "kinds": KINDS,
        "forms": [(name, FORMS[name]) for name in wishes.forms_of(fields.kind)],
        "sizes": [(size, SIZE_WORDS[size]) for size in SIZES],
        "sequences": SEQUENCES,
        "languages": LANGUAGES,
        "reasons": REASONS,
        "is_labels": fields.kind == LABELS,
        "is_list": fields.kind == PICK_LIST,
    }


def _preview(request: SellerRequest, chosen: Chosen, fields: Typed) -> Preview:
    if chosen.total > MOST_DOCUMENTS:
        return Preview(chosen.total, 0, 0, [])
    able = choosing.printable(chosen.states, fields.kind)
    before = queries.printed_before(request.seller, able) if fields.kind == LABELS else {}
    return Preview(
        total=len(chosen.states),
        printable=len(able),
        before=len(before),
        left_out=choosing.left_out(request.seller, chosen.states, fields.kind),
    )


def _log(request: SellerRequest, batch: PrintBatch) -> None:
    accounts.record(
        seller=request.seller, person=request.user, verb="print", subject=str(batch.pk), at=clock.now(),
        kind=batch.kind, documents=batch.count, **({"reason": batch.reason} if batch.reason else {}),
    )  # fmt: skip


def _language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"
