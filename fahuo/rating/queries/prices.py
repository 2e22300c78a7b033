"""Reads what pricing needs from the rule book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fahuo import rulebook
from fahuo.rating.domain.postcodes import compact
from fahuo.rating.domain.rules import Duty, ImportTax, PriceRules, RemoteArea
from fahuo.rating.domain.sheet import PostcodeRange
from fahuo.rating.sheet_files import premiums
from fahuo.trade.money import Money

EXCHANGE = "money.exchange_rates"


@lru_cache(maxsize=64)
def price_rules(*, on: date) -> PriceRules:
    """Return exchange rates, duties, taxes, premiums and remote areas of the day."""
    exchange = _in_force(EXCHANGE, on)
    since, source = _exchange_origin(on)
    return PriceRules(
        yuan_per_unit=exchange,
        duties={country: _duty(terms) for country, terms in _reckonable("customs.duty", on, exchange)},
        import_taxes={country: _tax(terms) for country, terms in _reckonable("customs.import_tax", on, exchange)},
        premiums=premiums(_in_force("pricing.cargo_premium", on)),
        exchange_from=since,
        exchange_source=source,
        areas=tuple(_areas(on)),
    )


@lru_cache(maxsize=64)
def area_countries(*, on: date) -> Mapping[str, str]:
    """Return the country of each remote area of the rule book."""
    return {code: str(area["country"]) for code, area in _in_force("destinations.remote_areas", on).items()}


@lru_cache(maxsize=65536)
def remote_area(country: str, postcode: str, *, on: date) -> str:
    """Return the code of the remote area a postcode lies in, empty when it is not remote. Blanks do not matter."""
    return price_rules(on=on).remote_area(country, compact(postcode))


def _in_force(name: str, on: date) -> Mapping[str, Any]:
    """Return a rule's table, empty before it begins: what then lacks a rate is a problem of its own, never a zero."""
    try:
        found: Mapping[str, Any] = rulebook.value(name, on=on)
    except rulebook.NoValueOnDate:
        return {}
    return found


def _exchange_origin(on: date) -> tuple[date | None, str]:
    held = [dated for dated in rulebook.entry(EXCHANGE).values if dated.valid_from <= on]
    return (held[-1].valid_from, held[-1].reference.title) if held else (None, "")


def _areas(on: date) -> Iterator[RemoteArea]:
    for code, area in _in_force("destinations.remote_areas", on).items():
        for country in filter(None, (area["country"], area.get("own_country"))):
            for prefix in area["prefixes"].split():
                yield RemoteArea(code, PostcodeRange(country, prefix, prefix))


def _reckonable(name: str, on: date, exchange: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the countries whose thresholds are in a currency that has a rate; the others count as not known."""
    for country, terms in _in_force(name, on).items():
        if terms.get("currency") is None or terms["currency"] in exchange:
            yield country, terms


def _duty(terms: Mapping[str, Any]) -> Duty:
    percent = Decimal(terms["percent"])
    chapters = {str(chapter): Decimal(percent) for chapter, percent in terms.get("chapters", {}).items()}
    if "per_subheading" not in terms:
        return Duty(percent, chapters=chapters)
    currency = terms["currency"]
    return Duty(percent, Money(terms["up_to"], currency), Money(terms["per_subheading"], currency), chapters)


def _tax(terms: Mapping[str, Any]) -> ImportTax:
    return ImportTax(Decimal(terms["percent"]), Money(Decimal(terms["at_sale_up_to"]), terms["currency"]))
