"""How far a carrier's adapter has come, as its `quality.toml` says: what is done, what is not, and why."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LIVE_TESTED = "live_tested"


@dataclass(frozen=True, slots=True)
class Grade:
    """What the ledger says of one rule. `status` is done, todo or exempt."""

    status: str
    reason: str = ""

    @property
    def done(self) -> bool:
        """Whether the rule is kept."""
        return self.status == "done"


def read_quality(folder: Path) -> Mapping[str, Grade]:
    """Read `quality.toml` of an adapter's folder, rule → grade; without the file nothing is claimed."""
    path = folder / "quality.toml"
    written = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return {rule: _grade(entry) for rule, entry in written.get("rules", written).items()}


def _grade(entry: object) -> Grade:
    if isinstance(entry, dict):
        return Grade(str(entry.get("status", "")), str(entry.get("reason") or entry.get("comment") or ""))
    return Grade(str(entry))
