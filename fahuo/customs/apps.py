"""The customs app."""

from __future__ import annotations

from django.apps import AppConfig


class CustomsConfig(AppConfig):
    """Papers, declarations and the rebate record."""

    name = "fahuo.customs"
    label = "customs"
