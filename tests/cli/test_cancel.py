"""`fahuo cancel`: the carrier first, then here; what it refuses stays booked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fahuo.carriers.emulation.web import web
from tests.cli import orders
from tests.cli.shell import Shell


@pytest.fixture
def seller(shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path: Path) -> str:
    """Return a seller with two orders, of which the first one is shipped."""
    name = new_seller(carrier)
    shell.done(*orders.write(tmp_path, ready=2), "--seller", name)
    shell.done("ship", "--seller", name, orders.numbers(1)[0])
    return name


def stages(shell: Shell, seller: str) -> list[tuple[str, str]]:
    sql = "SELECT number, stage FROM orders_order o JOIN accounts_seller s ON s.id = o.seller_id WHERE name = %s"
    return [(number, stage) for number, stage in shell.rows(f"{sql} ORDER BY number", seller)]


def test_what_is_cancelled_can_be_shipped_again(shell: Shell, seller: str) -> None:
    first, other = orders.numbers(2)
    ended = shell("cancel", "--seller", seller, first, other)
    assert ended.code == 0, ended
    assert ended.out.splitlines()[0].startswith(f"{first}  YT")
    assert ended.out.splitlines()[1] == "1 of 2 orders cancelled"
    assert ended.err == "1 had no booking to cancel.\n"
    assert stages(shell, seller) == [(first, "OPEN"), (other, "OPEN")]
    sql = "SELECT verb, subject FROM accounts_action a JOIN accounts_seller s ON s.id = a.seller_id WHERE name = %s"
    assert shell.rows(sql, seller) == [("cancel_shipment", first)]
    assert shell.done("cancel", "--seller", seller, first) == "0 of 1 orders cancelled\n", "again is no error"
    shell.done("ship", "--seller", seller, first)


def test_what_the_carrier_does_not_cancel_stays_as_it_is(shell: Shell, seller: str, carrier: str) -> None:
    (first,) = orders.numbers(1)
    fault = {"kind": "reset_before", "operation": "cancel", "times": 1}
    web().post(f"{carrier}/_emulator/faults", json=fault)
    before = shell.content()
    ended = shell("cancel", "--seller", seller, first)
    assert (ended.code, ended.out) == (3, "0 of 1 orders cancelled\n"), ended
    assert ended.err.startswith(f"{first}: The carrier did not cancel (")
    assert shell.content() == before


def test_an_order_that_nobody_knows_stops_it_before_anything_is_sent(shell: Shell, seller: str) -> None:
    (first,) = orders.numbers(1)
    before = shell.content()
    assert (
        shell("cancel", "--seller", seller, first, "999").refused() == f"{seller} has no order 999. Nothing was done."
    )
    assert shell("cancel", "--seller", seller).code == 2
    assert shell.content() == before
