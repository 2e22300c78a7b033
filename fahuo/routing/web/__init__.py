"""Pages of choosing a service: the record of lanes and the weights."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.routing.web import lanes, weights

PLACE = Place("lanes", _("Routing"), "routing", ("routing-weights",))

urlpatterns = [
    path("lanes", lanes.lanes, name="lanes"),
    path("routing/weights", weights.weights, name="routing-weights"),
]
