"""What is done with the alerts that a form chose, or with all that match."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.contrib import messages
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.accounts.models import Person
from fahuo.alerts.models import Alert, Closed
from fahuo.alerts.queries import board
from fahuo.alerts.services import desk
from fahuo.backoffice.asked import key_of, keys_of, text_of
from fahuo.backoffice.formats import count
from fahuo.kit import clock

MORNING = 9  # o'clock, in the site's time zone
LONGEST_COMMENT = 400


@require_POST
@may_change
def act(request: SellerRequest) -> HttpResponseBase:
    """Do one thing with the chosen alerts and go back to where the form was."""
    at = clock.now()
    verb, _colon, argument = request.POST.get("do", "").partition(":")
    action = ACTIONS.get(verb)
    chosen = _chosen(request, at)
    if action is None or chosen is None:
        messages.error(request, _("Choose at least one alert."))
        return redirect(_back(request))
    _tell(request, action(request, chosen, argument, at))
    return redirect(_back(request))


def _acknowledge(request: SellerRequest, chosen: QuerySet[Alert], argument: str, at: datetime) -> int:
    return desk.acknowledge(seller=request.seller, person=request.user, chosen=chosen, at=at)


def _snooze(request: SellerRequest, chosen: QuerySet[Alert], argument: str, at: datetime) -> int:
    until = snoozed_until(argument, at)
    return desk.snooze(seller=request.seller, person=request.user, chosen=chosen, until=until, at=at) if until else 0


def _assign(request: SellerRequest, chosen: QuerySet[Alert], argument: str, at: datetime) -> int | None:
    if argument != "other":
        return _take(request, chosen, at)
    to = request.POST.get("to", "")
    found = Person.objects.filter(seller=request.seller, pk=key_of(to), is_active=True).first() if to else None
    if to and found is None:
        return 0
    return desk.assign(seller=request.seller, person=request.user, chosen=chosen, to=found, at=at)


def _take(request: SellerRequest, chosen: QuerySet[Alert], at: datetime) -> int | None:
    taken = desk.take(seller=request.seller, person=request.user, chosen=chosen, at=at)
    for name, many in taken.held.most_common():
        text = ngettext("%(name)s has %(n)s alert of these.", "%(name)s has %(n)s alerts of these.", many)
        hint = _("To take over, choose your name and press “Assign”.")
        messages.warning(request, f"{text % {'name': name, 'n': count(many)}} {hint}")
    return taken.changed or (None if taken.held else 0)


def _close(request: SellerRequest, chosen: QuerySet[Alert], argument: str, at: datetime) -> int | None:
    why = request.POST.get("why", "")
    if why not in desk.REASONS:
        messages.error(request, _("Say why they are closed."))
        return None
    comment = text_of(request.POST, "comment", LONGEST_COMMENT)
    return desk.close(
        seller=request.seller, person=request.user, chosen=chosen, why=Closed(why), at=at, comment=comment
    )


# Each says how many it changed, None when it has told why there are none.
ACTIONS: dict[str, Callable[[SellerRequest, QuerySet[Alert], str, datetime], int | None]] = {
    "acknowledge": _acknowledge,
    "snooze": _snooze,
    "assign": _assign,
    "close": _close,
}


def snoozed_until(argument: str, at: datetime) -> datetime | None:
    """Return until when: one hour, four hours, or tomorrow at nine in the site's time zone."""
    if argument in {"1", "4"}:
        return at + timedelta(hours=int(argument))
    if argument == "morning":
        tomorrow = timezone.localtime(at) + timedelta(days=1)
        return tomorrow.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return None


def _chosen(request: SellerRequest, at: datetime) -> QuerySet[Alert] | None:
    if request.POST.get("all_matching"):
        wanted = board.AlertFilter.read(request.POST)
        return board.matching(request.seller.pk, wanted, at=at)
    ids = keys_of(request.POST.getlist("id"))
    return board.chosen(request.seller.pk, ids) if ids else None


def _tell(request: SellerRequest, changed: int | None) -> None:
    if changed is None:
        return
    if changed:
        text = ngettext("%(n)s alert changed.", "%(n)s alerts changed.", changed) % {"n": count(changed)}
        messages.success(request, text)
    else:
        messages.warning(request, _("Nothing was changed: somebody was quicker, or the cause has ended."))


def _back(request: SellerRequest) -> str:
    """Return where the form was, a path of this site and nothing else."""
    parts = urlsplit(request.POST.get("next", ""))
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return f"{parts.path}?{parts.query}".rstrip("?") if inside else reverse("alerts")
