"""Turns an option into sentences, in zh-Hans or English, from the option or from what was stored with a shipment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fahuo.routing.domain.recommendation import Option
from fahuo.trade import error_book
from fahuo.trade.charge import ChargeKind

_CHARGES = {
    ChargeKind.BASE: ("base freight", "基础运费"),
    ChargeKind.FUEL: ("fuel", "燃油附加费"),
    ChargeKind.REMOTE_AREA: ("remote area", "偏远费"),
    ChargeKind.DDP_DUTY: ("duty", "关税预付"),
    ChargeKind.DDP_TAX: ("import tax", "进口税预付"),
    ChargeKind.DDP_HANDLING: ("handling of duties", "代缴手续费"),
    ChargeKind.CARGO_PREMIUM: ("special cargo", "特殊货物附加费"),
    ChargeKind.REGISTERED: ("registered mail", "挂号费"),
}


def charge_name(kind: ChargeKind, language: str) -> str:
    """Return what a charge is called; every kind has a name (a test sees to it)."""
    return _CHARGES[kind][language.startswith("zh")]


def explain(option: Option | Mapping[str, Any], language: str) -> tuple[str, ...]:
    """Return why an option stands where it stands: its price by charge, days, level and total, or what excluded it."""
    stored = option.as_json() if isinstance(option, Option) else option
    words = _CHINESE if language.startswith("zh") else _ENGLISH
    if "exclusion" in stored:
        problem = stored["exclusion"]
        title = error_book.entry(problem["code"]).title(language)
        return (words["excluded"].format(title=title, detail=problem["detail"]),)
    points = {reason["dimension"]: reason["points"] for reason in stored["reasons"]}
    facts = {reason["dimension"]: reason["fact"] for reason in stored["reasons"]}
    sentences = [
        words["price"].format(price=stored["price"], currency=stored["currency"], charges=_charges(stored, language)),
        words["time"].format(
            low=stored["days"][0], high=stored["days"][1], middle=facts["time"], points=points["time"]
        ),
        _level(int(facts["level"]), points["level"], words),
    ]
    if stored["ddp"]:
        sentences.append(words["ddp"])
    sentences.append(words["total"].format(score=stored["score"], unit=stored["unit"]))
    return tuple(sentence for sentence in sentences if sentence)


def _charges(stored: Mapping[str, Any], language: str) -> str:
    parts = [f"{charge_name(ChargeKind(kind), language)} {amount}" for kind, amount, _ in stored.get("charges", ())]
    if not parts:
        return ""
    return f"：{'，'.join(parts)}" if language.startswith("zh") else f": {', '.join(parts)}"


def _level(steps: int, points: float, words: Mapping[str, str]) -> str:
    if steps < 0:
        return words["slower"].format(steps=-steps, points=points)
    return words["faster"].format(steps=steps) if steps else ""


_ENGLISH = {
    "excluded": "Excluded: {title} ({detail}).",
    "price": "Costs {price} {currency}{charges}.",
    "time": "Takes {low} to {high} days, {middle} in the middle; that counts as {points:.2f}.",
    "slower": "Slower by {steps} level(s) than the buyer chose; that counts as {points:.2f}.",
    "faster": "Faster by {steps} level(s) than the buyer chose.",
    "ddp": "Duties and taxes are paid by the sender (DDP).",
    "total": "In all {score:.2f} {unit}; the lowest sum wins.",
}
_CHINESE = {
    "excluded": "已排除：{title}（{detail}）。",
    "price": "运费 {price} {currency}{charges}。",
    "time": "时效 {low}–{high} 天，中值 {middle} 天，折合 {points:.2f}。",
    "slower": "比买家所选时效慢 {steps} 级，折合 {points:.2f}。",
    "faster": "比买家所选时效快 {steps} 级。",
    "ddp": "由发件人预付关税与税金（DDP）。",
    "total": "综合 {score:.2f} {unit}，最低者优先。",
}
