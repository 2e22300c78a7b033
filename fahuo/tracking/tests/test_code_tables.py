"""Random journeys out of every carrier's own codes, as its adapter reads them: whatever is told, one set is one row.

Other tests draw milestones; here codes go through the adapters, with codes nobody knows, clocks of every zone, moments
of 1970, of the future and of none, ten thousand at once, twice, in any sequence, portions and number of workers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.carriers import registry
from fahuo.carriers.reasons import reason_of
from fahuo.shipments.models import Shipment
from fahuo.tracking.models import Event, Journey, UnmappedCode
from fahuo.tracking.services.begin import begin_new
from fahuo.tracking.services.ingest import Sighting, take
from fahuo.tracking.services.unknown import MOST_WAITING
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent
from tests.fixtures.rows import NOON, make_order, make_shipment
from tests.fixtures.together import at_once

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

SEEN = NOON + timedelta(days=30)
ZONES = [timezone(timedelta(minutes=minutes)) for minutes in (-720, -210, 0, 345, 480, 840)]
TABLES = ("CODES", "CHECKPOINTS", "NODES", "STATUS", "ACTIONS", "OP_CODES", "SUB_STATUSES", "KINDS")
WORDS = ("", "Held by customs, documents required", "收件地址不详", "Unable to locate package", "Delivered\x00")
_MOVED = ("begun_at", "shipment", "seller", "heard_at", "alerts_due", "figures_due", "expect_due")
_FOLDED = [field.name for field in Journey._meta.concrete_fields if field.name not in _MOVED]
Told = list[Sighting]
pytestmark = pytest.mark.django_db(transaction=True)


def codes() -> dict[str, list[tuple[str, Milestone, Any]]]:
    """Return carrier → its codes with what they mean and why, out of the tables of its adapter."""
    found = {}
    for code in registry.codes():
        module = import_module(f"fahuo.carriers.adapters.{code}.tracking")
        tables = [getattr(module, name, {}) for name in TABLES]
        reasons = getattr(module, "REASONS", {})
        found[code] = [(str(raw), meant, reasons.get(raw)) for table in tables for raw, meant in table.items()]
    return found


def drawn(draw: random.Random, shipment: Shipment, number: int) -> Told:
    tables = codes()
    told = []
    for _ in range(number):
        carrier = draw.choice(list(tables))
        raw, meant, why = draw.choice(tables[carrier])
        if draw.random() < 0.1:
            raw, meant, why = f"?{draw.randint(0, 9)}", Milestone.UNMAPPED, None
        words = draw.choice(WORDS)
        country = draw.choice(("", "CN", "DE", "de", "DEU"))
        event = TrackingEvent(_moment(draw), meant, raw, words, "", country, "", reason_of(meant, why, words))
        told.append(Sighting(shipment.seller_id, shipment.pk, carrier, (event,)))
    return told


def _moment(draw: random.Random) -> datetime:
    at = NOON + timedelta(hours=draw.randint(-30, 200))
    match draw.randint(0, 19):
        case 0:
            return datetime(1970, 1, 1, tzinfo=draw.choice(ZONES))
        case 1:
            return SEEN + timedelta(hours=draw.randint(7, 90_000))
        case 2:
            return draw.choice((datetime.min.replace(tzinfo=ZONES[-1]), datetime.max.replace(tzinfo=ZONES[0])))
        case 3:
            return at.replace(tzinfo=None)
    return at.astimezone(draw.choice(ZONES))


def portions(draw: random.Random, told: Told) -> list[Told]:
    cards = [*told, *draw.choices(told, k=len(told) // 4)]
    draw.shuffle(cards)
    found = []
    while cards:
        size = draw.choice((1, 7, len(told)))
        found.append(cards[:size])
        cards = cards[size:]
    return found


def row(shipment: Shipment) -> list[Any]:
    found = Journey.objects.values_list(*_FOLDED).get(shipment=shipment)
    return [bytes(one) if isinstance(one, memoryview) else one for one in found]


@pytest.fixture
def parcel(amys: Seller) -> Shipment:
    found = make_shipment(amys, make_order(amys, "1001"))
    begin_new(at=NOON)
    return found


def again() -> None:
    Event.objects.all().delete()
    Journey.objects.all().delete()
    Shipment.objects.update(followed=False)
    begin_new(at=NOON)


def taken(told: Sequence[Told]) -> None:
    for portion in told:
        take(portion, at=SEEN)


def test_every_carrier_is_drawn_from() -> None:
    assert {code for code, known in codes().items() if len(known) >= 7} == set(registry.codes())


@pytest.mark.parametrize("seed", range(8))
def test_one_set_is_one_row(seed: int, parcel: Shipment) -> None:
    draw = random.Random(seed)
    told = drawn(draw, parcel, draw.choice((3, 12, 60)))
    take(told, at=SEEN)
    whole, stored = row(parcel), Event.objects.count()
    again()
    taken(portions(draw, told))
    assert (row(parcel), Event.objects.count()) == (whole, stored)
    again()
    parts = portions(draw, told)
    at_once(*[lambda place=place: taken(parts[place::3]) for place in range(3)])
    assert (row(parcel), Event.objects.count()) == (whole, stored)


def test_several_who_find_unknown_codes_at_once_open_no_more_together(parcel: Shipment) -> None:
    def tell(worker: int) -> None:
        for batch in range(4):
            events = (TrackingEvent(NOON, Milestone.UNMAPPED, f"{worker}-{batch}-{place}") for place in range(90))
            take([Sighting(parcel.seller_id, parcel.pk, "x", tuple(events))], at=SEEN)

    at_once(*[lambda worker=worker: tell(worker) for worker in range(3)])
    rows = UnmappedCode.objects.filter(seller=parcel.seller)
    assert rows.count() == MOST_WAITING + 1
    assert sum(rows.values_list("seen", flat=True)) == Event.objects.count() == 3 * 4 * 90


def test_ten_thousand_of_one_parcel_in_any_portions(parcel: Shipment) -> None:
    draw = random.Random(7)
    told = drawn(draw, parcel, 10_000)
    take(told, at=SEEN)
    whole, stored = row(parcel), Event.objects.count()
    again()
    draw.shuffle(told)
    taken([told[place::9] for place in range(9)])
    assert (row(parcel), Event.objects.count()) == (whole, stored)
    assert all(at <= SEEN + timedelta(hours=6) for at in whole if isinstance(at, datetime))


def test_what_is_far_away_never_moves_a_parcel(parcel: Shipment) -> None:
    """Every code of every carrier, of 1970, of the last day there is and of next year: nothing stands, all is kept."""
    far = (datetime(1970, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC), SEEN + timedelta(days=365))
    told = [
        Sighting(parcel.seller_id, parcel.pk, carrier, (TrackingEvent(at, meant, raw),))
        for carrier, known in codes().items()
        for raw, meant, _ in known
        for at in far
    ]
    before = row(parcel)
    take(told, at=SEEN)
    changed = {name for name, one, other in zip(_FOLDED, before, row(parcel), strict=True) if one != other}
    assert changed == {"events", "early"}
    assert Event.objects.exclude(odd="").count() == Event.objects.count() > 1000
