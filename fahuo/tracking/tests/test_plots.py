"""Every way that a parcel can travel, told by every carrier over real HTTP, polled and judged at many moments.

What is expected is written down by plot, from what happens to the parcel, not from any carrier's table of codes.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.journey import PLOTS, Plot, Step
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import clock
from fahuo.tracking.models import Event, Journey, Leg
from fahuo.tracking.services import begin, poll
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_shipment
from tests.fixtures.waiting import LONGEST_S

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

CODES = [
    code
    for code in registry.codes()
    if registry.manifest(code).can(Capability.TRACK) or registry.manifest(code).can(Capability.TRACK_MANY)
]
HOUR = timedelta(hours=1)
# Hours after the booking; each plot is looked at shortly after whatever is peculiar to it, and in between.
LOOKS: dict[Plot, tuple[float, ...]] = {
    Plot.HAPPY: (1, 7, 9, 33, 56, 64, 86, 112, 122),
    Plot.CUSTOMS_HOLD: (59, 177, 179, 237),
    Plot.ADDRESS_UNCLEAR: (119, 189, 191, 199),
    Plot.FAILED_DELIVERY: (119, 141, 189),
    Plot.RETURN: (119, 241, 481),
    Plot.LOSS: (399, 401),
    Plot.SILENCE: (31, 101, 103),
}
# Which exception a step means, and the steps that end it.
TROUBLES = {
    Step.CUSTOMS_HELD: "CUSTOMS_HELD",
    Step.ADDRESS_UNCLEAR: "ADDRESS_UNCLEAR",
    Step.NOT_DELIVERED: "DELIVERY_FAILED",
    Step.RETURNING: "RETURNED",
    Step.RETURNED: "RETURNED",
    Step.LOST: "LOST",
}
ENDS: dict[str, set[Step]] = {
    "CUSTOMS_HELD": {Step.CUSTOMS_RELEASED, Step.LAST_MILE, Step.DELIVERED},
    "ADDRESS_UNCLEAR": {Step.OUT_FOR_DELIVERY, Step.DELIVERED},
    "DELIVERY_FAILED": {Step.AT_PICKUP_POINT, Step.DELIVERED, Step.RETURNING, Step.RETURNED},
    "RETURNED": {Step.DELIVERED},
    "LOST": set(),
}
COARSE = {Step.DEPARTED, Step.ARRIVED, Step.LAST_MILE}
# Carriers have no codes for some steps and coarse ones for others.
MEANS: dict[Step, set[str]] = {
    Step.DECLARED: {"CREATED", "INFO_RECEIVED"},
    Step.COLLECTED: {"PICKED_UP", "RECEIVED"},
    Step.RECEIVED: {"RECEIVED", "PICKED_UP", "IN_TRANSIT"},
    Step.SORTED: {"IN_TRANSIT"},
    Step.EXPORT_CUSTOMS: {"EXPORT_CUSTOMS"},
    Step.EXPORT_RELEASED: {"EXPORT_RELEASED"},
    Step.DEPARTED: {"DEPARTED_ORIGIN", "IN_TRANSIT"},
    Step.ARRIVED: {"ARRIVED_DESTINATION", "IN_TRANSIT"},
    Step.IMPORT_CUSTOMS: {"IMPORT_CUSTOMS"},
    Step.CUSTOMS_RELEASED: {"CUSTOMS_RELEASED"},
    Step.LAST_MILE: {"LAST_MILE"},
    Step.OUT_FOR_DELIVERY: {"OUT_FOR_DELIVERY"},
    Step.AT_PICKUP_POINT: {"AVAILABLE_FOR_PICKUP"},
    Step.DELIVERED: {"DELIVERED"},
    Step.CUSTOMS_HELD: {"HELD", "CUSTOMS_ACTION_REQUIRED", "EXCEPTION"},
    Step.ADDRESS_UNCLEAR: {"DELIVERY_FAILED", "EXCEPTION"},
    Step.NOT_DELIVERED: {"DELIVERY_FAILED"},
    Step.RETURNING: {"RETURNING"},
    Step.RETURNED: {"RETURNED"},
    Step.LOST: {"LOST", "EXCEPTION"},
}
SCANS = frozenset({Step.COLLECTED, Step.RECEIVED, Step.SORTED})
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def emulators() -> Iterator[dict[str, str]]:
    with server.running_all(CODES) as urls:
        yield urls


def expected(plot: Plot, age: float, known: frozenset[Step], said: dict[float, str]) -> dict[str, Any]:
    """Say where a parcel stands, told by a carrier that has words for these steps; moments in hours.

    `said` are milestones by the hour, only to see how coarse the carrier's words are: a step told as mere movement
    leaves the parcel where it was, and a carrier that sends back what has no address says so at once.
    """
    told = [(hours, step) for hours, step in PLOTS[plot] if hours <= age and step in known]
    told = [(hours, Step.RETURNING if said.get(hours) == "RETURNING" else step) for hours, step in told]
    trouble, since = "", None
    for hours, step in told:
        if trouble and step in ENDS[trouble]:
            trouble, since = "", None
        if step in TROUBLES and trouble != TROUBLES[step]:
            trouble, since = TROUBLES[step], hours
    standing = [step for hours, step in told if said.get(hours) != "IN_TRANSIT" or step not in COARSE]
    back = trouble == "RETURNED" and Step.RETURNED not in standing
    last, at = (Step.RETURNING if back else standing[-1]), told[-1][0]
    scanned = next((hours for hours, step in told if step in SCANS), None)
    over = last in (Step.DELIVERED, Step.RETURNED) or said.get(at) == "LOST"
    return {
        "milestone": MEANS[last],
        "exception": {trouble},
        "exception_at": {since},
        "scanned_at": {scanned},
        "delivered_at": {at if last is Step.DELIVERED else None},
        "pickup_due_at": {48 if scanned is None else None},
        "silent_at": {None if scanned is None or over else at + 72},
    }


def booked(code: str, seller: Seller, url: str) -> dict[tuple[Plot, float], tuple[int, datetime]]:
    """Let parcels of every plot and age be on their way, all of them due to be asked for."""
    connect_emulated(seller, code, url)
    account = CarrierAccount.objects.get(seller=seller, carrier=code, active=True)
    watched = registry.manifest(code).can(Capability.REGISTER)
    found = {}
    now = clock.now().replace(microsecond=0)
    with httpx.Client(trust_env=False) as keeper:
        for plot, ages in LOOKS.items():
            for age in ages:
                number, at = f"ZQ{secrets.randbelow(10**14):014}", now - age * HOUR
                entry = {"number": number, "country": "US", "booked_at": at.timestamp(), "plot": plot.value}
                keeper.post(f"{url}/_emulator/orders", json=entry)
                moments: dict[str, Any] = dict.fromkeys(("created_at", "booked_at", "labelled_at"), at)
                shipment = make_shipment(
                    seller, make_order(seller, f"8112{secrets.randbelow(10**12):012}"), country="US",
                    carrier="elsewhere" if watched else code, account=None if watched else account,
                    waybill_number=number, **moments,
                )  # fmt: skip
                found[plot, age] = (shipment.pk, at)
    begin.begin_new(at=now - 700 * HOUR)
    for _ in range(1 + watched):  # a tracking service is told the numbers first
        Leg.objects.update(poll_at=now - HOUR)
        poll.poll(session_s=LONGEST_S)
    return found


@pytest.mark.parametrize("code", CODES)
def test_every_plot_is_told_as_it_happens(code: str, amys: Seller, emulators: dict[str, str]) -> None:
    known = frozenset(import_module(f"fahuo.carriers.adapters.{code}.emulator").STEPS)
    wrong = []
    for (plot, age), (shipment_id, at) in booked(code, amys, emulators[code]).items():
        events = Event.objects.filter(shipment_id=shipment_id)
        said = {round((moment - at) / HOUR, 2): name for moment, name in events.values_list("at", "milestone")}
        row = Journey.objects.get(shipment_id=shipment_id)
        for name, right in expected(plot, age, known, said).items():
            found = getattr(row, name)
            found = round((found - at) / HOUR, 2) if isinstance(found, datetime) else found
            if found not in right:
                wrong.append(f"{plot} after {age} h: {name} is {found!r}, not {right}; {said}")
    assert not wrong, "\n".join(wrong)
