"""What was agreed with a carrier: shown, and written by the owner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.views.decorators.http import require_http_methods

from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.backoffice.forms import inputs
from fahuo.carriers import queries, registry, services
from fahuo.carriers.domain.terms import fingerprint
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.queries import market
from fahuo.carriers.services.contracts import Overtaken
from fahuo.carriers.terms_form import AREA_BREAK, TermsForm
from fahuo.carriers.web.states import standing
from fahuo.carriers.web.words import carrier_name, words
from fahuo.kit import clock
from fahuo.trade.contract import ContractTerms

ONE_DAY = timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def terms(request: SellerRequest, carrier: str) -> HttpResponseBase:
    """Show what was agreed with one carrier; POST writes it. 409 tells that somebody else did meanwhile."""
    row = queries.contract(request.seller.pk, carrier)
    if row is None or registry.family_of(carrier) not in registry.codes():
        raise Http404(carrier)
    posted = request.POST if request.method == "POST" else None  # all boxes empty is an answer too
    form = TermsForm(posted, initial=_shown(queries.terms_of(row)), offered=_offered(request, carrier))
    if posted is None:
        return _terms_page(request, row, form)
    if not form.is_valid():
        return _terms_page(request, row, form, status=422, seen=posted.get("seen", ""))
    try:
        _save(request, form.terms(carrier), seen=posted.get("seen", ""))
    except Overtaken:
        return _terms_page(request, row, form, status=409)
    return redirect("carrier-terms", carrier)


def _offered(request: SellerRequest, carrier: str) -> dict[str, str]:
    """Return the services that may be signed for, by code: those of the table, then others that the carrier named."""
    table = {service.code: words(service) for service in registry.services(carrier)}
    named = {row.code: row.name for row in market.synced_services(request.seller.pk, carrier)}
    return {**table, **{code: name for code, name in named.items() if code not in table}}


def _save(request: SellerRequest, wanted: ContractTerms, *, seen: str) -> None:
    changed = services.change_terms(seller=request.seller, person=request.user, terms=wanted, at=clock.now(), seen=seen)
    if changed:
        messages.success(request, now("Saved. Orders that are routed from now on follow it."))


def _terms_page(
    request: SellerRequest, row: CarrierAccount, form: TermsForm, *, status: int = 200, seen: str = ""
) -> HttpResponseBase:
    context = {
        "name": carrier_name(row.carrier, row.name),
        "account": row,
        "standing": standing(row, {}),
        "seen": seen or fingerprint(queries.terms_of(row)),
        "overtaken": status == 409,
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
