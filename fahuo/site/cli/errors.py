"""Errors on the command line: one sentence and an exit code, never a traceback."""

from __future__ import annotations

import json
import os
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from fahuo.site import environment

# What a refusal without a code of its own is called in JSON, by its exit code.
_CODES = {1: "REFUSED", 2: "WRONG_USE", 70: "OUR_MISTAKE"}


def exit_codes(*, done: str = "done", refused: str = "something was refused", partly: str = "") -> str:
    """Return the last line of a command's help. 70 is EX_SOFTWARE of sysexits.h."""
    third = f", 3 {partly}" if partly else ""
    return f"Exit codes: 0 {done}, 1 {refused}, 2 wrong use or no database{third}, 70 our own mistake."


class Refused(click.ClickException):
    """The sentence says what is wrong and what to do; `code` names it for scripts, `problems` every single fault."""

    def __init__(self, message: str, *, code: str = "", problems: Sequence[Mapping[str, object]] = ()) -> None:
        """Keep what is shown as JSON beside the sentence."""
        super().__init__(message)
        self.code, self.problems = code, problems


class OperatorMustAct(click.ClickException):
    """The sentence says what."""

    exit_code = 2
    code = "OPERATOR_MUST_ACT"


class OurMistake(click.ClickException):
    """The sentence says where the details lie."""

    exit_code = 70


def as_json(error: click.ClickException) -> str:
    """Return a refusal for scripts: `{"error": {"code": …, "message": …}}`, and with several faults each of them."""
    code = getattr(error, "code", "") or _CODES.get(error.exit_code, "REFUSED")
    content: dict[str, object] = {"code": code, "message": error.format_message()}
    if problems := getattr(error, "problems", ()):
        content["problems"] = list(problems)
    return json.dumps({"error": content}, ensure_ascii=False)


def spoken(error: Exception) -> Exception:
    """Return what click should show instead of `error`, or `error` itself where click knows what to do."""
    if isinstance(error, click.ClickException | click.exceptions.Exit | click.Abort | BrokenPipeError):
        return error
    # Imported here, because PostgreSQL's driver takes as long to load as the rest of `fahuo --help`.
    from fahuo.kit import embedded_postgres
    from fahuo.kit.embedded_postgres import DatabaseUnavailable
    from fahuo.kit.secrets import SecretsUnavailable

    if isinstance(error, DatabaseUnavailable | SecretsUnavailable):
        return OperatorMustAct(str(error))
    if sentence := embedded_postgres.explain(error):
        return OperatorMustAct(sentence)
    if environment.flag("FAHUO_DEBUG"):
        return error
    return OurMistake(
        f"Fahuo made a mistake ({type(error).__name__}). Nothing that was saved is lost. "
        f"Details for a report: {kept_traceback(error)}"
    )


def kept_traceback(error: Exception) -> Path:
    """Write the traceback to `FAHUO_HOME/log`, or to the folder for temporary files where that fails."""
    from fahuo.kit import clock

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
