"""The list of parcels under way: facets with counts, rows, and the same rows as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.countdowns import Countdown, countdown
from fahuo.backoffice.filters import Choice, Cube, choices
from fahuo.backoffice.formats import country, moment
from fahuo.backoffice.paging import Cut
from fahuo.backoffice.sending import csv_answer
from fahuo.kit import clock
from fahuo.kit.csv_write import csv_parts
from fahuo.shipments.web.words import carrier_name
from fahuo.tracking.queries import listed
from fahuo.tracking.web.words import DEADLINES, GROUPS, exception_words, milestone_words

SOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class ListedJourney:
    """One row, ready to be drawn."""

    parcel: listed.JourneyRow
    carrier: str
    milestone: str
    tone: str
    exception: str
    pickup: Countdown | None
    silence: Countdown | None
    is_late: bool
    days_over: int


@require_safe
@signed_in
def tracking(request: SellerRequest) -> HttpResponseBase:
    """Show the parcels under way, or those whose way ended lately."""
    at = clock.now()
    wanted = listed.JourneyFilter.read(request.GET)
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    counted = listed.cube(request.seller.pk, wanted, at=at)
    found = listed.page(request.seller.pk, wanted, cut, at=at)
    context = {
        "page": found,
        "rows": [_listed(row, at) for row in found.rows],
        "filters": _filters(counted, wanted.as_query()),
        "wanted": wanted,
        "query": wanted.as_query(),
        "total": counted.total(),
        "ended_days": listed.ENDED_SHOWN.days,
    }
    return render(request, "tracking/tracking.html", context)


@require_safe
@signed_in
def tracking_file(request: SellerRequest) -> HttpResponseBase:
    """Send all parcels that match as CSV, read while it is sent."""
    at = clock.now()
    wanted = listed.JourneyFilter.read(request.GET)
    heading = [
        _("Order number"), _("Waybill number"), _("Tracking number"), _("Carrier"), _("Country"), _("Milestone"),
        _("Since"), _("Exception"), _("Last event"), _("Pick-up due"), _("Silent from"), _("Expected from"),
        _("Expected until"), _("Promised for"), _("Delivered"),
    ]  # fmt: skip
    rows = _cells(listed.every_row(request.seller.pk, wanted, at=at))
    return csv_answer(csv_parts(heading, rows), f"tracking-{timezone.localdate(at).isoformat()}.csv")


def _cells(rows: Iterator[listed.JourneyRow]) -> Iterator[list[str]]:
    # A hundred thousand rows have a dozen carriers and milestones: each is put into words once.
    named, worded, excepted = cache(carrier_name), cache(milestone_words), cache(exception_words)
    for row in rows:
        days = (row.expected_from, row.expected_until, row.promised_on)
        moments = (row.last_event_at, row.pickup_due_at, row.silent_at)
        yield [
            row.order_number, row.waybill_number, row.tracking_number, named(row.carrier), row.country,
            worded(row.milestone)[0], _moment(row.milestone_at),
            excepted(row.exception)[0] if row.exception else "", *(_moment(one) for one in moments),
            *(day.isoformat() if day else "" for day in days), _moment(row.delivered_at),
        ]  # fmt: skip


def _moment(value: datetime | None) -> str:
    return moment(value) if value else ""


def _listed(row: listed.JourneyRow, at: datetime) -> ListedJourney:
    words, tone = milestone_words(row.milestone)
    return ListedJourney(
        parcel=row,
        carrier=carrier_name(row.carrier) if row.carrier else "",
        milestone=words,
        tone=tone,
        exception=exception_words(row.exception)[0] if row.exception else "",
        pickup=countdown(row.pickup_due_at, at=at, soon=SOON),
        silence=countdown(row.silent_at, at=at, soon=SOON),
        is_late=is_late(row.promised_on, row.delivered_at, at),
        days_over=days_over(row.expected_until, at),
    )


def is_late(promised_on: date | None, delivered_at: datetime | None, at: datetime) -> bool:
    """Whether it was not delivered by the day that was promised; of one under way, until today."""
    return promised_on is not None and promised_on < timezone.localdate(delivered_at or at)


def days_over(expected_until: date | None, at: datetime) -> int:
    """Return for how many days the last day on which it was expected has been over; 0 as long as it is not."""
    return max((timezone.localdate(at) - expected_until).days, 0) if expected_until else 0


def _filters(cube: Cube, query: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
    path = reverse("tracking")
    names = ("group", "exception", "carrier", "country", "deadline")
    counts = {name: cube.counts(name) for name in names}
    labels = {
        "group": [(key, str(words), tone) for key, (words, tone) in GROUPS.items() if counts["group"][key]],
        "deadline": [(key, str(words), tone) for key, (words, tone) in DEADLINES.items() if counts["deadline"][key]],
        "exception": [(key, exception_words(key)[0], "bad") for key, _n in counts["exception"].most_common()],
        "carrier": [(key, carrier_name(key), "") for key, _n in counts["carrier"].most_common() if key],
        "country": [(key, country(key), "") for key, _n in counts["country"].most_common()],
    }
    return {name: choices(name, labels[name], counts[name], path=path, query=query) for name in names}
