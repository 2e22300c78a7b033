"""Pages of alerts: the board with its list, one alert, a shipment's alerts, and how quick we are."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from fahuo.alerts.web import board, desk, latency, one
from fahuo.backoffice.navigation import Place

PLACE = Place(
    "alerts",
    _("Alerts"),
    "alert",
    ("alert", "shipment-alerts"),
    (("alerts", _("Alerts")), ("alert-latency", _("How quick we are"))),
)

urlpatterns: list[URLPattern] = [
    path("alerts", board.alerts, name="alerts"),
    path("alerts/act", desk.act, name="act-on-alerts"),
    path("alerts/latency", latency.latency, name="alert-latency"),
    path("alerts/<int:alert_id>", one.alert, name="alert"),
    path("alerts/<int:alert_id>/comment", one.comment, name="comment-alert"),
    path("shipments/<int:shipment_id>/alerts", one.of_shipment, name="shipment-alerts"),
]
