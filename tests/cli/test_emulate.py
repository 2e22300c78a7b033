"""`fahuo emulate`: one carrier, or all of them in one process; a file of faults and what outweighs it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from fahuo.carriers import registry
from fahuo.site.cli.emulate import command
from tests.fixtures.waiting import LONGEST_S

STORM = Path(__file__).parents[2] / "docs/examples/storm.toml"


@contextmanager
def emulating(*arguments: str) -> Iterator[list[str]]:
    """Run the command as a process; gives the addresses that it names."""
    script = "import sys; from fahuo.site.cli.emulate import command; command(sys.argv[1:])"
    process = subprocess.Popen([sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        wanted = len(registry.codes()) if "--all" in arguments else 1
        lines = [process.stdout.readline() for _ in range(wanted)]
        yield [found[0] for line in lines if (found := re.search(r"http://\S+", line))]
    finally:
        process.terminate()
        process.communicate(timeout=LONGEST_S)


def faults(url: str) -> list[dict[str, object]]:
    """What waits at an emulator that is only just starting."""
    transport = httpx.HTTPTransport(retries=8)
    with httpx.Client(transport=transport, trust_env=False, timeout=LONGEST_S) as client:
        waiting: list[dict[str, object]] = client.get(f"{url}/_emulator/faults").json()
    return waiting


def test_all_carriers_at_once_with_a_storm() -> None:
    with emulating("--all", "--port", "0", "--faults", str(STORM), "--latency-ms", "0") as urls:
        assert [url.rpartition("/")[2] for url in urls] == list(registry.codes())
        assert {len(faults(url)) for url in urls} == {17}


def test_what_is_said_on_the_command_line_outweighs_the_file() -> None:
    arguments = ["yanwen", "--port", "0", "--faults", str(STORM), "--fault", "create:rate_limit:3"]
    with emulating(*arguments) as [url]:
        assert [(fault["kind"], fault["times"]) for fault in faults(url)] == [("rate_limit", 3)]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ([], 2, "Name one carrier, or say --all."),
        (["yanwen", "--all"], 2, "Name one carrier, or say --all."),
        (["pigeon"], 1, "No carrier 'pigeon'."),
        (["yanwen", "--fault", "create:sulks"], 1, "Not a fault: 'create:sulks'."),
        (["yanwen", "--journey", "PARADISE:1"], 1, "'PARADISE' is not a valid Plot"),
        (["yanwen", "--journey", "LOSS:some"], 1, "Not a journey: 'LOSS:some'."),
        (["yanwen", "--faults", "/nowhere.toml"], 1, "/nowhere.toml"),
        (["--all", "--book", "book.jsonl"], 2, "With --all each carrier needs a book of its own"),
    ],
)
def test_what_cannot_be_meant(arguments: list[str], code: int, said: str) -> None:
    ended = CliRunner().invoke(command, arguments)
    assert (ended.exit_code, said in ended.output) == (code, True), ended.output
