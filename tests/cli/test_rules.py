"""`fahuo rules`: what is in force on a lane and a day, the history of one rule, and refusals in one sentence."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from fahuo.rulebook.rules import rules
from fahuo.site.cli import main


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rules", *arguments])


def _checked(*arguments: str) -> dict[str, list[dict[str, object]]]:
    found = _run("check", *arguments, "--json")
    assert found.exit_code in {0, 3}, found.output
    shown: dict[str, list[dict[str, object]]] = json.loads(found.stdout)
    return shown


@pytest.mark.parametrize(
    ("on", "amount"), [("2026-06-30", "0.00"), ("2026-07-01", "3.00"), ("2026-07-02", "3.00"), ("2028-07-01", None)]
)
def test_the_value_of_the_day(on: str, amount: str | None) -> None:
    found = {rule["id"]: rule for rule in _checked("--to", "de", "--on", on)["rules"]}
    assert "US-02" not in found
    assert found.get("EU-06", {}).get("value", {}).get("amount") == amount  # type: ignore[union-attr]


def test_what_is_said_of_the_parcel_is_judged() -> None:
    shown = _checked("--to", "DE", "--on", "2026-07-02", "--value", "45 EUR", "--hs", "851830")
    said = {problem["rule"]: problem for problem in shown["problems"]}
    assert said["EU-06"]["detail"] == "1 × 3.00 = 3.00 EUR"
    assert said["EU-06"]["severity"] == "NOTE"


def test_what_is_not_said_is_not() -> None:
    shown = _checked("--to", "DE", "--on", "2026-07-02")
    assert not [problem for problem in shown["problems"] if problem["severity"] == "BLOCK"]


def test_the_text_names_value_source_and_age() -> None:
    found = _run("check", "--to", "DE", "--on", "2026-07-02")
    assert found.exit_code == 0
    assert "rules are in force for DE on 2026-07-02" in found.stdout
    assert "Regulation (EU) 2026/382" in found.stdout
    assert "days ago, confidence high" in found.stdout


def test_old_rules_are_pointed_out() -> None:
    found = _run("check", "--to", "DE", "--older-than", "-1")
    assert "were last checked more than -1 days ago: AD-01" in found.stderr
    assert not _run("check", "--to", "DE", "--older-than", "100000").stderr


def test_list_and_show() -> None:
    assert len(_run("list").stdout.splitlines()) == len(rules())
    earlier = json.loads(_run("list", "--on", "2020-01-01", "--json").stdout)
    assert 0 < len(earlier) < len(rules())
    shown = _run("show", "eu-06")
    assert shown.exit_code == 0
    assert shown.stdout.startswith("EU-06  ")
    assert "from 2028-07-01: ended" in shown.stdout
    history = json.loads(_run("show", "EU-06", "--json").stdout)["values"]
    assert [value["from"] for value in history] == ["2021-07-01", "2026-07-01", "2028-07-01"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("show", "EU-99"), 1, "There is no rule 'EU-99'"),
        (("check",), 2, "either a destination (--to) or an order"),
        (("check", "--to", "DE", "--order", "1"), 2, "either a destination (--to) or an order"),
        (("check", "--to", "XX"), 2, "'XX' is no country"),
        (("check", "--to", "DE", "--from", "England"), 0, ""),
        (("check", "--to", "DE", "--value", "45"), 2, "no amount of money"),
        (("check", "--to", "DE", "--value", "45 XYZ"), 2, "no amount of money"),
        (("check", "--to", "DE", "--value", "NaN EUR"), 2, "no amount of money"),
        (("check", "--to", "DE", "--value", "-1 EUR"), 2, "no amount of money"),
        (("check", "--to", "DE", "--on", "yesterday"), 2, "day"),
    ],
)
def test_refusals(arguments: tuple[str, ...], code: int, said: str) -> None:
    found = _run(*arguments)
    assert found.exit_code == code
    assert said in found.output


def test_a_refusal_as_json() -> None:
    found = _run("show", "EU-99", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["error"]["code"] == "UNKNOWN_RULE"
