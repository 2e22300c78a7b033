"""The seller's contracts with carriers, shown beside the settings of the shop."""

from __future__ import annotations

from datetime import date

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.carriers import queries, registry
from fahuo.kit import clock


@require_safe
@may_own
def accounts(request: SellerRequest) -> HttpResponseBase:
    """List the active accounts; the credentials are never read."""
    today: date = timezone.localdate(clock.now())
    rows = [(_name(account.carrier), account) for account in queries.contracts(request.seller.pk)]
    part = "carriers/accounts_part.html" if request.htmx else "carriers/accounts.html"
    return render(request, part, {"rows": rows, "today": today, "seller": request.seller})


def _name(carrier: str) -> str:
    """Return the carrier's name in the page's language; one whose folder is gone is shown by its code."""
    try:
        manifest = registry.manifest(carrier)
    except LookupError:
        return carrier
    return manifest.name_zh if (get_language() or "").startswith("zh") else manifest.name_en


urlpatterns = [path("settings/carriers", accounts, name="carrier-accounts")]
