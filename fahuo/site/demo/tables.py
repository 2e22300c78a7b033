"""The demo's last page on the terminal: sober tables that fit the window."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDEST, NARROWEST = 110, 40


def show(found: Mapping[str, Any], places: Mapping[str, Path]) -> None:
    """Print the figures, then where the files lie; paths are never broken, so that they can be copied."""
    console = _console()
    for table in (_outcomes(found), _problems(found), _not_shipped(found), _costs(found)):
        if table.row_count:
            console.print()
            console.print(table)
    console.print()
    console.print(_figures(found))
    console.print()
    longest = max(map(len, places))
    for title, path in places.items():
        console.print(f"{title:<{longest}}  {path}", soft_wrap=True)


def _console() -> Console:
    """As wide as the window, or COLUMNS; nothing that is printed is read as markup."""
    columns = shutil.get_terminal_size(fallback=(WIDEST, 24)).columns
    return Console(width=max(min(columns, WIDEST), NARROWEST), markup=False, emoji=False, highlight=False)


def _table(title: str, *columns: str) -> Table:
    """Columns that begin with ">" hold figures."""
    table = Table(title=Text(title, "bold"), title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in columns:
        name = column.lstrip(">")
        table.add_column(name, justify="right" if column != name else "left", overflow="fold")
    return table


def _outcomes(found: Mapping[str, Any]) -> Table:
    table = _table("Orders by outcome", "step", "outcome", ">orders")
    for step, counts in (("checked", found["imported"]), ("shipped", found["shipped"])):
        for outcome, count in sorted(counts.items(), key=lambda item: -item[1]):
            table.add_row(step, outcome, f"{count:,}")
    return table


def _problems(found: Mapping[str, Any]) -> Table:
    return _explained("The five commonest problems of orders, and their fix", found["problems"])


def _not_shipped(found: Mapping[str, Any]) -> Table:
    return _explained("Ready but not shipped: why, and the fix", found["not_shipped"])


def _explained(title: str, rows: Iterable[Mapping[str, Any]]) -> Table:
    table = _table(title, ">orders", "problem", "fix")
    for row in rows:
        table.add_row(str(row["orders"]), f"{row['title']}\n{row['code']}", row["fix"])
    return table


def _costs(found: Mapping[str, Any]) -> Table:
    table = _table("Cost by carrier, from sample rate sheets", "carrier", ">parcels", ">cost", ">each")
    for cost in found["cost_by_carrier"]:
        whole, parcels = Decimal(cost["cost"]), cost["parcels"]
        table.add_row(
            cost["carrier"], f"{parcels:,}", f"{whole:,.2f} {cost['currency']}", f"{whole / max(parcels, 1):,.2f}"
        )
    return table


def _figures(found: Mapping[str, Any]) -> Table:
    read, parcels = found["labels_verified"], found["labels"]
    grid = Table.grid(padding=(0, 2))
    grid.add_row(
        "Speed", Text.assemble((f"{found['orders_per_s']}", "bold"), " orders a second by the clock, all steps")
    )
    grid.add_row("Our own CPU time per order", f"p50 {found['own_ms_p50']} ms, p95 {found['own_ms_p95']} ms")
    grid.add_row(
        "Labels verified by decoding at 203 dpi",
        f"{read['carriers']} of {parcels} of the carriers', {read['own']} of {parcels} of our own",
    )
    return grid
