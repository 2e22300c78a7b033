"""The tracking app."""

from __future__ import annotations

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    """Where parcels are: events, milestones, deadlines."""

    name = "fahuo.tracking"
    label = "tracking"
