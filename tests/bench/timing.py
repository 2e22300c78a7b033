"""CPU time of this process, all its threads together: more cores would not make a figure better."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from time import process_time

ROUNDS = 5


def cpu_seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of several rounds, after one that is not counted."""
    work()
    taken = []
    for _ in range(rounds):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return median(taken)
