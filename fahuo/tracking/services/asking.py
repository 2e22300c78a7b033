"""Ask one account for a batch of numbers: together where the carrier can, and never one bad number for all."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Carrier, Watch
from fahuo.carriers.errors import CarrierError, NotAuthorised, NotFound, Paused, RateLimited, Unavailable, Unexpected
from fahuo.shipments.services.telling import tell
from fahuo.tracking.models import LegRole
from fahuo.tracking.services.claim import Claimed
from fahuo.trade.tracking import TrackingEvent

log = logging.getLogger(__name__)
# So many calls of one batch may fail before the rest is left for later: the carrier itself may be what is wrong.
MOST_FAILURES = 8
KEY_REFUSED_S = 60.0
# A tracking number that may come later is looked for half a day after the booking, then each time at twice that age.
NUMBER_AFTER, NUMBER_WITHIN = timedelta(hours=12), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of asking for one number.

    `events` when it was answered; `fault` is the code of what is wrong with this number; `waits` are the seconds after
    which the account may be asked again, when it was the account or the carrier that did not answer. `sent` tells
    whether the carrier was reached for. `refusal`: a service did not take the number.
    """

    leg: Claimed
    events: tuple[TrackingEvent, ...] = ()
    fault: str = ""
    waits: float | None = None
    registered: bool = False
    refusal: str = ""
    late_number: str = ""
    asked_for_number: bool = False


async def ask_batch(carrier: Carrier, legs: Sequence[Claimed], at: datetime) -> list[Heard]:
    """Return what came of each; raises nothing that a carrier can cause."""
    if legs[0].to_register:
        return await _Batch(carrier, _register).ask(legs)
    page = registry.manifest(legs[0].carrier)
    together = page.can(Capability.TRACK_MANY) and (len(legs) > 1 or not page.can(Capability.TRACK))
    heard = await _Batch(carrier, _track_many if together else _track_each).ask(legs)
    if not page.can(Capability.LATE_NUMBER) or not page.can(Capability.FIND):
        return heard
    one = next((one for one in heard if _wants_number(one, at)), None)  # one call more for each batch, not for each
    return (
        heard if one is None else [await _with_number(carrier, one, at), *(rest for rest in heard if rest is not one)]
    )


Ask = Callable[[Carrier, Sequence[Claimed]], Awaitable[list[Heard]]]


class _Batch:
    """Halves a batch that the carrier refuses until the number that spoils it stands alone."""

    def __init__(self, carrier: Carrier, ask: Ask) -> None:
        self._carrier, self._ask, self._failed = carrier, ask, 0

    async def ask(self, legs: Sequence[Claimed]) -> list[Heard]:
        if self._failed >= MOST_FAILURES:
            return [Heard(leg, waits=0.0) for leg in legs]
        try:
            return await self._ask(self._carrier, legs)
        except CarrierError as error:
            meant = _meant(error)
        except Exception as error:  # a defect of an adapter costs this number, not the others
            tell(log, f"tracking at {legs[0].carrier}", error)
            meant = Meant(Unexpected.code)
        if meant.waits is not None or len(legs) == 1:
            return [Heard(leg, fault=meant.fault, waits=meant.waits) for leg in legs]
        self._failed += 1
        middle = len(legs) // 2
        return [*await self.ask(legs[:middle]), *await self.ask(legs[middle:])]


@dataclass(frozen=True, slots=True)
class Meant:
    """What an error says: of the number, when `waits` is None, else of the account."""

    fault: str = ""
    waits: float | None = None


def _meant(error: CarrierError) -> Meant:
    match error:
        case Paused() | RateLimited():
            return Meant(waits=error.retry_after or 1.0)
        case NotAuthorised():
            return Meant(waits=KEY_REFUSED_S)
        case Unavailable():
            return Meant(error.code, error.retry_after or 1.0)
        case NotFound():
            return Meant()  # a number that the carrier does not know yet
    return Meant(error.code)


async def _track_many(carrier: Carrier, legs: Sequence[Claimed]) -> list[Heard]:
    events = await carrier.track_many(list(dict.fromkeys(leg.number for leg in legs)))
    return [Heard(leg, events.get(leg.number, ())) for leg in legs]


async def _track_each(carrier: Carrier, legs: Sequence[Claimed]) -> list[Heard]:
    """One number a call; a batch of such carriers has one number."""
    return [Heard(leg, await carrier.track(leg.number)) for leg in legs]


async def _register(carrier: Carrier, legs: Sequence[Claimed]) -> list[Heard]:
    refused = await carrier.register([_watch(leg) for leg in legs])
    return [Heard(leg, registered=leg.number not in refused, refusal=refused.get(leg.number, "")) for leg in legs]


def _watch(leg: Claimed) -> Watch:
    """Say whose number it is where that is sure; postcode and phone are told to nobody who does not ask for them."""
    hint = leg.booked_with if leg.number == leg.waybill_number else ""
    if not hint:
        owners = [code for code in registry.codes() if registry.manifest(code).owns(leg.number)]
        hint = owners[0] if len(owners) == 1 else ""
    return Watch(leg.number, hint, leg.reference, leg.postcode, leg.phone)


def _wants_number(heard: Heard, at: datetime) -> bool:
    leg = heard.leg
    if heard.fault or heard.waits is not None or leg.role != LegRole.ORIGIN or leg.tracking_number:
        return False
    asked_at_age = leg.number_asked_at - leg.begun_at if leg.number_asked_at is not None else NUMBER_AFTER / 2
    return 2 * asked_at_age <= at - leg.begun_at < NUMBER_WITHIN


async def _with_number(carrier: Carrier, heard: Heard, at: datetime) -> Heard:
    """Look the booking up for a tracking number that comes later; when that fails it is for the next time."""
    try:
        waybill = await carrier.find(heard.leg.reference)
    except CarrierError:
        return heard
    except Exception as error:
        tell(log, f"look-up at {heard.leg.carrier}", error)
        return heard
    found = waybill.tracking_number if waybill is not None and waybill.number == heard.leg.waybill_number else ""
    return replace(heard, late_number=found, asked_for_number=True)
