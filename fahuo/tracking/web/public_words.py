"""The ten languages of the public page: phrases, dates, countries and towns; which language a reader gets."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_datetime, format_interval

from fahuo.tracking.domain.towns import Town, folded

# Code in the address → the page's `lang`, Babel's locale, the language's own name.
LANGUAGES: Mapping[str, tuple[str, str, str]] = {
    "zh": ("zh-Hans", "zh_Hans_CN", "中文"),
    "en": ("en", "en_GB", "English"),
    "es": ("es", "es", "Español"),
    "fr": ("fr", "fr", "Français"),
    "pt": ("pt", "pt", "Português"),
    "ru": ("ru", "ru", "Русский"),
    "ko": ("ko", "ko", "한국어"),
    "ja": ("ja", "ja", "日本語"),
    "de": ("de", "de", "Deutsch"),
    "pl": ("pl", "pl", "Polski"),
}
FALLBACK = "en"
_FOLDER = Path(__file__).parent / "public_texts"
_MOST_WISHES = 20
# CLDR: countries with several zones of which one is meant when nothing else is said.
_MAIN_ZONE = {
    "CN": "Asia/Shanghai", "DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon",
    "CL": "America/Santiago", "EC": "America/Guayaquil", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland",
    "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent", "AR": "America/Argentina/Buenos_Aires", "CY": "Asia/Nicosia",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language: its phrases, and how it writes dates and countries."""

    code: str
    lang: str
    locale: Locale
    phrases: Mapping[str, str]

    def country(self, code: str) -> str:
        """Return a country's name as CLDR has it; the code when it is none."""
        return str(self.locale.territories.get(code, code))

    def town(self, town: Town) -> str:
        """Return a town's name: the Chinese one to readers of Chinese, the Latin one to all others."""
        return town.name_zh if self.code == "zh" else town.name

    def day(self, value: date) -> str:
        """Write a day."""
        return format_date(value, "long", locale=self.locale)

    def days(self, first: date, last: date) -> str:
        """Write from which day to which, as the language shortens it."""
        return self.day(first) if first == last else format_interval(first, last, "yMMMd", locale=self.locale)

    def moment(self, value: datetime, country: str) -> str:
        """Write a moment by the clock of a country, or in UTC and saying so where the country has several clocks."""
        zone = zone_of(country, value)
        local = value.astimezone(ZoneInfo(zone or "UTC"))
        written = f"{format_date(local.date(), 'medium', locale=self.locale)}, {self._time(local)}"
        return written if zone else f"{written} UTC"

    def _time(self, local: datetime) -> str:
        return format_datetime(local, "HH:mm", locale=self.locale)


@cache
def tongue(code: str) -> Tongue:
    """Return a language of the page by its code."""
    lang, locale, _name = LANGUAGES[code]
    phrases = tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8"))
    return Tongue(code, lang, Locale.parse(locale), phrases)


@cache
def towns() -> Mapping[str, tuple[Town, ...]]:
    """Return the towns that may be named, by their names, folded."""
    found: dict[str, tuple[Town, ...]] = {}
    for line in (_FOLDER / "towns.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            town = Town(*line.split("\t"))
            for name in (town.name, town.name_zh):
                found[folded(name)] = (*found.get(folded(name), ()), town)
    return found


def choose(asked: str, accepted: str, country: str) -> str:
    """Return the code of the language: what was asked for, what the browser wants, or what the destination speaks."""
    if asked in LANGUAGES:
        return asked
    for wish in _wishes(accepted):
        if wish in LANGUAGES:
            return wish
    likely = get_global("likely_subtags").get(f"und_{country}", FALLBACK).partition("_")[0]
    return likely if likely in LANGUAGES else FALLBACK


def _wishes(accepted: str) -> list[str]:
    """Return the languages of an Accept-Language header, the dearest first; what is not understood is left out."""
    found: list[tuple[float, int, str]] = []
    for place, part in enumerate(accepted[:500].split(",")[:_MOST_WISHES]):
        name, _semicolon, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            continue
        if 0 < quality <= 1:
            found.append((-quality, place, name.strip().lower().partition("-")[0]))
    return [name for _quality, _place, name in sorted(found)]


@cache
def _zones(country: str) -> tuple[str, ...]:
    main = _MAIN_ZONE.get(country)
    return (main,) if main else tuple(get_global("territory_zones").get(country, ()))


def zone_of(country: str, at: datetime) -> str:
    """Return a time zone in which the country's clocks stand at that moment; empty when they do not agree."""
    zones = _zones(country)
    offsets = {at.astimezone(ZoneInfo(name)).utcoffset() for name in zones}
    return zones[0] if len(offsets) == 1 else ""
