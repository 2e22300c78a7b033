"""The checks that rules name. Each is given the case, the problem code to report, the dated value and the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from fahuo.compliance.case import Case
from fahuo.compliance.checks import (
    address,
    cargo,
    ceb,
    ceb_together,
    descriptions,
    destinations,
    goods,
    papers,
    places,
    recipient,
    seller,
)
from fahuo.trade.problem import Problem

Check = Callable[[Case, str, Any, date], Iterable[Problem]]

# What these find depends on the service, and they are silent while none is chosen.
OF_SERVICE = frozenset({
    "ddp_missing", "ddp_advised", "eori_missing", "clearance_missing",
    "class_not_accepted", "battery_by_post", "po_box",
    "incoterm_differs", "hs_code_short", "value_over",
})  # fmt: skip

# These are silent without `Case.products`.
OF_PRODUCTS = frozenset({"battery_charge", "goods_recalled", "paper_old", "appraisal_old"})

# What these find depends on nothing but one goods line, their value and the day: it is kept and told of every parcel
# with that line. `brand_named` also asks the facts of products; whoever has them asks it anew.
OF_LINE = frozenset({
    "hs_code_given", "hs_code_invalid", "origin_missing", "origin_unknown", "battery_papers",
    "battery_undescribed", "battery_incomplete", "battery_large", "cargo_words", "class_by_words", "brand_named",
    "description_vague", "description_half_vague", "description_unreadable", "description_length",
    "description_not_english",
})  # fmt: skip

CHECKS: Mapping[str, Check] = {
    **goods.CHECKS,
    **address.CHECKS,
    **recipient.CHECKS,
    **descriptions.CHECKS,
    **destinations.CHECKS,
    **places.CHECKS,
    **cargo.CHECKS,
    **papers.CHECKS,
    **seller.CHECKS,
    **ceb.CHECKS,
    **ceb_together.CHECKS,
}
