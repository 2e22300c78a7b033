"""`fahuo import` on files that are in order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from fahuo.kit.files.tests import workbooks
from fahuo.orders.tests.conftest import SAMPLES, sample_orders
from fahuo.platforms.adapters.aliexpress.tests.orders import HEADERS, as_csv, detail, rows
from tests.cli import orders
from tests.cli.shell import Shell


def sample(folder: Path, kind: str) -> Path:
    """Return the 150 sample orders as a file of this kind."""
    lines = [line for order in sample_orders() for line in rows(order)]
    match kind:
        case "csv":
            path = folder / "orders.csv"
            path.write_bytes(as_csv(lines))
            return path
        case "xlsx":
            return workbooks.write(folder / "orders.xlsx", [HEADERS, *lines])
    return SAMPLES / "orders.json"


@pytest.mark.parametrize("kind", ["json", "csv", "xlsx"])
def test_the_report_has_one_row_per_entry_in_sequence(shell: Shell, tmp_path: Path, kind: str) -> None:
    report = tmp_path / "report.csv"
    arguments = ("--catalogue", orders.SAMPLE_CATALOGUE, "--seller", f"Sample {kind}", "--report", report)
    ended = shell("import", sample(tmp_path, kind), *arguments)
    assert ended.code == 0
    assert report.read_bytes() == orders.EXPECTED
    assert ended.out.splitlines()[:2] == [
        "150 entries: 107 ready, 25 blocked, 18 skip",
        "orders: 148 created, 0 updated, 0 unchanged, 0 kept",
    ]
    assert ended.err == f"Made the seller 'Sample {kind}'.\n"  # and no progress bar outside a terminal


def test_importing_again_changes_nothing(shell: Shell, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    arguments = (*orders.write(tmp_path, detail(12, address={"zip": "2"}), ready=3), "--seller", "Again")
    shell.done(*arguments, "--report", report)
    before, first = shell.rows("SELECT * FROM orders_order ORDER BY id"), report.read_bytes()
    assert "orders: 0 created, 0 updated, 4 unchanged, 0 kept" in shell.done(*arguments, "--report", report)
    assert (shell.rows("SELECT * FROM orders_order ORDER BY id"), report.read_bytes()) == (before, first)


def test_json_is_all_that_standard_output_holds(shell: Shell, tmp_path: Path) -> None:
    twice = detail(orders.FIRST)
    ended = shell(*orders.write(tmp_path, twice, ready=1), "--seller", "发货 JSON", "--json", "--report", "/dev/null")
    said = json.loads(ended.out)
    assert (said["entries"], said["outcomes"]) == (2, {"ready": 1, "skip": 1})
    assert (said["problems"], said["created"]) == ({"DUPLICATE_ORDER": 1}, 1)
    assert ended.err == "Made the seller '发货 JSON'.\n"
    assert Path("/dev/null").is_char_device(), "a device must be written to, not replaced"


def test_a_file_whose_name_is_in_another_encoding_is_taken_in(shell: Shell, tmp_path: Path) -> None:
    arguments = orders.write(tmp_path, ready=1)
    named = tmp_path / os.fsdecode("订单[b].json".encode("gb18030"))
    Path(arguments[1]).rename(named)
    ended = shell("import", named, *arguments[2:], "--seller", "Another encoding")
    assert ended.out.startswith("1 entry: 1 ready"), ended


def test_a_report_behind_a_link_is_replaced_and_the_link_stays(shell: Shell, tmp_path: Path) -> None:
    real, link = tmp_path / "real.csv", tmp_path / "report.csv"
    real.write_text("older")
    link.symlink_to(real)
    shell.done(*orders.write(tmp_path, ready=1), "--seller", "Linked", "--report", link)
    assert link.is_symlink()
    assert real.read_text().startswith("order_id,outcome,problems,remote_area,actual_weight_g,volumetric_weight_g\n")
