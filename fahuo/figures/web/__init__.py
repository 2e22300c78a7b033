"""Pages of figures."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.figures.web import export, overview

PLACE = Place("figures", _("Figures"), "figures")

urlpatterns: list[URLPattern] = [
    path("figures", overview.figures, name="figures"),
    path("figures/table.<str:kind>", export.figures_file, name="figures-file"),
]
