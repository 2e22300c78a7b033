"""The two READMEs are one document in two languages."""

from __future__ import annotations

import re

from tests.docs.documents import ROOT, headings, links, text

ENGLISH, CHINESE = "README.md", "README.zh-CN.md"
_FENCE = re.compile(r"^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_they_have_the_same_sections() -> None:
    assert len(headings(ENGLISH)) == len(headings(CHINESE))
    assert len(headings(ENGLISH, 3)) == len(headings(CHINESE, 3))


def test_they_give_the_same_commands() -> None:
    assert _commands(ENGLISH) == _commands(CHINESE)
    assert {"make demo", "make test"} <= _commands(ENGLISH)


def test_they_link_to_the_same_documents() -> None:
    def documents(name: str) -> set[str]:
        return {link for link in links(ROOT / name) if not link.startswith("docs/images/")} - {ENGLISH, CHINESE}

    assert documents(ENGLISH) == documents(CHINESE)


def test_each_links_to_the_other() -> None:
    assert CHINESE in links(ROOT / ENGLISH)
    assert ENGLISH in links(ROOT / CHINESE)


def test_every_mission_row_has_a_status() -> None:
    ids = {f"{letter}{number}" for letter, rows in _ROWS.items() for number in range(1, rows + 1)}
    for name in (ENGLISH, CHINESE):
        assert set(re.findall(r"^\| ([A-L]\d) \|", text(name), re.MULTILINE)) == ids


def test_they_agree_on_every_status() -> None:
    assert _statuses(ENGLISH) == _statuses(CHINESE)


# How many capabilities each group of the plan has.
_ROWS = {"A": 5, "B": 6, "C": 6, "D": 4, "E": 6, "F": 5, "G": 2, "H": 5, "I": 2, "J": 3, "K": 3, "L": 3}
_MARKS = {"done": "●", "partly": "◐", "later": "○"}


def _statuses(name: str) -> dict[str, str]:
    return dict(re.findall(rf"^\| ([A-L]\d) \| ([{''.join(_MARKS.values())}]) \|", text(name), re.MULTILINE))


def _commands(name: str) -> set[str]:
    lines = [line.partition("#")[0].strip() for block in _FENCE.findall(text(name)) for line in block.splitlines()]
    return {line for line in lines if re.match(r"(make|fahuo|git|\.venv)", line)}
