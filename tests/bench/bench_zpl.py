"""Our own label as ZPL: from its content to the bytes that are sent, and these read back; a hundred at a time.

The labels are those of `bench_labels`: no address, number or title comes twice, so caches of lines are of little use.
Fonts and glyphs are warm, as in a worker that has printed a few hundred labels; what the first hundred cost is
given apart.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median
from time import process_time

from fahuo.labels import expectation_of, zpl
from fahuo.labels.codes import place_codes
from fahuo.labels.dots import Head
from fahuo.labels.layout import lay_out
from fahuo.labels.zpl.writing import written
from fahuo.trade.label import LabelContent, LabelSize
from tests.bench.bench_labels import _contents

_BATCH, _WARM, _ROUNDS = 100, 5, 5
_STORE = _contents(150, random.Random(1))
_GOODS = [line for content in _STORE for line in content.lines][:300]
_SIZE, _HEAD = LabelSize.MM_100X150, Head.DPI_203


def measure() -> dict[str, float]:
    """Return CPU milliseconds a label."""
    contents = _contents((1 + _WARM + 3 * _ROUNDS) * _BATCH, random.Random(20261122))
    batches = [contents[start : start + _BATCH] for start in range(0, len(contents), _BATCH)]
    cold = _milliseconds(lambda: zpl.write(batches[0]))
    for batch in batches[1 : 1 + _WARM]:
        zpl.write(batch)
    store = [_of_one_store(batch) for batch in batches]
    for batch in store[: 1 + _WARM]:
        zpl.write(batch)
    whole, alone, checked = (batches[1 + _WARM + kind :: 3] for kind in range(3))
    return {
        "zpl_cpu_ms": median(_milliseconds(lambda batch=batch: zpl.write(batch)) for batch in whole),
        "zpl_store_cpu_ms": median(
            _milliseconds(lambda batch=batch: zpl.write(batch)) for batch in store[1 + _WARM : 1 + _WARM + _ROUNDS]
        ),
        "zpl_write_cpu_ms": median(_laid_out(batch) for batch in alone),
        "zpl_check_cpu_ms": median(_read_back(batch) for batch in checked),
        "zpl_cold_cpu_ms": cold,
        "zpl_kb": sum(map(len, zpl.write(whole[0]))) / _BATCH / 1000,
    }


def _of_one_store(batch: Sequence[LabelContent]) -> list[LabelContent]:
    """Return the labels as one store has them: one sender, goods out of three hundred; recipients are all others."""
    return [
        replace(
            content,
            sender=_STORE[0].sender,
            lines=tuple(_GOODS[int(line.sku[3:]) % len(_GOODS)] for line in content.lines),
        )
        for content in batch
    ]


def _laid_out(batch: Sequence[LabelContent]) -> float:
    ready = [(lay_out(content, _SIZE), place_codes(content, _SIZE, _HEAD)) for content in batch]
    return _milliseconds(lambda: [written(sheet, codes, _SIZE, _HEAD) for sheet, codes in ready])


def _read_back(batch: Sequence[LabelContent]) -> float:
    content, expectations = b"".join(zpl.write(batch)), [expectation_of(one) for one in batch]
    checks: list[object] = []
    taken = _milliseconds(lambda: checks.extend(one.problem for one in zpl.check(content, expectations)))
    if checks != [None] * len(batch):
        raise RuntimeError(f"Labels that do not read back: {[one for one in checks if one][:3]}")
    return taken


def _milliseconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return (process_time() - start) * 1000 / _BATCH
