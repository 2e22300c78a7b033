"""The record of services on lanes: how long, how surely, how often something went wrong, and how sure that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.formats import country as country_name
from fahuo.kit import clock
from fahuo.rating import queries as rating
from fahuo.rating.words import carrier_name, named
from fahuo.routing.domain.lane_view import LaneView, Share
from fahuo.routing.queries.lane_list import LaneRow, lane_rows
from fahuo.routing.queries.lanes import lanes as recorded
from fahuo.trade.country import ISO_COUNTRIES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# source: (words, what it means, tone of its pill)
SOURCES: Mapping[str, tuple[_StrPromise, _StrPromise, str]] = {
    "LANE": (_("own parcels"), _("moved by your own parcels of this lane"), "good"),
    "SERVICE": (_("this service elsewhere"), _("moved by your parcels of this service to other countries"), ""),
    "PUBLISHED": (_("published"), _("the days that the carrier publishes"), ""),
    "ASSUMED": (_("assumed"), _("the carrier publishes no days"), "late"),
}


# The longest list of one service is as long as the list of countries.
SHOWN = 250


@dataclass(frozen=True, slots=True)
class Line:
    """One lane as the table shows it."""

    service: str
    carrier: str
    key: str
    country: str
    view: LaneView
    on_time: str
    loss: str
    loss_between: str
    tracked: str
    pickup_hours: str
    source: str
    source_why: str
    tone: str


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry of a filter, with how many own parcels stand behind it."""

    value: str
    label: str
    parcels: int


@require_safe
@signed_in
def lanes(request: SellerRequest) -> HttpResponseBase:
    """Show lanes: those with own parcels, or all of a service or country."""
    services = {service.key: service for service in rating.services(request.seller.pk)}
    service = _known(request.GET.get("service", ""), services)
    country = _known(request.GET.get("country", "").upper(), ISO_COUNTRIES)
    parcels = {lane: counts.parcels for lane, counts in recorded(request.seller.pk).counts.items()}
    rows = lane_rows(request.seller.pk, on=timezone.localdate(clock.now()), service=service, country=country)
    by_service, by_country = _sums(parcels)
    context = {
        "lines": [_line(row) for row in rows[:SHOWN]],
        "lanes": len(rows),
        "services": _picks({key: f"{carrier_name(s.carrier)} · {named(s)}" for key, s in services.items()}, by_service),
        "countries": _picks({code: f"{country_name(code)} {code}" for code in ISO_COUNTRIES}, by_country),
        "service": service,
        "country": country,
        "parcels": sum(parcels.values()),
    }
    return render(request, "routing/lanes.html", context)


def _known(value: str, known: Iterable[str]) -> str:
    return value if value in known else ""


def _sums(parcels: Mapping[tuple[str, str], int]) -> tuple[Counter[str], Counter[str]]:
    """Return own parcels by service and by country."""
    by_service: Counter[str] = Counter()
    by_country: Counter[str] = Counter()
    for (key, country), count in parcels.items():
        by_service[key] += count
        by_country[country] += count
    return by_service, by_country


def _picks(labels: Mapping[str, str], parcels: Mapping[str, int]) -> list[Pick]:
    """Return the entries of a filter: those with parcels first, then by their words."""
    picks = [Pick(value, label, parcels.get(value, 0)) for value, label in labels.items()]
    return sorted(picks, key=lambda pick: (-pick.parcels, pick.label))


def _line(row: LaneRow) -> Line:
    view = row.view
    words, why, tone = SOURCES[view.source.value]
    return Line(
        service=named(row.service),
        carrier=carrier_name(row.service.carrier),
        key=row.service.key,
        country=row.country,
        view=view,
        on_time=_percent(view.on_time, 0) if view.on_time else "",
        loss=_percent(view.loss, 1),
        loss_between=f"{view.loss.low * 100:.1f}–{view.loss.high * 100:.1f}",
        tracked=f"{(1 - view.untracked.share) * 100:.0f} %",
        pickup_hours=f"{view.pickup_hours:.0f}",
        source=str(words),
        source_why=str(why),
        tone=tone,
    )


def _percent(found: Share, digits: int) -> str:
    return f"{found.share * 100:.{digits}f} %"
