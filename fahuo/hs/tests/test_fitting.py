"""Fitting: weights move to the streams that are right, unseen answers are measured, and the model comes back whole."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from fahuo.hs import fitting
from fahuo.hs.answer import Band
from fahuo.hs.calibration import NEVER, bound
from fahuo.hs.features import FEATURES, Candidates
from fahuo.hs.fitting import Case
from fahuo.hs.labelled import Labelled
from fahuo.hs.model import FILE, as_json, from_json, softened
from fahuo.hs.question import Question
from fahuo.hs.tests import shelf

TITLE, LEAF = FEATURES.index("title:code"), FEATURES.index("leaf:code")


def _case(title: int, leaf: int) -> Case:
    """Three candidates of three headings; the title names one, the category another; right is what the title names."""
    rows = np.zeros((3, len(FEATURES)), dtype=np.float32)
    rows[title, TITLE], rows[leaf, LEAF] = 1, 1
    return Case(Candidates(np.arange(3), rows), title, np.arange(3) == title)


def test_weights_follow_the_stream_that_is_right() -> None:
    rng = np.random.default_rng(1)
    cases = [_case(int(rng.integers(3)), int(rng.integers(3))) for _ in range(200)]
    weights = fitting.train(cases)
    assert weights[TITLE] > 1
    assert abs(weights[LEAF]) < weights[TITLE] / 3
    assert not np.delete(weights, [TITLE, LEAF]).any()


def test_what_a_stream_of_chance_is_worth_is_said_on_titles_not_seen() -> None:
    rng = np.random.default_rng(2)
    cases = [_case(int(rng.integers(3)), int(rng.integers(3))) for _ in range(40)]
    known = fitting.fit_titles(cases, cases)
    assert known.top[1] == 1.0
    assert (known.high_share, known.high_right) == (1.0, 1.0)
    blind = [Case(_case(0, 1).candidates, int(rng.integers(3)), np.arange(3) == 0) for _ in range(40)]
    unknown = fitting.fit_titles(blind, blind)
    assert unknown.top[1] < 0.5
    assert unknown.model.high > 1  # nothing may be called HIGH


def test_a_bound_must_hold_with_attributes_too() -> None:
    rng = np.random.default_rng(3)
    titles = [_case(int(rng.integers(3)), int(rng.integers(3))) for _ in range(40)]
    misled = [Case(case.candidates, int(rng.integers(3)), case.same_heading) for case in titles]
    assert fitting.fit_titles(titles, misled).model.high == NEVER


def test_a_listing_is_high_where_its_title_agrees() -> None:
    rng = np.random.default_rng(4)
    titles = [_case(int(rng.integers(3)), int(rng.integers(3))) for _ in range(40)]
    by_title = fitting.fit_titles(titles, titles).model
    agreeing = fitting.fit_listings(titles, titles, titles, by_title)
    assert (agreeing.high_share, agreeing.model.high) == (1.0, by_title.high)
    others = [_case((case.right + 1) % 3, case.right) for case in titles]
    assert fitting.fit_listings(titles, titles, others, by_title).high_share == 0.0


def test_answering_again_tells_no_more() -> None:
    firsts, rights = np.linspace(1, 0.5, 20), np.ones(20, dtype=bool)
    again = [np.repeat(one, 3) for one in (firsts, rights)]
    assert bound(again[0], again[1], 0.9, repeats=3) == bound(firsts, rights, 0.9) == 0.5
    assert bound(firsts[:14], rights[:14], 0.9) == NEVER
    assert bound(again[0][:42], again[1][:42], 0.9, repeats=3) == NEVER


def test_doubt_takes_from_every_candidate() -> None:
    shares = softened(np.array([2.0, 1.0, 0.0]), 0.5, 0.2)
    assert shares.sum() == pytest.approx(0.8)
    assert list(shares) == sorted(shares, reverse=True)
    assert softened(np.array([]), 1.0, 0.0).size == 0


def test_a_model_comes_back_from_its_file() -> None:
    for kind, kept in json.loads(FILE.read_text(encoding="utf-8")).items():
        model = from_json(kept)
        assert as_json(model) == kept, kind
        assert 0 < sum(weight != 0 for weight in model.weights) <= 40
        assert set(kept["weights"]) <= set(FEATURES)
        assert model.medium <= model.high
        assert model.band(1.02) is Band.HIGH


def test_rows_become_cases(tmp_path: Path) -> None:
    rows = [
        Labelled(2, Question("blue mug", category_en="Pets > Dog supplies"), "en", "691200"),
        Labelled(3, Question("mug"), "en", "010121"),
    ]
    listing, unknown = fitting.cases_of(rows, shelf.plain(tmp_path), category=True, attributes=True)
    title, _ = fitting.cases_of(rows, shelf.plain(tmp_path), category=False, attributes=False)
    assert listing.right >= 0
    assert (unknown.right, unknown.same_heading.any()) == (-1, False)
    assert listing.candidates.rows[:, FEATURES.index("leaf_name:code")].any()
    assert not title.candidates.rows[:, FEATURES.index("leaf_name:code")].any()
