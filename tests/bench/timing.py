"""CPU time of this process, all its threads together: more cores would not make a figure better."""

from __future__ import annotations

import gc
from collections.abc import Callable
from statistics import median
from time import process_time

ROUNDS = 5


def cpu_seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the median of several rounds, after one that is not counted.

    What was prepared is put out of sight of the garbage collector, else it walks through all of it again and again.
    """
    work()
    gc.collect()
    gc.freeze()
    taken = []
    for _ in range(rounds):
        began = process_time()
        work()
        taken.append(process_time() - began)
    return median(taken)
