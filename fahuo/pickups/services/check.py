"""What speaks against a pick-up before the carrier is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from fahuo.accounts.models import Seller
from fahuo.accounts.queries import ship_from
from fahuo.carriers.models import CarrierAccount
from fahuo.kit.romanise import place_in_latin
from fahuo.pickups.domain.addresses import differences
from fahuo.pickups.domain.windows import window_problems
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.services.start import same_day
from fahuo.routing.domain.dimensions.origin import picked_up
from fahuo.trade.address import Address
from fahuo.trade.pickup import PickupWindow
from fahuo.trade.problem import Problem, Severity


def against(
    *, seller: Seller, account: CarrierAccount, address: Address, window: PickupWindow, at: datetime
) -> tuple[Problem, ...]:
    """Return what forbids it (BLOCK) and what a person may go against (WARN); the carrier's own answer counts."""
    opening = reads.opening(seller.pk)
    found = [*window_problems(window, at=at, opening=opening, cut_off=account.cut_off)]
    found += _about_address(seller, account, address)
    if same_day(seller.pk, account.carrier, window):
        found.append(Problem("PICKUP_ASKED_ALREADY", "day", f"{window.day}", Severity.WARN))
    return tuple(found)


def _about_address(seller: Seller, account: CarrierAccount, address: Address) -> Iterator[Problem]:
    told = ship_from(seller.pk)
    for one in differences(address, told, lambda han: place_in_latin(han, address.country)) if told else ():
        detail = f"{one.here or '—'} ≠ {one.there or '—'}"
        yield Problem("PICKUP_ADDRESS_DIFFERS", f"address.{one.part}", detail, Severity.WARN)
    if account.pickup_areas and not picked_up(tuple(account.pickup_areas), address):
        yield Problem("PICKUP_AREA_NOT_SERVED", "address", ", ".join(account.pickup_areas), Severity.WARN)
