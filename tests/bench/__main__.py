"""Run every benchmark, print a table, write `$FAHUO_HOME/bench.json` (keys of others in it are kept)."""

from __future__ import annotations

import importlib
import json
import os
import sys
from contextlib import nullcontext
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.targets import OTHERS, TARGETS

MODULES = (
    "bench_labels",
    "bench_zpl",
    "bench_papers",
    "bench_declare",
    "bench_declare_stored",
    "bench_import",
    "bench_rate",
    "bench_route",
    "bench_start",
    "bench_hs",
    "bench_ship",
    "bench_book",
    "bench_events",
    "bench_poll",
    "bench_alerts",
    "bench_figures",
    "bench_eta",
)
WITHOUT_DATABASE = frozenset(
    {
        "bench_labels",
        "bench_zpl",
        "bench_papers",
        "bench_rate",
        "bench_route",
        "bench_start",
        "bench_hs",
        "bench_declare",
    }
)


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahuo.site.settings")
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy loads: its threads would wait busily on the other cores
    from fahuo.site import bootstrap, environment

    bootstrap.start(migrate=False)
    figures: dict[str, float] = {}
    chosen = names or list(MODULES)
    with nullcontext() if WITHOUT_DATABASE.issuperset(chosen) else database_of_its_own():
        for name in chosen:
            figures |= importlib.import_module(f"tests.bench.{name}").measure()
    _show(figures)
    _write(environment.home() / "bench.json", figures)


class database_of_its_own:  # noqa: N801  reads as a phrase
    """A database beside the seller's, made and dropped here."""

    def __enter__(self) -> None:
        from django.conf import settings
        from django.test.utils import setup_databases

        settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = "bench_fahuo"
        self.made = setup_databases(verbosity=0, interactive=False)

    def __exit__(self, *error: object) -> None:
        from django.test.utils import teardown_databases

        teardown_databases(self.made, verbosity=0)


def _show(figures: dict[str, float]) -> None:
    table = Table("figure", "value", "target", "met", "times", "what", title="Fahuo benchmarks")
    for key, value in figures.items():
        if target := TARGETS.get(key):
            met = "yes" if target.met(value) else "NO"
            table.add_row(key, f"{value:,.2f}", target.sign(), met, f"{target.margin(value):.2f}", target.what)
        else:
            table.add_row(key, f"{value:,.2f}", "", "", "", OTHERS.get(key, ""))
    Console(width=150).print(table)


def _write(path: Path, figures: dict[str, float]) -> None:
    known = json.loads(path.read_text()) if path.is_file() else {}
    path.write_text(json.dumps({**known, **figures}, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
