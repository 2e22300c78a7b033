"""What time it is where a parcel is: this interface writes local times without a zone (tracking, read 2026-11).

A country that has several zones gets that of most of its people, so a time there may be off by a few hours; a country
that is not listed is read as UTC. The time as it was written is kept beside the one that is worked out here.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from fahuo.carriers.reading import moment

CHINA = timezone(timedelta(hours=8))
ZONES = {
    "Europe/Berlin": "AT BA BE CH CZ DE DK ES FR HR HU IT LI LU MC ME MK MT NL NO PL RS SE SI SK SM VA",
    "Europe/London": "GB GG IE IM JE PT",
    "Europe/Athens": "BG CY EE FI GR LT LV RO UA",
    "Europe/Moscow": "BY RU TR",
    "Asia/Jerusalem": "IL",
    "Asia/Riyadh": "BH KW QA SA",
    "Asia/Dubai": "AE OM",
    "Asia/Almaty": "KZ",
    "Asia/Kolkata": "IN",
    "Asia/Bangkok": "KH LA TH VN",
    "Asia/Jakarta": "ID",
    "Asia/Shanghai": "CN HK MO MY PH SG TW",
    "Asia/Tokyo": "JP KR",
    "Australia/Sydney": "AU",
    "Pacific/Auckland": "NZ",
    "Africa/Johannesburg": "ZA",
    "America/New_York": "CA US",
    "America/Mexico_City": "MX",
    "America/Sao_Paulo": "BR",
    "America/Santiago": "CL",
    "America/Bogota": "CO PE",
    "America/Argentina/Buenos_Aires": "AR UY",
}
_NAME_OF = {country: name for name, countries in ZONES.items() for country in countries.split()}
_WRITTEN = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")


@cache
def zone_of(country: str) -> tzinfo:
    """Return the zone of an event: Chinese for China and where no country is told, as first-mile events do."""
    if country in ("", "CN"):
        return CHINA
    name = _NAME_OF.get(country)
    return ZoneInfo(name) if name else UTC


def offset(written: str) -> tzinfo | None:
    """Read `UTC+08:00`; None for anything else."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return None
    span = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(span if match[1] == "+" else -span) if span < timedelta(hours=24) else None


def to_utc(written: str, country: str, zone: str = "") -> datetime | None:
    """Return the moment of a time without a zone, None for what is no time. A zone that is written counts first."""
    return moment(written, offset(zone) or zone_of(country))
