"""The list of shipments: filters with counts, rows, and the bar that prints the labels of the chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import Opened, SellerRequest, can_change, signed_in
from fahuo.backoffice.filters import Choice, Cube, choices
from fahuo.backoffice.formats import country
from fahuo.backoffice.paging import Cut
from fahuo.carriers.web.health import troubles
from fahuo.shipments.queries import lists
from fahuo.shipments.web.rows import Followed, listed
from fahuo.shipments.web.words import STATUSES, carrier_name

# Returns how far parcels are, by shipment: of this seller, those with these keys.
Follow = Callable[[int, Sequence[int]], Mapping[int, Followed]]


def shipments(follow: Follow) -> Opened[[]]:
    """Return the view of the list; `follow` says how far its parcels are."""

    @require_safe
    @signed_in
    def shown(request: SellerRequest) -> HttpResponseBase:
        wanted = lists.ShipmentFilter.read(request.GET)
        cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
        counted = lists.cube(request.seller, wanted)
        found = lists.page(request.seller, wanted, cut)
        context = {
            "page": found,
            "rows": listed(found.rows, request.seller, follow(request.seller.pk, [row.id for row in found.rows])),
            "filters": _filters(counted, wanted.as_query()),
            "wanted": wanted,
            "query": wanted.as_query(),
            "total": counted.total(),
            "can_change": can_change(request.user),
            "troubles": troubles(request.seller),
        }
        return render(request, "shipments/shipments.html", context)

    return shown


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
