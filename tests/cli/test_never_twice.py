"""`fahuo ship` by two clerks at once, and killed in the middle: the carrier's own book counts each order once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.server import held_by
from fahuo.carriers.emulation.web import web
from tests.cli import orders
from tests.cli.shell import Shell
from tests.fixtures.waiting import wait_until

COUNT, AT_ONCE = 24, 8
# Nobody waits for the answers that do not come, nor for the lease: the test ends both.
CALLS = {"FAHUO_ANSWER_SECONDS": "60", "FAHUO_CALLS_AT_ONCE": str(AT_ONCE)}
EXPIRE = (
    "UPDATE shipments_shipment s SET lease_until = now() FROM accounts_seller a"
    " WHERE a.id = s.seller_id AND a.name = %s RETURNING s.status"
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def silent_carrier() -> Iterator[str]:
    """YunExpress, which books at once, answers no booking, and books the same reference twice."""
    with server.running("yunexpress", faults=["create:silence_after:100%"], refuse_duplicates=False) as url:
        yield url


def booked(carrier: str, shell: Shell, seller: str) -> Counter[str]:
    """Count what the carrier holds of this seller, by our order number."""
    ((key,),) = shell.rows("SELECT id FROM accounts_seller WHERE name = %s", seller)
    references = [entry["reference"].split("-") for entry in held_by(carrier)]
    return Counter(number for owner, number, _attempt in references if owner == str(key))


def test_two_at_the_same_time_book_each_order_once(
    shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path: Path
) -> None:
    seller = new_seller(carrier)
    shell.done(*orders.write(tmp_path, ready=COUNT), "--seller", seller)
    both = [shell.start("ship", "--seller", seller, "--all") for _ in range(2)]
    ended = [shell.end(process) for process in both]
    assert [end.code for end in ended] == [0, 0], ended
    assert booked(carrier, shell, seller) == Counter(orders.numbers(COUNT))


def test_killed_in_the_middle_and_called_again(
    shell: Shell, new_seller: Callable[[str], str], silent_carrier: str, tmp_path: Path
) -> None:
    seller = new_seller(silent_carrier)
    shell.done(*orders.write(tmp_path, ready=COUNT), "--seller", seller)
    killed = shell.start("ship", "--seller", seller, "--all", **CALLS)
    wait_until(lambda: len(booked(silent_carrier, shell, seller)) == AT_ONCE)
    killed.kill()
    killed.communicate()
    assert shell.rows(EXPIRE, seller) == [("BOOKING",)] * COUNT
    web().delete(f"{silent_carrier}/_emulator/faults")

    again = shell.done("ship", "--seller", seller, "--all")
    assert again == f"0 orders: {COUNT} taken over, labelled\n"
    assert booked(silent_carrier, shell, seller) == Counter(orders.numbers(COUNT))
