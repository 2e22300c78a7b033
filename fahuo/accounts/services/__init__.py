"""Writes about people and the log of what they did."""

from fahuo.accounts.services.log import record
from fahuo.accounts.services.people import choose_language

__all__ = ["choose_language", "record"]
