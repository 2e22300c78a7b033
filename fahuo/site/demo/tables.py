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

from fahuo.trade import error_book
from fahuo.trade.alert_kind import KINDS, AlertKind

WIDEST, NARROWEST = 110, 40
MOST_REASONS = 5
WAYS = {"chosen": "as shipped", "template": "templates", "smart": "recommendation"}


def show(found: Mapping[str, Any], places: Mapping[str, Path]) -> None:
    """Print the figures, then where the files lie; paths are never broken, so that they can be copied."""
    console = _console()
    for table in (
        _outcomes(found),
        _problems(found),
        _not_shipped(found),
        _booked(found),
        _costs(found),
        *_chosen(found),
        _printed(found),
        *_declared(found["declared"]),
        _followed(found["followed"]),
    ):
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


def _booked(found: Mapping[str, Any]) -> Table:
    title = "Booked once, whatever went wrong: counted in the carriers' books"
    table = _table(title, "carrier", ">parcels", ">in its book", ">twice", ">calls", ">answers lost", ">turned away")
    for row in found["booked"]:
        figures = (row[name] for name in ("ours", "held", "twice", "calls", "lost", "turned_away"))
        table.add_row(row["carrier"], *(f"{figure:,}" for figure in figures))
    return table


def _costs(found: Mapping[str, Any]) -> Table:
    table = _table("Cost by carrier, from sample rate sheets", "carrier", ">parcels", ">cost", ">each")
    for cost in found["cost_by_carrier"]:
        whole, parcels = Decimal(cost["cost"]), cost["parcels"]
        table.add_row(
            cost["carrier"], f"{parcels:,}", f"{whole:,.2f} {cost['currency']}", f"{whole / max(parcels, 1):,.2f}"
        )
    return table


def _printed(found: Mapping[str, Any]) -> Table:
    table = _table("Printed", "what", "where", ">documents", ">arrived", ">codes read", "state")
    for row in found["printed"]:
        read = "" if row["read"] is None else f"{row['read']:,}"
        figures = (f"{row['documents']:,}", f"{row['arrived']:,}", read)
        table.add_row(row["what"], row["where"], *figures, row["status"].lower())
    return table


def _declared(found: Mapping[str, Any]) -> tuple[Table, ...]:
    """How far declarations are by our record and by the window's, and why parcels stay."""
    table = _table("Declared for export at the emulated single window", "by", "state", ">parcels")
    for state, count in found["states"].items():
        table.add_row("our record", state, f"{count:,}")
    for code, count in found["window"].items():
        table.add_row("the window's book", f"receipt {code}", f"{count:,}")
    table.add_row("the window's book", "waybills told twice", f"{found['twice']:,}")
    table.add_row("the gate", "handed over", f"{found['tendered']:,}")
    stays = [
        {"code": code, "orders": count, **_words(code)} for code, count in list(found["stays"].items())[:MOST_REASONS]
    ]
    return table, _explained("Parcels that stay: why, and the fix", stays)


def _followed(found: Mapping[str, Any]) -> Table:
    """How far the parcels are, and what rang. They live two hours in a second."""
    table = _table(f"Followed: {found['events']:,} events", "what", ">parcels")
    for milestone, parcels in found["milestones"].items():
        table.add_row(milestone.replace("_", " ").lower() or "nothing heard yet", f"{parcels:,}")
    for kind, parcels in found["alerts"].items():
        table.add_row(f"red alert: {KINDS[AlertKind(kind)].title_en.lower()}", f"{parcels:,}")
    table.add_row("with an expected day", f"{found['expected']:,}")
    return table


def _words(code: str) -> dict[str, str]:
    entry = error_book.entry(code)
    return {"title": entry.title_en, "fix": entry.fix_en}


def _chosen(found: Mapping[str, Any]) -> tuple[Table, ...]:
    """One choice explained, and what templates would have cost."""
    return _choice(found["choice"]), _changes(found["choice"]), _templates(found["templates"])


def _choice(choice: Mapping[str, Any]) -> Table:
    title = f"One choice: {choice['weight_g']:,} g to {choice['country']}, the best three services" if choice else ""
    table = _table(title, "service", ">price", ">days", ">on time", ">score", "charges")
    for option in choice.get("options", ()):
        on_time = "" if option["on_time"] is None else f"{option['on_time']:.0%}"
        table.add_row(
            option["name_en"], f"{option['price']} {option['currency']}", "–".join(map(str, option["days"])), on_time,
            f"{option['score']:.2f}", ", ".join(f"{kind} {amount}" for kind, amount, _ in option.get("charges", ())),
        )  # fmt: skip
    return table


def _changes(choice: Mapping[str, Any]) -> Table:
    table = _table("What would change it", "")
    table.show_header = False
    for sentence in choice.get("changes", ()):
        table.add_row(sentence)
    return table


def _templates(ways: Mapping[str, Any]) -> Table:
    title = "The same orders by a starter set of templates"
    table = _table(title, "chosen by", ">orders", ">cost", ">days", ">on time")
    for way, words in WAYS.items():
        if way in ways:
            sums = ways[way]
            days = "" if sums["days"] is None else f"{sums['days']:.1f}"
            on_time = "" if sums["on_time"] is None else f"{sums['on_time']:.0%}"
            table.add_row(words, f"{sums['orders']:,}", f"{Decimal(sums['cost']):,.2f} CNY", days, on_time)
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
    grid.add_row("Quotes reckoned again to the same cent", f"{found['quotes']['same']} of {found['quotes']['quotes']}")
    return grid
