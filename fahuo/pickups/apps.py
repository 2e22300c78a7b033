"""The pickups app."""

from __future__ import annotations

from django.apps import AppConfig


class PickupsConfig(AppConfig):
    """The first mile: pick-ups, urging, count-downs."""

    name = "fahuo.pickups"
    label = "pickups"
