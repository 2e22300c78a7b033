"""The seller's channels, for its owner: add, change, test, switch. What is secret is never shown again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.backoffice.forms import inputs
from fahuo.kit import clock, secrets
from fahuo.notifications import queries
from fahuo.notifications.models import Channel
from fahuo.notifications.services import access, subscribe
from fahuo.notifications.services import channels as writes
from fahuo.notifications.web.forms import ChannelForm, hours_of
from fahuo.notifications.web.words import CHANNEL_KINDS, Trouble, came_of, chosen, kind_rows, trouble


@dataclass(frozen=True, slots=True)
class ListedChannel:
    """A channel as the page shows it."""

    row: Channel
    kind: str
    trouble: Trouble | None


@require_safe
@may_own
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show the seller's channels, and how people are reached."""
    context = {
        "channels": [_listed(row) for row in queries.channels(request.seller)],
        "people": [_listed(row) for row in queries.channels_of_people(request.seller)],
        "kinds": [(kind, label, access.can_send(kind)) for kind, label in CHANNEL_KINDS.items()],
        "role": request.user.role,
    }
    return render(request, "notifications/channels.html", context)


@sensitive_post_parameters("url", "secret", "to")
@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def new(request: SellerRequest, kind: str) -> HttpResponseBase:
    """Ask for what a channel needs; POST keeps it."""
    if kind not in CHANNEL_KINDS:
        raise Http404(kind)
    return _form(request, kind, None)


@sensitive_post_parameters("url", "secret", "to")
@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def change(request: SellerRequest, channel_id: int) -> HttpResponseBase:
    """Show a channel; POST changes it."""
    row = _find(request, channel_id)
    return _form(request, row.kind, row)


@require_POST
@may_own
def test(request: SellerRequest, channel_id: int) -> HttpResponseBase:
    """Send a test message and say what came of it; htmx gets the channel's part of the page."""
    row = _find(request, channel_id)
    well, sentence = came_of(writes.test(channel=row, at=clock.now()))
    _log(request, "test_channel", row)
    if request.htmx:
        context = {"one": _listed(_find(request, channel_id)), "well": well, "sentence": sentence}
        return render(request, "notifications/channel_part.html", context)
    (messages.success if well else messages.error)(request, f"{row.name}: {sentence}")
    return redirect("channels")


@require_POST
@may_own
def switch(request: SellerRequest, channel_id: int) -> HttpResponseBase:
    """Use a channel, or leave it."""
    row, active = _find(request, channel_id), request.POST.get("active") == "1"
    writes.switch(channel=row, active=active)
    _log(request, "switch_channel", row)
    off = now("%(name)s is switched off; what waited for it goes nowhere.")
    said = now("%(name)s is used again.") if active else off
    messages.success(request, said % {"name": row.name})
    return redirect("channels")


def _form(request: SellerRequest, kind: str, row: Channel | None) -> HttpResponseBase:
    posted = request.POST if request.method == "POST" else None
    form = ChannelForm(posted, initial=_held(request, row), kind=kind, present=row is not None)
    if posted is not None and form.is_valid():
        _save(request, form, kind, row)
        return redirect("channels")
    label = str(CHANNEL_KINDS[kind])
    context = {
        "fields": inputs(form), "kind": kind, "label": label, "channel": row,
        "kinds": kind_rows({kind: (label, queries.modes(row, kind))}), "columns": [label],
    }  # fmt: skip
    return render(request, "notifications/channel.html", context, status=422 if posted is not None else 200)


def _held(request: SellerRequest, row: Channel | None) -> dict[str, Any]:
    if row is None:
        return {**hours_of(None), "language": "en" if request.user.language.startswith("en") else "zh"}
    return {**hours_of(row), "name": row.name, "language": row.language, "mentions": _sealed(row).get("mentions", "")}


@transaction.atomic
def _save(request: SellerRequest, form: ChannelForm, kind: str, row: Channel | None) -> None:
    given = form.cleaned_data
    saved = writes.save(
        seller=request.seller, person=None, kind=kind, channel=row, name=given["name"], language=given["language"],
        address=_merged(form, row), hours=form.hours(), at=clock.now(),
    )  # fmt: skip
    subscribe.subscribe_channel(channel=saved, modes=chosen(request.POST, kind))
    _log(request, "change_channel" if row else "add_channel", saved)
    messages.success(request, now("Saved. Send a test message to see whether it arrives."))


def _merged(form: ChannelForm, row: Channel | None) -> dict[str, str]:
    """Return the whole address when any of it changed, nothing when it stays."""
    before = _sealed(row) if row is not None else {}
    typed = form.address()
    after = {**before, **typed}
    if "mentions" in form.fields and not typed.get("mentions"):
        after.pop("mentions", None)
    return after if after != before else {}


def _sealed(row: Channel) -> dict[str, str]:
    try:
        return secrets.unseal(bytes(row.sealed))
    except secrets.SecretsUnavailable:
        return {}


def _listed(row: Channel) -> ListedChannel:
    return ListedChannel(row, str(CHANNEL_KINDS[row.kind]), trouble(row.code, row.detail))


def _find(request: SellerRequest, channel_id: int) -> Channel:
    row = queries.channel(request.seller, channel_id)
    if row is None:
        raise Http404(str(channel_id))
    return row


def _log(request: SellerRequest, verb: str, row: Channel) -> None:
    accounts.record(seller=request.seller, person=request.user, verb=verb, subject=row.name, at=clock.now())
