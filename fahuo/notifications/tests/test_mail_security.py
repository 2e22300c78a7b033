"""E-mail through a server that demands TLS and a password: certificates are looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fahuo.accounts.models import Seller
from fahuo.kit import clock
from fahuo.notifications.emulation.mailbox import USER, make_certificate
from fahuo.notifications.emulation.post_room import PostRoom
from fahuo.notifications.emulation.running import Running, running
from fahuo.notifications.models import Delivery
from fahuo.notifications.services.post import post
from fahuo.notifications.services.send import send_due
from fahuo.notifications.tests.notices import channel, notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def secure(settings, tmp_path: Path) -> Iterator[Running]:
    """A mail server with a certificate that nobody vouches for yet."""
    with running(PostRoom(), certificate=make_certificate(tmp_path)) as found:
        settings.FAHUO_SMTP_HOST, settings.FAHUO_SMTP_PORT = "localhost", found.mail_port
        settings.FAHUO_SMTP_SECURITY, settings.FAHUO_SMTP_FROM = "STARTTLS", "fahuo@shop.example"
        settings.FAHUO_SMTP_USER, settings.FAHUO_SMTP_PASSWORD = USER, found.room.secret
        yield found


def outcome(seller: Seller) -> tuple[str, str]:
    channel(seller, "EMAIL", {"to": "amy@shop.example"})
    post(seller_id=seller.pk, notices=[notice()], at=clock.now())
    send_due()
    row = Delivery.objects.get()
    assert "receiver-secret" not in row.detail
    return row.state, row.code


def test_a_certificate_that_holds(amys: Seller, secure: Running, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "mail.crt"))
    assert outcome(amys) == ("SENT", "")
    assert secure.room.arrived["EMAIL"][0]["secure"] is True


def test_one_that_nobody_vouches_for_gets_nothing(amys: Seller, secure: Running):
    assert outcome(amys) == ("DUE", "NOTIFY_CERTIFICATE")
    assert (secure.room.arrived["EMAIL"], secure.room.turned_away) == ([], [])  # not even the password


def test_a_wrong_password(amys: Seller, secure: Running, settings, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "mail.crt"))
    settings.FAHUO_SMTP_PASSWORD = "receiver-secret-of-old"
    assert outcome(amys) == ("DUE", "NOTIFY_KEY_REFUSED")
    assert {"door": "EMAIL", "why": "password"} in secure.room.turned_away


def test_a_server_without_encryption_gets_nothing(amys: Seller, receivers: Running, settings):
    settings.FAHUO_SMTP_SECURITY = "STARTTLS"
    assert outcome(amys) == ("DUE", "NOTIFY_CERTIFICATE")
    assert receivers.room.arrived["EMAIL"] == []
