"""The figures app."""

from __future__ import annotations

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """Rates by store, carrier, service, lane and day."""

    name = "fahuo.figures"
    label = "figures"
