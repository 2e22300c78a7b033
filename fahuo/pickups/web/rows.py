"""Rows of the first mile, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import get_language

from fahuo.backoffice.countdowns import Countdown, countdown
from fahuo.carriers.models import CarrierAccount
from fahuo.orders.problem_texts import ProblemText, problem_text, problem_texts
from fahuo.pickups.handed_down import FirstMile, WaitingCarrier, WaitingParcel
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.queries.pages import PickupRow, UrgeRow
from fahuo.pickups.services.start import FETCHABLE, MOST
from fahuo.pickups.web.words import MISSED, STATES, WAYS
from fahuo.rating.words import carrier_name
from fahuo.shipments.models import Shipment
from fahuo.trade.problem import Problem

SOON = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Ramp:
    """The parcels that wait for one carrier; `spoken_for` of them are in an open pick-up."""

    carrier: str
    name: str
    parcels: int
    overdue: int
    spoken_for: int
    due: Countdown | None


@dataclass(frozen=True, slots=True)
class Listed:
    """One pick-up in a list."""

    item: PickupRow
    carrier: str
    state: str
    tone: str
    problems: tuple[ProblemText, ...]


@dataclass(frozen=True, slots=True)
class Waits:
    """One parcel that waits."""

    shipment_id: int
    waybill_number: str
    order_number: str
    country: str
    weight_g: int
    labelled_at: datetime
    due: Countdown | None


@dataclass(frozen=True, slots=True)
class Urged:
    """One time that a carrier was urged. `helped_after`: from urging to the first scan."""

    item: UrgeRow
    carrier: str
    way: str
    helped_after: timedelta | None


def ramps(waiting: Sequence[WaitingCarrier], spoken_for: Mapping[str, int], at: datetime) -> list[Ramp]:
    """Return what waits, the carrier whose clock ends first on top."""
    return [
        Ramp(
            one.carrier,
            carrier_name(one.carrier),
            one.parcels,
            one.overdue,
            min(spoken_for.get(one.carrier, 0), one.parcels),
            countdown(one.next_due_at, at=at, soon=SOON),
        )
        for one in waiting
    ]


def listed(row: PickupRow) -> Listed:
    """Return a pick-up with its words."""
    words, tone = MISSED if row.missed else STATES[row.state]
    texts = problem_texts(row.problems, get_language() or "en")
    return Listed(row, carrier_name(row.carrier), str(words), tone, texts)


def urged(row: UrgeRow) -> Urged:
    """Return an urge with its words."""
    after = row.first_at - row.at if row.first_at is not None else None
    return Urged(row, carrier_name(row.carrier), str(WAYS[row.way]), after)


def waits(seller_id: int, parcels: Sequence[WaitingParcel], at: datetime) -> list[Waits]:
    """Return parcels that wait for their scan, in their sequence; also those that were handed over already."""
    known = reads.shipments(seller_id, [one.shipment_id for one in parcels])
    return [_waits(one, row, at) for one in parcels if (row := known.get(one.shipment_id)) is not None]


def free_parcels(of: FirstMile, account: CarrierAccount, at: datetime) -> list[Waits]:
    """Return the parcels of an account that wait and are in no open pick-up, the most urgent first, as far as one goes.

    Thousands that are more urgent may be in pick-ups already, or another account's: what lies behind them is read too.
    """
    found: list[Waits] = []
    for parcels in portions(of, account.seller_id, account.carrier, at):
        ids = [one.shipment_id for one in parcels]
        taken, known = reads.in_open_pickup(account.seller_id, ids), reads.shipments(account.seller_id, ids)
        free = {key for key, row in known.items() if row.status in FETCHABLE and row.account_id == account.pk} - taken
        found += [_waits(one, known[one.shipment_id], at) for one in parcels if one.shipment_id in free]
        if len(found) >= MOST:
            break
    return found[:MOST]


def portions(of: FirstMile, seller_id: int, carrier: str, at: datetime) -> Iterator[Sequence[WaitingParcel]]:
    """Yield all parcels of a carrier that wait for their scan, the most urgent first."""
    skipped = 0
    while parcels := of.parcels(seller_id, carrier, at, MOST, skipped):
        yield parcels
        skipped += len(parcels)
        if len(parcels) < MOST:
            return


def text(problem: Problem) -> ProblemText:
    """Return a problem with its words in the page's language."""
    return problem_text(problem.as_dict(), get_language() or "en")


def _waits(one: WaitingParcel, row: Shipment, at: datetime) -> Waits:
    grams = int(row.rate.get("actual_weight_g") or row.chargeable_weight_g or 0)
    due = countdown(one.due_at, at=at, soon=SOON)
    return Waits(row.pk, row.waybill_number, row.order.number, row.country, grams, one.labelled_at, due)
