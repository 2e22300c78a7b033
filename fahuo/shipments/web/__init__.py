"""Pages of shipments: the list, one shipment, a ship run under way, panels for the order's page, the public page."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.shipments.web import actions, labels, listing, one, panels, resolve, runs, voiding

PLACE = Place(
    "shipments",
    _("Shipments"),
    "shipments",
    ("shipment", "ship-run", "cancel-shipment", "adopt-shipment", "release-shipment", "void-shipments"),
)

_patterns = [
    path("ship", runs.ship, name="ship"),
    path("runs/<int:run_id>", runs.run, name="ship-run"),
    path("runs/<int:run_id>/progress", runs.progress, name="ship-run-progress"),
    path("shipments/cancel", voiding.void, name="void-shipments"),
    path("shipments/today", panels.today, name="shipped-today"),
    path("shipments/<int:shipment_id>", one.shipment, name="shipment"),
    path("shipments/<int:shipment_id>/cancel", actions.cancel, name="cancel-shipment"),
    path("shipments/<int:shipment_id>/ask-again", actions.ask_again, name="ask-again"),
    path("shipments/<int:shipment_id>/adopt", resolve.adopt, name="adopt-shipment"),
    path("shipments/<int:shipment_id>/release", resolve.release, name="release-shipment"),
    path("shipments/<int:shipment_id>/label.pdf", labels.of_one, name="shipment-label"),
    path("shipments/<int:shipment_id>/label.png", labels.preview, name="shipment-label-preview"),
    path("orders/<int:order_id>/services", panels.services, name="order-services"),
    path("orders/<int:order_id>/shipments", panels.shipments, name="order-shipments"),
]


def urlpatterns(follow: listing.Follow) -> list[URLPattern]:
    """Return the addresses; how far parcels are is known to a higher room, which hands down a function."""
    return [path("shipments", listing.shipments(follow), name="shipments"), *_patterns]
