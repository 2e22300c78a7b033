"""Tells Django that this room has tables."""

from __future__ import annotations

from django.apps import AppConfig


class RoutingConfig(AppConfig):
    """The routing room."""

    name = "fahuo.routing"
    default_auto_field = "django.db.models.BigAutoField"
