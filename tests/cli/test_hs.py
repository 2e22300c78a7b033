"""`fahuo hs`: a proposal with reasons, figures on a file, and refusals in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fahuo.site.cli import main
from tests.cli.shell import Shell

# Titles of our own; the last but one says nothing, the last is no row.
FILE = """\
title,lang,hs6,category_en,attributes_json
Bluetooth Earphones TWS,en,851762,,
蓝牙耳机 充电盒,zh,851762,,
"USB Cable, 2 m",en,854442,Phones > Cables,"{""Type"": ""USB""}"
Zorblax,en,950300,,
mug,en,12,,
"""


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["hs", *map(str, arguments)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "titles.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_title_gets_codes_words_and_texts() -> None:
    found = _run("蓝牙耳机 充电盒")
    assert found.exit_code == 0, found.output
    assert found.output.startswith("1. 8517")
    assert "words: 蓝牙耳机" in found.output
    assert "heading 8517: " in found.output
    assert "a proposal, to be confirmed" in found.output


def test_options_may_stand_before_and_behind_the_title() -> None:
    before, behind = _run("--json", "usb cable"), _run("usb cable", "--json")
    assert before.output == behind.output
    answer = json.loads(behind.output)
    assert answer["candidates"][0]["code"] == "854442"
    assert answer["band"] in {"HIGH", "MEDIUM", "LOW"}


def test_attributes_and_category_are_read() -> None:
    bare = json.loads(_run("coffee mug", "--json").output)
    told = json.loads(_run("coffee mug", "--attribute", "Material=Glass", "--json").output)
    assert told["candidates"][0]["code"].startswith("7013")
    assert bare["candidates"][0]["code"] != told["candidates"][0]["code"]
    assert _run("coffee mug", "--category", "家居 > 杯子", "--attribute", "材质=玻璃").exit_code == 0


def test_a_brand_gets_a_question() -> None:
    found = _run("Zorblax")
    assert (found.exit_code, found.output.splitlines()[0]) == (0, "No proposal.")
    assert "What is it" in found.output


def test_eval_prints_figures_and_names_rows_left_out(file: Path) -> None:
    found = _run("eval", file)
    assert found.exit_code == 3
    assert [line.split()[:2] for line in found.output.splitlines()[2:5]] == [["all", "4"], ["en", "3"], ["zh", "1"]]
    assert "calibration error" in found.output
    assert "row 6 left out: hs6 '12' is not six digits" in found.output


def test_eval_as_json_is_the_code_path_of_the_product(file: Path) -> None:
    report = json.loads(_run("eval", file, "--json").output)
    # Three of four: the brand gets no proposal and so is wrong.
    assert report["overall"]["percent"]["6"]["5"] == 75.0
    assert report["silent"] == 1
    assert report["left_out"] == [{"row": 6, "reason": "hs6 '12' is not six digits"}]
    assert sum(found["titles"] for found in report["bins"]) == 4


def test_eval_with_acceptances_answers_from_the_record(file: Path, tmp_path: Path) -> None:
    accepted = tmp_path / "accepted.csv"
    accepted.write_text("title,hs6\nzorblax,950300\n", encoding="utf-8")
    report = json.loads(_run("eval", file, "--accepted", accepted, "--json").output)
    assert report["overall"]["percent"]["6"]["5"] == 100.0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("a,b\n1,2\n", "its first line lacks the column title and hs6"),
        ("title,hs6\nmug,1\n", "has no row that can be used. Row 2: hs6 '1' is not six digits"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    plain, as_json = _run("eval", path), _run("eval", path, "--json")
    assert (plain.exit_code, as_json.exit_code) == (1, 1)
    assert sentence in plain.output
    assert sentence in json.loads(as_json.output)["error"]["message"]


def test_an_attribute_without_a_value_is_wrong_use() -> None:
    found = _run("mug", "--attribute", "Material")
    assert found.exit_code == 2
    assert "'Material' is not NAME=VALUE" in found.output


def test_nothing_of_it_needs_the_database(shell: Shell) -> None:
    process = shell.start("hs", "usb cable", DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    ended = shell.end(process)
    assert ended.code == 0, ended
    assert "854442" in ended.out
