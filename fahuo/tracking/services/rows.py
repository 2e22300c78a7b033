"""Events as rows for COPY: texts made fit for the table, each event with a digest that tells it from every other."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from fahuo.tracking.domain.marks import micros, number_of, side_of
from fahuo.tracking.domain.plausible import AHEAD, BEFORE, FUTURE, PAST, in_utc
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

COLUMNS = (
    *("seller_id", "shipment_id", "at", "digest", "carrier", "milestone", "reason", "raw_code", "description"),
    *("place", "country", "raw_time", "odd"),
)
# PostgreSQL counts microseconds from 2000-01-01.
SINCE_2000 = 946_684_800_000_000
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_COUNTRY = re.compile(r"[A-Z]{2}")
_KEY = struct.Struct("!qqq")
_START = struct.Struct("!hiqiqiqiq")  # how many columns, then each with its length: the four numbers
_LENGTH = struct.Struct("!i")


class Sighting(NamedTuple):
    """What one carrier told of one parcel, in one answer or push."""

    seller_id: int
    shipment_id: int
    carrier: str
    events: tuple[TrackingEvent, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What of a journey never changes, and is needed to judge its events; `early` says whether some came too early."""

    seller_id: int
    labelled_at: datetime
    begun_at: datetime
    origin: str
    country: str
    early: int


class Row(NamedTuple):
    """One event: what folding it needs, and its row for COPY. `at` as in marks."""

    shipment_id: int
    seller_id: int
    carrier: str
    at: int
    odd: str
    mark: int
    event: TrackingEvent
    packed: bytes


class _Texts(NamedTuple):
    """The texts of an event, packed; most events of a carrier share theirs with others. `mark` as nowhere told."""

    packed: bytes
    mark: int
    country: str


def rows_of(sightings: Iterable[Sighting], heads: Mapping[int, Head], *, at: datetime) -> dict[int, Row]:
    """Return the events of known parcels by their digest, each once; what is told of other parcels is left out."""
    rows: dict[int, Row] = {}
    latest = micros(at + AHEAD)
    for sighting in sightings:
        head = heads.get(sighting.shipment_id)
        if head is not None and head.seller_id == sighting.seller_id:
            earliest = micros(head.labelled_at - BEFORE)
            for event in sighting.events:
                digest, row = _row(sighting, event, head, earliest, latest)
                rows.setdefault(digest, row)
    return rows


def _row(sighting: Sighting, event: TrackingEvent, head: Head, earliest: int, latest: int) -> tuple[int, Row]:
    seller_id, shipment_id, carrier, _ = sighting
    moment = micros(in_utc(event.at))
    # Cut here as well: what is remembered of texts must stay small, however long a carrier writes.
    texts_said = (event.raw_code[:80], event.description[:500], event.place[:120], event.country[:8])
    texts = _texts(carrier, (event.milestone, event.reason, *texts_said))
    odd = FUTURE if moment > latest else PAST if moment < earliest else ""
    mark = texts.mark
    if texts.country and event.milestone is Milestone.DELIVERED:
        side = side_of(texts.country, origin=head.origin, destination=head.country)
        mark = number_of(event.milestone, event.reason, side)
    key = _KEY.pack(seller_id, shipment_id, moment) + texts.packed
    digest = int.from_bytes(blake2b(key, digest_size=8).digest(), "big", signed=True)
    start = _START.pack(len(COLUMNS), 8, seller_id, 8, shipment_id, 8, moment - SINCE_2000, 8, digest)
    packed = b"".join((start, texts.packed, _text(event.raw_time, 60), _odd(odd)))
    return digest, Row(shipment_id, seller_id, carrier, moment, odd, mark, event, packed)


@lru_cache(maxsize=20_000)
def _texts(carrier: str, said: tuple[Milestone, ExceptionReason, str, str, str, str]) -> _Texts:
    milestone, reason, code, description, place, country = said
    letters = country_of(country)
    parts = (carrier, milestone.value, reason.value, fit(code, 80), fit(description, 500), fit(place, 120), letters)
    return _Texts(b"".join([_text(part, 500) for part in parts]), number_of(milestone, reason), letters)


@lru_cache(maxsize=8)
def _odd(odd: str) -> bytes:
    return _text(odd, 8)


def _text(text: str, length: int) -> bytes:
    written = fit(text, length).encode()
    return _LENGTH.pack(len(written)) + written


def fit(text: str, length: int) -> str:
    """Return a text that the table takes: cut off, without NUL, other control characters and halves of characters."""
    cut = text[:length]
    return cut if cut.isprintable() else _UNFIT.sub(" ", cut)


@lru_cache(maxsize=4096)
def country_of(text: str) -> str:
    """Return a country's two letters, empty for anything else."""
    written = text.strip().upper()
    return written if _COUNTRY.fullmatch(written) else ""
