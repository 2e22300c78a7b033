"""The numbers of the algorithm that were chosen, not counted."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What the algorithm believes about histories in general; `docs/algorithms/delivery-dates.md` §6 says from where.

    `…_half_life`: after so many days a parcel counts half. The others are parcels: so many does the law of the next
    level weigh against a level's own; as `most_heard` at most one lane is heard by the levels above it.
    """

    half_life: float = 60.0
    season_half_life: float = 300.0
    recent_half_life: float = 10.0
    recent: float = 20.0
    season: float = 30.0
    lane: float = 8.0
    region: float = 15.0
    service: float = 15.0
    alike: float = 25.0
    most_heard: float = 40.0
