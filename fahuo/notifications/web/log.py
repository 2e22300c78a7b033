"""The delivery log, for the owner."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.backoffice.asked import key_of
from fahuo.backoffice.paging import Cut, Page
from fahuo.kit import clock
from fahuo.notifications import queries
from fahuo.notifications.kinds import title
from fahuo.notifications.models import Delivery
from fahuo.notifications.services import channels
from fahuo.notifications.web.words import CHANNEL_KINDS, STATES, Trouble, trouble


@dataclass(frozen=True, slots=True)
class Line:
    """One delivery as the page shows it; `where` is the name of its channel or of its person."""

    row: Delivery
    kind: str
    channel: str
    where: str
    state: str
    tone: str
    trouble: Trouble | None


@require_safe
@may_own
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show what went out and what did not."""
    failed = request.GET.get("show") == "failed"
    channel_id = key_of(request.GET.get("channel", "")) or None
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    page = queries.deliveries_page(request.seller, cut, failed=failed, channel_id=channel_id)
    query = {"show": "failed" if failed else "", "channel": channel_id or ""}
    lines = Page([_line(row) for row in page.rows], page.newer, page.older)
    context = {"page": lines, "query": query, "role": request.user.role}
    return render(request, "notifications/log.html", context)


@require_POST
@may_own
def send_again(request: SellerRequest, delivery_id: int) -> HttpResponseBase:
    """Send one that failed once more."""
    row = queries.delivery(request.seller, delivery_id)
    if row is None:
        raise Http404(str(delivery_id))
    if channels.send_again(delivery=row, at=clock.now()):
        subject = row.channel.name or str(CHANNEL_KINDS[row.channel.kind])
        accounts.record(
            seller=request.seller, person=request.user, verb="send_notification_again", subject=subject, at=clock.now()
        )
        messages.success(request, now("It is sent again in a moment."))
    else:
        messages.error(request, now("Only what was not delivered can be sent again, through a channel in use."))
    return redirect("deliveries")


def _line(row: Delivery) -> Line:
    person = row.channel.person
    words, tone = STATES[row.state]
    kind = title(row.kind, get_language() or "en")
    where = person.username if person is not None else row.channel.name
    return Line(row, kind, str(CHANNEL_KINDS[row.channel.kind]), where, str(words), tone, trouble(row.code, row.detail))
