"""Every setting and every command is explained to the operator."""

from __future__ import annotations

import ast
import functools
import re

import pytest

from fahuo.site.cli import COMMANDS
from tests.architecture.sources import everything, product
from tests.docs.documents import text

SETTING = re.compile(r"(?:FAHUO_[A-Z0-9]+(?:_[A-Z0-9]+)*|DATABASE_URL)")
OPERATIONS = text("docs/operations.md")


@functools.cache
def _read_from_environment() -> set[str]:
    """Names that the code passes to `environment.…` or `os.environ`, and settings of our own."""
    return {
        node.value
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTING.fullmatch(node.value)
    }


def test_every_setting_is_documented() -> None:
    names = _read_from_environment()
    assert {"FAHUO_HOME", "DATABASE_URL", "FAHUO_LEASE_SECONDS"} <= names, "the search finds nothing"
    assert not sorted(name for name in names if f"`{name}`" not in OPERATIONS)


def test_every_documented_setting_exists() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \|", OPERATIONS, re.MULTILINE)
    assert not sorted(set(rows) - _read_from_environment())


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_documented(command: str) -> None:
    assert f"`fahuo {command}" in OPERATIONS


def test_every_documented_command_exists() -> None:
    documents = [OPERATIONS, *(text(name) for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md"))]
    named = {
        word for document in documents for word in re.findall(r"(?<![\w/-])fahuo ([a-z][a-z-]+)\b(?= |`|$)", document)
    }
    assert not named - set(COMMANDS) - {"is"}


def test_what_the_start_says_is_explained() -> None:
    """Each sentence of DatabaseUnavailable and SecretsUnavailable begins like a line of "When it does not start"."""
    explained = re.findall(r"^\| (.+?) \|", OPERATIONS.partition("## When it does not start")[2], re.MULTILINE)
    said = [sentence for source in everything() if source.room == "kit" for sentence in _sentences(source.tree)]
    assert len(said) > 10, "the search finds nothing"
    missing = [sentence for sentence in said if not any(_alike(line, sentence) for line in explained)]
    assert not missing


def _sentences(tree: ast.AST) -> list[str]:
    """First argument of each exception that stops the start, with … for what is filled in."""
    raised = [
        node.args[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"DatabaseUnavailable", "SecretsUnavailable"}
        and node.args
    ]
    return ["".join(_pieces(argument)) for argument in raised if isinstance(argument, ast.JoinedStr | ast.Constant)]


def _pieces(argument: ast.JoinedStr | ast.Constant) -> list[str]:
    parts = argument.values if isinstance(argument, ast.JoinedStr) else [argument]
    return [str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts]


def _alike(line: str, sentence: str) -> bool:
    """Whether the fixed words of the documented line occur in the sentence, in sequence."""
    words = [re.escape(piece.strip()) for piece in re.split(r"…|\bX\b|\bY\b|\(…\)", line) if piece.strip(" ():")]
    return re.search(".*".join(words), sentence) is not None
