"""Hard rules: each says for the whole batch which services it excludes, and for one parcel why.

The first rule that excludes a service is the one that is shown, so their order is that of usefulness to the reader:
what no parcel could change comes first, then the goods, then sizes, then terms. Sources stand in the rule book.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fahuo.rating.domain import bulk, codes
from fahuo.rating.domain.table import CARGO_BIT, Flags, Ints, whole
from fahuo.routing.domain.request import RouteRequest
from fahuo.routing.domain.scene import Scene, eori_valid, papers_missing
from fahuo.trade.latin import plain_latin
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

NO_CONTRACT = "NO_CONTRACT"
CARGO_NOT_ACCEPTED = "CARGO_NOT_ACCEPTED"
BATTERY_DOCUMENT_MISSING = "BATTERY_DOCUMENT_MISSING"
OVERSIZE = "OVERSIZE"
GIRTH = "GIRTH"
VALUE_OVER_LIMIT = "VALUE_OVER_LIMIT"
DDP_REQUIRED = "DDP_REQUIRED"
EORI_MISSING = "EORI_MISSING"
NAME_NOT_LATIN = "NAME_NOT_LATIN"


@dataclass(frozen=True, slots=True)
class HardRule:
    """`excludes` gives parcel × service (or broadcasts to it), `because` the problem of one excluded pair."""

    excludes: Callable[[Scene], Flags]
    because: Callable[[Scene, int, Service], Problem]


def _no_contract(scene: Scene) -> Flags:
    contracts = scene.context.contracts
    return np.array([[service.carrier not in contracts for service in scene.table.services]], dtype=np.bool_)


def _cargo(scene: Scene) -> Flags:
    refused = np.array(
        [
            sum(bit for cargo, bit in CARGO_BIT.items() if cargo not in service.cargo)
            for service in scene.table.services
        ],
        dtype=np.int64,
    )
    excluded: Flags = (scene.parcels.cargo[:, None] & refused) > 0
    return excluded


def _cargo_because(scene: Scene, at: int, service: Service) -> Problem:
    refused = sorted(scene.requests[at].parcel.cargo_classes - service.cargo)
    return Problem(CARGO_NOT_ACCEPTED, "parcel.cargo_classes", ", ".join(refused))


def _chapters(scene: Scene) -> Flags:
    excluded = np.zeros((len(scene.requests), len(scene.table.services)), dtype=np.bool_)
    for place, service in enumerate(scene.table.services):
        taken = scene.rules.goods_chapters.get(service.key)
        if taken:
            excluded[:, place] = [bool(_foreign_chapters(request, taken)) for request in scene.requests]
    return excluded


def _foreign_chapters(request: RouteRequest, taken: frozenset[str]) -> list[str]:
    return sorted({line.hs_code[:2] for line in request.parcel.lines} - taken)


def _chapters_because(scene: Scene, at: int, service: Service) -> Problem:
    taken = scene.rules.goods_chapters[service.key]
    found = ", ".join(_foreign_chapters(scene.requests[at], taken))
    return Problem(CARGO_NOT_ACCEPTED, "parcel.lines.hs_code", f"HS {found}; HS {' '.join(sorted(taken))}")


def _papers(scene: Scene) -> Flags:
    return np.array([[papers_missing(request)] for request in scene.requests], dtype=np.bool_).reshape(-1, 1)


def _papers_because(scene: Scene, at: int, service: Service) -> Problem:
    return Problem(BATTERY_DOCUMENT_MISSING, "parcel.lines.papers", "UN 38.3, MSDS")


def _overweight(scene: Scene) -> Flags:
    by_service = scene.parcels.weight_g[:, None] > _limits(scene, "max_weight_g")
    excluded: Flags = by_service | (scene.rates.code == bulk.OVERWEIGHT)
    return excluded


def _overweight_because(scene: Scene, at: int, service: Service) -> Problem:
    parcel = scene.requests[at].parcel
    if service.max_weight_g and parcel.weight_g > service.max_weight_g:
        return Problem(codes.OVERWEIGHT, "parcel.weight_g", f"{parcel.weight_g} g > {service.max_weight_g} g")
    volumetric_g = parcel.size.volumetric_weight_g(service.volumetric_divisor)
    return Problem(codes.OVERWEIGHT, "parcel.weight_g", f"{max(parcel.weight_g, volumetric_g)} g > rate sheet")


def _oversize(scene: Scene) -> Flags:
    excluded: Flags = scene.parcels.longest_mm[:, None] > _limits(scene, "max_side_mm")
    return excluded


def _oversize_because(scene: Scene, at: int, service: Service) -> Problem:
    side = scene.requests[at].parcel.size.length_mm
    return Problem(OVERSIZE, "parcel.size", f"{side} mm > {service.max_side_mm} mm")


def _girth(scene: Scene) -> Flags:
    excluded: Flags = scene.parcels.girth_mm[:, None] > _limits(scene, "max_girth_mm")
    return excluded


def _girth_because(scene: Scene, at: int, service: Service) -> Problem:
    girth = scene.requests[at].parcel.size.girth_mm
    return Problem(GIRTH, "parcel.size", f"{girth} mm > {service.max_girth_mm} mm")


def _limits(scene: Scene, name: str) -> Ints:
    """Return a limit per service; 0 means that none is published."""
    return np.array(
        [getattr(service, name) or np.iinfo(np.int64).max for service in scene.table.services], dtype=np.int64
    )


def _value(scene: Scene) -> Flags:
    over = np.zeros((len(scene.requests), 1), dtype=np.bool_)
    rates = scene.table.rules.yuan_per_unit
    for country, limit in scene.rules.value_limits.items():
        if limit.currency not in rates:
            continue
        limit_e8 = whole(limit.amount, 4) * whole(rates[limit.currency], 4)
        over |= scene.by_country(frozenset({country})) & (scene.parcels.value_e8 > limit_e8)[:, None]
    return over


def _value_because(scene: Scene, at: int, service: Service) -> Problem:
    request = scene.requests[at]
    limit = scene.rules.value_limits[request.destination.country]
    return Problem(VALUE_OVER_LIMIT, "parcel.value", f"{request.parcel.value} > {limit}")


def _ddp(scene: Scene) -> Flags:
    return scene.by_country(scene.rules.ddp_required) & ~scene.rates.prepaid


def _ddp_because(scene: Scene, at: int, service: Service) -> Problem:
    return Problem(DDP_REQUIRED, "service.ddp", scene.requests[at].destination.country)


def _eori(scene: Scene) -> Flags:
    services = np.array([eori_valid(service.eori, scene.rules) for service in scene.table.services], dtype=np.bool_)
    importers = np.array(
        [eori_valid(_contract_eori(scene, service), scene.rules) for service in scene.table.services], dtype=np.bool_
    )
    sellers = eori_valid(scene.context.seller_eori, scene.rules)
    return scene.by_country(scene.rules.eori_needed) & ~(services | importers | sellers)


def _contract_eori(scene: Scene, service: Service) -> str:
    contract = scene.context.contracts.get(service.carrier)
    return contract.eori if contract else ""


def _latin(scene: Scene) -> Flags:
    wanting = np.array([service.latin_name for service in scene.table.services], dtype=np.bool_)
    foreign = np.array([not plain_latin(request.destination.name) for request in scene.requests], dtype=np.bool_)
    return foreign.reshape(-1, 1) & wanting


def _eori_because(scene: Scene, at: int, service: Service) -> Problem:
    return Problem(EORI_MISSING, "customs.eori", scene.requests[at].destination.country)


def _unpriced(code: str) -> Callable[[Scene], Flags]:
    places = [place for place, name in enumerate(bulk.CODES) if name == code]
    return lambda scene: np.isin(scene.rates.code, places)


def _says(
    code: str, field: str, detail: Callable[[Scene, int, Service], str]
) -> Callable[[Scene, int, Service], Problem]:
    return lambda scene, at, service: Problem(code, field, detail(scene, at, service))


def _place(scene: Scene, at: int, service: Service) -> str:
    destination = scene.requests[at].destination
    return f"{destination.country} {destination.postcode}".strip()


def _currencies(scene: Scene, at: int, service: Service) -> str:
    sheet = scene.table.sheets[scene.table.services.index(service)]
    found = {scene.cases[at].value.currency} | ({sheet.currency} if sheet else set())
    return ", ".join(sorted(found - scene.table.rules.yuan_per_unit.keys()))


HARD_RULES = (
    HardRule(
        _unpriced(codes.PARCEL_INVALID),
        lambda scene, at, service: scene.cases[at].problem or Problem(codes.PARCEL_INVALID),
    ),
    HardRule(_no_contract, _says(NO_CONTRACT, "service", lambda scene, at, service: service.carrier)),
    HardRule(
        _unpriced(codes.NO_RATE_SHEET),
        _says(codes.NO_RATE_SHEET, "service", lambda scene, at, service: f"{service.key} {scene.table.on}"),
    ),
    HardRule(_unpriced(codes.NOT_SERVED), _says(codes.NOT_SERVED, "address.country", _place)),
    HardRule(_cargo, _cargo_because),
    HardRule(_chapters, _chapters_because),
    HardRule(_papers, _papers_because),
    HardRule(_overweight, _overweight_because),
    HardRule(_oversize, _oversize_because),
    HardRule(_girth, _girth_because),
    HardRule(_value, _value_because),
    HardRule(_latin, _says(NAME_NOT_LATIN, "address.name", lambda scene, at, service: service.carrier)),
    HardRule(_ddp, _ddp_because),
    HardRule(_eori, _eori_because),
    HardRule(_unpriced(codes.NO_DUTY_RATE), _says(codes.NO_DUTY_RATE, "address.country", _place)),
    HardRule(_unpriced(codes.NO_EXCHANGE_RATE), _says(codes.NO_EXCHANGE_RATE, "parcel.value", _currencies)),
)


def first_exclusions(scene: Scene) -> Ints:
    """Return parcel × service: the place of the first rule that excludes the pair, counted from 1; 0 when none does."""
    result = np.zeros(scene.rates.code.shape, dtype=np.int64)
    for place, rule in enumerate(HARD_RULES, 1):
        result[(result == 0) & rule.excludes(scene)] = place
    return result
