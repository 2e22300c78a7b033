"""Every kind of alert is documented, with its Chinese title and whether it is urgent."""

from __future__ import annotations

from pathlib import Path

import pytest

from fahuo.trade.alert_kind import KINDS, AlertKind

PAGE = (Path(__file__).parents[2] / "docs" / "alerts.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", AlertKind)
def test_every_kind_has_its_row(kind: AlertKind) -> None:
    (row,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{kind}` |")]
    assert f"| {KINDS[kind].title_zh} |" in row
    assert row.endswith("| yes |") is KINDS[kind].urgent
