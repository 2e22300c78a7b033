"""`fahuo demo`, ended in the middle and run again: it prints and writes what is true, and leaves nothing running."""

from __future__ import annotations

import csv
import json
import re
import socket
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from fahuo.site.demo import emulators
from fahuo.site.demo.job import SAMPLES
from tests.cli.reading import decoded
from tests.cli.shell import Ended, Shell

WIDTH = 60
OTHERS = (
    "SELECT count(*), max(o.id) FROM orders_order o JOIN accounts_seller s ON s.id = o.seller_id WHERE name != 'Demo'"
)


@pytest.mark.slow
def test_the_demo_keeps_its_word(shell: Shell) -> None:
    """One test, so that the demo runs once however many processes share the tests."""
    before = shell.rows(OTHERS)
    end_one_in_the_middle(shell)
    ended = shell("demo", COLUMNS=str(WIDTH))
    assert shell.rows(OTHERS) == before, "the demo touched somebody else's orders"
    folder = shell.home / "demo"
    report = json.loads((folder / "report.json").read_text("utf-8"))
    check_the_end(ended)
    check_the_progress(ended, report)
    check_the_page(ended, folder)
    check_the_verdicts(folder, report)
    check_the_shipments(report)
    check_the_costs(report)
    check_the_books(report)
    check_the_labels(folder, report)
    check_the_choices(report)
    check_the_declarations(report)
    check_the_following(report)
    assert report["orders_per_s"] > 0
    assert 0 < report["own_ms_p50"] <= report["own_ms_p95"]


def check_the_declarations(report: dict[str, Any]) -> None:
    """The window's book holds what our record says, each parcel once; only what is released was handed over."""
    declared = report["declared"]
    closed = declared["states"]["CLOSED"]
    assert declared["parcels"] == sum(declared["states"].values()) == report["shipped"]["labelled"]
    assert declared["states"] == {"CLOSED": closed, "DRAFT": declared["parcels"] - closed}
    assert (declared["window"], declared["twice"], declared["tendered"]) == ({"899": closed}, 0, closed)
    assert closed > declared["parcels"] / 2
    assert declared["stays"]


def check_the_following(report: dict[str, Any]) -> None:
    """Every parcel is followed, carriers told of each, and what goes wrong rings."""
    followed, labelled = report["followed"], report["shipped"]["labelled"]
    assert followed["parcels"] == labelled == sum(followed["milestones"].values())
    assert followed["milestones"].get("", 0) == 0
    assert followed["events"] > 5 * labelled
    assert followed["alerts"]
    assert followed["messages"] > 0
    assert 0 < followed["expected"] <= labelled
    assert followed["unknown_codes"] == 0


def check_the_choices(report: dict[str, Any]) -> None:
    """Every quote came to the same cent, one choice is explained to the last charge, templates were replayed."""
    labelled = report["shipped"]["labelled"]
    assert report["quotes"]["same"] == report["quotes"]["quotes"] >= labelled
    best = report["choice"]["options"][0]
    assert sum(Decimal(amount) for _, amount, _ in best["charges"]) == Decimal(best["price"])
    assert best["score"] == min(option["score"] for option in report["choice"]["options"])
    assert {way: sums["orders"] for way, sums in report["templates"].items()} == {
        "chosen": labelled, "template": labelled, "smart": labelled,
    }  # fmt: skip


def end_one_in_the_middle(shell: Shell) -> None:
    """A demo that is told to stop takes its emulators with it."""
    demo = shell.start("demo")
    said = "".join(demo.stderr.readline() for _ in emulators.bookable())  # type: ignore[union-attr]
    assert not any(map(is_free, ports(said))), said
    demo.terminate()
    assert shell.end(demo).code == 143  # 128 + SIGTERM
    assert all(map(is_free, ports(said))), "an emulator outlived the demo"


def ports(said: str) -> list[int]:
    """Return the ports of the emulators that the demo names."""
    return [int(port) for port in re.findall(r"Emulated carrier \w+ at http://127\.0\.0\.1:(\d+)/\w+", said)]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def check_the_end(ended: Ended) -> None:
    """It ends well and leaves nothing running."""
    assert ended.code == 0, ended
    assert len(ports(ended.err)) == len(emulators.bookable()) > 5
    assert all(map(is_free, ports(ended.err)))


def check_the_progress(ended: Ended, report: dict[str, Any]) -> None:
    """Bars are shown without a terminal too, each as it stood at the end."""
    labelled, ready = report["shipped"]["labelled"], report["imported"]["ready"]
    bars = re.findall(r"^(\S.*?) +[━╸╺]+ +(\d+)/(\d+)", ended.err, re.MULTILINE)
    counted = [(name, int(done), int(total)) for name, done, total in bars]
    assert counted[-1][0] == "Follow"  # in seconds
    assert counted[:-1] == [
        ("Import, check", SAMPLES, SAMPLES),
        ("Route, book, label", ready, ready),
        ("Read carriers' back", labelled, labelled),
        ("Read our own back", labelled, labelled),
        ("Print", 2 * labelled, 2 * labelled),
        ("Declare", labelled, labelled),
    ]


def check_the_page(ended: Ended, folder: Path) -> None:
    """What is printed fits the window and says where the files lie."""
    titles = (
        "Orders by outcome",
        "The five commonest problems",
        "Ready but not shipped",
        "Cost by carrier",
        "Printed",
        "p95",
    )
    assert all(title in ended.out for title in titles)
    names = ("labels.pdf", "own-labels.pdf", "labels.zpl", "pick-list.pdf", "invoices.pdf", "import.csv", "report.json")
    for name in names:
        assert f"  {folder / name}\n" in ended.out
    wide = [line for line in ended.out.splitlines() if len(line) > WIDTH]
    assert all(str(folder) in line or line.startswith("See it in the browser: ") for line in wide), wide


def check_the_verdicts(folder: Path, report: dict[str, Any]) -> None:
    """The CSV, the counts and the commonest problems agree."""
    with (folder / "import.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == report["entries"] == SAMPLES
    assert Counter(row["outcome"] for row in rows) == Counter(report["imported"])
    problems = Counter(code for row in rows for code in row["problems"].split(";") if code)
    shown = [(problem["code"], problem["orders"]) for problem in report["problems"]]
    assert shown == sorted(problems.items(), key=lambda item: (-item[1], item[0]))[:5]
    assert all(problem["fix"] for problem in report["problems"])


def check_the_shipments(report: dict[str, Any]) -> None:
    """Every ready order is labelled or explained."""
    shipments = report["shipments"]
    assert len({row["order_number"] for row in shipments}) == len(shipments) == report["imported"]["ready"]
    states = Counter(row["status"].lower() for row in shipments)
    states["labelled"] += states.pop("tendered", 0)  # what was handed over has its label as well
    assert states == Counter(report["shipped"])
    failed = [row for row in shipments if row["status"] not in {"LABELLED", "TENDERED"}]
    direct = {problem["code"] for row in failed for problem in row["problems"]} - {"NO_SERVICE"}
    reasons = {reason["code"]: reason for reason in report["not_shipped"]}
    assert direct <= reasons.keys()
    assert max((reason["orders"] for reason in reasons.values()), default=0) <= len(failed)
    assert sum(reason["orders"] for reason in reasons.values()) >= len(failed) > 0
    assert all(reason["fix"] for reason in reasons.values())


def check_the_costs(report: dict[str, Any]) -> None:
    """The costs are the sums of the shipments', each currency for itself."""
    costs: Counter[tuple[str, str]] = Counter()
    for row in report["shipments"]:
        if row["status"] in {"LABELLED", "TENDERED"}:
            costs[row["carrier"], row["cost_currency"]] += Decimal(row["cost"])  # type: ignore[assignment]
    shown = {(cost["carrier"], cost["currency"]): Decimal(cost["cost"]) for cost in report["cost_by_carrier"]}
    assert shown == costs
    assert sum(cost["parcels"] for cost in report["cost_by_carrier"]) == report["shipped"]["labelled"]


def check_the_books(report: dict[str, Any]) -> None:
    """Every parcel stands once in its carrier's book, although answers were lost."""
    assert sum(row["lost"] for row in report["booked"]) > 0
    assert [row["twice"] for row in report["booked"]] == [0] * len(report["booked"])
    assert all(row["held"] == row["ours"] > 0 for row in report["booked"])
    assert sum(row["ours"] for row in report["booked"]) == report["shipped"]["labelled"]


def check_the_labels(folder: Path, report: dict[str, Any]) -> None:
    """Both PDFs hold every label, and its codes can be read."""
    labelled = [row for row in report["shipments"] if row["status"] in {"LABELLED", "TENDERED"}]
    waybills = [row["tracking_number"] or row["waybill_number"] for row in labelled]
    count = report["shipped"]["labelled"]
    assert (report["labels"], report["labels_verified"]) == (count, {"carriers": count, "own": count})
    ours = decoded(folder / "own-labels.pdf")
    assert [number in page for number, page in zip(waybills, ours, strict=True)] == [True] * count
    assert [row["status"] for row in report["printed"]] == ["PRINTED", "PRINTED", "READY", "READY"]
    assert [(row["documents"], row["arrived"]) for row in report["printed"][:3]] == [(count, count)] * 3
    assert [row["read"] for row in report["printed"][:2]] == [count, count]
    carriers = decoded(folder / "labels.pdf")
    assert set(waybills) <= set().union(*carriers)
    assert len(carriers) >= count
