"""Runs `fahuo` as a process of its own, in a home and a database of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from tests.fixtures.waiting import LONGEST_S

TABLES = (
    "accounts_seller", "goods_product", "orders_order", "orders_orderimport", "orders_orderline", "shipments_shipment",
    "shipments_shiprun",
)  # fmt: skip


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    def refused(self, code: int = 1) -> str:
        """Return the one sentence of a refusal, after proving that it is one: no result, no traceback."""
        assert (self.code, self.out) == (code, ""), self
        *before, last = self.err.splitlines()
        assert last.startswith("Error: "), self
        if before:  # wrong use: click says first how to use the command
            assert code == 2, self
            assert before[0].startswith("Usage: "), self
        return last.removeprefix("Error: ")


@dataclass(frozen=True)
class Shell:
    """A terminal at which FAHUO_HOME and DATABASE_URL are set."""

    home: Path
    url: str

    def start(self, *arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
        """Start a command; its standard input is closed, as cron closes it."""
        return subprocess.Popen(
            [sys.executable, "-m", "fahuo", *map(str, arguments)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            env={**os.environ, "FAHUO_HOME": str(self.home), "DATABASE_URL": self.url, **environment},
        )  # fmt: skip

    def end(self, process: subprocess.Popen[str], *, within_s: float = 5 * LONGEST_S) -> Ended:
        """Wait for a command. None may ever show a traceback, or say that the mistake is ours."""
        try:
            out, err = process.communicate(timeout=within_s)
        finally:
            process.kill()
        ended = Ended(process.returncode, out, err)
        assert "Traceback" not in out + err, ended
        assert "Fahuo made a mistake" not in err, "\n".join(path.read_text() for path in self.home.glob("log/*"))
        return ended

    def __call__(self, *arguments: str | Path, **environment: str) -> Ended:
        """Run a command to its end."""
        return self.end(self.start(*arguments, **environment))

    def done(self, *arguments: str | Path, **environment: str) -> str:
        """Run a command that must succeed, and return what it printed."""
        ended = self(*arguments, **environment)
        assert ended.code == 0, ended
        return ended.out

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Ask the database, past all code of ours."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(sql, parameters).fetchall()

    def content(self) -> list[tuple[Any, ...]]:
        """Return a fingerprint of every table that an import or a run may change."""
        count = "SELECT '{0}', count(*), md5(string_agg(t::text, '|' ORDER BY t.id)) FROM {0} t"
        return self.rows(" UNION ALL ".join(count.format(table) for table in TABLES))
