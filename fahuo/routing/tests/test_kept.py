"""What is dear to make is made once for the same objects, and forgotten in time."""

from __future__ import annotations

from datetime import date

from fahuo.compliance.kept import Kept
from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain.engine import Engine, engine
from fahuo.routing.domain.request import RouteContext
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.lanes import lane_priors
from fahuo.routing.tests.asking import CARRIERS, context, with_terms


def test_equal_objects_are_not_the_same() -> None:
    kept: Kept[int] = Kept(2)
    first, second = ["a"], ["a"]
    made = iter(range(9))
    assert [kept.get((one,), "", lambda: next(made)) for one in (first, second, first)] == [0, 1, 0]
    assert kept.get((first,), "other", lambda: next(made)) == 2
    assert kept.get((second,), "", lambda: next(made)) == 3  # the least recently used one went


def of(known: RouteContext, on: date) -> Engine:
    return engine(rate_table(on=on), route_rules(on=on), lane_priors(on=on), known)


def test_a_new_context_has_its_own_wishes_and_shares_the_prices(today: date) -> None:
    plain, hasty = of(context(), today), of(context(wishes={"per_day": 5.0}), today)
    assert (plain.table.rules.weights.per_day, hasty.table.rules.weights.per_day) == (0.60, 5.00)
    assert plain.table.rate is hasty.table.rate
    assert plain.table.lanes is hasty.table.lanes


def test_services_that_cannot_be_booked_are_not_priced(today: date) -> None:
    one = of(with_terms("cainiao", valid_until=today), today)
    assert {service.carrier for service in one.table.services} == {"fpx", "yanwen", "yunexpress"}
    codes = {option.service.carrier: option.exclusion.code for option in one.closed if option.exclusion}
    assert {code: codes[code] for code in codes if code in CARRIERS} == {"cainiao": "CONTRACT_EXPIRED"}
    assert {codes[code] for code in codes if code not in CARRIERS} <= {"NO_CONTRACT"}
    assert len(one.every().services) == len(one.table.services) + len(one.closed)
