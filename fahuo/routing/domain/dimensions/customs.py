"""(6) Customs: duties paid, EORI, the recipient's tax number and name, and duties that cannot be reckoned."""

from __future__ import annotations

import numpy as np

from fahuo.rating.domain import codes
from fahuo.rating.domain.case import Case
from fahuo.rating.domain.table import COUNTRY_AT, Flags
from fahuo.routing.domain.columns import eori_valid
from fahuo.routing.domain.dimension import Dimension, HardRule, says
from fahuo.routing.domain.dimensions.destination import place, unpriced
from fahuo.routing.domain.laws import CLEARANCE as CLEARED
from fahuo.routing.domain.laws import DDP, EORI, TAX_ID
from fahuo.routing.domain.route_table import RouteTable, countries
from fahuo.routing.domain.scene import Scene
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service


def _wants_ddp(table: RouteTable) -> Flags:
    return countries(table.rules.laws.of(DDP))


def _wants_eori(table: RouteTable) -> Flags:
    return countries(table.rules.laws.of(EORI))


def _without_eori(table: RouteTable) -> Flags:
    """Neither the service nor its contract brings an importer's number."""

    def brings(service: Service) -> bool:
        contract = table.contract(service)
        return any(eori_valid(number, table.rules) for number in (service.eori, contract.eori if contract else ""))

    return table.flags(lambda service: not brings(service))


def _latin(table: RouteTable) -> Flags:
    return table.flags(lambda service: service.latin_name)


def _ddp(scene: Scene) -> Flags:
    return scene.table.once(_wants_ddp)[scene.parcels.country][:, None] & ~scene.prices.prepaid


def _eori(scene: Scene) -> Flags:
    wanting = scene.table.once(_wants_eori)[scene.parcels.country] & ~scene.columns.eori_given
    return wanting[:, None] & scene.table.once(_without_eori)


def _cleared(table: RouteTable) -> Flags:
    """Return country × service: the service is not known to clear there, where that is asked."""
    shut = np.zeros((len(COUNTRY_AT), len(table.services)), dtype=np.bool_)
    for country, due in table.rules.laws.of(CLEARED).items():
        known = [set(one.value["cleared_by"]) for one in due if one.value.get("cleared_by") is not None]
        shut[COUNTRY_AT[country]] = [any(service.key not in keys for keys in known) for service in table.services]
    return shut


def _uncleared(scene: Scene) -> Flags:
    shut: Flags = scene.table.once(_cleared)[scene.parcels.country]
    return shut


def _stopped(scene: Scene, at: int, service: Service) -> Problem:
    request = scene.requests[at]
    found = scene.table.rules.laws.stops(request.destination, request.parcel)
    assert found is not None, "the column says so"
    return found


def _country(scene: Scene, at: int, service: Service) -> str:
    return scene.requests[at].destination.country


def _fact(scene: Scene, at: int, column: int) -> str:
    """DDP or DDU | EORI when the destination needs it | AT_SALE when the platform collects the tax at the sale."""
    terms = "DDP" if scene.prices.prepaid.item(at, column) else "DDU"
    return f"{terms}{scene.once(_of_parcels)[at]}"


def _of_parcels(scene: Scene) -> list[str]:
    return [
        f" | {'EORI' if case.request.country in scene.table.rules.laws.of(EORI) else ''} | {_at_sale(case)}"
        for case in scene.cases
    ]


def _at_sale(case: Case) -> str:
    tax = case.rules.import_taxes.get(case.request.country)
    if tax is None or case.yuan is None:
        return ""
    return "AT_SALE" if 0 < case.yuan <= case.rules.in_yuan(tax.at_sale_up_to) else ""


NAME_NOT_LATIN = HardRule(
    lambda scene: scene.columns.not_latin[:, None] & scene.table.once(_latin),
    says("NAME_NOT_LATIN", "address.name", lambda scene, at, service: service.carrier),
)
TAX_ID_MISSING = HardRule(
    lambda scene: scene.columns.tax_id_missing[:, None],
    says("RECIPIENT_TAX_ID_MISSING", "address.tax_id", _country, check=TAX_ID),
)
DDP_REQUIRED = HardRule(_ddp, says("DDP_REQUIRED", "service.ddp", _country, check=DDP))
CLEARANCE = HardRule(_uncleared, says("NO_SIMPLIFIED_CLEARANCE", "service", _country, check=CLEARED))
STOPPED = HardRule(lambda scene: scene.columns.stopped[:, None], _stopped)
EORI_MISSING = HardRule(_eori, says("EORI_MISSING", "customs.eori", _country, check=EORI))
NO_DUTY_RATE = HardRule(unpriced(codes.NO_DUTY_RATE), says(codes.NO_DUTY_RATE, "address.country", place))
VALUE_MISSING = HardRule(
    unpriced(codes.DECLARED_VALUE_MISSING), says(codes.DECLARED_VALUE_MISSING, "parcel.value", _country)
)
CUSTOMS = Dimension("customs", _fact, of_parcel=True)
