"""Services compared, as a page shows them: read from the stored JSON of a recommendation and of a quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.charts import stack
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.rating.words import LEVELS, ChargeLine, carrier_name, charge_line, name_in
from fahuo.routing.domain.explain import dimension_name, explain_change
from fahuo.trade.charge import FREIGHT

_EARLIER = {"time": _("time"), "level": _("buyer's choice")}
_DUTIES = frozenset({"DDP_DUTY", "DDP_TAX", "DDP_HANDLING"})
_FREIGHT = frozenset(kind.value for kind in FREIGHT) - {"BASE"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its words and what it counts for."""

    words: str
    points: float


@dataclass(frozen=True, slots=True)
class Offer:
    """One service for one parcel; an excluded one has `exclusion` and no price.

    `stack`: (filling, x, width) of freight, surcharges and duties on one scale. `on_time` is a percentage.
    """

    key: str
    name: str
    carrier: str
    level: str = ""
    days: tuple[int, ...] = ()
    expected_days: float | None = None
    on_time: int | None = None
    parcels: int = 0
    ddp: bool = False
    sample: bool = False
    price: Decimal | None = None
    currency: str = ""
    also: str = ""
    net: Decimal | None = None
    score: float | None = None
    unit: str = ""
    parts: tuple[Part, ...] = ()
    charges: tuple[ChargeLine, ...] = ()
    rebate: ChargeLine | None = None
    stack: tuple[tuple[int, float, float], ...] = ()
    zone: str = ""
    chargeable_weight_g: int | None = None
    exclusion: ProblemText | None = None
    best: bool = False


@dataclass(frozen=True, slots=True)
class Offers:
    """All services of one parcel, the recommended one first; `changes` are sentences about what would change it."""

    open: tuple[Offer, ...]
    excluded: tuple[Offer, ...]
    changes: tuple[str, ...]

    @property
    def winner(self) -> Offer | None:
        """The recommended service."""
        return next((offer for offer in self.open if offer.best), None)

    @property
    def others(self) -> tuple[Offer, ...]:
        """Those that take it as well."""
        return tuple(offer for offer in self.open if not offer.best)


def offers(advice: Mapping[str, Any], rates: Mapping[str, Mapping[str, Any]] | None = None) -> Offers:
    """Read a recommendation (`Recommendation.as_json`); `rates` are the stored answers of its quote by service."""
    options, changes = advice.get("options", ()), advice.get("counterfactuals") or ()
    names = {option["service"]: name_in(option) for option in options}
    open_ = [option for option in options if not option.get("exclusion")]
    top = max((_yuan(option, (rates or {}).get(option["service"], {})) for option in open_), default=Decimal(0))
    found = [_open(option, (rates or {}).get(option["service"], {}), advice.get("winner"), top) for option in open_]
    return Offers(
        tuple(sorted(found, key=lambda offer: not offer.best)),
        tuple(_excluded(option) for option in options if option.get("exclusion")),
        tuple(_sentence(one, names) for one in changes),
    )


def _open(option: Mapping[str, Any], rate: Mapping[str, Any], winner: str | None, top: Decimal) -> Offer:
    charges = rate.get("charges") or option.get("charges") or ()
    rebate = rate.get("rebate") or option.get("rebate")
    net = rate.get("net") or option.get("net")
    on_time = option.get("on_time")
    return Offer(
        key=option["service"],
        name=name_in(option),
        carrier=carrier_name(option["service"].partition("/")[0]),
        level=str(LEVELS.get(option.get("level", ""), "")),
        days=tuple(option.get("days", ())),
        expected_days=option.get("expected_days"),
        on_time=None if on_time is None else round(on_time * 100),
        parcels=(option.get("lane") or {}).get("parcels", 0),
        ddp=option.get("ddp", False),
        sample=bool(option.get("sample") or rate.get("sample")),
        price=Decimal(option["price"]) if "price" in option else None,
        currency=option.get("currency", ""),
        also=_also(option, rate),
        net=Decimal(net) if net and rebate else None,
        score=option.get("score"),
        unit=option.get("unit", ""),
        parts=_parts(option),
        charges=tuple(charge_line(*charge) for charge in charges),
        rebate=charge_line(*rebate) if rebate else None,
        stack=_stack(charges, _yuan(option, rate), top),
        zone=rate.get("zone", ""),
        chargeable_weight_g=rate.get("chargeable_weight_g"),
        best=option["service"] == winner,
    )


def _parts(option: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return what counts in the score, the most first."""
    counted = [reason for reason in option.get("reasons", ()) if reason["points"]]
    counted.sort(key=lambda reason: -reason["points"])
    return tuple(Part(_dimension(reason["dimension"]), reason["points"]) for reason in counted)


def _excluded(option: Mapping[str, Any]) -> Offer:
    key = option["service"]
    return Offer(
        key=key,
        name=name_in(option),
        carrier=carrier_name(key.partition("/")[0]),
        exclusion=problem_text(option["exclusion"], get_language() or "en"),
    )


def _sentence(change: Mapping[str, Any], names: Mapping[str, str]) -> str:
    made = change["change"]
    if made["field"] == "contract":
        change = {**change, "change": {**made, "to": carrier_name(made["to"])}}
    return explain_change(change, get_language() or "en", service_name=names.get(change["service"], ""))


def _dimension(name: str) -> str:
    """Return the words of a dimension; recommendations stored before there were twelve have others."""
    return str(_EARLIER[name]) if name in _EARLIER else dimension_name(name, get_language() or "en")


def _also(option: Mapping[str, Any], rate: Mapping[str, Any]) -> str:
    """Return the price in dollars and yuan, whichever it is not in already."""
    also = rate.get("also") or {}
    return " = ".join(f"{amount} {code}" for code, amount in also.items() if code != option.get("currency"))


def _yuan(option: Mapping[str, Any], rate: Mapping[str, Any]) -> Decimal:
    """Return the price in yuan where it is known, so that bars of several currencies have one scale."""
    also = rate.get("also") or {}
    return Decimal(also.get("CNY") or option.get("price") or 0)


def _stack(charges: Sequence[Sequence[str]], yuan: Decimal, top: Decimal) -> tuple[tuple[int, float, float], ...]:
    """Return freight, surcharges and duties as parts of a bar; a discount shortens the freight."""
    sums = [Decimal(0), Decimal(0), Decimal(0)]
    for kind, amount, _working in charges:
        sums[2 if kind in _DUTIES else 1 if kind in _FREIGHT or kind == "INSURANCE" else 0] += Decimal(amount)
    whole = sum(sums)
    if whole <= 0 or top <= 0:
        return ()
    return stack([part / whole * yuan for part in sums], top)
