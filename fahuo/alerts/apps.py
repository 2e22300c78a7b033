"""The alerts app."""

from __future__ import annotations

from django.apps import AppConfig


class AlertsConfig(AppConfig):
    """What is wrong and who looks after it."""

    name = "fahuo.alerts"
    label = "alerts"
