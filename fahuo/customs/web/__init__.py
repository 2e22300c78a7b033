"""Pages of customs, and the address that takes receipts."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.customs.web import receipts, rules

RULES = Place("lane-rules", _("Rules of a lane"), "globe")

urlpatterns: list[URLPattern] = [path("customs/rules", rules.lane_rules, name="lane-rules"), *receipts.urlpatterns]
