"""Documents that are made from the code are as the code is."""

from __future__ import annotations

from pathlib import Path

import pytest

from fahuo.carriers import registry
from fahuo.trade.error_book import ENTRIES
from tests.docs.documents import ROOT, headings, text
from tests.docs.generated import DOCUMENTS, ledger

GRADES = {"done", "todo", "exempt"}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_it_is_up_to_date(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == DOCUMENTS[path](), "run: python -m tests.docs --write"


def test_every_code_has_its_chapter() -> None:
    assert sorted(headings("docs/errors.md", 3)) == sorted(ENTRIES)


def test_every_carrier_is_in_the_matrix() -> None:
    matrix = text("docs/capability-matrix.md")
    assert all(registry.manifest(code).name_en in matrix for code in registry.codes())


@pytest.mark.parametrize("code", registry.codes())
def test_a_ledger_is_honest(code: str) -> None:
    """A rule is done, or to be done, or exempt with a reason; each carrier has a page of its own."""
    entries = ledger(code)
    assert entries, f"{code} has no quality.toml"
    assert {grade for grade, _ in entries.values()} <= GRADES
    unexplained = [rule for rule, (grade, reason) in entries.items() if grade == "exempt" and not reason]
    assert not unexplained, f"{code}: exempt without a reason: {unexplained}"
    assert (ROOT / f"docs/carriers/{code}.md").exists(), f"{code} has no page in docs/carriers"
