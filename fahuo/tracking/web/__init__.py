"""Pages of tracking: the list, silent parcels, unknown codes, the part of a shipment's page, the public page."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.tracking.web import lane_laws, listing, panel, public, push, silent, sources, unmapped

PLACE = Place(
    "tracking",
    _("Tracking"),
    "pin",
    ("supplement-request", "shipment-tracking"),
    (
        ("tracking", _("Parcels under way")),
        ("silent-parcels", _("Silent for 72 hours")),
        ("unmapped-codes", _("Unknown codes")),
        ("expected-delivery", _("Expected delivery")),
        ("tracking-sources", _("Sources")),
    ),
)


def urlpatterns(customs_moments: panel.CustomsMoments) -> list[URLPattern]:
    """Return the addresses; what customs know of a shipment lies beside this room and is handed down."""
    return [
        path("tracking", listing.tracking, name="tracking"),
        path("tracking/parcels.csv", listing.tracking_file, name="tracking-file"),
        path("tracking/silent", silent.silent_parcels, name="silent-parcels"),
        path("tracking/silent/parcels.<str:kind>", silent.silent_file, name="silent-file"),
        path("tracking/silent/request", silent.supplement_request, name="supplement-request"),
        path("tracking/silent/sent", silent.mark_sent, name="mark-supplement-sent"),
        path("tracking/codes", unmapped.unmapped_codes, name="unmapped-codes"),
        path("tracking/codes/<int:code_id>/settle", unmapped.settle_code, name="settle-code"),
        *panel.urlpatterns(customs_moments),
        *push.urlpatterns,
        *sources.urlpatterns,
        *lane_laws.urlpatterns,
        path("t/<str:token>", public.tracking, name="public-tracking"),
    ]
