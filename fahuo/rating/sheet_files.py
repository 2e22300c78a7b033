"""Reads rate sheets from `sheets/<carrier>/<service>@<valid from>.yaml`; `sheets/README.md` lists the keys.

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
from fahuo.rating.domain.sheet import ZERO, Band, Premium, RateSheet, Tariff
from fahuo.rating.domain.sheet_check import sheet_problems
from fahuo.rating.sheet_parts import CLOSED, PARTS, amount, parts, same
from fahuo.rulebook.strict_yaml import FileError, load
from fahuo.trade.cargo import CargoClass


class TariffKind(StrEnum):
    """How the base freight of a zone is written in a file."""

    FIRST_STEP = "FIRST_STEP"  # 首重 + 续重
    PER_KG = "PER_KG"  # 按公斤计费
    BRACKET = "BRACKET"  # 重量段一口价
    FLAT = "FLAT"  # 一口价


_KEYS = {
    "sample", "service", "currency", "valid_from", "valid_until", "zones", "fuel_percent", "tariffs", "not_served",
    "remote_areas", "ddp",
}  # fmt: skip
_TARIFF_KEYS = {
    TariffKind.FIRST_STEP: {"first_g", "first", "step_g", "step", "up_to_g"},
    TariffKind.PER_KG: {"min_g", "step_g", "bands"},
    TariffKind.BRACKET: {"bands"},
    TariffKind.FLAT: {"price", "up_to_g"},
}


def read_sheet(path: Path) -> RateSheet:
    """Return the sheet of a file; raise `FileError` naming the file and what is wrong with it."""
    content = load(path)
    try:
        return _sheet(path.stem, content)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError, LookupError) as error:
        raise FileError(f"{path.parent.name}/{path.name}: {type(error).__name__}: {error}") from error


def _sheet(stem: str, content: Mapping[str, Any]) -> RateSheet:
    same("keys", set(content) - {"cargo_premium"} - PARTS, _KEYS)
    carrier, service = content["service"].split("/")
    same("file name", stem, f"{service}@{content['valid_from']}")
    zones = rulebook.value(content["zones"], on=content["valid_from"])
    tariffs = {zone: _tariff(zone, terms) for zone, terms in content["tariffs"].items()}
    not_served = frozenset(content["not_served"])
    same("zones", sorted([*tariffs, *not_served]), sorted(zones))
    sheet = RateSheet(
        name=f"{carrier}/{stem}",
        service_key=content["service"],
        currency=content["currency"],
        valid_from=content["valid_from"],
        valid_until=content["valid_until"],
        zone_of={country: zone for zone in tariffs for country in zones[zone].split()},
        tariffs=tariffs,
        not_served=frozenset(country for zone in not_served for country in zones[zone].split()),
        remote_fees={
            area: None if fee == CLOSED else amount(fee) for area, fee in (content["remote_areas"] or {}).items()
        },
        fuel=tuple((since, amount(percent)) for since, percent in content["fuel_percent"].items()),
        premiums=premiums(content["cargo_premium"]) if "cargo_premium" in content else None,
        sample=content["sample"],
        **parts(content),
    )
    _check(sheet)
    return sheet


def _check(sheet: RateSheet) -> None:
    areas = rulebook.value("destinations.remote_areas", on=sheet.valid_from)
    problems = sheet_problems(sheet, areas={code: area["country"] for code, area in areas.items()})
    if problems:
        raise ValueError("; ".join(map(str, problems)))


def _tariff(zone: str, terms: Mapping[str, Any]) -> Tariff:
    kind = TariffKind(terms["kind"])
    same(f"{zone} keys", set(terms) - {"kind", "minimum", "days"}, _TARIFF_KEYS[kind])
    days = terms.get("days")
    if days is not None:
        same(f"{zone} days", len(days), 2)
    return Tariff(
        bands=_bands(kind, terms),
        min_g=terms.get("min_g", 0),
        minimum=amount(terms.get("minimum", ZERO)),
        days=days,
    )


def _bands(kind: TariffKind, terms: Mapping[str, Any]) -> tuple[Band, ...]:
    if kind is TariffKind.FIRST_STEP:
        first, step = amount(terms["first"]), amount(terms["step"])
        return (Band(terms["up_to_g"], first, terms["first_g"], terms["step_g"], step),)
    if kind is TariffKind.PER_KG:
        return tuple(_per_kg(band, terms["step_g"]) for band in terms["bands"])
    bands = terms["bands"] if kind is TariffKind.BRACKET else [terms]
    return tuple(Band(band["up_to_g"], amount(band["price"]), 0, 1, ZERO) for band in bands)


def _per_kg(band: Mapping[str, Any], step_g: int) -> Band:
    per_kg = amount(band["per_kg"])
    return Band(band["up_to_g"], ZERO, 0, step_g, (per_kg * step_g).scaleb(-3), amount(band["registered"]), per_kg)


def premiums(terms: Mapping[str, Any]) -> dict[CargoClass, Premium]:
    """Return premiums by cargo class; a bare number is a percentage."""
    result = {}
    for cargo, premium in terms.items():
        given = premium if isinstance(premium, Mapping) else {"percent": premium}
        same(f"{cargo} keys", len(given), 1)
        if cargo == CargoClass.GENERAL:
            raise ValueError("GENERAL: general cargo has no premium")
        result[CargoClass(cargo)] = Premium(**{key: Decimal(figure) for key, figure in given.items()})
    return result
