"""What sheets charge beside their tariffs, as arrays with one entry (or one row) per service."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

import numpy as np

from fahuo.rating.domain.exact import Flags, Floats, Ints, factor, whole
from fahuo.rating.domain.rules import MonthVolume, PriceRules
from fahuo.rating.domain.sheet import Basis, Premium, RateSheet
from fahuo.rating.domain.surcharges import rebate_percent
from fahuo.trade.cargo import CargoClass
from fahuo.trade.money import minor_digits
from fahuo.trade.service import Service

SPECIAL = tuple(cargo for cargo in CargoClass if cargo is not CargoClass.GENERAL)
CARGO_BIT = {CargoClass.GENERAL: 0} | {cargo: 1 << place for place, cargo in enumerate(SPECIAL)}
NO_LIMIT = np.int64(2**62)


@dataclass(frozen=True, slots=True)
class Terms:
    """Shares are factors, money is in minor units; percentages of insurance and handling in hundredths of a percent."""

    fuel: Floats
    premium_share: Floats  # service × combination of cargo classes
    premium_fixed: Floats
    oversize: Ints  # rule × (longest side, girth, weight, fee) × service
    label_always: Floats
    label_wanted: Floats  # −1: not offered
    discount: Floats
    discount_of_freight: Flags
    insurance: Ints  # (offered, included, percent, minimum, up to) × service
    handling: Ints  # (fixed, percent) × service
    rebate_of_freight: Flags


def terms(sheets: Sequence[RateSheet | int], rules: PriceRules, *, on: date) -> Terms:
    """Return the terms of a day; raise `ValueError` for figures with too many decimals."""
    count = len(sheets)
    most = max((len(sheet.oversize) for sheet in sheets if not isinstance(sheet, int)), default=0)
    result = Terms(
        fuel=np.zeros(count),
        premium_share=np.zeros((count, 1 << len(SPECIAL))),
        premium_fixed=np.zeros((count, 1 << len(SPECIAL))),
        oversize=np.full((most, 4, count), NO_LIMIT),
        label_always=np.zeros(count),
        label_wanted=np.full(count, -1.0),
        discount=np.zeros(count),
        discount_of_freight=np.zeros(count, dtype=np.bool_),
        insurance=np.zeros((5, count), dtype=np.int64),
        handling=np.zeros((2, count), dtype=np.int64),
        rebate_of_freight=np.zeros(count, dtype=np.bool_),
    )
    result.oversize[:, 3] = 0
    for at, sheet in enumerate(sheets):
        if not isinstance(sheet, int):
            _add(result, at, sheet, rules, on)
    return result


def _add(into: Terms, at: int, sheet: RateSheet, rules: PriceRules, on: date) -> None:
    digits = minor_digits(sheet.currency)
    into.fuel[at] = factor(sheet.fuel_percent(on))
    _premiums(into, at, rules.premiums if sheet.premiums is None else sheet.premiums, digits)
    for number, rule in enumerate(sheet.oversize):
        limits = (rule.over_side_mm, rule.over_girth_mm, rule.over_weight_g)
        into.oversize[number, :, at] = (*(limit or NO_LIMIT for limit in limits), whole(rule.fee, digits))
    if sheet.return_label:
        fee = whole(sheet.return_label.fee, digits)
        into.label_always[at], into.label_wanted[at] = (fee, 0) if sheet.return_label.always else (0, fee)
    if sheet.discount:
        into.discount[at] = factor(sheet.discount.percent)
        into.discount_of_freight[at] = sheet.discount.of is Basis.FREIGHT
    if sheet.insurance:
        held = sheet.insurance
        up_to = NO_LIMIT if held.up_to is None else whole(held.up_to, digits)
        into.insurance[:, at] = (
            1,
            whole(held.included, digits),
            whole(held.percent, 2),
            whole(held.minimum, digits),
            up_to,
        )
    into.handling[:, at] = whole(sheet.ddp.handling, digits), whole(sheet.ddp.advance_percent, 2)
    into.rebate_of_freight[at] = sheet.rebate is not None and sheet.rebate.of is Basis.FREIGHT


def _premiums(into: Terms, at: int, premiums: Mapping[CargoClass, Premium], digits: int) -> None:
    """For every combination of cargo classes the highest percentage and the highest fixed amount."""
    combinations = np.arange(1 << len(SPECIAL))
    for cargo, premium in premiums.items():
        has = (combinations & CARGO_BIT[cargo]) > 0
        share, fixed = into.premium_share[at], into.premium_fixed[at]
        share[has] = np.maximum(share[has], factor(premium.percent))
        fixed[has] = np.maximum(fixed[has], whole(premium.fixed, digits))


def rebates(
    services: Sequence[Service], sheets: Sequence[RateSheet | None], volumes: Mapping[str, MonthVolume]
) -> Floats:
    """Return the share that comes back after the month, by service; 0 where no tier is reached."""
    key = id(sheets), *sorted(volumes.items(), key=itemgetter(0))
    found = _rebates.get(key)
    if found is None:
        if len(_rebates) >= _MOST:
            _rebates.clear()
        # The sheets are kept beside it, so that their identity cannot come to mean others.
        found = _rebates[key] = sheets, _shares(services, sheets, volumes)
    return found[1]


_MOST = 64
_rebates: dict[Hashable, tuple[Sequence[RateSheet | None], Floats]] = {}


def _shares(
    services: Sequence[Service], sheets: Sequence[RateSheet | None], volumes: Mapping[str, MonthVolume]
) -> Floats:
    none = MonthVolume()
    return np.array(
        [
            factor(rebate_percent(sheet.rebate, volumes.get(service.carrier, none))) if sheet and sheet.rebate else 0.0
            for service, sheet in zip(services, sheets, strict=True)
        ]
    )
