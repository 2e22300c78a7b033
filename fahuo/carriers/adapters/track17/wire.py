"""17TRACK's messages in their own spelling (API v2.2 to v2.4, read 2026-11)."""

from __future__ import annotations

import msgspec


class ToRegister(msgspec.Struct, omit_defaults=True):
    """An entry of `register`; without `carrier` 17TRACK finds out by itself. `param` is what some carriers demand."""

    number: str
    carrier: int | None = None
    tag: str = ""
    param: str = ""


class ToTrack(msgspec.Struct):
    """An entry of `gettrackinfo`."""

    number: str


class Fault(msgspec.Struct):
    """An error, of a whole call or of one number."""

    code: int
    message: str | None = None


class Address(msgspec.Struct):
    """Where something is; only the country is reliable."""

    country: str | None = None
    state: str | None = None
    city: str | None = None


class RawTime(msgspec.Struct):
    """A time as the carrier wrote it, cut in three."""

    date: str | None = None
    time: str | None = None
    timezone: str | None = None


class Event(msgspec.Struct):
    """One event."""

    time_utc: str | None = None
    time_iso: str | None = None
    time_raw: RawTime | None = None
    description: str | None = None
    location: str | None = None
    stage: str | None = None
    sub_status: str | None = None
    address: Address | None = None


class Followed(msgspec.Struct):
    """What one carrier says about the parcel, newest first; the last mile has an entry of its own."""

    events: list[Event] | None = None


class Tracking(msgspec.Struct):
    """Everything that is said."""

    providers: list[Followed] | None = None


class Status(msgspec.Struct):
    """`latest_status`: what 17TRACK makes of it."""

    status: str | None = None
    sub_status: str | None = None


class Shipping(msgspec.Struct):
    """`shipping_info`: from where to where."""

    shipper_address: Address | None = None
    recipient_address: Address | None = None


class TrackInfo(msgspec.Struct):
    """`track_info`."""

    shipping_info: Shipping | None = None
    latest_status: Status | None = None
    tracking: Tracking | None = None


class Accepted(msgspec.Struct):
    """A number that was taken, or found; `tag` is ours."""

    number: str
    carrier: int | None = None
    tag: str | None = None
    track_info: TrackInfo | None = None


class Rejected(msgspec.Struct):
    """A number that was not."""

    number: str
    error: Fault


class Content(msgspec.Struct):
    """`data` of an answer: by number, or the errors of the whole call."""

    accepted: list[Accepted] | None = None
    rejected: list[Rejected] | None = None
    errors: list[Fault] | None = None


class Envelope(msgspec.Struct):
    """What surrounds every answer; code 0 is well."""

    code: int
    data: Content | None = None
    message: str | None = None


class Pushed(msgspec.Struct):
    """What surrounds a push; `sign` is there in v1 only."""

    event: str
    data: msgspec.Raw
    sign: str = ""
