"""`fahuo ship` by two clerks at once, and killed in the middle: the carrier's own book counts each order once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from fahuo.carriers.emulation import server
from tests.cli import orders
from tests.cli.shell import Shell
from tests.fixtures.waiting import wait_until

COUNT = 24
# A lease of 6 s outlives the emulator's 0.3 s by far; eight calls at once make the run long enough to be killed in the
# middle and short enough for one lease.
QUICK = {
    "FAHUO_LEASE_SECONDS": "6", "FAHUO_ANSWER_SECONDS": "1", "FAHUO_SETTLE_SECONDS": "0.3",
    "FAHUO_BACKOFF_SECONDS": "0.2", "FAHUO_CALLS_AT_ONCE": "8",
}  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def slow_carrier() -> Iterator[str]:
    """YunExpress, which books at once, answers late, and books the same reference twice."""
    with server.running("yunexpress", answer_after_ms=300, refuse_duplicates=False) as url:
        yield url


def booked(carrier: str, shell: Shell, seller: str) -> Counter[str]:
    """Count what the carrier holds of this seller, by our order number."""
    ((key,),) = shell.rows("SELECT id FROM accounts_seller WHERE name = %s", seller)
    entries = httpx.get(f"{carrier}/_emulator/orders").json()["orders"]
    references = [entry["reference"].split("-") for entry in entries]
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
    shell: Shell, new_seller: Callable[[str], str], slow_carrier: str, tmp_path: Path
) -> None:
    seller = new_seller(slow_carrier)
    shell.done(*orders.write(tmp_path, ready=COUNT), "--seller", seller)
    killed = shell.start("ship", "--seller", seller, "--all", **QUICK)
    wait_until(lambda: booked(slow_carrier, shell, seller))
    killed.kill()
    killed.communicate()
    there = booked(slow_carrier, shell, seller)
    assert 0 < len(there) < COUNT, "the kill missed the middle"

    again = shell.done("ship", "--seller", seller, "--all", **QUICK)
    assert again == f"0 orders: {COUNT} taken over, labelled\n"
    assert booked(slow_carrier, shell, seller) == Counter(orders.numbers(COUNT))
