"""Pages of customs, and the address that takes receipts."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.customs.web import choosing, declarant, declarations, panel, rebate, receipts, rules, summaries

PLACE = Place(
    "declarations",
    _("Customs"),
    "globe",
    ("declaration", "declare", "rebate-month", "shipment-declaration"),
    (
        ("declarations", _("Declarations")),
        ("summaries", _("Summaries")),
        ("rebate", _("Rebate record")),
        ("lane-rules", _("Rules of a lane")),
        ("declarant", _("Who declares")),
    ),
)

urlpatterns: list[URLPattern] = [
    path("customs/rules", rules.lane_rules, name="lane-rules"),
    *declarations.urlpatterns,
    *choosing.urlpatterns,
    *panel.urlpatterns,
    *declarant.urlpatterns,
    *summaries.urlpatterns,
    *rebate.urlpatterns,
    *receipts.urlpatterns,
]
