"""What somebody asks for on the page, read from a form; what is not said is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.conf import settings
from django.http import Http404, QueryDict

from fahuo.accounts.models import Seller
from fahuo.backoffice.asked import key_of, keys_of, text_of
from fahuo.carriers import queries as carriers
from fahuo.carriers.models import CarrierAccount
from fahuo.pickups.domain.proposal import propose
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.services.hours import is_zone, zone_at
from fahuo.pickups.services.start import MOST, takes_calls
from fahuo.trade.address import Address
from fahuo.trade.pickup import PickupWindow
from fahuo.trade.problem import Problem

LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """What the dialogue holds now. `problem` is what could not be read."""

    account: CarrierAccount
    addresses: Sequence[tuple[int, Address, bool]]
    address_id: int
    address: Address | None
    window: PickupWindow
    note: str
    by_call: bool
    problem: Problem | None


def read(seller: Seller, query: QueryDict, carrier: str, at: datetime) -> Asking:
    """Read the dialogue; raises 404 for a carrier that the seller has no account at."""
    account = carriers.contract(seller.pk, carrier)
    if account is None:
        raise Http404(carrier)
    addresses = reads.addresses(seller)
    wanted = key_of(query.get("address", "")) or (addresses[0][0] if addresses else 0)
    address = next((one for key, one, _ in addresses if key == wanted), None)
    window, problem = _window(query, _proposed(seller, account, at))
    if address is not None:
        window = replace(window, zone=zone_at(address.country, window.zone, at))
    else:
        problem = problem or Problem("PICKUP_NO_ADDRESS", "address")
    calls = takes_calls(account.carrier)
    by_call = calls and query.get("by", "call") == "call"
    note = text_of(query, "note", LONGEST_NOTE)
    return Asking(account, addresses, wanted, address, window, note, by_call, problem)


def chosen_ids(query: QueryDict) -> list[int]:
    """Read which parcels were ticked, each once; thousands come in one field, as a form may not have so many."""
    return keys_of([*query.getlist("id"), *query.get("ids", "").split(",")])[: MOST + 1]


def _proposed(seller: Seller, account: CarrierAccount, at: datetime) -> PickupWindow:
    opening = reads.opening(seller.pk)
    return propose(at=at, opening=opening, zone=settings.TIME_ZONE, cut_off=account.cut_off)


def _window(query: QueryDict, proposed: PickupWindow) -> tuple[PickupWindow, Problem | None]:
    """Return the window as it was typed; what cannot be read is as proposed, with the problem."""
    zone = text_of(query, "zone") or proposed.zone
    if not is_zone(zone):
        return proposed, Problem("PICKUP_INPUT_UNREADABLE", "zone", zone)
    try:
        day = date.fromisoformat(text_of(query, "day") or proposed.day.isoformat())
        ready = clock_time(text_of(query, "ready") or f"{proposed.ready:%H:%M}")
        close = clock_time(text_of(query, "close") or f"{proposed.close:%H:%M}")
    except ValueError:
        typed = " ".join(text_of(query, name) for name in ("day", "ready", "close"))
        return proposed, Problem("PICKUP_INPUT_UNREADABLE", "day", typed)
    return PickupWindow(day, ready, close, zone), None


def clock_time(text: str) -> time:
    """Read `14:30`; raises `ValueError` for anything that is no time of day, or has a zone of its own."""
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError(text)
    return found.replace(second=0, microsecond=0)
