"""Halving a batch until the culprit stands alone."""

from __future__ import annotations

import pytest
from django.db import OperationalError

from fahuo.shipments.services.isolate import isolate


def failing_at(*culprits: int):
    def act(ids):
        if set(ids) & set(culprits):
            raise ValueError(ids)
        return list(ids)

    return act


@pytest.mark.parametrize(
    ("ids", "culprits", "expected"),
    [
        ([], (), []),
        ([1, 2, 3], (), [[1, 2, 3]]),
        ([1, 2, 3, 4], (3,), [[1, 2], "3", [4]]),
        ([1], (1,), ["1"]),
        ([1, 2, 3, 4], (1, 4), ["1", [2], [3], "4"]),
    ],
)
def test_all_but_the_culprits_are_done(ids, culprits, expected):
    assert isolate(ids, failing_at(*culprits), lambda culprit, error: str(culprit)) == expected


def test_a_lost_database_is_nobodys_culprit():
    def act(ids):
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        isolate([1, 2], act, lambda culprit, error: None)
