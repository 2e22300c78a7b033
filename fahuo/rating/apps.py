"""Tells Django that this room has tables."""

from __future__ import annotations

from django.apps import AppConfig


class RatingConfig(AppConfig):
    """The rating room."""

    name = "fahuo.rating"
    default_auto_field = "django.db.models.BigAutoField"
