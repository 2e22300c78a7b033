"""`fahuo track`: carriers are asked now, timelines printed; what is nobody's parcel is said so."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from fahuo.carriers.emulation.web import web
from tests.cli import orders
from tests.cli.shell import Shell


@pytest.fixture(scope="module")
def seller(
    shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """Return a seller with one parcel that was shipped."""
    name = new_seller(carrier)
    shell.done(*orders.write(tmp_path_factory.mktemp("track"), ready=1), "--seller", name)
    shell.done("ship", "--seller", name, *orders.numbers(1))
    return name


def test_a_parcel_is_asked_for_and_its_timeline_printed(shell: Shell, seller: str, carrier: str) -> None:
    (order,) = orders.numbers(1)
    (known,) = json.loads(shell.done("track", "--seller", seller, "--no-asking", "--json", order))
    assert (known["milestone"], known["events"]) == ("", [])
    (told,) = json.loads(shell.done("track", "--seller", seller, "--json", order))
    assert (told["order"], told["carrier"]) == (order, "yunexpress")
    assert [event["milestone"] for event in told["events"]] == ["CREATED"]
    plain = shell.done("track", "--seller", seller, told["number"])
    assert told["number"] in plain
    assert "CREATED" in plain


def test_a_carrier_that_does_not_answer_is_said(shell: Shell, seller: str, carrier: str) -> None:
    fault = {"kind": "error_before", "operation": "track", "times": 1}
    web().post(f"{carrier}/_emulator/faults", json=fault)
    assert shell("track", "--seller", seller, *orders.numbers(1)).code == 3
    assert shell("track", "--seller", seller, *orders.numbers(1)).code == 0


def test_what_is_due_is_counted(shell: Shell, seller: str) -> None:
    shell.done("track", "--seller", seller, *orders.numbers(1))
    assert json.loads(shell.done("track", "--seller", seller, "--due", "--json")) == {
        "asked": 0, "calls": 0, "new_events": 0, "failed": 0,
    }  # fmt: skip


def test_nobodys_number_is_refused_before_anybody_is_asked(shell: Shell, seller: str) -> None:
    before = shell.content()
    ended = shell("track", "--seller", seller, "YT0000000000000000")
    assert ended.refused() == "No parcel of this seller has the number YT0000000000000000."
    assert shell.content() == before
    assert shell("track", "--seller", seller).code == 2
    assert shell("track", "--seller", seller, "--due", "YT1").code == 2
