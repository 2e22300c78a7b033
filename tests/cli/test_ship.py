"""`fahuo ship` and `fahuo labels`, from the first order to a PDF whose codes can be read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fahuo.platforms.adapters.aliexpress.tests.orders import detail
from tests.cli import orders
from tests.cli.reading import decoded
from tests.cli.shell import Shell
from tests.fixtures.ports import nobody_listens

BLOCKED = detail(12, address={"zip": "2"})


def test_from_orders_to_labels(shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path: Path) -> None:
    seller, out = new_seller(carrier), tmp_path / "labels.pdf"
    labels = ("labels", "--seller", seller, "--out", out)
    first, *others = orders.numbers(5)
    shell.done(*orders.write(tmp_path, BLOCKED, ready=5), "--seller", seller)

    nothing = shell(*labels).refused()
    assert nothing.startswith("No label that was read back among these shipments. Ship orders first: fahuo ship")
    assert not out.exists()

    one = json.loads(shell.done("ship", "--seller", seller, first, first, "--json", "-"))
    assert (one["orders_asked"], one["counts"], one["skipped"]) == (1, {"LABELLED": 1}, [])
    assert [row["order_number"] for row in one["shipments"]] == [first]

    rest = shell("ship", "--seller", seller, "--all", "--json", tmp_path / "ship.json")
    written = json.loads((tmp_path / "ship.json").read_text("utf-8"))
    assert (rest.code, written["counts"]) == (0, {"LABELLED": 4}), rest
    assert [row["order_number"] for row in written["shipments"]] == others
    assert rest.out.startswith("4 orders: 4 labelled\nyunexpress: 4 parcels, ")
    assert rest.err == ""

    waybills = [row["waybill_number"] for row in one["shipments"] + written["shipments"]]
    assert shell.done(*labels) == f"5 labels in {out}\n"
    assert all(number in page for number, page in zip(waybills, decoded(out), strict=True))
    shell.done(*labels, "--own")
    assert all(number in page for number, page in zip(waybills, decoded(out), strict=True))

    some = shell(*labels, "--order", first, "--order", "12")
    assert (some.code, some.out, some.err) == (3, f"1 label in {out}\n", "No label yet: order 12.\n")
    assert [waybills[0] in page for page in decoded(out)] == [True]
    assert shell(*labels, "--order", "999").refused() == f"{seller} has no order 999. Nothing was done."
    assert len(decoded(out)) == 1, "a refusal leaves the older PDF as it was"


def test_again_and_what_is_not_ready(
    shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path: Path
) -> None:
    seller = new_seller(carrier)
    shell.done(*orders.write(tmp_path, BLOCKED, ready=1), "--seller", seller)
    before = shell.content()
    unknown = shell("ship", "--seller", seller, *orders.numbers(1), "999").refused()
    assert (unknown, shell.content()) == (f"{seller} has no order 999. Nothing was done.", before)
    shell.done("ship", "--seller", seller, "--all")
    assert shell.done("ship", "--seller", seller, "--all") == "Nothing to ship: no order is ready.\n"
    ended = shell("ship", "--seller", seller, *orders.numbers(1), "12")
    assert (ended.code, ended.out) == (3, "2 orders: 2 skipped\n")
    assert "ORDER_ALREADY_SHIPPED: " in ended.err
    assert "ORDER_NOT_READY: " in ended.err
    assert "        order 12\n" in ended.err
    shell.done("ship", "--seller", seller, *orders.numbers(1))  # it has its label: asking again is no failure
    assert shell.rows("SELECT count(*) FROM shipments_shipment s JOIN accounts_seller a ON a.id = s.seller_id"
                      " WHERE a.name = %s", seller) == [(1,)]  # fmt: skip


def test_without_an_account_nothing_begins(shell: Shell, new_seller: Callable[[], str], tmp_path: Path) -> None:
    seller = new_seller()
    shell.done(*orders.write(tmp_path, ready=1), "--seller", seller)
    before = shell.content()
    sentence = shell("ship", "--seller", seller, "--all").refused()
    assert sentence == f"{seller} has no carrier account. Add one: fahuo connect CARRIER --seller '{seller}' …"
    assert shell.content() == before


def test_a_carrier_that_is_down_is_waited_for_and_taken_up_when_it_is_back(
    shell: Shell, new_seller: Callable[[str], str], carrier: str, tmp_path: Path
) -> None:
    quick = {"FAHUO_BACKOFF_SECONDS": "0.5", "FAHUO_SETTLE_SECONDS": "0.1"}
    with nobody_listens() as nobody:
        seller = new_seller(f"http://{nobody}")
        shell.done(*orders.write(tmp_path, ready=2), "--seller", seller)
        ended = shell("ship", "--seller", seller, "--all", "--wait", "1", **quick)
    assert (ended.code, ended.out) == (3, "2 orders: 2 booking\n")
    assert ended.err.startswith("Answers are open for 2 of the shipments; asking again for at most 1 s (--wait).\n")
    assert "     2  CARRIER_UNAVAILABLE: " in ended.err
    shell.done("connect", "yunexpress", "--seller", seller, "--base-url", carrier, "--emulated")
    assert shell.done("ship", "--seller", seller, "--all", **quick) == "0 orders: 2 taken over, labelled\n"


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["--seller", "Nobody", "--all"], 1, "There is no seller 'Nobody'."),
        (["--seller", "Nobody", "--all", "12"], 2, "Name the orders, or say --all."),
        (["--seller", "Nobody", "--all", "--json", "/nowhere/a.json"], 1,
         "Cannot write /nowhere/a.json: No such file or directory."),
        (["--seller", "Nobody", "--all", "--wait", "long"], 2, "Invalid value for '--wait': 'long' is not a valid"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant(shell: Shell, arguments: list[str], code: int, sentence: str) -> None:
    assert sentence in shell("ship", *arguments).refused(code)
