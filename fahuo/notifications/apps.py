"""The notifications app."""

from __future__ import annotations

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Notifications to people: in the pages, by e-mail, SMS, webhook and robots."""

    name = "fahuo.notifications"
    label = "notifications"
