"""The board: what is wrong by kind and carrier, worst first, and the list with its filters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, can_change, signed_in
from fahuo.accounts.models import Person, Role
from fahuo.alerts.queries import board, watching
from fahuo.alerts.web import words
from fahuo.alerts.web.rows import listed
from fahuo.backoffice.filters import Choice, choices
from fahuo.backoffice.formats import country, with_query
from fahuo.backoffice.paging import Cut
from fahuo.kit import clock
from fahuo.shipments.web.words import carrier_name

GROUPS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A kind at a carrier, in words, and the address of its alerts."""

    group: board.BoardGroup
    title: str
    urgent: bool
    carrier: str
    age: timedelta
    address: str


@require_safe
@signed_in
def alerts(request: SellerRequest) -> HttpResponseBase:
    """Show what is wrong; a tab that asks for news hears only of what is new."""
    at = clock.now()
    looked_at, pulse = watching.last_look(), board.pulse(request.seller.pk, at=at)
    asleep = watching.is_asleep(looked_at, at)
    seen = f"{pulse}-{'asleep' if asleep else 'awake'}"
    if request.htmx and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    wanted = board.AlertFilter.read(request.GET)
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    counted = board.counted(request.seller.pk, wanted, at=at)
    found = board.page(request.seller.pk, wanted, cut, at=at)
    groups = [_group(group, at) for group in counted.groups] if not wanted.as_query() else []
    context = {
        "page": found,
        "rows": listed(request.seller.pk, found.rows, at),
        "groups": groups[:GROUPS_SHOWN],
        "more_groups": groups[GROUPS_SHOWN:],
        "filters": _filters(request, counted, wanted.as_query()),
        "wanted": wanted,
        "query": wanted.as_query(),
        "total": counted.cube.total(),
        "looked_at": looked_at,
        "asleep": asleep,
        "seen": seen,
        "watching": watching.watching(request.seller.pk, at=at) if not found.rows and not wanted.as_query() else None,
        "address": with_query(reverse("alerts"), {**wanted.as_query(), **cut.as_query()}),
        "can_change": can_change(request.user),
        "people": people(request),
        "reasons": words.REASONS,
    }
    return render(request, "alerts/alerts.html", context)


def people(request: SellerRequest) -> list[tuple[int, str]]:
    """Return those to whom alerts may be given: whoever may change something, oneself first."""
    rows = Person.objects.filter(seller=request.seller, is_active=True).exclude(role=Role.READ_ONLY)
    found = rows.order_by("username").values_list("pk", "username")
    return sorted(found, key=lambda one: one[0] != request.user.pk)


def _group(group: board.BoardGroup, at: datetime) -> ShownGroup:
    query = {"kind": group.kind, "carrier": group.carrier}
    return ShownGroup(
        group,
        words.title(group.kind),
        words.urgent(group.kind),
        carrier_name(group.carrier) if group.carrier else "",
        max(at - group.oldest_at, timedelta(0)),
        with_query(reverse("alerts"), query),
    )


def _filters(request: SellerRequest, counted: board.Counted, query: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
    cube = counted.cube
    counts = {name: cube.counts(name) for name in board.FACETS}
    counts["state"]["CLOSED"] = counted.closed
    names = {str(key): name for key, name in _holders(request, counts["person"])}
    labels = {
        "state": [(key, str(text), tone) for key, (text, tone) in words.STATES.items() if _shown(key, counts, query)],
        "kind": [(key, words.title(key), "") for key in board.WORST if counts["kind"][key] or query.get("kind") == key],
        "carrier": [(key, carrier_name(key), "") for key, _n in counts["carrier"].most_common() if key],
        "country": [(key, country(key), "") for key, _n in counts["country"].most_common() if key],
        "person": [(key, names[key], "") for key, _n in counts["person"].most_common() if key in names],
        "age": [(key, str(text), "") for key, text in words.AGES.items() if counts["age"][key]],
    }
    if counts["person"][board.NOBODY]:
        labels["person"].append((board.NOBODY, str(words.NOBODY), ""))
    path = reverse("alerts")
    return {name: choices(name, labels[name], counts[name], path=path, query=query) for name in labels}


def _holders(request: SellerRequest, counts: Mapping[str, int]) -> Iterable[tuple[int, str]]:
    """Return who has alerts, those who left with them: what they had must be found."""
    keys = [int(key) for key in counts if key != board.NOBODY]
    return Person.objects.filter(seller=request.seller, pk__in=keys).values_list("pk", "username") if keys else ()


def _shown(state: str, counts: Mapping[str, Mapping[str, int]], query: Mapping[str, str]) -> bool:
    return bool(counts["state"].get(state)) or query.get("state") == state or state == "CLOSED"
