"""Bars belong on a terminal; elsewhere they are silent, or shown once as they ended."""

from __future__ import annotations

import pytest

from fahuo.site.cli import progress


def advanced(title: str, total: int | None, **how: bool) -> None:
    with progress.bar(title, total, **how) as advance:
        advance(2)


def test_without_a_terminal_nothing_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    advanced("Shipping", 3)
    assert capsys.readouterr() == ("", "")


def test_where_progress_is_the_point_the_end_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    advanced("Shipping", 3, always=True)
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "Shipping" in err
    assert "2/3" in err


@pytest.mark.parametrize("total", [3, None])
def test_on_a_terminal_a_title_is_never_read_as_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, total: int | None
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # a terminal, as far as rich is concerned
    monkeypatch.setenv("COLUMNS", "60")
    advanced("Importing [/b][red]x.json", total)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Importing [/b][red]x.json" in err
