"""Price files as carriers send them, invented: titles above, notes below, merged cells, units wherever they please."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from fahuo.kit.files.arrival import open_file
from fahuo.rating.importing import grids
from fahuo.rating.importing.grids import Grid

Table = Sequence[Sequence[Any]]
TITLE = ("云途全球专线挂号(特惠普货) 报价表 2026年5月1日起生效 人民币",)
NOTE = ("备注：1. 计费重为实重与体积重取大者；2. 燃油另计。",)


def workbook(folder: Path, sheets: dict[str, Table], *, merges: dict[str, Sequence[str]] | None = None) -> Path:
    """Write worksheets with their merged ranges (`A1:F1`)."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for at, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                if value is not None:
                    page.cell(at, column, value)
        for merged in (merges or {}).get(name, ()):
            page.merge_cells(merged)
    path = folder / "prices.xlsx"
    book.save(path)
    return path


def csv_file(folder: Path, rows: Table, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    """Write rows as CSV."""
    lines = (delimiter.join(_quoted(value, delimiter) for value in row) for row in rows)
    path = folder / "prices.csv"
    path.write_bytes("\r\n".join(lines).encode(encoding) + b"\r\n")
    return path


def opened(path: Path) -> tuple[Grid, ...]:
    """Read a file as the import does."""
    return grids.read(open_file(path, limit_mb=grids.LIMIT_MB))


def grid(rows: Table, name: str = "报价") -> Grid:
    """Return a grid of text without a file."""
    width = max(map(len, rows))
    return Grid(
        name,
        tuple(tuple("" if cell is None else str(cell) for cell in row) + ("",) * (width - len(row)) for row in rows),
    )


def _quoted(value: Any, delimiter: str) -> str:
    text = "" if value is None else str(value)
    return '"' + text.replace('"', '""') + '"' if delimiter in text or "\n" in text or '"' in text else text


# (a) countries across, weight bands down
ZONES_ACROSS: Table = (
    TITLE,
    ("重量段(KG)", "美国", "英国/UK", "德国、法国", "澳大利亚 Australia"),
    ("0-0.1", "￥12.50", 11, "13.00", "１４.5"),
    ("0.101–0.5", 25, "22.00元", 26.5, 28),
    ("0.501-2kg", "1,080.00", 70, 80, "-"),
    (),
    NOTE,
)
# (b) zones down, weight bands across, zones on another worksheet
WEIGHTS_ACROSS: Table = (
    TITLE,
    ("分区", "参考时效", "0<W≤0.1kg", "0.1<W≤0.5kg", "0.5kg<W≤2kg"),
    ("1区", "8-12个工作日", 12.5, 25, 80),
    ("2区", "10-15天", 13, 26.5, 90),
    ("3区", "15", 20, 40, "/"),
    NOTE,
)
ZONE_TABLE: Table = (
    ("分区", "国家"),
    ("1区", "美国"),
    ("2区", "英国、德国\n法国"),
    ("Zone 3", "AU,NZ"),
)
# (b) first and step weight as headers
FIRST_STEP_ACROSS: Table = (
    ("国家", "首重500g", "续重500g"),
    ("美国", 35, 12),
    ("加拿大", 40.5, 14),
)
# (c) one row for each country and weight band
ROWS: Table = (
    TITLE,
    ("国家", "参考时效", "重量段(KG)", "运费(元/KG)", "挂号费(元/票)", "最低计费重(KG)"),
    ("美国", "8-12工作日", "0<W≤0.3", 62, 19.2, 0.05),
    (None, None, "0.3<W≤2", 58.5, "18.00", 0.05),
    ("英国\nUnited Kingdom", "6-10", "0-2KG", "￥48.00/KG", 17.5, 0.05),
    ("德国", "7-10", "0-2", "55.68", 19.7, 0.05),
    NOTE,
)
ROWS_MERGES = ("A1:F1", "A3:A4", "B3:B4", "A7:F7")
# (d) first + step columns
STEPS: Table = (
    ("国家/地区", "首重(g)", "首重价", "续重单位(g)", "续重价", "时效"),
    ("US", 1000, 15, 1000, 8, "10-15"),
    ("英国 GB", 500, "20.50", 500, 7.25, "8~12"),
)
