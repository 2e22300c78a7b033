"""`fahuo rates`: from a carrier's file to a version, with every cell that stands in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fahuo.rating.importing.tests import price_files
from tests.cli.shell import Shell

TERMS = {
    "fuel": [{"percent": "10.5"}], "unnamed_countries": "NOT_SERVED", "other_remote_areas": "NOT_SERVED",
    "premiums": "RULE_BOOK",
}  # fmt: skip


@pytest.fixture(scope="module")
def amy(new_seller: Callable[..., str]) -> str:
    return new_seller()


def mapping_file(shell: Shell, prices: Path, folder: Path) -> Path:
    """What `fahuo rates suggest` prints, completed by hand."""
    suggested = json.loads(shell.done("rates", "suggest", prices))
    path = folder / "mapping.json"
    path.write_text(json.dumps({**suggested, "terms": TERMS}), "utf-8")
    return path


def prices(folder: Path, rows: price_files.Table = price_files.ROWS) -> Path:
    return price_files.workbook(folder, {"报价": rows}, merges={"报价": price_files.ROWS_MERGES})


def test_from_file_to_version_and_back(shell: Shell, amy: str, tmp_path: Path) -> None:
    file = prices(tmp_path)
    mapping = mapping_file(shell, file, tmp_path)
    given = ("rates", "import", file, "--seller", amy, "--carrier", "yunexpress")
    first = (*given, "--service", "THZXR", "--mapping", mapping, "--from", "2026-05-01")
    assert "against nothing" in shell.done(*first, "--preview")
    assert json.loads(shell.done("rates", "list", "--seller", amy, "--json")) == []
    said = json.loads(shell.done(*first, "--json"))
    assert (said["imported"], said["version"], said["zones"], said["countries"]) == (True, 1, 3, 3)
    assert [one["cell"] for one in said["warnings"]] == ["D4"]
    # The mapping is remembered under the service; the next file needs only its day.
    assert "v2, 2026-07-01 – open" in shell.done(*given, "--service", "THZXR", "--from", "2026-07-01")
    assert "Unchanged:" in shell.done(*given, "--service", "THZXR", "--from", "2026-07-01")
    held = json.loads(shell.done("rates", "list", "--seller", amy, "--json"))
    assert [(one["version"], one["valid_until"]) for one in held] == [(2, None), (1, "2026-07-01")]
    shown = shell.done("rates", "show", "yunexpress/THZXR", "--seller", amy, "--on", "2026-06-30")
    assert shown.startswith("yunexpress/THZXR v1 2026-05-01  CNY")
    table, again = tmp_path / "out.csv", tmp_path / "out.json"
    shell.done(
        "rates", "export", "yunexpress/THZXR", "--seller", amy, "--on", "2026-07-01", "--to", table, "--mapping", again
    )
    back = ("rates", "import", table, "--seller", amy, "--carrier", "yunexpress", "--mapping", again)
    assert "Unchanged: yunexpress/THZXR v2" in shell.done(*back)


def test_every_bad_cell_is_named_and_nothing_is_imported(
    shell: Shell, new_seller: Callable[..., str], tmp_path: Path
) -> None:
    seller = new_seller()
    rows = [list(row) for row in price_files.ROWS]
    rows[2][3], rows[4][0] = "call us", "Atlantis"
    file = prices(tmp_path, rows)
    mapping = mapping_file(shell, file, tmp_path)
    given = ("rates", "import", file, "--seller", seller, "--carrier", "yunexpress", "--service", "THZXR")
    ended = shell(*given, "--mapping", mapping, "--from", "2026-05-01")
    assert ended.code == 1
    assert "报价!D3 'call us': Not an amount" in ended.err
    assert "报价!A5 'Atlantis': Unknown country" in ended.err
    listed = shell(*given, "--mapping", mapping, "--from", "2026-05-01", "--json")
    assert (listed.code, len(json.loads(listed.out)["faults"])) == (1, 2)
    assert "no rate sheets" in shell.done("rates", "list", "--seller", seller)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--mapping", "nobody"), "no mapping 'nobody'"),
        (("--mapping", "missing.json"), "missing.json"),
        (("--service", "yanwen/481"), "not one of yunexpress"),
        (("--service", "NOTHING", "--from", "2026-05-01"), "refused"),
    ],
)
def test_wrong_use(shell: Shell, amy: str, tmp_path: Path, options: tuple[str, ...], complaint: str) -> None:
    file = prices(tmp_path)
    ended = shell("rates", "import", file, "--seller", amy, "--carrier", "yunexpress", *options)
    assert ended.code in {1, 2}
    assert complaint in ended.err.splitlines()[-1]


def test_a_service_without_prices_is_said(shell: Shell, amy: str) -> None:
    ended = shell("rates", "show", "yunexpress/THZXR", "--seller", amy, "--on", "2020-01-01")
    assert "has no rate sheet" in ended.refused()


def test_days_without_prices_need_a_flag(shell: Shell, new_seller: Callable[..., str], tmp_path: Path) -> None:
    seller = new_seller()
    file = prices(tmp_path)
    mapping = mapping_file(shell, file, tmp_path)
    given = ("rates", "import", file, "--seller", seller, "--carrier", "yunexpress", "--service", "THZXR")
    shell.done(*given, "--mapping", mapping, "--from", "2026-05-01")
    short = (*given, "--from", "2026-06-15", "--until", "2026-06-16")
    assert "warning  valid_until: Days without prices (v1: 2026-06-16 – …)" in shell.done(*short, "--preview")
    assert "nothing would hold on 2026-06-16 – …, where v1 holds now" in shell(*short).refused()
    assert len(json.loads(shell.done("rates", "list", "--seller", seller, "--json"))) == 1
    said = json.loads(shell.done(*short, "--allow-hole", "--json"))
    assert (said["version"], said["warnings"][0]["code"]) == (2, "SHEET_HOLE")


def test_a_refused_price_file_says_what_helps(shell: Shell, amy: str, tmp_path: Path) -> None:
    file = tmp_path / "prices.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600))
    said = shell("rates", "import", file, "--seller", amy, "--carrier", "yunexpress").refused()
    assert "save it as .xlsx or CSV" in said
    assert "order details" not in said
