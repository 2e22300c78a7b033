"""What the benchmarks time is right: the checks that they make before, on few orders of the invented world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.bench import world
from tests.bench.engine import Engine
from tests.bench.router import Router


def test_bulk_and_single_agree_on_every_kind_of_sheet() -> None:
    engine = Engine(world.services(), world.sheets(), world.rules(), world.ON, world.volumes())
    assert engine.check(world.rate_requests(60, seed=11)) > 3_000


def test_the_check_can_fail() -> None:
    engine = Engine(world.services()[:7], world.sheets(), world.rules(), world.ON)
    terms = engine.table.terms
    engine.table = replace(engine.table, terms=replace(terms, fuel=np.full_like(terms.fuel, 0.5)))
    with pytest.raises(RuntimeError, match="bulk says"):
        engine.check(world.rate_requests(20, seed=11))


def test_a_batch_chooses_as_each_order_alone() -> None:
    Router().check(world.route_requests(25, seed=11))
