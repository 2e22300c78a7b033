"""The answer: every service in order, with its price and reasons, or the rule that excluded it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from msgspec import Struct

from fahuo.routing.domain.counterfactual import Counterfactual
from fahuo.trade.charge import Charge, ChargeKind, Rate
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

BY_SCORE, BY_TEMPLATE = "SCORE", "TEMPLATE"


# Reasons and options are made by the thousand: a dataclass takes nearly three times as long to make.
class Reason(Struct, frozen=True, gc=False):
    """One dimension: what it adds to the score, in the currency of the weights, and the fact behind it.

    Dimensions that only exclude add 0. `fact` has the parts that `docs/algorithms/routing.md` lists, separated by
    ` | `; empty where the facts were not asked for.
    """

    dimension: str
    points: float
    fact: str = ""


@dataclass(frozen=True, slots=True)
class LaneRecord:
    """What the days stand on: how many own parcels of the lane, and the name of a `LaneSource`."""

    parcels: int
    days_source: str


class Option(Struct, frozen=True):
    """One service for one parcel. `score` is the sum of the reasons, in the currency `unit`: the lowest wins.

    Excluded options have `exclusion`, no price and no score (`inf`). `price` is the bill, `net` the bill less the
    expected rebate. `days_min` to `days_max` are the calendar days that four of five parcels take; `on_time` is the
    probability of keeping the promised date, None without one. `rate` shows every charge with its working and is there
    for the best options; `amounts` are the same charges, the rebate last, where only the amounts were asked for. With
    either come the reasons: all twelve for the first option, for the others those that tell services apart.
    """

    service: Service
    score: float = float("inf")
    exclusion: Problem | None = None
    rate: Rate | None = None
    amounts: tuple[tuple[ChargeKind, Decimal], ...] = ()
    price: Money | None = None
    net: Money | None = None
    unit: str = ""
    days_min: int = 0
    days_max: int = 0
    expected_days: float = 0.0
    on_time: float | None = None
    ddp: bool = False
    sample: bool = False
    reasons: tuple[Reason, ...] = ()
    lane: LaneRecord | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the option as stored with a shipment: an excluded one with its reason, an open one with its figures.

        `charges` and `rebate` are `[kind, amount, working]` and are there where they were asked for; of `amounts` the
        working is empty.
        """
        service = self.service
        if self.exclusion is not None:
            return {
                "service": service.key,
                "name_en": service.name_en,
                "name_zh": service.name_zh,
                "exclusion": self.exclusion.as_dict(),
            }
        assert self.price is not None, "an option is excluded or has a price"
        assert self.net is not None, "an option with a price has a net price"
        assert self.lane is not None, "an open option knows its lane"
        result: dict[str, Any] = {
            "service": service.key,
            "name_en": service.name_en,
            "name_zh": service.name_zh,
            "level": service.level.value,
            "days": [self.days_min, self.days_max],
            "expected_days": self.expected_days,
            "on_time": self.on_time,
            "ddp": self.ddp,
            "sample": self.sample,
            "price": str(self.price.amount),
            "net": str(self.net.amount),
            "currency": self.price.currency,
            "score": self.score,
            "unit": self.unit,
            "reasons": [{"dimension": one.dimension, "points": one.points, "fact": one.fact} for one in self.reasons],
            "lane": {"parcels": self.lane.parcels, "days_source": self.lane.days_source},
        }
        if self.rate is not None:
            result["charges"] = [_charge(charge) for charge in self.rate.charges]
            result["rebate"] = _charge(self.rate.rebate) if self.rate.rebate else None
        elif self.amounts:
            items = [[kind.value, str(amount), ""] for kind, amount in self.amounts]
            result["rebate"] = items.pop() if self.amounts[-1][0] is ChargeKind.REBATE else None
            result["charges"] = items
        return result


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """The seller's template that matches: `used` when its service was taken, `exclusion` when a rule excludes it."""

    id: int
    name: str
    service: str
    used: bool
    exclusion: Problem | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as stored."""
        stored: dict[str, Any] = {"id": self.id, "name": self.name, "service": self.service, "used": self.used}
        return stored | {"exclusion": self.exclusion.as_dict()} if self.exclusion else stored


@dataclass(frozen=True, slots=True)
class Recommendation:
    """All options of one parcel: best first, excluded ones last. `winner` is None when every service is excluded.

    The winner is the first option, unless a template decided. `counterfactuals`: what would be cheaper or open more.
    """

    key: str
    options: tuple[Option, ...]
    winner: Option | None
    decided_by: str = BY_SCORE
    template: TemplateUse | None = None
    counterfactuals: tuple[Counterfactual, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the recommendation as stored and shown; nothing but text, numbers, lists and dictionaries."""
        return {
            "key": self.key,
            "winner": self.winner.service.key if self.winner else None,
            "decided_by": self.decided_by,
            "template": self.template.as_json() if self.template else None,
            "options": [option.as_json() for option in self.options],
            "counterfactuals": [one.as_json() for one in self.counterfactuals],
        }


def _charge(charge: Charge) -> list[str]:
    return [charge.kind.value, str(charge.amount.amount), charge.working]
