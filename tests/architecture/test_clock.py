"""Time is passed in. Only `kit.clock` reads it, and only edges call `kit.clock`."""

from __future__ import annotations

import ast

from tests.architecture.sources import Source, called, product

READS_THE_CLOCK = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "date.today",
    "datetime.date.today",
    "time.time",
    "timezone.now",
    "timezone.localdate",
    "timezone.localtime",
}
CLOCK = "fahuo/kit/clock.py"
# Measuring how long something took is not asking what time it is: perf_counter, process_time, monotonic are free.


def test_only_the_clock_reads_the_clock() -> None:
    culprits = [
        f"{source.at(node)} {called(node)}()"
        for source in product()
        if source.name != CLOCK and not _is_emulator(source)
        for node in ast.walk(source.tree)
        if called(node) in READS_THE_CLOCK and not _converts_a_moment(node)
    ]
    assert not culprits, "use kit.clock.now() at the edge and pass at=/on= down: " + "; ".join(culprits)


def test_decisions_do_not_ask_for_the_time() -> None:
    """Words, rules and domain code do not even import a module that could tell."""
    culprits = [
        source.at(node)
        for source in product()
        if _is_pure(source)
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Import) and any(alias.name == "time" for alias in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module == "time")
    ]
    assert not culprits, "; ".join(culprits)


def test_the_check_sees_a_clock() -> None:
    tree = ast.parse("x = date.today()\ny = datetime.datetime.now(UTC)\nz = rows[0].time.time()\n")
    assert {called(node) for node in ast.walk(tree)} & READS_THE_CLOCK == {"date.today", "datetime.datetime.now"}


def _is_pure(source: Source) -> bool:
    parts = source.name.removesuffix(".py").split("/")
    return source.room in {"trade", "rulebook"} or "domain" in parts


def _is_emulator(source: Source) -> bool:
    """An emulator is the carrier's own machine, with the carrier's own clock."""
    return source.path.name == "emulator.py" or "emulation" in source.path.parts


def _converts_a_moment(node: ast.AST) -> bool:
    """`timezone.localdate(moment)` converts a moment; without an argument it asks for now."""
    return (
        called(node) in {"timezone.localdate", "timezone.localtime"} and isinstance(node, ast.Call) and bool(node.args)
    )
