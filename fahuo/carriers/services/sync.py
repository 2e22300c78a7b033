"""Ask a carrier which services an account may book, and keep the answer; describe one so that it can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.carriers import registry
from fahuo.carriers.contract import Offer
from fahuo.carriers.errors import Unexpected
from fahuo.carriers.models import CarrierAccount, ContractService
from fahuo.carriers.queries import accounts_by_id
from fahuo.carriers.services.asking import ask_one
from fahuo.carriers.services.contracts import NoAccount
from fahuo.trade.service import Service

LONGEST_CODE, LONGEST_NAME = 50, 120
DESCRIBED = (
    "level", "max_weight_g", "max_side_mm", "max_girth_mm", "volumetric_divisor", "ddp", "latin_name", "days_min",
    "days_max",
)  # fmt: skip


class NoSuchService(LookupError):
    """The carrier never named this service to the seller."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a sync found, as codes. `known` stand in the carrier's table, `new` were not named before and do not,
    `withdrawn` are named no more, `lost` are signed for and not offered.
    """

    offered: tuple[str, ...]
    known: tuple[str, ...]
    new: tuple[str, ...]
    withdrawn: tuple[str, ...]
    lost: tuple[str, ...]


def sync(*, seller: Seller, person: Person | None, carrier: str, at: datetime) -> Difference:
    """Ask the carrier through the account in use what may be booked, and keep it.

    Raises `NoAccount` and the errors of `carriers.errors`; an answer without any service is `Unexpected`, and as after
    every error nothing is changed.
    """
    row = CarrierAccount.objects.filter(seller=seller, carrier=carrier, active=True).first()
    if row is None:
        raise NoAccount(carrier)
    account = accounts_by_id([row.pk])[row.pk]
    offers = ask_one(account, lambda opened: opened.services())
    named = {offer.service_code: offer for offer in offers if 0 < len(offer.service_code) <= LONGEST_CODE}
    if not named:
        raise Unexpected("The carrier names no service at all.", carrier=carrier, operation="services")
    return _keep(seller, person, row, list(named.values()), at)


@transaction.atomic
def describe(
    *, seller: Seller, person: Person | None, service_id: int, service: Service, at: datetime
) -> ContractService:
    """Write down what a person knows of a service that the carrier only named; from then on it can be chosen."""
    row = ContractService.objects.select_for_update().filter(seller=seller, pk=service_id).first()
    if row is None:
        raise NoSuchService(str(service_id))
    for name in DESCRIBED:
        setattr(row, name, getattr(service, name))
    row.cargo, row.described_at = sorted(service.cargo), at
    row.save()
    log.record(seller=seller, person=person, verb="describe_service", subject=f"{row.carrier}/{row.code}", at=at)
    return row


@transaction.atomic
def _keep(
    seller: Seller, person: Person | None, account: CarrierAccount, offers: Sequence[Offer], at: datetime
) -> Difference:
    # Held, so that two syncs at once come one after the other.
    held = CarrierAccount.objects.select_for_update().get(pk=account.pk)
    stored = ContractService.objects.filter(seller=seller, carrier=held.carrier)
    before = dict(stored.filter(withdrawn_at=None).values_list("code", "pk"))
    codes = [offer.service_code for offer in offers]
    _write(seller, held.carrier, offers, at)
    gone = sorted(set(before).difference(codes))
    stored.filter(code__in=gone).update(withdrawn_at=at)
    held.synced_at = at
    held.save(update_fields=["synced_at"])
    table = {service.code for service in registry.services(held.carrier)}
    found = Difference(
        offered=tuple(sorted(codes)),
        known=tuple(sorted(table.intersection(codes))),
        new=tuple(sorted(set(codes).difference(table, before))),
        withdrawn=tuple(gone),
        lost=tuple(sorted(set(held.services).difference(codes))),
    )
    counts = {"services": len(codes), "new": len(found.new), "withdrawn": len(gone)}
    log.record(seller=seller, person=person, verb="sync_services", subject=held.carrier, at=at, **counts)
    return found


def _write(seller: Seller, carrier: str, offers: Sequence[Offer], at: datetime) -> None:
    rows = [
        ContractService(
            seller=seller,
            carrier=carrier,
            code=offer.service_code,
            name=(offer.name or offer.service_code)[:LONGEST_NAME],
            offered_at=at,
        )
        for offer in offers
    ]
    ContractService.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["seller", "carrier", "code"],
        update_fields=["name", "offered_at", "withdrawn_at"],
    )
