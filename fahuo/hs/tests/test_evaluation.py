"""The measure: figures counted by hand on few answers, and files with rows that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from fahuo.hs.answer import Answer, Band, Candidate
from fahuo.hs.evaluation import evaluate
from fahuo.hs.labelled import FileUnreadable, Labelled, read_labelled
from fahuo.hs.question import Question

HEAD = "title,lang,hs6,category_en,category_zh,attributes_json\n"


def _file(folder: Path, content: str | bytes) -> Path:
    path = folder / "titles.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _answer(*codes: str, chance: float, band: Band = Band.LOW) -> Answer:
    return Answer(tuple(Candidate(code, chance / 2**place) for place, code in enumerate(codes)), band)


def test_figures_are_those_counted_by_hand() -> None:
    answers = {
        "mug": _answer("691200", "691110", chance=0.95, band=Band.HIGH),  # right
        "lamp": _answer("940541", "940542", chance=0.85, band=Band.HIGH),  # right code second, heading first
        "杯": _answer("701337", "691110", "691200", chance=0.45),  # third
        "?": Answer((), Band.LOW),
    }
    right = {"mug": "691200", "lamp": "940542", "杯": "691200", "?": "950300"}
    rows = [
        Labelled(row, Question(title), "zh" if title == "杯" else "en", code)
        for row, (title, code) in enumerate(right.items(), start=2)
    ]
    report = evaluate(rows, lambda row: answers[row.question.title])
    assert report.overall.percent == {
        2: {1: 50.0, 3: 75.0, 5: 75.0},
        4: {1: 50.0, 3: 75.0, 5: 75.0},
        6: {1: 25.0, 3: 75.0, 5: 75.0},
    }
    assert {name: hits.titles for name, hits in report.by_language.items()} == {"en": 3, "zh": 1}
    assert report.by_language["zh"].percent[6] == {1: 0.0, 3: 100.0, 5: 100.0}
    # |0.95 − 1| + |0.85 − 0| + |0.45 − 0| + |0 − 0|, each a quarter
    assert report.calibration_error == pytest.approx((0.05 + 0.85 + 0.45 + 0) / 4)
    assert [found.titles for found in report.bins] == [1, 0, 0, 0, 1, 0, 0, 0, 1, 1]
    high = report.bands["HIGH"]
    assert (high.titles, high.share, high.right) == (2, 0.5, 0.5)
    assert (report.asked, report.silent) == (0, 1)


def test_the_second_of_two_codes_of_a_heading_does_not_hide_the_next_heading() -> None:
    row = Labelled(2, Question("x"), "en", "640411")
    report = evaluate([row], lambda _row: _answer("640299", "640219", "640411", chance=0.5))
    assert report.overall.percent[4] == {1: 0.0, 3: 100.0, 5: 100.0}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",en,691200,,,", "no title"),
        ("mug,en,,,,", "hs6 '' is not six digits"),
        ("mug,en,69120,,,", "hs6 '69120' is not six digits: a leading zero lost?"),
        ("mug,en,abc,,,", "hs6 'abc' is not six digits"),
        ("mug,en,999999,,,", "999999 is not in HS 2022"),
        ("mug,en,851712,,,", "851712 is not in HS 2022"),
        ('mug,en,691200,,,"[1]"', "attributes_json: not an object of names and values"),
        ('mug,en,691200,,,"{""a"": "', "attributes_json: "),
        ("mug,en,691200,a,b,,c", "more fields than columns: a comma outside of quotes?"),
        ("mug", "hs6 '' is not six digits"),
    ],
)
def test_a_bad_row_is_named_and_left_out(tmp_path: Path, line: str, reason: str) -> None:
    good, bad = read_labelled(_file(tmp_path, f"{HEAD}cup,en,691200,,,\n{line}\nlamp,en,940542,,,\n"))
    assert [row.question.title for row in good] == ["cup", "lamp"]
    assert [(row.row, row.reason.startswith(reason)) for row in bad] == [(3, True)]


def test_what_a_good_row_may_look_like(tmp_path: Path) -> None:
    text = (
        "\ufeffTitle,HS6,attributes_json,extra\n"
        '"蓝牙耳机, 白",8517.62,"{""Type"": [""TWS"", ""ANC""], ""Power"": null, ""Count"": 2}",x\n'
        'mug,6912002100,,\n"two\nlines",940542,,\n'
    )
    good, bad = read_labelled(_file(tmp_path, text))
    assert not bad
    assert [(row.language, row.code) for row in good] == [("zh", "851762"), ("en", "691200"), ("en", "940542")]
    assert good[0].question.attributes == {"Type": "TWS, ANC", "Count": "2"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "lacks the column title and hs6"),
        (b"title,lang\nmug,en\n", "lacks the column hs6"),
        ("title,hs6\n杯,691200\n".encode("gbk"), "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(FileUnreadable, match=reason):
        read_labelled(_file(tmp_path, content))
