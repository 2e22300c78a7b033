"""Run every benchmark, print a table, write `$FAHUO_HOME/bench.json` (keys of others in it are kept)."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.targets import TARGETS

MODULES = ("bench_labels", "bench_import", "bench_ship")


def main(names: list[str]) -> None:
    """Run the benchmarks named, or all."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fahuo.site.settings")
    from fahuo.site import bootstrap, environment

    bootstrap.start(migrate=False)
    figures: dict[str, float] = {}
    with _database_of_its_own():
        for name in names or MODULES:
            figures |= importlib.import_module(f"tests.bench.{name}").measure()
    _show(figures)
    _write(environment.home() / "bench.json", figures)


class _database_of_its_own:  # noqa: N801 - reads as a phrase
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
    table = Table("figure", "value", "target", "met", "what", title="Fahuo benchmarks")
    for key, value in figures.items():
        target = TARGETS.get(key)
        verdict = "" if target is None else ("yes" if target.met(value) else "NO")
        table.add_row(key, f"{value:,.2f}", target.sign() if target else "", verdict, target.what if target else "")
    Console(width=140).print(table)


def _write(path: Path, figures: dict[str, float]) -> None:
    known = json.loads(path.read_text()) if path.is_file() else {}
    path.write_text(json.dumps({**known, **figures}, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
