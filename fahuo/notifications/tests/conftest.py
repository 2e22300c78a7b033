"""Receivers that run beside a test, and settings that lead to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fahuo.notifications.emulation.doors import SMS_KEY_ID
from fahuo.notifications.emulation.post_room import PostRoom
from fahuo.notifications.emulation.running import Running, running


@pytest.fixture
def receivers(settings) -> Iterator[Running]:
    """All doors on loopback."""
    with running(PostRoom()) as found:
        settings.FAHUO_EMULATORS_ALLOWED = True
        settings.FAHUO_SMTP_HOST, settings.FAHUO_SMTP_PORT = "127.0.0.1", found.mail_port
        settings.FAHUO_SMTP_SECURITY, settings.FAHUO_SMTP_FROM = "NONE", "Fahuo <alerts@shop.example>"
        settings.FAHUO_SMS_URL, settings.FAHUO_SMS_KEY_ID = found.url, SMS_KEY_ID
        settings.FAHUO_SMS_KEY_SECRET, settings.FAHUO_SMS_SIGN_NAME = found.room.secret, "Fahuo"
        settings.FAHUO_SMS_TEMPLATE = "SMS_100"
        settings.FAHUO_PUBLIC_URL = "https://fahuo.example"
        yield found
