"""Reads for the carrier market: a seller's accounts side by side, what they may book, and how they are doing."""

from __future__ import annotations

from collections.abc import Iterable

from fahuo.carriers import registry
from fahuo.carriers.models import CarrierAccount, Circuit, ContractService
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import Service, ServiceLevel


def account(seller_id: int, account_id: int) -> CarrierAccount | None:
    """Return one account of the seller, whether in use or not, without its credentials; None if there is none."""
    return CarrierAccount.objects.filter(seller_id=seller_id, pk=account_id).defer("credentials").first()


def accounts_at(seller_id: int, carrier: str) -> list[CarrierAccount]:
    """Return the seller's accounts at a carrier without credentials, the one in use first, then newest first."""
    rows = CarrierAccount.objects.filter(seller_id=seller_id, carrier=carrier).defer("credentials")
    return list(rows.order_by("-active", "-pk"))


def members(seller_id: int, family: str) -> list[CarrierAccount]:
    """Return one account of each forwarder of a family, the one in use if any, by code."""
    rows = CarrierAccount.objects.filter(seller_id=seller_id, carrier__startswith=f"{family}-").defer("credentials")
    return list(rows.order_by("carrier", "-active", "-pk").distinct("carrier"))


def circuits(seller_id: int) -> dict[int, Circuit]:
    """Return the circuits of the seller's accounts that are not simply closed, by account."""
    rows = Circuit.objects.filter(account__seller_id=seller_id).exclude(state=Circuit.State.CLOSED)
    return {row.account_id: row for row in rows}


def synced_services(seller_id: int, carrier: str) -> list[ContractService]:
    """Return what the carrier named at the last syncs, those still offered first, by code."""
    rows = ContractService.objects.filter(seller_id=seller_id, carrier=carrier)
    return sorted(rows, key=lambda row: (row.withdrawn_at is not None, row.code))


def synced_service(seller_id: int, service_id: int) -> ContractService | None:
    """Return one of them; None if the seller has no such row."""
    return ContractService.objects.filter(seller_id=seller_id, pk=service_id).first()


def contract_services(seller_id: int) -> tuple[Service, ...]:
    """Return the services that a carrier offers this seller beyond those of its table, as far as a person described
    them: only these can be routed to. Withdrawn ones are left out.
    """
    rows = ContractService.objects.filter(seller_id=seller_id, withdrawn_at=None, described_at__isnull=False)
    return tuple(_service(row) for row in rows.order_by("carrier", "code") if row.code not in _table(row.carrier))


def told_names(seller_id: int, codes: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return the names that carriers told this seller for these codes, by carrier and code; also of withdrawn ones."""
    rows = ContractService.objects.filter(seller_id=seller_id, code__in=set(codes))
    return {(carrier, code): name for carrier, code, name in rows.values_list("carrier", "code", "name")}


def offered_codes(seller_id: int, carrier: str) -> frozenset[str]:
    """Return the codes that the seller may sign for: those of the carrier's table and those that it told at syncs."""
    told = ContractService.objects.filter(seller_id=seller_id, carrier=carrier)
    return _table(carrier).union(told.values_list("code", flat=True))


def _table(carrier: str) -> frozenset[str]:
    try:
        return frozenset(service.code for service in registry.services(carrier))
    except registry.UnknownCarrier:
        return frozenset()


def _service(row: ContractService) -> Service:
    return Service(
        carrier=row.carrier,
        code=row.code,
        name_en=row.name,
        name_zh=row.name,
        level=ServiceLevel(row.level),
        max_weight_g=row.max_weight_g,
        max_side_mm=row.max_side_mm,
        max_girth_mm=row.max_girth_mm,
        volumetric_divisor=row.volumetric_divisor,
        cargo=frozenset(CargoClass(word) for word in row.cargo),
        ddp=row.ddp,
        latin_name=row.latin_name,
        days_min=row.days_min,
        days_max=row.days_max,
    )
