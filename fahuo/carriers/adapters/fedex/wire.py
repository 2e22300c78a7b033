"""FedEx's messages in their own spelling (Track API v1 and OAuth, read 2026-11)."""

from __future__ import annotations

import msgspec


class Number(msgspec.Struct, rename="camel"):
    """`trackingNumberInfo`."""

    tracking_number: str


class Wanted(msgspec.Struct, rename="camel"):
    """An entry of a question."""

    tracking_number_info: Number


class Question(msgspec.Struct, rename="camel"):
    """Body of /track/v1/trackingnumbers."""

    tracking_info: list[Wanted]
    include_detailed_scans: bool = True


class Token(msgspec.Struct):
    """Answer to the credentials; `expires_in` in seconds."""

    access_token: str = ""
    expires_in: float = 0


class Fault(msgspec.Struct):
    """What is wrong, with a call or with one number; codes are words with dots."""

    code: str = ""
    message: str | None = None


class Failure(msgspec.Struct, rename="camel"):
    """An answer that is an error."""

    errors: list[Fault]
    transaction_id: str | None = None


class Place(msgspec.Struct, rename="camel"):
    """A place; for us, city and country."""

    city: str | None = None
    state_or_province_code: str | None = None
    country_code: str | None = None


class Scan(msgspec.Struct, rename="camel"):
    """One event; `date` has the offset of its place."""

    date: str | None = None
    event_type: str | None = None
    event_description: str | None = None
    exception_description: str | None = None
    derived_status_code: str | None = None
    scan_location: Place | None = None


class Party(msgspec.Struct):
    """Sender or recipient."""

    address: Place | None = None


class Tracked(msgspec.Struct, rename="camel"):
    """One parcel with a number, or why nothing is said."""

    error: Fault | None = None
    scan_events: list[Scan] | None = None
    shipper_information: Party | None = None
    recipient_information: Party | None = None


class Result(msgspec.Struct, rename="camel"):
    """What is said about a number; FedEx uses numbers again, so there may be several parcels."""

    tracking_number: str | None = None
    track_results: list[Tracked] | None = None


class Output(msgspec.Struct, rename="camel"):
    """`output`."""

    complete_track_results: list[Result] | None = None


class Answer(msgspec.Struct, rename="camel"):
    """What surrounds an answer; some errors come with HTTP 200."""

    output: Output | None = None
    errors: list[Fault] | None = None
    transaction_id: str | None = None
