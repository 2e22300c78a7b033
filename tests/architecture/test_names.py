"""Names say what a thing is. Words that fit everything say nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.sources import ROOT, Source, definitions, everything, product

# The last word of a module, class or function may not be one of these, nor the whole name.
EMPTY_WORDS = frozenset(
    (
        *("data", "info", "information", "manager", "helper", "helpers", "util", "utils"),
        *("misc", "stuff", "process", "processor", "handle", "handler"),
    )
)
EMPTY_VERBS = frozenset(("process", "handle", "manage"))
# Words that this product calls by another name (docs/glossary.md).
FOREIGN_WORDS = {"package": "parcel", "courier": "carrier", "provider": "carrier", "consignment": "shipment"}
# Name → whose name it is.
NOT_OURS = {
    "handle_async_request": "httpx's transports",
    "handle": "Django's management commands",
    **dict.fromkeys(("handle_RCPT", "handle_DATA"), "aiosmtpd's servers"),
    **dict.fromkeys(("handle_starttag", "handle_endtag", "handle_data"), "html.parser's readers"),
}
# PostgreSQL calls the folder of a server its data folder.
POSTGRES = ("fahuo/kit/embedded_postgres/", "data")
# A carrier's messages are in the carrier's own spelling, and its emulator speaks them.
THEIR_WORDS = ("wire.py", "emulator.py")


def test_no_name_is_empty() -> None:
    culprits = [
        f"{place}: {name}"
        for source in everything()
        if source.path.name not in (*THEIR_WORDS, "manage.py")
        for place, name in _names(source)
        if name not in NOT_OURS
        and not _is_postgres(place, name)
        and (_words(name)[-1] in EMPTY_WORDS or _words(name)[0] in EMPTY_VERBS)
    ]
    assert not culprits, "empty names: " + "; ".join(culprits)


def test_one_word_per_thing() -> None:
    culprits = [
        f"{place}: {name} (say {FOREIGN_WORDS[word]})"
        for source in product()
        if "adapters" not in source.path.parts
        for place, name in _names(source)
        for word in _words(name)
        if word in FOREIGN_WORDS
    ]
    assert not culprits, "; ".join(culprits)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("OrderManager", ["order", "manager"]),
        ("parse_data", ["parse", "data"]),
        ("HTTPInfo", ["http", "info"]),
        ("_utils", ["utils"]),
        ("database", ["database"]),
    ],
)
def test_names_are_cut_into_words(name: str, words: list[str]) -> None:
    assert _words(name) == words


def test_moments_and_days_are_told_apart() -> None:
    """`_at` is a moment, `_on` a day: model fields keep to it."""
    culprits = [
        f"{source.at(node)}: {target.id}"
        for source in product()
        if source.path.name == "models.py"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for target in node.targets
        if isinstance(target, ast.Name) and not _fits(target.id, ast.unparse(node.value.func))
    ]
    assert not culprits, "; ".join(culprits)


def _is_postgres(place: str, name: str) -> bool:
    return place.startswith(POSTGRES[0]) and _words(name)[-1] == POSTGRES[1]


def _fits(field: str, column: str) -> bool:
    if column == "models.DateTimeField":
        return field == "at" or field.endswith(("_at", "_by", "_until", "_from"))
    if column == "models.DateField":
        return field == "on" or field.endswith(("_on", "_from", "_until"))
    return True


def _names(source: Source) -> Iterator[tuple[str, str]]:
    yield source.name, source.path.stem if source.path.stem != "__init__" else source.path.parent.name
    for node in definitions(source.tree):
        yield source.at(node), node.name


def _words(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name.replace(".", "_"))
    return [word.lower() for word in spaced.split("_") if word] or [name]


def test_folders_and_files_are_spelled_in_snake_case() -> None:
    culprits = [s.name for s in everything() if not re.fullmatch(r"[a-z0-9_]+\.py", s.path.name)]
    assert not culprits, f"below {ROOT.name}: {culprits}"
