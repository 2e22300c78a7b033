"""Batteries, magnets, liquids, powders, what is forbidden: classes, papers, words that raise a question (DG rules)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.compliance.batteries import INSTRUCTIONS, is_large, is_lithium
from fahuo.compliance.case import Case, Ordered
from fahuo.compliance.word_lists import raised
from fahuo.trade.battery import Battery, Chemistry
from fahuo.trade.cargo import BATTERIES, CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.problem import Problem

_HARMLESS = CargoClass.GENERAL


def cargo_words(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A title that speaks of a class of goods belongs to goods of such a class (DG-01, DG-20 to DG-25)."""
    for line in case.ordered:
        if (
            line.goods
            and line.goods.cargo_class not in value["classes"]
            and (word := _word(value["words"], line.goods))
        ):
            yield _at(line, code, "cargo_class", word)


def class_by_words(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Goods whose title names them so are filed under the class of such goods (DG-10)."""
    return cargo_words(case, code, value, on)


def class_not_accepted(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The service takes every class that is in the parcel (DG-02, DG-11)."""
    if case.service is None:
        return
    for line in case.ordered:
        kind = line.goods.cargo_class if line.goods else _HARMLESS
        if kind in value["classes"] and kind not in case.service.cargo:
            yield _at(line, code, "cargo_class", f"{case.service.key}: {kind.value}")


def battery_undescribed(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Somebody said what kind of battery is in goods with one (DG-01)."""
    return _each(case, code, "battery", lambda line: "" if line.battery is None else None)


def battery_incomplete(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """What is said of a battery is enough to classify it (DG-01)."""
    return _each(case, code, "battery", lambda line: "" if line.battery and not line.battery.is_told else None)


def battery_by_post(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """By post go only few batteries, each in its device (DG-02)."""
    if not case.postal:
        return
    for line in case.ordered:
        if line.goods is None or line.goods.cargo_class not in BATTERIES:
            continue
        if line.goods.cargo_class in value["classes"]:
            yield _at(line, code, "cargo_class", line.goods.cargo_class.value)
        elif line.goods.battery and not _few(line.goods.battery, line.goods.quantity, value):
            yield _at(line, code, "battery", f"× {line.goods.quantity}")


def battery_charge(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Lithium-ion batteries are charged no more than allowed, by how they are packed (DG-02).

    `value`: the percentage, and the watt-hours above which it holds by configuration.
    """
    for line in case.ordered:
        goods = line.goods
        if goods is None or goods.battery is None or goods.battery_configuration is None:
            continue
        charge = goods.battery.charge_percent
        if charge is None:
            continue
        above, strength = value.get(goods.battery_configuration.value), goods.battery.watt_hours
        if goods.battery.chemistry is not Chemistry.LITHIUM_ION or above is None:
            continue
        if charge > value["percent"] and (strength is None or strength > Decimal(above)):
            yield _at(line, code, "battery", f"{charge} % > {value['percent']} %")


def battery_large(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Batteries above the limits of Section II are goods of class 9 (DG-07)."""
    return _each(case, code, "battery", lambda line: _large(line, value))


def battery_mark(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The parcel bears the battery mark unless all batteries are few, small and in their devices (DG-06)."""
    for line in case.ordered:
        goods = line.goods
        if (
            goods is None
            or goods.battery is None
            or not is_lithium(goods.battery)
            or goods.cargo_class not in BATTERIES
        ):
            continue
        if goods.cargo_class is not CargoClass.BATTERY_BUILTIN or not _few(goods.battery, goods.quantity, value):
            yield _at(line, code, "battery", _instruction(goods))


def goods_recalled(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Recalled and damaged goods and prototypes stay on the ground (DG-09)."""
    for line in case.ordered:
        facts = case.products.get(line.sku)
        if facts and facts.is_recalled:
            yield _at(line, code, "sku", "")


def paper_old(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """No safety data sheet is older than carriers take (DG-04)."""
    oldest = _months_before(on, value["months"])
    for line in case.ordered:
        facts = case.products.get(line.sku)
        for paper, day in facts.papers.items() if facts else ():
            if paper in value["papers"] and day < oldest:
                yield _at(line, code, "papers", f"{paper.value} {day}")


def appraisal_old(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The appraisal of the conditions of transport is of this year (DG-05)."""
    for line in case.ordered:
        facts = case.products.get(line.sku)
        if facts and facts.appraised_on and facts.appraised_on.year != on.year:
            yield _at(line, code, "papers", str(facts.appraised_on))


def _each(case: Case, code: str, field: str, why: Callable[[GoodsLine], str | None]) -> Iterator[Problem]:
    """Yield a problem for each line of a battery class for which there is a reason, which may be empty."""
    for line in case.ordered:
        if line.goods and line.goods.cargo_class in BATTERIES and (reason := why(line.goods)) is not None:
            yield _at(line, code, field, reason)


def _word(family: str, goods: GoodsLine) -> str:
    return raised(family, goods.title_en) or raised(family, goods.title_zh)


def _large(line: GoodsLine, limits: Mapping[str, Any]) -> str | None:
    if line.battery is None or not is_large(line.battery, limits):
        return None
    strength = line.battery.watt_hours if line.battery.chemistry is Chemistry.LITHIUM_ION else line.battery.lithium_g
    return f"{strength} {'Wh' if line.battery.chemistry is Chemistry.LITHIUM_ION else 'g Li'}"


def _few(battery: Battery, quantity: int, most: Mapping[str, Any]) -> bool:
    """Tell whether a parcel holds at most so many batteries, or so many cells of which it says no battery."""
    if battery.batteries:
        return bool(battery.batteries * quantity <= most["batteries"])
    return battery.cells is not None and bool(battery.cells * quantity <= most["cells"])


def _instruction(goods: GoodsLine) -> str:
    battery, configuration = goods.battery, goods.battery_configuration
    if battery is None or battery.chemistry is None or configuration is None:
        return ""
    number, instruction = INSTRUCTIONS[battery.chemistry, configuration]
    return f"{number}, PI {instruction}"


def _months_before(day: date, months: int) -> date:
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(years, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def _at(line: Ordered, code: str, field: str, detail: str) -> Problem:
    return Problem(code, f"lines[{line.position}].{field}", f"{line.sku}: {detail}" if detail else line.sku)


CHECKS: Mapping[str, Any] = {
    "cargo_words": cargo_words,
    "class_by_words": class_by_words,
    "class_not_accepted": class_not_accepted,
    "battery_undescribed": battery_undescribed,
    "battery_incomplete": battery_incomplete,
    "battery_by_post": battery_by_post,
    "battery_charge": battery_charge,
    "battery_large": battery_large,
    "battery_mark": battery_mark,
    "goods_recalled": goods_recalled,
    "paper_old": paper_old,
    "appraisal_old": appraisal_old,
}
