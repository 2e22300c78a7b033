"""Reads rate sheets from `sheets/<carrier>/<service>@<valid from>.yaml`.

A sheet says for every zone of its zone table either a tariff or that it is not served, so that no country is forgotten.
Whatever does not fit is refused with the file and the place: a sheet read wrongly costs money on every parcel.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from fahuo import rulebook
from fahuo.rating.domain.sheet import Band, DdpTerms, Premium, RateSheet, Tariff
from fahuo.rulebook.strict_yaml import FileError, load
from fahuo.trade.cargo import CargoClass
from fahuo.trade.money import minor_digits


class TariffKind(StrEnum):
    """How the base freight of a zone is written in a file."""

    FIRST_STEP = "FIRST_STEP"  # 首重 + 续重
    PER_KG = "PER_KG"  # 按公斤计费
    BRACKET = "BRACKET"  # 重量段一口价


_KEYS = {
    "sample", "service", "currency", "valid_from", "valid_until", "zones", "fuel_percent", "tariffs", "not_served",
    "remote_areas", "ddp",
}  # fmt: skip


def read_sheet(path: Path) -> RateSheet:
    """Return the sheet of a file; raise `FileError` naming the file and what is wrong with it."""
    content = load(path)
    try:
        return _sheet(path.stem, content)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, LookupError) as error:
        raise FileError(f"{path.parent.name}/{path.name}: {type(error).__name__}: {error}") from error


def _sheet(stem: str, content: Mapping[str, Any]) -> RateSheet:
    _same("keys", set(content) - {"cargo_premium"}, _KEYS)
    carrier, service = content["service"].split("/")
    _same("file name", stem, f"{service}@{content['valid_from']}")
    zones = rulebook.value(content["zones"], on=content["valid_from"])
    tariffs = {zone: _tariff(zone, terms) for zone, terms in content["tariffs"].items()}
    not_served = frozenset(content["not_served"])
    _same("zones", sorted([*tariffs, *not_served]), sorted(zones))
    zone_of = {country: zone for zone in tariffs for country in zones[zone].split()}
    sheet = RateSheet(
        name=f"{carrier}/{stem}",
        service_key=content["service"],
        currency=content["currency"],
        valid_from=content["valid_from"],
        valid_until=content["valid_until"],
        zone_of=zone_of,
        tariffs=tariffs,
        not_served=frozenset(country for zone in not_served for country in zones[zone].split()),
        remote_fees={
            area: None if fee == "NOT_SERVED" else _money(fee) for area, fee in content["remote_areas"].items()
        },
        fuel=tuple((since, _percent(percent)) for since, percent in content["fuel_percent"].items()),
        premiums=premiums(content["cargo_premium"]) if "cargo_premium" in content else None,
        ddp=_ddp(content["ddp"]),
        sample=content["sample"],
    )
    _check(sheet)
    return sheet


def _check(sheet: RateSheet) -> None:
    _same("decimals of the currency", minor_digits(sheet.currency), 2)
    if sheet.valid_until is not None and sheet.valid_until <= sheet.valid_from:
        raise ValueError("valid_until must lie after valid_from")
    areas = rulebook.value("destinations.remote_areas", on=sheet.valid_from)
    _same(
        "remote areas",
        set(sheet.remote_fees),
        {code for code, area in areas.items() if area["country"] in sheet.zone_of},
    )
    dates = [since for since, _ in sheet.fuel]
    if not dates or dates[0] > sheet.valid_from or dates != sorted(set(dates)):
        raise ValueError("fuel_percent begins with the sheet and lists its dates in order")
    if not sheet.ddp.countries <= set(sheet.zone_of):
        raise ValueError(f"ddp to countries that are not served: {sorted(sheet.ddp.countries - set(sheet.zone_of))}")


def _tariff(zone: str, terms: Mapping[str, Any]) -> Tariff:
    kind = TariffKind(terms["kind"])
    if kind is TariffKind.FIRST_STEP:
        _same(f"{zone} keys", set(terms), {"kind", "first_g", "first", "step_g", "step", "up_to_g"})
        bands: tuple[Band, ...] = (
            Band(terms["up_to_g"], _money(terms["first"]), terms["first_g"], terms["step_g"], _money(terms["step"])),
        )
        min_g = 0
    elif kind is TariffKind.PER_KG:
        _same(f"{zone} keys", set(terms), {"kind", "min_g", "step_g", "bands"})
        bands = tuple(_per_kg_band(band, terms["step_g"]) for band in terms["bands"])
        min_g = terms["min_g"]
    else:
        _same(f"{zone} keys", set(terms), {"kind", "bands"})
        bands = tuple(Band(band["up_to_g"], _money(band["price"]), 0, 1, Decimal(0)) for band in terms["bands"])
        min_g = 0
    tops = [band.up_to_g for band in bands]
    whole = all(band.step_g > 0 and (band.up_to_g - band.first_g) % band.step_g == 0 for band in bands)
    if not tops or tops != sorted(set(tops)) or tops[0] <= 0 or not whole:
        raise ValueError(f"{zone}: bands must rise and end on a whole step")
    return Tariff(bands, min_g)


def _per_kg_band(band: Mapping[str, Any], step_g: int) -> Band:
    per_kg = _money(band["per_kg"])
    per_step = (per_kg * step_g).scaleb(-3)
    return Band(band["up_to_g"], Decimal(0), 0, step_g, per_step, _money(band["registered"]), per_kg)


def premiums(terms: Mapping[str, Any]) -> dict[CargoClass, Premium]:
    """Return premiums by cargo class; a bare number is a percentage."""
    result = {}
    for cargo, premium in terms.items():
        parts = premium if isinstance(premium, Mapping) else {"percent": premium}
        _same(f"{cargo} keys", len(parts), 1)
        result[CargoClass(cargo)] = Premium(**{key: _percent(amount) for key, amount in parts.items()})
    return result


def _ddp(terms: Mapping[str, Any] | None) -> DdpTerms:
    if terms is None:
        return DdpTerms()
    _same("ddp keys", set(terms), {"countries", "handling", "advance_percent"})
    return DdpTerms(frozenset(terms["countries"]), _money(terms["handling"]), _percent(terms["advance_percent"]))


def _money(amount: Any) -> Decimal:
    """Return an amount of at most two decimals; the bulk engine reckons in whole hundredths."""
    exact = Decimal(amount)
    if exact < 0 or exact != exact.quantize(Decimal("0.01")):
        raise ValueError(f"{amount} is negative or has more than two decimals")
    return exact


def _percent(amount: Any) -> Decimal:
    return _money(amount)


def _same(what: str, found: object, expected: object) -> None:
    if found != expected:
        raise ValueError(f"{what}: found {found}, expected {expected}")
