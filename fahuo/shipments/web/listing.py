"""The list of shipments: filters with counts, rows, and the bar that prints the labels of the chosen."""

from __future__ import annotations

from collections.abc import Mapping

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, can_change, signed_in
from fahuo.backoffice.filters import Choice, Cube, choices
from fahuo.backoffice.formats import country
from fahuo.backoffice.paging import Cut
from fahuo.carriers.web.health import troubles
from fahuo.shipments.queries import lists
from fahuo.shipments.web.rows import listed
from fahuo.shipments.web.words import STATUSES, carrier_name


@require_safe
@signed_in
def shipments(request: SellerRequest) -> HttpResponseBase:
    """Show the list of shipments."""
    wanted = lists.ShipmentFilter.read(request.GET.dict())
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    counted = lists.cube(request.seller, wanted)
    found = lists.page(request.seller, wanted, cut)
    context = {
        "page": found,
        "rows": listed(found.rows, request.seller),
        "filters": _filters(counted, wanted.as_query()),
        "wanted": wanted,
        "query": wanted.as_query(),
        "total": counted.total(),
        "can_change": can_change(request.user),
        "troubles": troubles(request.seller),
    }
    return render(request, "shipments/shipments.html", context)


def _filters(cube: Cube, query: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
    path = reverse("shipments")
    statuses, carriers, lands = cube.counts("status"), cube.counts("carrier"), cube.counts("country")
    labels = {
        "status": [(value, str(words), tone) for value, (words, tone) in STATUSES.items() if statuses[value]],
        "carrier": [(code, carrier_name(code), "") for code, _ in carriers.most_common() if code],
        "country": [(code, country(code), "") for code, _ in lands.most_common()],
    }
    counts = {"status": statuses, "carrier": carriers, "country": lands}
    return {name: choices(name, labels[name], counts[name], path=path, query=query) for name in labels}
