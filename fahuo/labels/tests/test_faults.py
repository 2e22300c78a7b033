"""Sixty labels for each fault, head and size: a label that a scanner may refuse never passes."""

from __future__ import annotations

from pathlib import Path

import pytest

import fahuo
from fahuo.labels.dots import Head
from fahuo.labels.tests.fault_counts import FAULTS, LABELS, counts, table
from fahuo.trade.label import LabelSize

ALL_GOOD = "none (must pass)"


@pytest.mark.parametrize("head", Head)
@pytest.mark.parametrize("size", LabelSize)
def test_no_fault_passes_and_no_good_label_fails(size: LabelSize, head: Head) -> None:
    found = counts(size, head)
    assert found[ALL_GOOD] == (LABELS, LABELS, LABELS, LABELS)
    assert {name: passed.check for name, passed in found.items() if name != ALL_GOOD} == {
        name: 0 for name in FAULTS if name != ALL_GOOD
    }


@pytest.mark.parametrize("head", Head)
def test_neither_way_of_reading_is_enough_alone(head: Head) -> None:
    found = counts(LabelSize.MM_100X150, head)
    assert found["text through part of the bars"].one_strip > LABELS / 2
    assert found["address runs into the QR"].three_strips > LABELS / 2
    assert found["two dead pins side by side"].three_strips > LABELS / 4
    assert found["encoder's mistake"].dots == LABELS


def test_the_table_of_the_documents_is_this_one() -> None:
    # To write it anew: .venv/bin/python -m fahuo.labels.tests.fault_counts
    assert table() in (Path(fahuo.__file__).parents[1] / "docs/labels.md").read_text(encoding="utf-8")
