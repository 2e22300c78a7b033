"""Events as rows for COPY: texts made fit for the table, each event with a digest that tells it from every other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b

from fahuo.tracking.domain.marks import number_of, side_of
from fahuo.tracking.domain.plausible import in_utc, oddity
from fahuo.trade.tracking import TrackingEvent

COLUMNS = (
    *("seller_id", "shipment_id", "at", "digest", "carrier", "milestone", "reason", "raw_code", "description"),
    *("place", "country", "raw_time", "odd"),
)
_UNFIT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Sighting:
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
    origin: str
    country: str
    early: int


@dataclass(frozen=True, slots=True)
class Row:
    """One event: what folding it needs, and its line for COPY."""

    shipment_id: int
    seller_id: int
    carrier: str
    at: datetime
    odd: str
    mark: int
    event: TrackingEvent
    line: str


def rows_of(sightings: Iterable[Sighting], heads: Mapping[int, Head], *, at: datetime) -> dict[int, Row]:
    """Return the events of known parcels by their digest, each once; what is told of other parcels is left out."""
    rows: dict[int, Row] = {}
    for sighting in sightings:
        head = heads.get(sighting.shipment_id)
        if head is not None and head.seller_id == sighting.seller_id:
            for event in sighting.events:
                digest, row = _row(sighting, event, head, at)
                rows.setdefault(digest, row)
    return rows


def _row(sighting: Sighting, event: TrackingEvent, head: Head, seen_at: datetime) -> tuple[int, Row]:
    moment = in_utc(event.at)
    code, place = fit(event.raw_code, 80), fit(event.place, 120)
    said, country = fit(event.description, 500), country_of(event.country)
    carrier, shipment_id = sighting.carrier, sighting.shipment_id
    told = f"{moment.isoformat()}\t{{}}\t{carrier}\t{event.milestone.value}\t{event.reason.value}\t{code}\t{said}"
    told = f"{sighting.seller_id}\t{shipment_id}\t{told}\t{place}\t{country}"
    digest = int.from_bytes(blake2b(told.encode(), digest_size=8).digest(), "big", signed=True)
    odd = oddity(moment, labelled_at=head.labelled_at, seen_at=seen_at)
    side = side_of(country, origin=head.origin, destination=head.country)
    line = f"{_escaped(told).replace('{}', str(digest), 1)}\t{_escaped(fit(event.raw_time, 60))}\t{odd}\n"
    mark = number_of(event.milestone, event.reason, side)
    return digest, Row(shipment_id, sighting.seller_id, carrier, moment, odd, mark, event, line)


def fit(text: str, length: int) -> str:
    """Return a text that the table takes: cut off, without NUL, other control characters and halves of characters."""
    cut = text[:length]
    return cut if cut.isprintable() else _UNFIT.sub(" ", cut)


@lru_cache(maxsize=4096)
def country_of(text: str) -> str:
    """Return a country's two letters, empty for anything else."""
    written = text.strip().upper()
    return written if _COUNTRY.fullmatch(written) else ""


def _escaped(text: str) -> str:
    """Double backslashes, which COPY would read as more than they are."""
    return text.replace("\\", "\\\\") if "\\" in text else text
