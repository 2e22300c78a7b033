"""USPS's messages in their own spelling (Tracking v3r2 and OAuth v3, read 2026-11)."""

from __future__ import annotations

import msgspec


class ToTrack(msgspec.Struct):
    """An entry of a question."""

    trackingNumber: str  # noqa: N815


class Token(msgspec.Struct):
    """Answer to the credentials; `expires_in` in seconds."""

    access_token: str = ""
    expires_in: float = 0


class Event(msgspec.Struct):
    """One event. `eventTimestamp` is local time, `GMTTimestamp` the same in UTC."""

    eventCode: str | None = None  # noqa: N815
    eventType: str | None = None  # noqa: N815
    eventTimestamp: str | None = None  # noqa: N815
    GMTTimestamp: str | None = None
    GMTOffset: str | None = None
    eventCity: str | None = None  # noqa: N815
    eventState: str | None = None  # noqa: N815
    eventCountry: str | None = None  # noqa: N815


class Fault(msgspec.Struct):
    """What is wrong, with a call or with one number."""

    code: str | int | None = None
    message: str | None = None


class Failure(msgspec.Struct):
    """An answer that is an error."""

    error: Fault


class Tracked(msgspec.Struct):
    """One parcel, or why nothing is said about it."""

    trackingNumber: str | None = None  # noqa: N815
    trackingEvents: list[Event] | None = None  # noqa: N815
    statusCode: str | int | None = None  # noqa: N815
    error: Fault | None = None
