"""What the operator set up for all sellers: the SMTP server, the SMS account, and what may be reached."""

from __future__ import annotations

from django.conf import settings

from fahuo.kit import networks
from fahuo.notifications.domain import places
from fahuo.notifications.senders.mail import MailServer
from fahuo.notifications.senders.sms import SmsAccount


def mail_server() -> MailServer:
    """Return the SMTP server of the settings."""
    return MailServer(
        host=settings.FAHUO_SMTP_HOST,
        port=settings.FAHUO_SMTP_PORT,
        security=settings.FAHUO_SMTP_SECURITY,
        user=settings.FAHUO_SMTP_USER,
        password=settings.FAHUO_SMTP_PASSWORD,
        sender=settings.FAHUO_SMTP_FROM,
    )


def sms_account() -> SmsAccount:
    """Return the SMS account of the settings."""
    templates = {"zh": settings.FAHUO_SMS_TEMPLATE, "en": settings.FAHUO_SMS_TEMPLATE_EN}
    return SmsAccount(
        url=settings.FAHUO_SMS_URL,
        key_id=settings.FAHUO_SMS_KEY_ID,
        secret=settings.FAHUO_SMS_KEY_SECRET,
        sign_name=settings.FAHUO_SMS_SIGN_NAME,
        templates={language: code for language, code in templates.items() if code},
    )


def can_send(kind: str) -> bool:
    """Whether this installation can use channels of the kind at all."""
    return {"EMAIL": mail_server().complete, "SMS": sms_account().complete}.get(kind, True)


def own_networks() -> networks.Networks:
    """Return the private networks that webhooks may lead into."""
    return networks.networks_of(settings.FAHUO_WEBHOOK_NETWORKS)


def may_name_loopback(url: str) -> bool:
    """Whether this URL is a program on this machine that may be reached."""
    return bool(settings.FAHUO_EMULATORS_ALLOWED) and places.is_loopback(url)
