"""Reads services, rate sheets and price rules. Files are read once per process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from fahuo import rulebook
from fahuo.carriers import registry
from fahuo.carriers.service_table import read_services
from fahuo.rating.domain.rules import Duty, ImportTax, PriceRules
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.sheet_files import premiums, read_sheet
from fahuo.trade.money import Money
from fahuo.trade.service import Service

SHEETS = Path(__file__).parent / "sheets"


class OverlappingSheets(ValueError):
    """Two sheets of one service hold on the same day. Who must act: whoever added the later one."""


@cache
def services() -> tuple[Service, ...]:
    """Return every service we can speak about, by carrier and as listed there.

    A carrier with an adapter lists its services in the adapter's folder; one without lists them beside its rate sheets.
    """
    adapters = registry.codes()
    found = [service for code in adapters for service in registry.services(code)]
    for path in sorted(SHEETS.glob("*/services.csv")):
        if path.parent.name not in adapters:
            found.extend(read_services(path, path.parent.name))
    return tuple(sorted(found, key=lambda service: service.carrier))


@cache
def sheets() -> tuple[RateSheet, ...]:
    """Return every version of every rate sheet, oldest first within a service; raise `OverlappingSheets`."""
    found = tuple(
        sorted(map(read_sheet, SHEETS.glob("*/*@*.yaml")), key=lambda sheet: (sheet.service_key, sheet.valid_from))
    )
    for earlier, later in pairwise(found):
        if earlier.service_key == later.service_key and (earlier.valid_until or date.max) > later.valid_from:
            raise OverlappingSheets(f"{earlier.name} and {later.name} both hold on {later.valid_from}")
    return found


@lru_cache(maxsize=64)
def sheets_in_force(*, on: date) -> Mapping[str, RateSheet]:
    """Return the sheet of each service that holds on that day, by service key; a service without one is absent."""
    return {sheet.service_key: sheet for sheet in sheets() if sheet.in_force(on)}


@lru_cache(maxsize=64)
def price_rules(*, on: date) -> PriceRules:
    """Return exchange rates, duties, taxes and premiums of the day."""
    exchange = _in_force("money.exchange_rates", on)
    return PriceRules(
        yuan_per_unit=exchange,
        duties={country: _duty(terms) for country, terms in _reckonable("customs.duty", on, exchange)},
        import_taxes={country: _tax(terms) for country, terms in _reckonable("customs.import_tax", on, exchange)},
        premiums=premiums(_in_force("pricing.cargo_premium", on)),
    )


def _in_force(name: str, on: date) -> Mapping[str, Any]:
    """Return a rule's table, empty before it begins: what then lacks a rate is a problem of its own, never a zero."""
    try:
        found: Mapping[str, Any] = rulebook.value(name, on=on)
    except rulebook.NoValueOnDate:
        return {}
    return found


@lru_cache(maxsize=65536)
def remote_area(country: str, postcode: str, *, on: date) -> str:
    """Return the code of the remote area a postcode lies in, empty when it is not remote. Blanks do not matter."""
    compact = postcode.replace(" ", "").replace("-", "").upper()
    for code, area in rulebook.value("destinations.remote_areas", on=on).items():
        if area["country"] == country and compact.startswith(tuple(area["prefixes"].split())):
            return str(code)
    return ""


def _reckonable(name: str, on: date, exchange: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the countries whose thresholds are in a currency that has a rate; the others count as not known."""
    for country, terms in _in_force(name, on).items():
        if terms.get("currency") is None or terms["currency"] in exchange:
            yield country, terms


def _duty(terms: Mapping[str, Any]) -> Duty:
    percent = Decimal(terms["percent"])
    if "per_subheading" not in terms:
        return Duty(percent)
    currency = terms["currency"]
    return Duty(percent, Money(terms["up_to"], currency), Money(terms["per_subheading"], currency))


def _tax(terms: Mapping[str, Any]) -> ImportTax:
    return ImportTax(Decimal(terms["percent"]), Money(Decimal(terms["at_sale_up_to"]), terms["currency"]))
