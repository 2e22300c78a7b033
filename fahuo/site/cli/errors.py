"""Errors on the command line: one sentence and an exit code, never a traceback.

Exit codes: 1 something was refused, 2 wrong use or no database, 70 our own mistake (EX_SOFTWARE of sysexits.h).
"""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path

import click

from fahuo.kit import clock, embedded_postgres
from fahuo.kit.embedded_postgres import DatabaseUnavailable
from fahuo.kit.secrets import SecretsUnavailable
from fahuo.site import environment


class Stop(click.ClickException):
    """A sentence for the operator."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def spoken(error: Exception) -> Exception:
    """Return what click should show instead of `error`, or `error` itself where click knows what to do."""
    if isinstance(error, click.ClickException | click.exceptions.Exit | click.Abort | BrokenPipeError):
        return error
    if isinstance(error, DatabaseUnavailable | SecretsUnavailable):
        return Stop(str(error), exit_code=2)
    if sentence := embedded_postgres.explain(error):
        return Stop(sentence, exit_code=2)
    if environment.flag("FAHUO_DEBUG"):
        return error
    return Stop(
        f"Fahuo made a mistake ({type(error).__name__}). Nothing that was saved is lost. "
        f"Details for a report: {kept_traceback(error)}",
        exit_code=70,
    )


def kept_traceback(error: Exception) -> Path:
    """Write the traceback to `FAHUO_HOME/log`, or to the folder for temporary files where that fails."""
    text = "".join(traceback.format_exception(error))
    name = f"error-{clock.now():%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        folder = environment.home() / "log"
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / name
        path.write_text(text)
    except OSError:
        path = Path(tempfile.mkdtemp(prefix="fahuo-")) / name
        path.write_text(text)
    return path
