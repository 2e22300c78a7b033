"""`fahuo lanes`: a file of past parcels goes in whole or not at all, and lanes are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fahuo.accounts.models import Seller
from fahuo.routing.models import LaneRecord, ParcelOutcome
from fahuo.site.cli import main

pytestmark = pytest.mark.django_db

HEADER = "reference,service,country,handed_over_on,delivered_on,promised_on,lost\n"
GOOD = "A-1,yunexpress/THZXR,KR,2026-10-01,2026-10-11,2026-10-12,\nA-2,yunexpress/THZXR,KR,2026-10-01,,,yes\n"
BAD = "A-3,pigeon/AIR,KR,2026-10-01,2026-10-11,,\n"


def fahuo(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["lanes", *arguments])


@pytest.fixture
def parcels(tmp_path: Path) -> Path:
    return tmp_path / "parcels.csv"


def test_parcels_are_recorded_and_shown(amys: Seller, parcels: Path) -> None:
    parcels.write_text(HEADER + GOOD)
    made = fahuo("import", str(parcels), "--seller", amys.name)
    assert (made.exit_code, made.stdout) == (0, "2 parcels recorded, 0 known before, lanes counted anew: 1\n")
    shown = fahuo("show", "--seller", amys.name)
    assert "yunexpress/THZXR" in shown.stdout
    assert "2 parcels  LANE" in shown.stdout
    lane = json.loads(fahuo("show", "--seller", amys.name, "--json").stdout)[0]
    assert (lane["country"], lane["parcels"], lane["delivered"], lane["on_time"][0]) == ("KR", 2, 1, 1.0)
    assert lane["lost"][0] == pytest.approx(
        (200 * (200 * 0.008 + 2 * 200 / 202 * 0.5) / (200 + 2 * 200 / 202) + 1) / 202, abs=1e-4
    )


def test_the_same_file_again_changes_nothing(amys: Seller, parcels: Path) -> None:
    parcels.write_text(HEADER + GOOD)
    fahuo("import", str(parcels), "--seller", amys.name)
    again = json.loads(fahuo("import", str(parcels), "--seller", amys.name, "--json").stdout)
    assert again == {"rows": 2, "recorded": {"new": 0, "known": 2, "lanes": 1}, "refused": []}
    assert LaneRecord.objects.get().parcels == 2


def test_one_bad_row_keeps_the_file_out_and_is_named(amys: Seller, parcels: Path) -> None:
    parcels.write_text(HEADER + GOOD + BAD)
    refused = fahuo("import", str(parcels), "--seller", amys.name)
    assert refused.exit_code == 1
    assert "row 4, column 'service'" in refused.stderr
    assert "1 of 3 rows were refused and nothing was recorded" in refused.stderr
    assert not ParcelOutcome.objects.exists()


def test_the_good_rows_are_taken_when_asked_for(amys: Seller, parcels: Path) -> None:
    parcels.write_text(HEADER + GOOD + BAD)
    made = fahuo("import", str(parcels), "--seller", amys.name, "--good-rows-only", "--json")
    assert made.exit_code == 0
    found = json.loads(made.stdout)
    assert (found["recorded"]["new"], found["refused"][0]["row"]) == (2, 4)


def test_a_file_of_something_else_is_refused(amys: Seller, parcels: Path) -> None:
    parcels.write_text("order_id,city\n1,Hamburg\n")
    refused = fahuo("import", str(parcels), "--seller", amys.name)
    assert refused.exit_code == 1
    assert "FILE_COLUMNS" in refused.stderr
    assert fahuo("import", "nothing.csv", "--seller", amys.name).exit_code == 1


def test_a_file_without_a_row_says_so(amys: Seller, parcels: Path) -> None:
    parcels.write_text(HEADER)
    refused = fahuo("import", str(parcels), "--seller", amys.name)
    assert refused.exit_code == 1
    assert "the table has no rows below its header" in refused.stderr
    as_json = fahuo("import", str(parcels), "--seller", amys.name, "--json")
    assert (as_json.exit_code, json.loads(as_json.stdout)["error"]["code"]) == (1, "FILE_NO_ROWS")


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "9999-12-31"])
def test_a_day_out_of_bounds_is_refused(amys: Seller, parcels: Path, day: str) -> None:
    parcels.write_text(f"{HEADER}A-1,yunexpress/THZXR,KR,{day},{day},,\n")
    refused = fahuo("import", str(parcels), "--seller", amys.name)
    assert refused.exit_code == 1
    assert "row 2, column 'handed_over_on'" in refused.stderr
    assert not ParcelOutcome.objects.exists()


def test_where_nothing_goes_it_says_so(amys: Seller) -> None:
    said = fahuo("show", "--seller", amys.name, "--country", "KP").stdout
    assert said.startswith("No service goes to KP by the rate sheets in force today")


def test_lanes_without_parcels_show_published_days(amys: Seller) -> None:
    assert "published days are used" in fahuo("show", "--seller", amys.name).stdout
    lanes = json.loads(fahuo("show", "--seller", amys.name, "--country", "kr", "--json").stdout)
    assert {lane["source"] for lane in lanes} == {"PUBLISHED"}
    assert len(lanes) > 3
    everywhere = json.loads(fahuo("show", "--seller", amys.name, "--service", "yunexpress/THZXR", "--json").stdout)
    assert len(everywhere) > 10


def test_what_is_misspelt_is_named(amys: Seller) -> None:
    assert fahuo("show", "--seller", amys.name, "--service", "pigeon").exit_code == 2
    assert fahuo("show", "--seller", amys.name, "--country", "XX").exit_code == 2
