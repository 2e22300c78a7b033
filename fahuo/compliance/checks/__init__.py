"""The checks that rules name. Each is given the case, the problem code to report, the dated value and the day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from fahuo.compliance.case import Case
from fahuo.compliance.checks import address, cargo, descriptions, destinations, goods, papers, places, recipient, seller
from fahuo.trade.problem import Problem

Check = Callable[[Case, str, Any, date], Iterable[Problem]]

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
}
