"""A past of emulated journeys to try expected dates on: lanes of many sizes, by a law that nobody told them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from fahuo.carriers.emulation.durations import Law, script
from fahuo.carriers.emulation.journey import HOUR_S, Plot, Step, plot_of
from fahuo.eta.days import NEVER
from fahuo.eta.history import History, Lane
from fahuo.eta.stage import Stage

DAY_S = 86400
# How parcels of a good carrier end; by far most of them well.
ENDS = {
    Plot.HAPPY: 0.93,
    Plot.CUSTOMS_HOLD: 0.02,
    Plot.ADDRESS_UNCLEAR: 0.01,
    Plot.FAILED_DELIVERY: 0.02,
    Plot.RETURN: 0.005,
    Plot.LOSS: 0.005,
    Plot.SILENCE: 0.01,
}
STAGE_OF = {
    Step.DECLARED: Stage.LABEL,
    Step.RECEIVED: Stage.SCANNED,
    Step.DEPARTED: Stage.DEPARTED,
    Step.ARRIVED: Stage.ARRIVED,
    Step.CUSTOMS_RELEASED: Stage.RELEASED,
    Step.LAST_MILE: Stage.LAST_MILE,
    Step.OUT_FOR_DELIVERY: Stage.OUT_FOR_DELIVERY,
}
FAILED = {Step.RETURNING, Step.LOST}
SERVICES = ("SLOW", "PLAIN", "QUICK")
COUNTRIES = ("US", "DE", "FR", "ES", "PL", "IT", "GB", "BR", "MX", "CL", "CA", "KR", "JP", "AU", "NL", "AE", "IL", "CH")
# What the emulated carriers publish, whatever they then keep: calendar days.
PUBLISHED = {"SLOW": (10.0, 25.0), "PLAIN": (7.0, 15.0), "QUICK": (4.0, 9.0)}


@dataclass(frozen=True, slots=True)
class Past:
    """Emulated parcels, and the lanes they travelled on."""

    history: History
    lanes: tuple[Lane, ...]


def past(law: Law, sizes: Sequence[int], *, seed: int, first_day: int, days: int) -> Past:
    """Return journeys that were labelled during `days` from a day on, so many on each lane."""
    lanes: list[Lane] = []
    rows: list[tuple[int, list[int], int, int]] = []
    for place, size in enumerate(sizes):
        service = SERVICES[place % len(SERVICES)]
        country = COUNTRIES[(place // len(SERVICES) + place) % len(COUNTRIES)]
        if any((lane.service, lane.country) == (service, country) for lane in lanes):
            service = f"{service}_{place}"
        lanes.append(Lane(service, "CN", country, PUBLISHED[service.partition("_")[0]]))
        draw = random.Random(f"{seed}|{law}|{place}")  # noqa: S311  the same past again
        for number in range(size):
            booked_at = (first_day + draw.uniform(0, days)) * DAY_S
            rows.append((place, *_travelled(law, seed, lanes[-1], f"{place}-{number}", booked_at)))
    columns = list(zip(*rows, strict=True))
    entered = list(zip(*columns[1], strict=True))
    return Past(History.of(columns[0], entered, columns[2], columns[3]), tuple(lanes))


def _travelled(law: Law, seed: int, lane: Lane, reference: str, booked_at: float) -> tuple[list[int], int, int]:
    """Return the days of the stages, of the delivery, and of the failure of one parcel."""
    plot = plot_of(f"{seed}|{reference}", ENDS)
    told = script(
        law, plot, seed=seed, service=lane.service, country=lane.country, reference=reference, booked_at=booked_at
    )
    entered, delivered_on, failed_on = [int(NEVER)] * len(Stage), int(NEVER), int(NEVER)
    for hours, step in told:
        on = int((booked_at + hours * HOUR_S) // DAY_S)
        if step in STAGE_OF:
            entered[STAGE_OF[step]] = min(on, entered[STAGE_OF[step]])
        elif step is Step.DELIVERED:
            delivered_on = on
        elif step in FAILED:
            failed_on = min(on, failed_on)
    return entered, delivered_on, failed_on
