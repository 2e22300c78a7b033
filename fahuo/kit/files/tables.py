"""One way into tables: CSV text or Excel workbook, the rows look the same."""

from __future__ import annotations

from collections.abc import Iterator

from fahuo.kit.files import csv_text, workbook
from fahuo.kit.files.arrival import Arrival, Kind
from fahuo.kit.files.columns import Layout, Places
from fahuo.kit.files.refused import FileRefused


def read(arrival: Arrival, layout: Layout, *, limit_mb: int) -> tuple[Places, Iterator[tuple[int, tuple[str, ...]]]]:
    """Return where the columns lie and an iterator over row number and cells; raise `FileRefused` at the first fault.

    The iterator reads on while it is consumed, so a fault in a late row is raised late: write nothing for good before.
    """
    if arrival.kind is Kind.TEXT:
        return csv_text.read(arrival.path, layout)
    if arrival.kind is Kind.WORKBOOK:
        return workbook.read(arrival.path, layout, limit_mb=limit_mb)
    raise FileRefused("FILE_FORMAT", detail=arrival.path.name)
