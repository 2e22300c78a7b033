"""Decisions; no tool, no clock."""

from fahuo.notifications.domain.notice import Notice, Text

__all__ = ["Notice", "Text"]
