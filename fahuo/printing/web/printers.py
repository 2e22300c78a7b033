"""Printers: everybody sees them, the owner adds, changes, tests and retires them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, may_own, signed_in
from fahuo.accounts.models import Role
from fahuo.backoffice.forms import inputs
from fahuo.kit import clock
from fahuo.orders.problem_texts import ProblemText
from fahuo.printing import queries
from fahuo.printing.models import PRINTER_LANGUAGES, Printer
from fahuo.printing.services import printers as writes
from fahuo.printing.services.sample_label import print_sample
from fahuo.printing.web.telling import told
from fahuo.printing.web.words import CONNECTIONS, RESOLUTIONS, SIZES
from fahuo.trade.problem import Problem

COLUMNS = ("name", "connection", "address", "format", "size", "dpi", "is_default")


class PrinterForm(forms.Form):
    """What a printer is called, how it is reached, and what it holds. The service says what cannot be."""

    name = forms.CharField(
        label=_("The printer's name"), max_length=writes.LONGEST_NAME, help_text=_("as your people call it")
    )
    connection = forms.ChoiceField(label=_("Connection"), choices=[*CONNECTIONS.items()])
    address = forms.CharField(
        label=_("Address"), max_length=200, help_text=_("192.168.1.50:9100, or ipp://192.168.1.60/ipp/print")
    )
    format = forms.ChoiceField(
        label=_("It understands"), choices=PRINTER_LANGUAGES, help_text=_("label printers as a rule ZPL")
    )
    size = forms.ChoiceField(label=_("Labels in it"), choices=[*SIZES.items()])
    dpi = forms.TypedChoiceField(label=_("Resolution"), choices=[*RESOLUTIONS.items()], coerce=int)
    is_default = forms.BooleanField(label=_("The default for labels"), required=False)

    def refuse(self, problem: Problem) -> None:
        """Say at its field what is wrong."""
        text = told(problem)
        where = problem.field if problem.field in self.fields else None
        self.add_error(where, f"{text.title}. {text.cause}" if where else f"{text.title}. {text.fix}")


@dataclass(frozen=True, slots=True)
class ListedPrinter:
    """A printer with what came of the last test or batch."""

    printer: Printer
    connection: str
    trouble: ProblemText | None


@require_safe
@signed_in
def printers(request: SellerRequest) -> HttpResponseBase:
    """Show the printers in use."""
    context = {
        "printers": [_listed(row) for row in queries.printers(request.seller)],
        **_rights(request),
    }
    return render(request, "printing/printers.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def new(request: SellerRequest) -> HttpResponseBase:
    """Ask for what a printer needs; POST keeps it."""
    wished = {"connection": "RAW", "format": "ZPL", "is_default": not queries.printers(request.seller)}
    return _form(request, PrinterForm(request.POST if request.method == "POST" else None, initial=wished), None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def printer(request: SellerRequest, printer_id: int) -> HttpResponseBase:
    """Show how a printer is reached; POST changes it."""
    row = _find(request, printer_id)
    held = {name: getattr(row, name) for name in COLUMNS}
    return _form(request, PrinterForm(request.POST if request.method == "POST" else None, initial=held), row)


@require_POST
@may_own
def test(request: SellerRequest, printer_id: int) -> HttpResponseBase:
    """Ask the printer how it is; nothing is printed. htmx gets the printer's part of the page."""
    row = _find(request, printer_id)
    trouble = writes.test(printer=row, at=clock.now())
    if request.htmx:
        return _part(request, printer_id, tested=True)
    if trouble is None:
        messages.success(request, now("%(name)s answers and takes labels.") % {"name": row.name})
    else:
        text = told(trouble)
        messages.error(request, f"{row.name}: {text.title}. {text.fix}")
    return redirect("printers")


@require_POST
@may_change
def test_page(request: SellerRequest, printer_id: int) -> HttpResponseBase:
    """Print one test label, which counts as nothing. htmx gets the printer's part of the page."""
    row = _find(request, printer_id)
    trouble = print_sample(printer=row, at=clock.now())
    _log(request, "print_test_label", row)
    if request.htmx:
        return _part(request, printer_id, tested=bool(trouble), sampled=not trouble)
    if trouble is None:
        messages.success(request, now("%(name)s took the test label. Scan its codes.") % {"name": row.name})
    else:
        text = told(trouble)
        messages.error(request, f"{row.name}: {text.title}. {text.fix}")
    return redirect("printers")


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def retire(request: SellerRequest, printer_id: int) -> HttpResponseBase:
    """Say what retiring means; POST puts the printer away."""
    row = _find(request, printer_id)
    if request.method != "POST":
        return render(request, "printing/retire.html", {"one": _listed(row)})
    if writes.retire(printer=row, at=clock.now()) is None:
        _log(request, "retire_printer", row)
        messages.success(request, now("%(name)s is retired. What it printed is kept in the list.") % {"name": row.name})
    return redirect("printers")


def _rights(request: SellerRequest) -> dict[str, bool]:
    return {"may_own": request.user.role == Role.OWNER, "can_change": can_change(request.user)}


def _part(request: SellerRequest, printer_id: int, **came_of_it: bool) -> HttpResponseBase:
    told_now = {name: True for name, holds in came_of_it.items() if holds}
    context = {"one": _listed(_find(request, printer_id)), **_rights(request), **told_now}
    return render(request, "printing/printer_part.html", context)


def _form(request: SellerRequest, form: PrinterForm, row: Printer | None) -> HttpResponseBase:
    if request.method == "POST" and form.is_valid() and _saved(request, form, row):
        return redirect("printers")
    context = {"form": form, "fields": inputs(form), "printer": row}
    return render(request, "printing/printer.html", context, status=422 if request.method == "POST" else 200)


def _saved(request: SellerRequest, form: PrinterForm, row: Printer | None) -> bool:
    """Keep what was typed; False when it cannot be, and the form says why."""
    given: dict[str, Any] = {name: form.cleaned_data[name] for name in COLUMNS}
    saved = writes.save(seller=request.seller, printer=row, **given)
    if saved.printer is None:
        form.refuse(saved.problem or Problem("PRINTER_SETTING"))
        return False
    _log(request, "change_printer" if row else "add_printer", saved.printer)
    messages.success(request, now("Saved. Test the connection before the first labels."))
    return True


def _listed(row: Printer) -> ListedPrinter:
    trouble = told(row.trouble) if row.trouble else None
    return ListedPrinter(row, str(CONNECTIONS[row.connection]), trouble)


def _find(request: SellerRequest, printer_id: int) -> Printer:
    row = queries.printer(request.seller, printer_id=printer_id)
    if row is None or row.retired_at is not None:
        raise Http404(str(printer_id))
    return row


def _log(request: SellerRequest, verb: str, row: Printer) -> None:
    accounts.record(seller=request.seller, person=request.user, verb=verb, subject=row.name, at=clock.now())
