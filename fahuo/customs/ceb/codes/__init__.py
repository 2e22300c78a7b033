"""Codes of countries, currencies, units, transport and wrapping as CEB messages use them (JGS-20)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from fahuo.trade import units

_FOLDER = Path(__file__).parent


def _table(name: str) -> Mapping[str, str]:
    lines = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return MappingProxyType({row[0]: row[1] for row in rows})


COUNTRIES: Mapping[str, str] = _table("country")  # ISO 3166 alpha-2 → code
CURRENCIES: Mapping[str, str] = _table("currency")  # ISO 4217 → code
UNITS: Mapping[str, str] = MappingProxyType({one.code: one.zh for one in units.UNITS.values()})  # code → Chinese name
TRANSPORT: Mapping[str, str] = _table("transport")  # code → English name
WRAPPING: Mapping[str, str] = _table("wrapping")  # code → English name
UNIT_CODES: Mapping[str, str] = MappingProxyType({name: code for code, name in UNITS.items()})
CHINA = "142"
_COUNTRY_OF: Mapping[str, str] = MappingProxyType({code: iso for iso, code in COUNTRIES.items()})
_CURRENCY_OF: Mapping[str, str] = MappingProxyType({code: iso for iso, code in CURRENCIES.items()})


class UnknownCode(LookupError):
    """The table has no such entry; nothing is guessed."""


def country(iso: str) -> str:
    """Return the code of a country; raise `UnknownCode`."""
    return _look(COUNTRIES, iso, "country")


def currency(iso: str) -> str:
    """Return the code of a currency; raise `UnknownCode`."""
    return _look(CURRENCIES, iso, "currency")


def iso_country(code: str) -> str:
    """Return the ISO letters of a country's code, `?` for one that the table does not have: to be shown beside it."""
    return _COUNTRY_OF.get(code, "?")


def iso_currency(code: str) -> str:
    """Return the ISO letters of a currency's code; a message may state them itself, then they come back as they are."""
    return _CURRENCY_OF.get(code, code)


def unit(name_or_code: str) -> str:
    """Return the code of a unit named in Chinese or by its code; raise `UnknownCode`."""
    return name_or_code if name_or_code in UNITS else _look(UNIT_CODES, name_or_code, "unit")


def _look(table: Mapping[str, str], key: str, what: str) -> str:
    try:
        return table[key]
    except KeyError:
        raise UnknownCode(f"no code of {what} for {key!r}") from None
