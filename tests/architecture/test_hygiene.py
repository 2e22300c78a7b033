"""What a repository that others clone must not hold, and what its code must say."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, Definition, Function, everything, rooms

TEXT = frozenset(
    (
        *("", ".py", ".md", ".toml", ".yaml", ".yml", ".txt", ".cfg", ".ini"),
        *(".html", ".css", ".js", ".po", ".sh", ".json", ".csv"),
    )
)
LARGEST_BYTES = 1_000_000
# Path → why it is worth its size in every clone.
WORTH_IT = {"fahuo/site/demo/orders.json": "the sample orders of `make demo`, in the platform's own wordy shape"}

# Words put together here, so that this file does not find itself.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.])/(" + "|".join(("work", "home", "root", "Users")) + r")/"),
    "a package host": re.compile(r"\b(pypi" + r"\.org|files\.pythonhosted|registry\.npmjs|deb\.debian" + r"\.org)"),
    "a word about its own making": re.compile(
        r"\b(Chat" + r"GPT|Clau" + r"de|Anthro" + r"pic|AI-gener" + r"ated|AI sess" + r"ion|language mod" + r"el)\b",
        re.IGNORECASE,
    ),
    "a left-over": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b(?!\")"),
}
# Files whose subject is the word itself: `todo` is a grade of the quality ledger, in small letters.
BARE_NOQA = re.compile(r"#\s*noqa(?!:\s*[A-Z]+\d+)")
BARE_IGNORE = re.compile(r"#\s*type:\s*ignore(?!\[)")
EXPLAINED_ROOMS = ("trade", "kit", "rulebook")
EXPLAINED_FILES = {"fahuo/carriers/contract.py", "fahuo/carriers/errors.py", "fahuo/carriers/registry.py"}


def tracked() -> list[Path]:
    """Files that a clone would hold, from git; files not added yet count as well."""
    # The folder may belong to somebody else, in a container for example: reading its list is harmless.
    command = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return [path for name in listed if (path := ROOT / name).is_file()]


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_the_repository_holds_no(what: str) -> None:
    culprits = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in tracked()
        if path.suffix in TEXT
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert not culprits, f"{what}:\n" + "\n".join(culprits)


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", "open('/wo" + "rk/main/x')"),
        ("a package host", "https://pypi" + ".org/simple"),
        ("a left-over", "# TO" + "DO: later"),
    ],
)
def test_the_search_finds_what_it_looks_for(what: str, line: str) -> None:
    assert FORBIDDEN[what].search(line)


def test_no_file_is_huge() -> None:
    sizes = {path.relative_to(ROOT).as_posix(): path.stat().st_size for path in tracked()}
    huge = {name: size for name, size in sizes.items() if size > LARGEST_BYTES}
    assert not {name: size for name, size in huge.items() if name not in WORTH_IT}
    assert set(WORTH_IT) <= set(huge), "excused without need"


def test_silenced_checks_say_which() -> None:
    culprits = [
        f"{source.name}:{number}"
        for source in everything()
        if source.path != Path(__file__)
        for number, line in enumerate(source.text.splitlines(), 1)
        if BARE_NOQA.search(line) or BARE_IGNORE.search(line)
    ]
    assert not culprits, "a bare noqa or type: ignore hides everything: " + ", ".join(culprits)


def test_what_others_build_on_is_explained() -> None:
    """Words, tools, rules and the carrier contract: every public module, class, function and method has a docstring."""
    sources = [*rooms(*EXPLAINED_ROOMS), *(source for source in everything() if source.name in EXPLAINED_FILES)]
    culprits = [source.name for source in sources if ast.get_docstring(source.tree) is None]
    culprits += [
        f"{source.at(node)} {node.name}"
        for source in sources
        for node in _public(source.tree)
        if ast.get_docstring(node) is None
    ]
    assert not culprits, "without a docstring: " + ", ".join(culprits)


def _public(tree: ast.Module | ast.ClassDef) -> list[Definition]:
    """Public names of a module and of its public classes; special methods explain themselves by their names."""
    found: list[Definition] = []
    for node in tree.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            found.append(node)
            if isinstance(node, ast.ClassDef):
                found += _public(node)
    return found
