"""Templates against the recommendation, and carriers that take no more than so many parcels."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain.choose import scene_for
from fahuo.routing.domain.decide import settle
from fahuo.routing.domain.dimensions import CAPACITY_FULL
from fahuo.routing.domain.engine import engine
from fahuo.routing.domain.recommendation import Recommendation
from fahuo.routing.domain.request import RouteContext
from fahuo.routing.domain.templates import Template, Templates
from fahuo.routing.domain.weighing import Weighed
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.lanes import lane_priors
from fahuo.routing.services.recommend import recommend
from fahuo.routing.tests.asking import AT, answer, context, option, request, with_terms
from tests.fixtures.parcels import cotton_towel, parcel_of, weighing
from tests.fixtures.places import chicago, seoul

TOWEL = request(seoul(), parcel_of(cotton_towel()))
NONE = -1


def templates(service: str, *, smart_first: bool = False, margin: str = "0", country: str = "KR") -> Templates:
    row = Template(7, service, name="Korea", countries=frozenset({country}))
    return Templates.of([row], smart_first=smart_first, smart_margin=Decimal(margin))


def decided(found: Recommendation) -> tuple[str, str, bool, str]:
    assert found.winner is not None
    assert found.template is not None
    excluded = found.template.exclusion
    return found.winner.service.key, found.decided_by, found.template.used, excluded.code if excluded else ""


def test_a_template_decides_when_it_goes_first() -> None:
    best, dear = answer(TOWEL).winner, "cainiao/CAINIAO_PREMIUM"
    assert best is not None
    assert best.service.key != dear
    found = answer(TOWEL, templates=templates(dear))
    assert decided(found) == (dear, "TEMPLATE", True, "")
    assert found.options[0].service == best.service  # still listed by score
    assert found.winner is not None
    assert found.winner.rate is not None
    assert found.as_json()["template"] == {"id": 7, "name": "Korea", "service": dear, "used": True}


def test_the_winner_shows_its_workings_however_far_down_it_stands() -> None:
    found = answer(TOWEL, templates=templates("cainiao/CAINIAO_PREMIUM"), detailed=99, workings=1)
    assert found.winner is not None
    assert found.winner.rate is not None
    worked = [one.service for one in found.options if one.rate]
    assert worked == [found.options[0].service, found.winner.service]


def test_a_template_whose_service_is_excluded_says_why_and_the_recommendation_decides() -> None:
    best = answer(TOWEL).winner
    assert best is not None
    closed = context("cainiao", "fpx", "yunexpress")
    assert decided(answer(TOWEL, closed, templates=templates("yanwen/481"))) == (
        best.service.key, "SCORE", False, "NO_CONTRACT",
    )  # fmt: skip
    heavy = replace(TOWEL, parcel=weighing(2500))
    assert decided(answer(heavy, templates=templates("cainiao/CAINIAO_ECONOMY")))[1:] == ("SCORE", False, "OVERWEIGHT")


def test_a_template_that_does_not_match_leaves_no_trace() -> None:
    found = answer(TOWEL, templates=templates("cainiao/CAINIAO_PREMIUM", country="DE"))
    assert (found.decided_by, found.template) == ("SCORE", None)


def test_smart_first_gives_way_up_to_the_margin() -> None:
    plain = answer(TOWEL)
    first, second = plain.options[:2]
    gap = Decimal(f"{second.score - first.score:.2f}")
    key = second.service.key
    for margin, wins in ((gap, True), (gap - Decimal("0.01"), False)):
        found = answer(TOWEL, templates=templates(key, smart_first=True, margin=str(margin)))
        assert decided(found)[1:] == (("TEMPLATE", True, "") if wins else ("SCORE", False, ""))


def settled(total: list[list[float]], capacity: int, *, carriers: str = "aab") -> tuple[list[int], list[list[int]]]:
    """Decide between services of carriers `a` and `b`, of which `a` takes so many parcels; columns as in `carriers`."""
    known = with_terms("cainiao", daily_capacity=capacity)
    table = engine(rate_table(on=AT.date()), route_rules(on=AT.date()), lane_priors(on=AT.date()), known).table
    columns = scene_for([TOWEL] * len(total), table).columns
    own = [at for at, service in enumerate(table.services) if service.carrier == "cainiao"]
    other = [at for at, service in enumerate(table.services) if service.carrier != "cainiao"]
    at = [own.pop(0) if carrier == "a" else other.pop(0) for carrier in carriers]
    scores = np.full((len(total), len(table.services)), np.inf)
    scores[:, at] = total
    weighed = Weighed(np.where(np.isinf(scores), 1, 0).astype(np.int8), scores)
    winner = settle(weighed, columns, table, None).winner.tolist()
    full = [[at.index(column) for column in np.flatnonzero(row == CAPACITY_FULL).tolist()] for row in weighed.excluded]
    return [at.index(one) if one >= 0 else NONE for one in winner], full


INF = float("inf")
CAPACITY = [
    # scores by service (a, a, b), capacity of a, winners, services that parcels find full
    ([[1, 2, 9], [1, 2, 5], [1, 2, 7]], 3, [0, 0, 0], [[], [], []]),  # all fit
    ([[1, 2, 9], [1, 2, 5], [1, 2, 7]], 2, [0, 2, 0], [[], [0, 1], []]),  # 8 and 6 to lose against 4: the second goes
    ([[1, 2, 9], [1, 2, 5], [1, 2, 7]], 1, [0, 2, 2], [[], [0, 1], [0, 1]]),
    ([[1, 2, 9], [1, 2, 5], [1, 2, 7]], 0, [2, 2, 2], [[0, 1], [0, 1], [0, 1]]),
    ([[1, 2, INF], [1, 2, 99]], 1, [0, 2], [[], [0, 1]]),  # without another service it loses everything
    ([[1, 2, INF], [1, 2, INF]], 1, [0, NONE], [[], [0, 1]]),  # equal: the first in the batch stays
    ([[1, 2, 5], [1, 2, 5], [1, 2, 5]], 2, [0, 0, 2], [[], [], [0, 1]]),
    ([[2, 1, 9], [5, 6, 4]], 1, [1, 2], [[], []]),  # who goes elsewhere by himself counts for nothing
]


@pytest.mark.parametrize(("total", "capacity", "winners", "full"), CAPACITY)
def test_the_last_places_go_to_those_who_would_lose_most(
    total: list[list[float]], capacity: int, winners: list[int], full: list[list[int]]
) -> None:
    assert settled(total, capacity) == (winners, full)


def test_a_batch_beyond_the_capacity_goes_elsewhere_and_says_why() -> None:
    asked = [replace(TOWEL, key=str(at)) for at in range(5)]
    free = recommend(asked, context=context())
    assert free[0].winner is not None
    carrier = free[0].winner.service.carrier
    known: RouteContext = with_terms(carrier, daily_capacity=12, parcels_today=10)
    found = recommend(asked, context=known)
    winners = [one.winner.service.carrier for one in found if one.winner]
    assert [winner == carrier for winner in winners] == [True, True, False, False, False]
    moved = option(found[4], free[0].winner.service.key).exclusion
    assert moved is not None
    assert (moved.code, moved.detail) == ("CAPACITY_FULL", "10 / 12")
    assert recommend(asked, context=known) == found


def test_templates_share_the_capacity() -> None:
    asked = [replace(request(chicago(), parcel_of(cotton_towel())), key=str(at)) for at in range(3)]
    known: RouteContext = with_terms("cainiao", daily_capacity=1)
    found = recommend(asked, context=known, templates=templates("cainiao/CAINIAO_PREMIUM", country="US"))
    assert [one.decided_by for one in found] == ["TEMPLATE", "SCORE", "SCORE"]
    assert [one.template.exclusion.code for one in found[1:] if one.template and one.template.exclusion] == [
        "CAPACITY_FULL",
        "CAPACITY_FULL",
    ]
