"""A set of templates as a CSV or JSON file: written for a spreadsheet or another shop, and read back.

CSV has one line a template, lists separated by blanks: `name, countries, weight_from_g, weight_until_g, levels, cargo,
service`. JSON has the set's name and switch beside them. `@EU` in a file means the countries of that group.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from fahuo.routing.domain.template_names import LONGEST_NAME, tidy_name, usable
from fahuo.routing.domain.templates import Template
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.problem import Problem
from fahuo.trade.service import ServiceLevel

COLUMNS = ("name", "countries", "weight_from_g", "weight_until_g", "levels", "cargo", "service")
MOST_BYTES = 1_000_000
HEAVIEST_G = 2_000_000_000
CENT = Decimal("0.01")
# Which problem a wrong cell of a column is.
_CODES = {
    "name": "TEMPLATE_NAME",
    "countries": "TEMPLATE_COUNTRIES",
    "weight_from_g": "TEMPLATE_WEIGHT",
    "weight_until_g": "TEMPLATE_WEIGHT",
    "levels": "TEMPLATE_LEVELS",
    "cargo": "TEMPLATE_CARGO",
    "service": "TEMPLATE_SERVICE",
}
Groups = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class SetFile:
    """What a file holds; a CSV file leaves name and switch open."""

    rows: tuple[Template, ...]
    name: str = ""
    smart_first: bool | None = None
    smart_margin: Decimal | None = None


class TemplatesRefused(ValueError):
    """The file cannot be taken. `problems` names every cell; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems."""
        super().__init__("; ".join(f"{problem.field} {problem.detail}".strip() for problem in problems))
        self.problems = tuple(problems)


def to_csv(rows: Iterable[Template]) -> str:
    """Return the templates as CSV with a byte-order mark, so that Excel reads Chinese names."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for row in rows:
        cells = as_json(row)
        writer.writerow({name: " ".join(cell) if isinstance(cell, list) else cell for name, cell in cells.items()})
    return f"\ufeff{out.getvalue()}"


def to_json(rows: Iterable[Template], *, name: str, smart_first: bool, smart_margin: Decimal) -> str:
    """Return the whole set as JSON."""
    content = {
        "name": name,
        "smart_first": smart_first,
        "smart_margin": str(smart_margin),
        "templates": [as_json(row) for row in rows],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def as_json(row: Template) -> dict[str, Any]:
    """Return one template as text, numbers and lists; an open end of the weight is null."""
    return {
        "name": row.name,
        "countries": sorted(row.countries),
        "weight_from_g": row.weight_from_g,
        "weight_until_g": row.weight_until_g,
        "levels": sorted(level.value for level in row.levels),
        "cargo": sorted(cargo.value for cargo in row.cargo),
        "service": row.service_key,
    }


def read(content: bytes, groups: Groups) -> SetFile:
    """Read a file of either kind; raise `TemplatesRefused` with every problem."""
    if len(content) > MOST_BYTES:
        raise TemplatesRefused([_unreadable("1 MB")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TemplatesRefused([_unreadable("UTF-8")]) from error
    if "\x00" in text or not text.strip():
        raise TemplatesRefused([_unreadable("NUL" if text.strip() else "0 B")])
    found = _read_json(text, groups) if text.lstrip().startswith(("{", "[")) else _read_csv(text, groups)
    if not found.rows:
        raise TemplatesRefused([Problem("TEMPLATES_EMPTY", "file", "")])
    return found


def from_json(stored: Sequence[Mapping[str, Any]]) -> tuple[Template, ...]:
    """Return templates of which we wrote the JSON ourselves, with the keys that stand beside it."""
    problems: list[Problem] = []
    rows = tuple(
        replace(_row(str(place), {name: cells[name] for name in COLUMNS}, {}, problems), id=int(cells.get("id", 0)))
        for place, cells in enumerate(stored, 1)
    )
    if problems:
        raise TemplatesRefused(problems)
    return rows


def _read_csv(text: str, groups: Groups) -> SetFile:
    try:
        reader = csv.DictReader(io.StringIO(text), strict=True)
        lines = [(reader.line_num, cells) for cells in reader]
    except csv.Error as error:
        raise TemplatesRefused([_unreadable(str(error))]) from error
    missing = [name for name in ("service",) if name not in (reader.fieldnames or ())]
    unknown = [name for name in reader.fieldnames or () if name not in COLUMNS]
    if missing or unknown:
        said = [*(f"missing: {name}" for name in missing), *(f"unknown: {name}" for name in unknown)]
        raise TemplatesRefused([Problem("TEMPLATE_COLUMNS", "columns", ", ".join(said)[:120])])
    problems: list[Problem] = []
    rows = tuple(_row(f"line {place}", cells, groups, problems) for place, cells in lines)
    if problems:
        raise TemplatesRefused(problems)
    return SetFile(rows)


def _read_json(text: str, groups: Groups) -> SetFile:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise TemplatesRefused([_unreadable(str(error))]) from error
    whole = found if isinstance(found, dict) else {"templates": found}
    listed = whole.get("templates")
    if not isinstance(listed, list) or not all(isinstance(cells, dict) for cells in listed):
        raise TemplatesRefused([Problem("TEMPLATE_INVALID", "templates", "")])
    problems: list[Problem] = []
    rows = tuple(_row(f"templates.{place}", cells, groups, problems) for place, cells in enumerate(listed, 1))
    margin = _margin(whole.get("smart_margin"), problems)
    smart = whole.get("smart_first")
    if smart is not None and not isinstance(smart, bool):
        problems.append(Problem("TEMPLATE_INVALID", "smart_first", str(smart)))
    name = tidy_name(_text(whole.get("name")))
    if whole.get("name") is not None and not (isinstance(whole["name"], str) and usable(name)):
        problems.append(Problem("TEMPLATE_NAME", "name", name[:LONGEST_NAME]))
    if problems:
        raise TemplatesRefused(problems)
    return SetFile(rows, name, smart, margin)


def _margin(cell: object, problems: list[Problem]) -> Decimal | None:
    if cell is None:
        return None
    try:
        margin = Decimal(str(cell))
    except InvalidOperation:
        margin = Decimal("NaN")
    if margin.is_finite() and 0 <= margin < 1_000_000 and margin == margin.quantize(CENT):
        return margin.quantize(CENT)
    problems.append(Problem("TEMPLATE_MARGIN", "smart_margin", str(cell)[:40]))
    return None


def _row(where: str, cells: Mapping[str, Any], groups: Groups, problems: list[Problem]) -> Template:
    cell = _Cells(where, cells, problems)
    name, service = tidy_name(cell.text("name")), cell.text("service")
    if name and not usable(name):
        cell.wrong("name", name)
    if not service.isascii() or not service.isprintable() or len(service) > 80 or "/" not in service:
        cell.wrong("service", service)
    low, high = cell.grams("weight_from_g"), cell.grams("weight_until_g")
    if high is not None and high <= (low or 0):
        cell.wrong("weight_until_g", f"{high} ≤ {low or 0}")
    countries: set[str] = set()
    for code in cell.words("countries"):
        if code.startswith("@") and code[1:] in groups:
            countries |= groups[code[1:]]
        elif code in ISO_COUNTRIES:
            countries.add(code)
        else:
            cell.wrong("countries", code)
    return Template(
        0, service, name, frozenset(countries), low or 0, high,
        frozenset(ServiceLevel(word) for word in cell.known("levels", frozenset(ServiceLevel))),
        frozenset(CargoClass(word) for word in cell.known("cargo", frozenset(CargoClass))),
    )  # fmt: skip


class _Cells:
    """The cells of one template; what is wrong with one is noted, and the others are still read."""

    def __init__(self, where: str, cells: Mapping[str, Any], problems: list[Problem]) -> None:
        self.where, self.cells, self.problems = where, cells, problems
        for name in cells:
            if name not in COLUMNS:  # csv puts cells beyond the last column under None
                self.wrong(name or "columns", ",".join(cells[name]) if name is None else "")

    def wrong(self, name: str, detail: str) -> None:
        self.problems.append(Problem(_CODES.get(name, "TEMPLATE_COLUMNS"), f"{self.where} {name}", detail[:80]))

    def text(self, name: str) -> str:
        return _text(self.cells.get(name))

    def words(self, name: str) -> list[str]:
        cell = self.cells.get(name)
        if isinstance(cell, list):
            return [_text(word).upper() for word in cell]
        return _text(cell).replace(",", " ").replace(";", " ").upper().split()

    def known(self, name: str, words: Iterable[str]) -> set[str]:
        found = set(self.words(name))
        for word in sorted(found - set(words)):
            self.wrong(name, word)
        return found & set(words)

    def grams(self, name: str) -> int | None:
        cell = _text(self.cells.get(name))
        if not cell:
            return None
        if cell.isascii() and cell.isdigit() and len(cell) <= 10 and int(cell) <= HEAVIEST_G:
            return int(cell)
        self.wrong(name, cell)
        return None


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _unreadable(detail: str) -> Problem:
    return Problem("TEMPLATES_UNREADABLE", "file", detail[:120])
