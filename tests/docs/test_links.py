"""Links lead somewhere, and files that are named exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.docs.documents import ROOT, anchors, documents, headings, links, named_paths, text

FOLLOWED = (
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "README.zh-CN.md",
    "docs/operations.md",
    "docs/glossary.md",
)
DECISIONS = sorted((ROOT / "docs/decisions").glob("*.md"))
DECISION_PARTS = ["Context", "Decision", "Consequences", "Alternatives", "References"]


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    dead = [target for target in links(document) if not _leads_somewhere(document, target)]
    assert not dead


@pytest.mark.parametrize("name", FOLLOWED)
def test_named_files_exist(name: str) -> None:
    missing = [path for path in named_paths(name) if not (ROOT / path).exists()]
    assert not missing


def test_the_tour_names_files_of_every_room() -> None:
    """ARCHITECTURE.md follows an order through the house: it must pass through each room that is built."""
    named = {path.split("/")[1] for path in named_paths("ARCHITECTURE.md") if path.startswith("fahuo/")}
    built = {folder.name for folder in (ROOT / "fahuo").iterdir() if (folder / "__init__.py").exists()}
    # The catalogue and the people are asked by rooms of the tour, which name them in their own imports.
    assert built - named <= {"accounts", "goods", "locale"}


def test_files_named_beside_each_other_exist() -> None:
    """`a/b.py`, `c.py` in one cell of the tour: the second lies beside the first."""
    missing = []
    for line in text("ARCHITECTURE.md").splitlines():
        folder = None
        for word in re.findall(r"`([\w./-]+\.py)`", line):
            if "/" in word:
                folder = (ROOT / word).parent
            elif folder and line.startswith("|") and not (folder / word).exists():
                missing.append(f"{folder.relative_to(ROOT)}/{word}")
    assert not missing


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_fits_a_page(decision: Path) -> None:
    name = decision.relative_to(ROOT).as_posix()
    assert headings(name) == DECISION_PARTS
    assert len(text(name).splitlines()) <= 60


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]


def _leads_somewhere(document: Path, target: str) -> bool:
    if target.startswith(("https://", "http://", "mailto:")):
        return True
    path, _, anchor = target.partition("#")
    goal = (document.parent / path).resolve() if path else document
    if not goal.exists():
        return False
    return not anchor or anchor in anchors(goal)
