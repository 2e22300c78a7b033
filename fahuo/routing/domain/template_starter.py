"""A set of templates to start with, made of the services that a seller can book."""

from __future__ import annotations

from collections.abc import Iterator

from fahuo.rating.domain.sheet import RateSheet
from fahuo.routing.domain.template_services import Offered
from fahuo.routing.domain.templates import Template
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import Service, ServiceLevel

Use = tuple[bool, ServiceLevel]


def starter(offered: Offered) -> tuple[Template, ...]:
    """Return one template for each speed and for general or special goods: the service that reaches most countries.

    So no two of them want the same parcel. Empty when no service can be booked.
    """
    best: dict[Use, Template] = {}
    for service in offered.services.values():
        sheet = offered.sheets.get(service.key)
        if sheet is None or service.carrier not in offered.carriers:
            continue
        for use, row in _rows(service, sheet):
            if use not in best or len(row.countries) > len(best[use].countries):
                best[use] = row
    return tuple(best[use] for use in sorted(best))


def _rows(service: Service, sheet: RateSheet) -> Iterator[tuple[Use, Template]]:
    """Services for special goods take general ones as well, but seldom at the price of general goods."""
    general, special = service.cargo & {CargoClass.GENERAL}, service.cargo - {CargoClass.GENERAL}
    heaviest = max((tariff.bands[-1].up_to_g for tariff in sheet.tariffs.values() if tariff.bands), default=0)
    limit = min(filter(None, (service.max_weight_g, heaviest)), default=0)
    for is_special, cargo in ((False, general), (True, special)):
        if cargo:
            yield (
                (is_special, service.level),
                Template(
                    id=0,
                    service_key=service.key,
                    countries=frozenset(sheet.zone_of),
                    weight_until_g=limit + 1 if limit else None,
                    levels=frozenset({service.level}),
                    cargo=cargo,
                ),
            )
