"""Turns options and counterfactuals into sentences, in zh-Hans or English, from themselves or from what was stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from fahuo.routing.domain import explain_words as words
from fahuo.routing.domain.counterfactual import Counterfactual
from fahuo.routing.domain.recommendation import Option
from fahuo.trade import error_book
from fahuo.trade.charge import ChargeKind

_Words = Mapping[str, str]


def charge_name(kind: ChargeKind, language: str) -> str:
    """Return what a charge is called; every kind has a name (a test sees to it)."""
    return words.CHARGES[kind][language.startswith("zh")]


def dimension_name(name: str, language: str) -> str:
    """Return what a dimension is called."""
    return words.DIMENSIONS[name][language.startswith("zh")]


def explain(option: Option | Mapping[str, Any], language: str) -> tuple[str, ...]:
    """Return why an option stands where it stands: price by charge, days, each dimension that counts and the total,
    or what excluded it."""
    stored = option.as_json() if isinstance(option, Option) else option
    said = words.CHINESE if language.startswith("zh") else words.ENGLISH
    if "exclusion" in stored:
        problem = stored["exclusion"]
        title = error_book.entry(problem["code"]).title(language)
        return (said["excluded"].format(title=title, detail=problem["detail"]),)
    points = {reason["dimension"]: reason["points"] for reason in stored["reasons"]}
    facts = {reason["dimension"]: reason["fact"].split(" | ") for reason in stored["reasons"] if reason["fact"]}
    return (
        *_price(stored, facts, points, said, language),
        *_time(stored, facts, points, said),
        *_people(facts, points, said),
        *_terms(stored, facts, said),
        said["total"].format(score=stored["score"], unit=stored["unit"]),
    )


def explain_change(one: Counterfactual | Mapping[str, Any], language: str, *, service_name: str = "") -> str:
    """Return what a change would bring: `40 g lighter (1,960 g) saves 6.30 CNY.`"""
    stored = one.as_json() if isinstance(one, Counterfactual) else one
    said = words.CHANGES_CHINESE if language.startswith("zh") else words.CHANGES_ENGLISH
    change, saving = stored["change"], Decimal(stored["saving"])
    less = int(change["from"]) - int(change["to"]) if change["from"].isdigit() and change["to"].isdigit() else ""
    sentence = stored["effect"]
    if sentence == "NEW_WINNER" and saving < 0:
        sentence = "NEW_WINNER_DEARER"
    elif sentence == "OPENS" and saving <= 0:
        sentence = "OPENS_ONLY"
    return said[sentence].format(
        change=said[change["field"]].format(less=less, to=change["to"]),
        service=service_name or stored["service"],
        saving=abs(saving),
        better=f"{-(stored['score'] or 0):.2f}",
        currency=stored["currency"],
    )


_Facts = Mapping[str, list[str]]
_Points = Mapping[str, float]


def _price(stored: Mapping[str, Any], facts: _Facts, points: _Points, said: _Words, language: str) -> Iterator[str]:
    currency = stored["currency"]
    yield said["price"].format(price=stored["price"], currency=currency, charges=_charges(stored, language))
    if stored.get("rebate"):
        yield said["rebate"].format(amount=stored["rebate"][1].lstrip("-"), net=stored["net"], currency=currency)
    if "cost" in facts:
        yield said["failure"].format(failure=facts["cost"][1], points=points["cost"])


def _charges(stored: Mapping[str, Any], language: str) -> str:
    parts = [f"{charge_name(ChargeKind(kind), language)} {amount}" for kind, amount, _ in stored.get("charges", ())]
    if not parts:
        return ""
    return f"：{'，'.join(parts)}" if language.startswith("zh") else f": {', '.join(parts)}"


def _time(stored: Mapping[str, Any], facts: _Facts, points: _Points, said: _Words) -> Iterator[str]:
    low, high = stored["days"]
    if "transit" in facts:
        mean, spread, late = facts["transit"]
        yield said["days"].format(low=low, high=high, mean=mean, spread=spread, points=points["transit"])
        if late:
            yield said["late"]
    parcels, source = stored["lane"]["parcels"], stored["lane"]["days_source"]
    if parcels:
        yield said["lane"].format(parcels=parcels)
    else:
        yield said["assumed" if source == "ASSUMED" else "published"]
    if "promise" in facts:
        chance, day = facts["promise"]
        yield said["promise"].format(date=day, percent=f"{float(chance) * 100:.0f}", points=points["promise"])


def _people(facts: _Facts, points: _Points, said: _Words) -> Iterator[str]:
    apart, failures = facts.get("buyer", ["", "0"])
    steps = int(apart or 0)
    if steps:
        yield said["slower" if steps < 0 else "faster"].format(steps=abs(steps), points=points["buyer"])
    if failures != "0":
        yield said["failures"].format(failures=failures)
    if "record" in facts:
        untracked, hours, _parcels = facts["record"]
        yield said["record"].format(percent=f"{float(untracked) * 100:.1f}", hours=hours, points=points["record"])


def _terms(stored: Mapping[str, Any], facts: _Facts, said: _Words) -> Iterator[str]:
    if stored["ddp"]:
        yield said["ddp"]
    if facts.get("customs", [""])[-1] == "AT_SALE":
        yield said["at_sale"]
    area = facts.get("destination", ["", ""])[-1]
    if area:
        yield said["remote"].format(area=area)
    if "origin" in facts:
        day, left = facts["origin"]
        yield said["left" if left else "origin"].format(day=day, left=left)
    if stored["sample"]:
        yield said["sample"]
