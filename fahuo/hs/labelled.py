"""Read a file of titles with their codes: CSV with the columns title, lang, hs6 and perhaps more (see `COLUMNS`)."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fahuo.hs.nomenclature import EDITION, nomenclature
from fahuo.hs.question import Question
from fahuo.hs.words import has_chinese

NEEDED = ("title", "hs6")
COLUMNS = (*NEEDED, "lang", "category_en", "category_zh", "attributes_json")
_CODE = re.compile(r"^\d{6}(\d{2}|\d{4})?$")
_LONGEST_FIELD = 1_000_000


class FileUnreadable(ValueError):
    """The file as a whole cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A listing with the code that is right, and the row it stands in."""

    row: int
    question: Question
    language: str
    code: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, and why."""

    row: int
    reason: str


def read_labelled(path: Path) -> tuple[list[Labelled], list[BadRow]]:
    """Return the usable rows and the others. Raises FileUnreadable where no row could be."""
    csv.field_size_limit(min(_LONGEST_FIELD, sys.maxsize))
    good: list[Labelled] = []
    bad: list[BadRow] = []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadable(f"it is not UTF-8 (byte {error.start})") from error
    reader = csv.DictReader(text.splitlines(keepends=True), restkey="too_many")
    try:
        _check_header(reader.fieldnames or ())
        for number, row in enumerate(reader, start=2):
            read = _row(number, row)
            (good if isinstance(read, Labelled) else bad).append(read)  # type: ignore[arg-type]
    except csv.Error as error:
        raise FileUnreadable(f"it is not CSV near line {reader.line_num}: {error}") from error
    return good, bad


def _check_header(names: object) -> None:
    known = {str(name).strip().lower() for name in names or ()}  # type: ignore[attr-defined]
    lacking = [name for name in NEEDED if name not in known]
    if lacking:
        raise FileUnreadable(f"its first line lacks the column {' and '.join(lacking)}")


def _row(number: int, raw: Mapping[str, object]) -> Labelled | BadRow:
    if "too_many" in raw:
        return BadRow(number, "more fields than columns: a comma outside of quotes?")
    row = {str(name).strip().lower(): str(value or "").strip() for name, value in raw.items()}
    code = re.sub(r"[.\s]", "", row["hs6"])
    if not row["title"]:
        return BadRow(number, "no title")
    if not _CODE.match(code):
        return BadRow(number, f"hs6 {row['hs6']!r} is not six digits" + (": a leading zero lost?" * (len(code) == 5)))
    if not nomenclature().knows(code[:6]):
        return BadRow(number, f"{code[:6]} is not in {EDITION}")
    try:
        attributes = _attributes(row.get("attributes_json", ""))
    except ValueError as error:
        return BadRow(number, f"attributes_json: {error}")
    question = Question(row["title"], row.get("category_en", ""), row.get("category_zh", ""), attributes)
    language = row.get("lang", "").lower() or ("zh" if has_chinese(row["title"]) else "en")
    return Labelled(number, question, language, code[:6])


def _attributes(text: str) -> dict[str, str]:
    """Return names and values; lists are joined, as sellers may choose several values."""
    if not text:
        return {}
    content = json.loads(text)
    if not isinstance(content, dict):
        raise ValueError("not an object of names and values")  # noqa: TRY004  a fault of the file, as the others
    return {str(name): _flat(value) for name, value in content.items() if value not in (None, "")}


def _flat(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
