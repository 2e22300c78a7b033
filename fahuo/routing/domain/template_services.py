"""What stands between a template and its service: unknown, without prices, or made for other parcels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fahuo.rating.domain.sheet import RateSheet
from fahuo.routing.domain.template_cover import Finding, FindingKind
from fahuo.routing.domain.templates import Template, Templates
from fahuo.trade.service import Service


@dataclass(frozen=True, slots=True)
class Offered:
    """What a seller can choose from: services and their sheets in force by key, and the carriers under contract."""

    services: Mapping[str, Service]
    sheets: Mapping[str, RateSheet]
    carriers: frozenset[str]


def service_findings(templates: Templates, offered: Offered) -> list[Finding]:
    """Return what is wrong between each template and its service, in the order of the templates."""
    return [found for place, row in enumerate(templates.rows) for found in _of(place, row, offered)]


def _of(place: int, row: Template, offered: Offered) -> Iterator[Finding]:
    service = offered.services.get(row.service_key)
    if service is None:
        yield Finding(FindingKind.SERVICE_UNKNOWN, place, detail=(row.service_key,))
        return
    if service.carrier not in offered.carriers:
        yield Finding(FindingKind.NO_CONTRACT, place, detail=(service.carrier,))
    yield from _cargo(place, row, service)
    sheet = offered.sheets.get(row.service_key)
    if sheet is None:
        yield Finding(FindingKind.NO_RATE_SHEET, place, detail=(row.service_key,))
        return
    yield from _countries(place, row, sheet)
    yield from _weight(place, row, service, sheet)


def _cargo(place: int, row: Template, service: Service) -> Iterator[Finding]:
    refused = row.cargo - service.cargo
    if refused:
        kind = FindingKind.NEVER_CARGO if refused == row.cargo else FindingKind.SOME_CARGO
        yield Finding(kind, place, detail=tuple(sorted(refused)))


def _countries(place: int, row: Template, sheet: RateSheet) -> Iterator[Finding]:
    """Zones by postcode are looked at as well: a country may be reached by them alone."""
    served = set(sheet.zone_of) | {zone.postcodes.country for zone in sheet.postcode_zones if zone.zone is not None}
    missing = row.countries - served
    if missing:
        kind = FindingKind.NEVER_COUNTRY if missing == row.countries else FindingKind.SOME_COUNTRIES
        yield Finding(kind, place, detail=tuple(sorted(missing)))


def _weight(place: int, row: Template, service: Service, sheet: RateSheet) -> Iterator[Finding]:
    """Look at the heaviest parcel that the sheet prices for any of the template's countries."""
    zones = {zone for country, zone in sheet.zone_of.items() if not row.countries or country in row.countries}
    zones |= {
        zone.zone
        for zone in sheet.postcode_zones
        if zone.zone is not None and (not row.countries or zone.postcodes.country in row.countries)
    }
    heaviest = max((sheet.tariffs[zone].bands[-1].up_to_g for zone in zones if sheet.tariffs[zone].bands), default=0)
    if service.max_weight_g:
        heaviest = min(heaviest, service.max_weight_g) if heaviest else service.max_weight_g
    if heaviest and row.weight_from_g > heaviest:
        yield Finding(FindingKind.NEVER_WEIGHT, place, detail=(str(row.weight_from_g), str(heaviest)))
