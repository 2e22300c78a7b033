"""Expected delivery: what is said of each lane, from how many parcels, and how often it held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.kit import clock
from fahuo.rating import queries as rating
from fahuo.rating.words import carrier_name, named
from fahuo.tracking.queries.lane_laws import Kept, LaneRow, lane_laws

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# level: (words, tone of its pill)
LEVELS: Mapping[str, tuple[_StrPromise, str]] = {
    "SEASON": (_("this lane, this season"), "good"),
    "LANE": (_("this lane"), "good"),
    "REGION": (_("this service in the region"), ""),
    "SERVICE": (_("this service elsewhere"), ""),
    "ALIKE": (_("services that are as quick"), ""),
    "PUBLISHED": (_("published days"), "late"),
}
STAGES: Mapping[str, _StrPromise] = {"LABEL": _("Said at the label"), "DEPARTED": _("Said at the departure")}


@dataclass(frozen=True, slots=True)
class Line:
    """One lane as the table shows it."""

    row: LaneRow
    service: str
    carrier: str
    level: str
    tone: str
    held: str


@require_safe
@signed_in
def expected_delivery(request: SellerRequest) -> HttpResponseBase:
    """Show the lanes, busiest first."""
    table = lane_laws(request.seller.pk, on=timezone.localdate(clock.now()))
    names = {service.key: named(service) for service in rating.services(request.seller.pk)}
    kept = [(words, table.kept.get(stage, Kept())) for stage, words in STAGES.items()]
    context = {
        "table": table,
        "lines": [_line(row, names) for row in table.rows],
        "kept": [(words, one, _share(one)) for words, one in kept],
    }
    return render(request, "tracking/expected_delivery.html", context)


def _line(row: LaneRow, names: Mapping[str, str]) -> Line:
    carrier, _slash, code = row.service.partition("/")
    words, tone = LEVELS[row.level]
    return Line(row, names.get(row.service, code), carrier_name(carrier), str(words), tone, _share(row.kept))


def _share(kept: Kept) -> str:
    return f"{kept.held / kept.predictions:.1%}".replace("%", " %") if kept.predictions else ""


urlpatterns: list[URLPattern] = [path("tracking/expected", expected_delivery, name="expected-delivery")]
