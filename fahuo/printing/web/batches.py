"""The print queue, and one batch: how far it is, what is in it, what a person does with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import is_key, key_of, text_of
from fahuo.backoffice.filters import Choice, Cube, choices
from fahuo.backoffice.paging import Cut
from fahuo.kit import clock, pdf
from fahuo.orders.problem_texts import ProblemText
from fahuo.printing import page_queries as reads
from fahuo.printing import queries
from fahuo.printing.models import BatchStatus, PrintBatch
from fahuo.printing.services.send_again import send_again
from fahuo.printing.services.settle import settle
from fahuo.printing.services.stop import stop
from fahuo.printing.web.progress import Progress, progress_of
from fahuo.printing.web.telling import told
from fahuo.printing.web.words import FORMS, KINDS, LANGUAGES, SEQUENCES, SIZES, STATUSES
from fahuo.trade.problem import Problem

LEFT_OUT_SHOWN = 20
PICTURES = 3
VOIDS_SHOWN = 12
VOIDS_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ListedBatch:
    """One row of the queue, ready to be drawn."""

    batch: reads.BatchRow
    kind: str
    status: str
    tone: str
    problem: ProblemText | None


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show the print queue, newest first."""
    wanted = reads.BatchFilter.read(request.GET)
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    counted = reads.cube(request.seller, wanted)
    found = reads.page(request.seller, wanted, cut)
    context = {
        "page": found,
        "rows": [_listed(row) for row in found.rows],
        "filters": _filters(request, counted, wanted.as_query()),
        "wanted": wanted,
        "query": wanted.as_query(),
        "total": counted.total(),
        "everything": counted.all_counts("status").total(),
        "voids": reads.to_destroy(request.seller, clock.now() - VOIDS_FOR, VOIDS_SHOWN),
        "has_printers": bool(queries.printers(request.seller)),
    }
    return render(request, "printing/queue.html", context)


@require_safe
@signed_in
def batch(request: SellerRequest, batch_id: int) -> HttpResponseBase:
    """Show one batch; while it moves the page asks by itself, and hears only of what is new."""
    found = find(request, batch_id)
    state = progress_of(found)
    if request.htmx and request.GET.get("seen") == state.seen:
        return HttpResponse(status=204)
    name = "batch_part" if request.htmx else "batch"
    return render(request, f"printing/{name}.html", _context(request, found, state))


@require_POST
@may_change
def stop_batch(request: SellerRequest, batch_id: int) -> HttpResponseBase:
    """Stop a batch; what is being sent already a person has to count."""
    found = find(request, batch_id)
    return _ended(request, found, stop(batch=found, at=clock.now()), "stop_printing")


@require_POST
@may_change
def repeat(request: SellerRequest, batch_id: int) -> HttpResponseBase:
    """Send a batch again of which surely nothing came out."""
    found = find(request, batch_id)
    return _ended(request, found, send_again(batch=found, at=clock.now()), "send_print_again")


def _ended(request: SellerRequest, found: PrintBatch, problem: Problem | None, verb: str) -> HttpResponseBase:
    """Put down what was done, or say why it was not, and go back to the batch."""
    if problem is None:
        _log(request, found, verb)
    else:
        messages.error(request, told(problem).title)
    return redirect("print-batch", found.pk)


@require_POST
@may_change
def settle_batch(request: SellerRequest, batch_id: int) -> HttpResponseBase:
    """Take down how many came out of the printer; the rest is sent as a batch of its own, if it is wanted."""
    found = find(request, batch_id)
    typed = text_of(request.POST, "printed", 12)
    number = key_of(typed) if is_key(typed) else None
    if number is None:
        return _unsettled(request, found, typed, _("Write a whole number."), 422)
    wants_rest = request.POST.get("then") == "send"
    settled = settle(batch=found, printed_up_to=number, person=request.user, at=clock.now(), send_rest=wants_rest)
    if settled.problem is not None:
        status = 422 if settled.problem.code == "PRINT_COUNT_WRONG" else 409
        text = told(settled.problem)
        return _unsettled(request, found, typed, f"{text.title} {text.detail}".strip(), status)
    _log(request, found, "settle_printing", printed=number)
    if settled.batch is None:
        messages.success(request, _("Noted. Nothing more is sent."))
        return redirect("print-batch", batch_id)
    messages.success(request, _("Noted. The rest is sent as this batch."))
    return redirect("print-batch", settled.batch.pk)


def find(request: SellerRequest, batch_id: int) -> PrintBatch:
    """Return the seller's batch or answer 404, the same for what does not exist."""
    found = reads.one(request.seller, batch_id)
    if found is None:
        raise Http404(str(batch_id))
    return found


def _unsettled(request: SellerRequest, found: PrintBatch, typed: str, why: str, status: int) -> HttpResponseBase:
    found.refresh_from_db()
    if status == 409:
        messages.error(request, why)
    context = {**_context(request, found, progress_of(found)), "typed_count": typed, "wrong_count": why}
    return render(request, "printing/batch.html", context, status=status)


def _context(request: SellerRequest, found: PrintBatch, state: Progress) -> dict[str, Any]:
    missing, missing_count = reads.left_out(found, LEFT_OUT_SHOWN)
    after = key_of(request.GET.get("after", ""))
    file = reads.file_facts(found)
    shown = min(file.pages, PICTURES) if found.format != "XLSX" and file.size <= pdf.MAX_BYTES else 0
    return {
        "batch": found,
        "state": state,
        "after": after or "",
        "kind": KINDS[found.kind][0],
        "is_labels": found.kind == "LABELS",
        "format": FORMS.get(f"ZPL-{found.dpi}" if found.format == "ZPL" else found.format, found.format),
        "size": SIZES.get(found.size, ""),
        "sequence": SEQUENCES[found.sequence],
        "language_words": LANGUAGES.get(found.language, found.language),
        "problem": told(found.problem) if found.problem else None,
        "left_out": [(row, told(row.problem)) for row in missing],
        "left_out_count": missing_count,
        "printouts": reads.printouts(found, after),
        "pictures": range(1, shown + 1),
        "can_change": can_change(request.user),
        "typed_count": "",
        "wrong_count": "",
    }


def _listed(row: reads.BatchRow) -> ListedBatch:
    words, tone = STATUSES[row.status]
    fetched = row.status == BatchStatus.READY and row.printed_at is not None
    return ListedBatch(
        batch=row,
        kind=str(KINDS[row.kind][0]),
        status=_("Fetched") if fetched else str(words),
        tone="" if fetched else tone,
        problem=told(row.problem) if row.problem else None,
    )


def _filters(request: SellerRequest, cube: Cube, query: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
    path = reverse("print-queue")
    counts = {name: cube.counts(name) for name in ("status", "printer", "person")}
    printers, people = reads.names(request.seller)
    labels = {
        "status": [(value, str(words), tone) for value, (words, tone) in STATUSES.items() if counts["status"][value]],
        "printer": [(key, printers.get(key, _("File")), "") for key, _n in counts["printer"].most_common()],
        "person": [(key, people.get(key, "—"), "") for key, _n in counts["person"].most_common()],
    }
    return {name: choices(name, labels[name], counts[name], path=path, query=query) for name in labels}


def _log(request: SellerRequest, found: PrintBatch, verb: str, **detail: object) -> None:
    accounts.record(
        seller=request.seller, person=request.user, verb=verb, subject=str(found.pk), at=clock.now(), **detail
    )
