"""Pages about accounts: add one, change it, test it, choose which one is used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.carriers import registry
from fahuo.carriers.capability import Manifest
from fahuo.carriers.domain.access import LIVE
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.queries import market
from fahuo.carriers.services import accounts as writes
from fahuo.carriers.services import check, switch
from fahuo.carriers.services.contracts import Overtaken
from fahuo.carriers.web.account_form import AccountForm, default_url, environments_of, shown
from fahuo.carriers.web.states import standing
from fahuo.carriers.web.words import MEANINGS, carrier_name
from fahuo.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def new(request: SellerRequest, carrier: str) -> HttpResponseBase:
    """Ask for what an account at the carrier needs; POST stores it. In a family a forwarder is named as well."""
    page = _page(request, carrier)
    joins = "-" in carrier  # another environment of a forwarder that is there already
    sides = environments_of(page, emulators=settings.FAHUO_EMULATORS_ALLOWED)
    posted = request.POST if request.method == "POST" else None
    wished = {"environment": request.GET.get("environment")}
    form = AccountForm(posted, page=page, environments=sides, initial=wished)
    if joins:
        del form.fields["alias"], form.fields["name"]
    if request.method == "POST" and form.is_valid():
        row = _added(request, form, carrier)
        if row is not None:
            return redirect("carrier", row.carrier)
    context = {
        "form": form,
        "page": page,
        "code": carrier,
        "name": carrier_name(carrier, _forwarder(request, carrier)),
        "sides": [(side, MEANINGS[side], default_url(page, side)) for side in sides],
        "row": None,
    }
    return render(request, "carriers/account.html", context, status=422 if request.method == "POST" else 200)


def _added(request: SellerRequest, form: AccountForm, carrier: str) -> CarrierAccount | None:
    """Store the account; None when it cannot be, and the form says why."""
    access = form.access(carrier)
    if "name" not in form.fields:
        access = replace(access, name=_forwarder(request, carrier))
    if "alias" in form.fields and market.accounts_at(request.seller.pk, access.carrier):
        form.add_error("alias", now("There is a forwarder of this name already."))
        return None
    try:
        row = writes.add_account(seller=request.seller, person=request.user, access=access, at=clock.now())
    except writes.AccountRefused as refused:
        form.refuse(refused.problems)
        return None
    messages.success(request, now("The account is stored. Test it before the first parcel."))
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def account(request: SellerRequest, account_id: int) -> HttpResponseBase:
    """Show how an account is reached, without its secrets; POST changes it. 409 tells that somebody else did."""
    row = _row(request, account_id)
    page = registry.manifest(row.carrier)
    posted = request.POST if request.method == "POST" else None
    form = AccountForm(posted, page=page, environments=(), editing=True, initial=shown(row, writes.open_keys(row)))
    status = 200
    if request.method == "POST":
        status = _changed(request, row, form)
        if status == 302:
            return redirect("carrier", row.carrier)
    context = {
        "form": form,
        "page": page,
        "code": row.carrier,
        "name": carrier_name(row.carrier, row.name),
        "row": row,
        "standing": standing(row, market.circuits(request.seller.pk)),
        "seen": request.POST.get("seen", "") if status == 422 else writes.account_mark(row),
        "overtaken": status == 409,
    }
    return render(request, "carriers/account.html", context, status=status)


def _changed(request: SellerRequest, row: CarrierAccount, form: AccountForm) -> int:
    """Change the account and return the status of the answer."""
    if not form.is_valid():
        return 422
    try:
        changed = writes.change_account(
            seller=request.seller,
            person=request.user,
            account_id=row.pk,
            access=form.access(row.carrier, row.environment),
            at=clock.now(),
            seen=request.POST.get("seen", ""),
        )
    except writes.AccountRefused as refused:
        form.refuse(refused.problems)
        return 422
    except Overtaken:
        return 409
    if changed:
        messages.success(request, now("Saved. Test the account, now that it was changed."))
    return 302


@require_POST
@may_own
def test(request: SellerRequest, account_id: int) -> HttpResponseBase:
    """Ask the carrier something harmless; nothing is booked. htmx gets the account's part of the page."""
    row = _row(request, account_id)
    found = check.check(seller=request.seller, person=request.user, account_id=row.pk, at=clock.now())
    if not request.htmx:
        tell = messages.success if found.well else messages.error
        tell(request, now("The carrier accepts the account.") if found.well else now("The test failed; see below why."))
        return redirect("carrier", row.carrier)
    context = {"one": standing(_row(request, account_id), market.circuits(request.seller.pk)), "found": found}
    return render(request, "carriers/account_part.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def use(request: SellerRequest, account_id: int, under_way: Callable[[int], int]) -> HttpResponseBase:
    """Say what using this account means; POST does it. Going live is confirmed with a box."""
    row = _row(request, account_id)
    goes_live = row.environment == LIVE
    unsure = goes_live and request.POST.get("sure") != "on"
    if request.method == "POST" and not unsure:
        switch.switch(seller=request.seller, person=request.user, account_id=row.pk, at=clock.now())
        messages.success(request, now("From now on this account is used."))
        return redirect("carrier", row.carrier)
    rows = market.accounts_at(request.seller.pk, row.carrier)
    before = next((one for one in rows if one.active and one.pk != row.pk), None)
    context = {
        "name": carrier_name(row.carrier, row.name),
        "one": standing(row, market.circuits(request.seller.pk)),
        "before": before and standing(before, {}),
        "under_way": under_way(before.pk) if before else 0,
        "goes_live": goes_live,
        "unsure": request.method == "POST",
    }
    return render(request, "carriers/use.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def disconnect(request: SellerRequest, carrier: str, under_way: Callable[[int], int]) -> HttpResponseBase:
    """Say what stopping means; POST uses no account of the carrier any more."""
    rows = market.accounts_at(request.seller.pk, carrier)
    active = next((row for row in rows if row.active), None)
    if active is None:
        raise Http404(carrier)
    if request.method == "POST":
        switch.disconnect(seller=request.seller, person=request.user, carrier=carrier, at=clock.now())
        messages.success(request, now("No order is routed to this carrier any more. Its account is kept."))
        return redirect("carrier", carrier)
    context = {
        "code": carrier,
        "name": carrier_name(carrier, active.name),
        "one": standing(active, {}),
        "under_way": under_way(active.pk),
    }
    return render(request, "carriers/disconnect.html", context)


def _page(request: SellerRequest, carrier: str) -> Manifest:
    """Return the carrier's manifest; a forwarder's code counts only once the seller has an account there."""
    try:
        page = registry.manifest(carrier)
    except registry.UnknownCarrier as error:
        raise Http404(carrier) from error
    if "-" in carrier and not (page.family and market.accounts_at(request.seller.pk, carrier)):
        raise Http404(carrier)
    return page


def _row(request: SellerRequest, account_id: int) -> CarrierAccount:
    row = market.account(request.seller.pk, account_id)
    if row is None or registry.family_of(row.carrier) not in registry.codes():
        raise Http404(str(account_id))
    return row


def _forwarder(request: SellerRequest, carrier: str) -> str:
    """Return what a forwarder that is there already is called; empty for other carriers."""
    rows = market.accounts_at(request.seller.pk, carrier)
    return next((row.name for row in rows if row.name), "")
