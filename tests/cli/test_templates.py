"""`fahuo templates` and `fahuo backtest`, as processes."""

from __future__ import annotations

import json

import pytest

from tests.cli.shell import Shell

CONTENT = {
    "name": "Europe",
    "smart_first": False,
    "templates": [
        {"name": "Rest", "service": "yunexpress/THPHR"},
        {"name": "EU", "countries": ["@EU"], "weight_until_g": 2000, "service": "yunexpress/THZXR"},
    ],
}


@pytest.fixture(scope="module")
def seller(shell: Shell) -> str:
    shell.done("seller", "Templates")
    file = shell.home / "set.json"
    file.write_text(json.dumps(CONTENT))
    assert "Europe: 2 templates" in shell.done("templates", "import", file, "--seller", "Templates")
    return "Templates"


def test_a_set_is_shown_checked_used_and_exported(shell: Shell, seller: str) -> None:
    assert "European Union · under 2.00 kg" in shell.done("templates", "show", "Europe", "--seller", seller)
    checked = shell.end(shell.start("templates", "check", "Europe", "--seller", seller, "--json"))
    assert checked.code == 3
    first = json.loads(checked.out)[0]
    assert (first["kind"], first["template"], first["by"]) == ("UNREACHABLE", 2, [1])
    shell.done("templates", "use", "Europe", "--seller", seller)
    listed = json.loads(shell.done("templates", "list", "--seller", seller, "--json"))
    assert listed == [{"name": "Europe", "in_use": True, "templates": 2}]
    exported = json.loads(shell.done("templates", "export", "Europe", "--seller", seller))
    assert exported["templates"][1]["countries"][:2] == ["AT", "BE"]


def test_a_wrong_file_is_refused_cell_by_cell(shell: Shell, seller: str) -> None:
    file = shell.home / "wrong.csv"
    file.write_text("service,countries\na/1,XX\n,DE\n")
    ended = shell.end(shell.start("templates", "import", file, "--seller", seller))
    assert (ended.code, ended.out) == (1, "")
    assert "line 2 countries: 'XX'. Not a country. Write ISO codes with blanks between" in ended.err
    assert "line 3 service" in ended.err
    again = shell.end(shell.start("templates", "import", shell.home / "set.json", "--seller", seller))
    assert "There is a set Europe already" in again.refused()


def test_names_and_empty_files_are_refused_with_words(shell: Shell, seller: str) -> None:
    before = shell.done("templates", "list", "--seller", seller)
    file = shell.home / "plain.csv"
    file.write_text("service\na/1\n")
    for name in ("=B", "+B", "@B", "-B", "", " ", "x" * 300):
        refused = shell("templates", "import", file, f"--name={name}", "--seller", seller).refused()
        assert refused.startswith("Name cannot be used ("), name
    file.write_text("service,weight_until_g\n")
    ended = shell("templates", "import", file, "--seller", seller, "--json")
    error = json.loads(ended.out)["error"]
    assert (ended.code, error["code"], error["problems"][0]["title"]) == (
        1,
        "TEMPLATES_EMPTY",
        "The file holds no template",
    )
    assert shell.done("templates", "list", "--seller", seller) == before


def test_a_back_test_without_orders_ends_with_nothing_to_compare(shell: Shell, seller: str) -> None:
    period = ("--seller", seller, "--from", "2026-10-01", "--until", "2026-11-01")
    found = json.loads(shell.done("backtest", "Europe", *period, "--json"))
    assert found["result"]["counts"]["orders"] == 0
    assert found["finished_at"]
    assert shell.done("backtest", "Europe", *period).startswith("No order to replay: ")
    wrong = shell.end(shell.start("backtest", "Nowhere", *period))
    assert "has no set 'Nowhere'" in wrong.refused()
    backwards = shell.end(
        shell.start("backtest", "Europe", "--seller", seller, "--from", "2026-11-01", "--until", "2026-10-01")
    )
    assert "--until lies behind --from" in backwards.refused(2)
