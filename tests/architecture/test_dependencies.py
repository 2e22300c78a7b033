"""Every dependency says why it is here, is pinned, and may be shipped."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.sources import ROOT

PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
DECLARED = tuple(Requirement(line) for line in tomllib.loads(PYPROJECT)["project"]["dependencies"])
# LGPL libraries are used as they are, replaceable by whoever runs Fahuo; GPL and AGPL would bind Fahuo itself.
STRICT_LICENCE = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License|Affero", re.IGNORECASE)
# Distribution → why its licence field is not the whole story.
EXAMINED: dict[str, str] = {}
OPTIONAL_LICENCE_WORDS = ("lgpl", "lesser")


def _pinned() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    exact = (re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", line) for line in lines)
    return {canonicalize_name(match[1]): match[2] for match in exact if match}


def _closure() -> set[str]:
    """Names of everything that is installed with Fahuo: what it asks for, and what that asks for."""
    todo, seen = [(requirement.name, requirement.extras) for requirement in DECLARED], set[str]()
    while todo:
        name, extras = todo.pop()
        if (known := canonicalize_name(name)) in seen and not extras:
            continue
        seen.add(known)
        for text in metadata.requires(name) or ():
            needed = Requirement(text)
            wanted = needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in (*extras, ""))
            if wanted and canonicalize_name(needed.name) not in seen:
                todo.append((needed.name, needed.extras))
    return seen


@pytest.mark.parametrize("requirement", DECLARED, ids=lambda requirement: requirement.name)
def test_a_dependency_says_why_and_is_pinned(requirement: Requirement) -> None:
    line = next(line for line in PYPROJECT.splitlines() if line.strip().startswith(f'"{requirement.name}'))
    assert re.search(r"#\s*\w+", line), f"{requirement.name} does not say why it is here"
    assert canonicalize_name(requirement.name) in _pinned(), f"{requirement.name} is not in requirements.txt"


def test_everything_installed_with_it_is_pinned() -> None:
    assert not sorted(_closure() - set(_pinned())), "needed, but not in requirements.txt"


def test_what_runs_here_is_what_is_pinned() -> None:
    pinned = _pinned()
    different = {
        name: f"{metadata.version(name)} here, {pinned[name]} pinned"
        for name in sorted(_closure() & set(pinned))
        if metadata.version(name) != pinned[name]
    }
    assert not different


@pytest.mark.parametrize("name", sorted(_closure()))
def test_a_licence_lets_us_ship(name: str) -> None:
    words = _licence(name)
    assert words, f"{name} states no licence"
    assert name in EXAMINED or not STRICT_LICENCE.search(words), f"{name}: {words}"


@pytest.mark.parametrize(
    ("words", "strict"),
    [
        ("GPL-3.0-only", True),
        ("AGPL-3.0", True),
        ("GNU Affero General Public License v3", True),
        ("License :: OSI Approved :: GNU General Public License v3 (GPLv3)", True),
        ("LGPL-3.0-only", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("BSD-3-Clause", False),
    ],
)
def test_licences_are_told_apart(words: str, strict: bool) -> None:
    assert bool(STRICT_LICENCE.search(words)) == strict


def _licence(name: str) -> str:
    meta = metadata.metadata(name)
    classifiers = [text for text in meta.get_all("Classifier") or () if text.startswith("License ::")]
    # Some put the whole text into the field: its first line names it.
    first = ((meta.get("License") or "").strip().splitlines() or [""])[0]
    return " ".join([meta.get("License-Expression") or "", first, *classifiers]).strip()
