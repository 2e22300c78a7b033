"""Where news of parcels comes from: how polling keeps up, and the addresses that carriers push to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fahuo.accounts.gate import SellerRequest, may_own, signed_in
from fahuo.accounts.models import Role
from fahuo.carriers.queries import health
from fahuo.kit import clock
from fahuo.shipments.web.words import carrier_name
from fahuo.tracking.models import PushAddress
from fahuo.tracking.queries.polling import Polling, polling, refusals
from fahuo.tracking.services import addresses
from fahuo.trade import error_book

# A number that waits so many of its intervals although the quota allows more: no worker is at it, or it is too slow.
BEHIND_FROM = 2.0


@dataclass(frozen=True, slots=True)
class ListedSource:
    """One account, ready to be drawn. `state` is NEW, WELL, SLOW (its quota is too small), BEHIND (it would do, and too
    little is asked), PAUSED or RETIRED; `why` says why it pauses.
    """

    source: Polling
    carrier: str
    state: str
    why: str
    refusal: str


@require_safe
@signed_in
def sources(request: SellerRequest) -> HttpResponseBase:
    """Show every account that tells of parcels."""
    at = clock.now()
    ill = {one.account_id: one.code for one in health(request.seller.pk) if not one.well}
    context = {
        "rows": [_listed(one, ill) for one in polling(request.seller.pk, at=at)],
        "refused": [(leg, carrier_name(leg.carrier)) for leg in refusals(request.seller.pk)],
        "is_owner": request.user.role == Role.OWNER,
    }
    return render(request, "tracking/sources.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def push_address(request: SellerRequest, account_id: int) -> HttpResponseBase:
    """Show the address that an account's carrier is to push to; POST makes it, or another one."""
    if request.method == "POST":
        try:
            addresses.give_address(seller=request.seller, person=request.user, account_id=account_id, at=clock.now())
        except addresses.NoPushes:
            raise Http404(str(account_id)) from None
        messages.success(request, _("The address is made. Enter it in the carrier's console."))
        return redirect("carrier-account", account_id)
    rows = polling(request.seller.pk, at=clock.now(), only=account_id)
    one = next((row for row in rows if row.can_push), None)
    if one is None:
        raise Http404(str(account_id))
    context = {"row": _listed(one, {}), "address": address_of(one.address), "account": one.account}
    return render(request, f"tracking/push_address{'_part' if request.htmx else ''}.html", context)


def address_of(found: PushAddress | None) -> str:
    """Return the whole address, as the carrier's console wants it; empty while there is none."""
    return settings.FAHUO_PUBLIC_URL.rstrip("/") + reverse("carrier-push", args=[found.token]) if found else ""


def _listed(one: Polling, ill: Mapping[int, str]) -> ListedSource:
    if not one.account.active:
        state = "RETIRED"
    elif one.account.pk in ill:
        state = "PAUSED"
    else:
        state = _keeping_up(one)
    why = _title(ill.get(one.account.pk, ""))
    return ListedSource(one, carrier_name(one.account.carrier), state, why, _title(getattr(one.address, "refusal", "")))


def _keeping_up(one: Polling) -> str:
    if not one.live:
        return "NEW"
    if (one.share or 0) > 1:
        return "SLOW"
    return "BEHIND" if one.stretch >= BEHIND_FROM else "WELL"


def _title(code: str) -> str:
    entry = error_book.ENTRIES.get(code)
    return entry.title(get_language() or "") if entry else code


urlpatterns = [
    path("tracking/sources", sources, name="tracking-sources"),
    path("settings/carriers/accounts/<int:account_id>/push-address", push_address, name="push-address"),
]
