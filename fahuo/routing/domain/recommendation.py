"""The answer: every service in order, with its price and reasons, or the rule that excluded it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fahuo.trade.charge import Rate
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of a score: what it adds, in the currency of the weights, and the fact behind it.

    `dimension` and `fact` are `cost` and `45.50 CNY`, `time` and the middle of the days (`11.5`), `level` and how many
    levels faster than the buyer's choice (`-1` is slower, `+0` the same or not known).
    """

    dimension: str
    points: float
    fact: str


@dataclass(frozen=True, slots=True)
class Option:
    """One service for one parcel. `score` is the sum of the reasons, in the currency `unit`: the lowest wins.

    Excluded options have `exclusion`, no price and no score (`inf`). `rate` shows every charge and is there for the
    best options; the price of all of them is in `price`.
    """

    service: Service
    rate: Rate | None
    score: float
    days_min: int
    days_max: int
    ddp: bool
    reasons: tuple[Reason, ...]
    exclusion: Problem | None
    price: Money | None = None
    unit: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the option as stored with a shipment: an excluded one with its reason, an open one with its figures.

        `charges` are `[kind, amount, working]` and are there where the rate was worked out.
        """
        service = self.service
        result: dict[str, Any] = {"service": service.key, "name_en": service.name_en, "name_zh": service.name_zh}
        if self.exclusion is not None:
            return result | {"exclusion": self.exclusion.as_dict()}
        assert self.price is not None, "an option is excluded or has a price"
        result |= {
            "level": service.level.value,
            "days": [self.days_min, self.days_max],
            "ddp": self.ddp,
            "price": str(self.price.amount),
            "currency": self.price.currency,
            "score": self.score,
            "unit": self.unit,
            "reasons": [
                {"dimension": reason.dimension, "points": reason.points, "fact": reason.fact} for reason in self.reasons
            ],
        }
        if self.rate is not None:
            result["charges"] = [
                [charge.kind.value, str(charge.amount.amount), charge.working] for charge in self.rate.charges
            ]
        return result


@dataclass(frozen=True, slots=True)
class Recommendation:
    """All options of one parcel: best first, excluded ones last. `winner` is None when every service is excluded."""

    key: str
    options: tuple[Option, ...]
    winner: Option | None

    def as_json(self) -> dict[str, Any]:
        """Return the recommendation as stored and shown; nothing but text, numbers, lists and dictionaries."""
        return {
            "key": self.key,
            "winner": self.winner.service.key if self.winner else None,
            "options": [option.as_json() for option in self.options],
        }
