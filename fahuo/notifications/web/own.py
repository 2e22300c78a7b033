"""What a person wants to hear, and where."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.forms import inputs
from fahuo.kit import clock, secrets
from fahuo.notifications import queries
from fahuo.notifications.models import Channel
from fahuo.notifications.services import access, channels, own, subscribe
from fahuo.notifications.web.forms import OwnForm, hours_of
from fahuo.notifications.web.words import CHANNEL_KINDS, came_of, chosen, kind_rows, trouble

KINDS = ("EMAIL", "SMS")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def settings(request: SellerRequest) -> HttpResponseBase:
    """Show one's addresses, hours and subscriptions; POST saves all of them."""
    present = queries.own(request.user)
    held = {"mailbox": _address(present.get("EMAIL")), "phone": _address(present.get("SMS"))}
    initial = {**hours_of(next(iter(present.values()), None)), **held}
    form = OwnForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        _save(request, form, held)
        return redirect("my-notifications")
    columns: dict[str, tuple[str, Mapping[str, str]]] = {
        "IN_SITE": (now("In the pages"), queries.modes_in_site(request.user))
    }
    for kind in KINDS:
        columns[kind] = (str(CHANNEL_KINDS[kind]), queries.modes(present.get(kind), kind))
    context = {
        "fields": inputs(form), "kinds": kind_rows(columns), "columns": [label for label, _modes in columns.values()],
        "channels": [(kind, CHANNEL_KINDS[kind], row, trouble(row.code, row.detail)) for kind, row in present.items()],
        "missing": [CHANNEL_KINDS[kind] for kind in KINDS if not access.can_send(kind)], "role": request.user.role,
    }  # fmt: skip
    return render(request, "notifications/own.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@signed_in
def test(request: SellerRequest, kind: str) -> HttpResponseBase:
    """Send a test message to oneself and say what came of it."""
    row = queries.own(request.user).get(kind)
    if row is None:
        raise Http404(kind)
    well, sentence = came_of(channels.test(channel=row, at=clock.now()))
    (messages.success if well else messages.error)(request, f"{CHANNEL_KINDS[kind]}: {sentence}")
    return redirect("my-notifications")


@transaction.atomic
def _save(request: SellerRequest, form: OwnForm, held: dict[str, str]) -> None:
    given = form.cleaned_data
    own.save_own(
        person=request.user,
        mailbox=None if given["mailbox"] == held["mailbox"] else given["mailbox"],
        phone=None if given["phone"] == held["phone"] else given["phone"],
        hours=form.hours(),
        at=clock.now(),
    )
    subscribe.subscribe_in_site(person=request.user, modes=chosen(request.POST, "IN_SITE"))
    for kind, row in queries.own(request.user).items():
        subscribe.subscribe_channel(channel=row, modes=chosen(request.POST, kind))
    accounts.record(seller=request.seller, person=request.user, verb="change_own_notifications", at=clock.now())
    messages.success(request, now("Saved."))


def _address(row: Channel | None) -> str:
    """Return a person's own address, which only this person sees whole."""
    if row is None:
        return ""
    try:
        return secrets.unseal(bytes(row.sealed)).get("to", "")
    except secrets.SecretsUnavailable:
        return ""
