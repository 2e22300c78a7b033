"""Forms of channels: addresses, hours."""

from __future__ import annotations

import re
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fahuo.notifications.domain import places
from fahuo.notifications.models import Channel, usual_digest_times
from fahuo.notifications.services import access
from fahuo.notifications.services.channels import Hours

MOST_DIGESTS = 6


class HoursForm(forms.Form):
    """When it is quiet, and when digests go out."""

    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, help_text=_("as in 22:00; empty: never quiet"))
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False)
    urgent_breaks = forms.BooleanField(label=_("Urgent ones come even then"), required=False)
    digest_at = forms.CharField(label=_("Digests at"), max_length=60, help_text=_("times, with commas: 09:00, 16:00"))
    zone = forms.CharField(label=_("Time zone"), max_length=40, help_text=_("as in Asia/Shanghai"))

    def clean_digest_at(self) -> list[time]:
        """Up to six times of the day."""
        words = [word for word in re.split(r"[,，;\s]+", str(self.cleaned_data["digest_at"])) if word]
        if not words or len(words) > MOST_DIGESTS:
            raise forms.ValidationError(now("Between one and six times of the day."))
        try:
            return sorted({time.fromisoformat(word.zfill(5)).replace(tzinfo=None) for word in words})
        except ValueError as error:
            raise forms.ValidationError(now("Times are written as 09:00.")) from error

    def clean_zone(self) -> str:
        """A zone that exists."""
        zone = str(self.cleaned_data["zone"]).strip()
        if zone not in available_timezones():
            raise forms.ValidationError(now("There is no such time zone."))
        return zone

    def clean(self) -> dict[str, Any]:
        """Both ends of the quiet hours, or neither."""
        given = super().clean() or self.cleaned_data
        if not self.errors and (given["quiet_from"] is None) != (given["quiet_until"] is None):
            missing = "quiet_from" if given["quiet_from"] is None else "quiet_until"
            self.add_error(missing, now("Fill in both times, or neither."))
        return given

    def hours(self) -> Hours:
        """Return what a valid form says."""
        given = self.cleaned_data
        return Hours(
            given["zone"], given["quiet_from"], given["quiet_until"], given["urgent_breaks"], given["digest_at"]
        )


class OwnForm(HoursForm):
    """Where a person is reached."""

    mailbox = forms.CharField(label=_("My e-mail address"), max_length=254, required=False)
    phone = forms.CharField(
        label=_("My phone number for SMS"), max_length=24, required=False, help_text=_("as in +86 138 0013 8000")
    )
    field_order = ("mailbox", "phone")

    def clean_mailbox(self) -> str:
        """An address that mail servers take."""
        return _valid(self.cleaned_data["mailbox"], places.mailbox, now("This is no e-mail address."))

    def clean_phone(self) -> str:
        """A number with its country's prefix."""
        refusal = now("This is no phone number with its country's prefix.")
        return _valid(self.cleaned_data["phone"], places.phone, refusal)


class ChannelForm(HoursForm):
    """A channel of the seller. `kind` decides which address it has."""

    name = forms.CharField(label=_("The channel's name"), max_length=60, help_text=_("as your people call it"))
    to = forms.CharField(label=_("Address"), max_length=254)
    url = forms.CharField(label=_("Address"), max_length=1000)
    secret = forms.CharField(label=_("Secret"), max_length=200, widget=forms.PasswordInput)
    mentions = forms.CharField(label=_("Whom urgent ones call"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=[("zh", "中文"), ("en", "English")])
    field_order = ("name", "to", "url", "secret", "mentions", "language")

    def __init__(self, *arguments: Any, kind: str, present: bool, **given: Any) -> None:
        """Leave out what the kind does not have; a channel that is there keeps what is left empty."""
        super().__init__(*arguments, **given)
        self.kind = kind
        for name in {"to", "url", "secret", "mentions"} - _FIELDS[kind]:
            del self.fields[name]
        for name in _FIELDS[kind]:
            self.fields[name].help_text = str(_HINTS.get((kind, name), ""))
            if present and name != "mentions":
                self.fields[name].required = False
                self.fields[name].help_text = now("empty: as it is now; it is never shown")
        if kind == "DINGTALK":
            self.fields["secret"].required = False

    def clean_to(self) -> str:
        """A mailbox or a phone number."""
        text = self.cleaned_data["to"]
        if self.kind == "SMS":
            return _valid(text, places.phone, now("This is no phone number with its country's prefix."))
        return _valid(text, places.mailbox, now("This is no e-mail address."))

    def clean_url(self) -> str:
        """A place that a channel of this kind can lead to."""
        text = str(self.cleaned_data["url"]).strip()
        found = places.web_address(text, self.kind, loopback=access.may_name_loopback(text)) if text else ""
        if found is None:
            raise forms.ValidationError(now("This is no address for such a channel: copy it whole, with https://."))
        return found

    def clean_secret(self) -> str:
        """A secret that cannot be guessed."""
        secret = str(self.cleaned_data["secret"]).strip()
        if self.kind == "WEBHOOK" and secret and len(secret) < 16:
            raise forms.ValidationError(now("At least 16 characters, so that nobody guesses it."))
        return secret

    def address(self) -> dict[str, str]:
        """Return what was typed of the address; nothing when all of it is to stay."""
        given = self.cleaned_data
        return {name: given[name] for name in ("to", "url", "secret", "mentions") if given.get(name)}


_FIELDS = {
    "EMAIL": {"to"},
    "SMS": {"to"},
    "WEBHOOK": {"url", "secret"},
    "DINGTALK": {"url", "secret", "mentions"},
    "WECOM": {"url", "mentions"},
}
_HINTS: dict[tuple[str, str], Any] = {
    ("SMS", "to"): _("as in +86 138 0013 8000"),
    ("WEBHOOK", "url"): _("your program's address, with https://"),
    ("WEBHOOK", "secret"): _("at least 16 characters; your program checks signatures with it"),
    ("DINGTALK", "url"): "https://oapi.dingtalk.com/robot/send?access_token=…",
    ("DINGTALK", "secret"): _("begins with SEC; empty when the robot is protected by a keyword"),
    ("DINGTALK", "mentions"): _("phone numbers of group members, with spaces between"),
    ("WECOM", "url"): "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…",
    ("WECOM", "mentions"): _("user ids of group members, with spaces between"),
}


def hours_of(row: Channel | None) -> dict[str, Any]:
    """Return the hours of a channel as its form shows them."""
    if row is None:
        digests = ", ".join(f"{one:%H:%M}" for one in usual_digest_times())
        return {"zone": settings.TIME_ZONE, "urgent_breaks": True, "digest_at": digests}
    return {
        "quiet_from": f"{row.quiet_from:%H:%M}" if row.quiet_from else "",
        "quiet_until": f"{row.quiet_until:%H:%M}" if row.quiet_until else "",
        "urgent_breaks": row.urgent_breaks,
        "digest_at": ", ".join(f"{one:%H:%M}" for one in row.digest_at),
        "zone": row.zone,
    }


def _valid(text: str, read: Any, refusal: str) -> str:
    if not str(text).strip():
        return ""
    found = read(str(text))
    if found is None:
        raise forms.ValidationError(refusal)
    return str(found)
