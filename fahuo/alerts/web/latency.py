"""How quick we are, by carrier: from the event to us, from us to the alert, from the alert to the message."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.alerts.queries.latencies import Taken, spans
from fahuo.backoffice.charts import GroupedBars, grouped_bars
from fahuo.backoffice.formats import count
from fahuo.kit import clock
from fahuo.shipments.web.words import carrier_name
from fahuo.tracking.services.counts import BUCKETS

DAYS = (1, 7, 30)
# span: its title, what it means, and why it may be empty with the page that says more
SPANS = {
    "EVENT_TO_SEEN": (
        gettext_lazy("From the event to us"),
        gettext_lazy("From the time that the carrier gives an event until it is stored here: its own delay and ours."),
        gettext_lazy("No carrier told us of an event in these days, whether it was asked or pushed by itself."),
        ("tracking-sources", gettext_lazy("Where tracking comes from")),
    ),
    "SEEN_TO_ALERT": (
        gettext_lazy("From us to the alert"),
        gettext_lazy("Until the alert is open and red on the board."),
        gettext_lazy("No parcel rang in these days."),
        ("tracking", gettext_lazy("To the parcels under way")),
    ),
    "ALERT_TO_SENT": (
        gettext_lazy("From the alert to the message"),
        gettext_lazy("Until the first message about it has arrived at a channel; quiet hours and digests count."),
        gettext_lazy("No message about a parcel left through a channel in these days. In the pages they need none."),
        ("my-notifications", gettext_lazy("To my channels")),
    ),
}


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One carrier's figures as text."""

    carrier: str
    total: str
    p50: str
    p90: str
    p99: str
    minute: str
    quarter: str


@dataclass(frozen=True, slots=True)
class ShownSpan:
    """One span: its histogram over all carriers, and the figures of each; or why there are none, and who knows more."""

    title: str
    meaning: str
    nothing: str
    address: str
    words: str
    chart: GroupedBars | None
    rows: list[SpanRow]


@require_safe
@signed_in
def latency(request: SellerRequest) -> HttpResponseBase:
    """Show how long news took."""
    text = request.GET.get("days", "")
    days = int(text) if text in map(str, DAYS) else 7
    found = spans(request.seller.pk, since=first_day(days, clock.now()))
    context = {
        "spans": [_shown(name, found[name]) for name in SPANS],
        "days": days,
        "choices": [(one, ngettext("%(n)s day", "%(n)s days", one) % {"n": one}) for one in DAYS],
    }
    return render(request, "alerts/latency.html", context)


def first_day(days: int, at: datetime) -> date:
    """Return the first of the last days, today with them: by UTC, in whose days spans are counted."""
    return at.astimezone(UTC).date() - timedelta(days=days - 1)


def _shown(name: str, taken: list[Taken]) -> ShownSpan:
    title, meaning, nothing, (page, words) = SPANS[name]
    chart = _chart(taken[0]) if taken else None
    told = (str(title), str(meaning), str(nothing), reverse(page), str(words))
    return ShownSpan(*told, chart, [_row(one) for one in taken])


def _chart(taken: Taken) -> GroupedBars:
    share = {bound: Decimal(rows) * 100 / taken.total for bound, rows in taken.counts.items()}
    rows = [(_between(bound), [(share[bound], f"{share[bound]:.1f} %")]) for bound in sorted(taken.counts)]
    return grouped_bars((_("share of all"),), rows)


def _between(bound: int) -> str:
    """`at most 30 s`, `30 s – 1 min`, `> 30 d`: one bucket, not all that were so quick."""
    below = BUCKETS[: bisect_left(BUCKETS, bound)]
    if not below:
        return _("at most %(time)s") % {"time": seconds(bound)}
    return f"> {seconds(below[-1])}" if bound >= BUCKETS[-1] else f"{seconds(below[-1])} – {seconds(bound)}"


def _within(bound: int | None) -> str:
    if bound is None:
        return "—"
    return _between(bound) if bound >= BUCKETS[-1] else f"≤ {seconds(bound)}"


def _row(taken: Taken) -> SpanRow:
    quantiles = (taken.quantile(share) for share in (0.5, 0.9, 0.99))
    shares = (taken.within(bound) for bound in (60, 900))
    return SpanRow(
        carrier_name(taken.carrier) if taken.carrier else _("All carriers"),
        count(taken.total),
        *map(_within, quantiles),
        *("—" if one is None else f"{int(one * 1000) / 10:.1f} %" for one in shares),
    )


def seconds(length: int) -> str:
    """`45 s`, `15 min`, `8 h`, `3 d`."""
    for size, unit in ((86_400, "d"), (3600, "h"), (60, "min")):
        if length >= size and length % size == 0:
            return f"{length // size} {unit}"
    return f"{length} s"
