"""The seller's contracts with carriers: beside the settings of the shop, and a page each for what was agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.views.decorators.http import require_http_methods, require_safe

from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.backoffice.forms import inputs
from fahuo.carriers import queries, registry, services
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.terms_form import AREA_BREAK, TermsForm
from fahuo.kit import clock
from fahuo.trade.contract import ContractTerms

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract as the list shows it. `last_day` is the last one it holds on, None without an end."""

    name: str
    account: CarrierAccount
    last_day: date | None
    state: str  # EXPIRED, FUTURE, EMULATED, LIVE


@require_safe
@may_own
def accounts(request: SellerRequest) -> HttpResponseBase:
    """List the active accounts; the credentials are never read."""
    today = timezone.localdate(clock.now())
    rows = [_contract(account, today) for account in queries.contracts(request.seller.pk)]
    part = "carriers/accounts_part.html" if request.htmx else "carriers/accounts.html"
    return render(request, part, {"rows": rows, "seller": request.seller})


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def terms(request: SellerRequest, carrier: str) -> HttpResponseBase:
    """Show what was agreed with one carrier; POST writes it."""
    row = queries.contract(request.seller.pk, carrier)
    if row is None or carrier not in registry.codes():
        raise Http404(carrier)
    offered = {service.code: _words(service) for service in registry.services(carrier)}
    posted = request.POST if request.method == "POST" else None  # all boxes empty is an answer too
    form = TermsForm(posted, initial=_shown(queries.terms_of(row)), offered=offered)
    if request.method == "POST" and form.is_valid():
        _save(request, form.terms(carrier))
        return redirect("carrier-terms", carrier)
    return _terms_page(request, row, form, status=422 if request.method == "POST" else 200)


def _save(request: SellerRequest, wanted: ContractTerms) -> None:
    changed = services.change_terms(seller=request.seller, person=request.user, terms=wanted, at=clock.now())
    if changed:
        messages.success(request, now("Saved. Orders that are routed from now on follow it."))


def _terms_page(request: SellerRequest, row: CarrierAccount, form: TermsForm, *, status: int) -> HttpResponseBase:
    context = {
        "name": _name(row.carrier),
        "account": row,
        "inputs": [input_ for input_ in inputs(form) if input_.name != "services"],
        "signed": form.boxes(),
        "signed_error": " ".join(map(str, form["services"].errors)),
    }
    return render(request, "carriers/terms.html", context, status=status)


def _shown(agreed: ContractTerms) -> Mapping[str, Any]:
    """Return the terms as people write them: the last day it holds, an area a line."""
    return {
        "services": sorted(agreed.services),
        "eori": agreed.eori,
        "valid_from": agreed.valid_from,
        "last_day": agreed.valid_until - ONE_DAY if agreed.valid_until else None,
        "daily_capacity": agreed.daily_capacity,
        "cut_off": agreed.cut_off.strftime("%H:%M") if agreed.cut_off else None,
        "pickup_areas": AREA_BREAK.join(agreed.pickup_areas),
        "expected_this_month": agreed.expected_this_month or None,
    }


def _contract(account: CarrierAccount, today: date) -> Contract:
    state = "EMULATED" if account.emulated else "LIVE"
    if account.valid_from and account.valid_from > today:
        state = "FUTURE"
    if account.valid_until and account.valid_until <= today:
        state = "EXPIRED"
    last_day = account.valid_until - ONE_DAY if account.valid_until else None
    return Contract(_name(account.carrier), account, last_day, state)


def _name(carrier: str) -> str:
    """Return the carrier's name in the page's language; one whose folder is gone is shown by its code."""
    try:
        return _words(registry.manifest(carrier))
    except LookupError:
        return carrier


def _words(named: Any) -> str:
    """Return the name of a carrier or service in the page's language."""
    return str(named.name_zh if (get_language() or "").startswith("zh") else named.name_en)


urlpatterns = [
    path("settings/carriers", accounts, name="carrier-accounts"),
    path("settings/carriers/<slug:carrier>", terms, name="carrier-terms"),
]
