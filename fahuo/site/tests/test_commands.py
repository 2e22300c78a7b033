"""The command line itself: help, sentences instead of tracebacks, exit codes."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from fahuo import __version__
from fahuo.kit.embedded_postgres import DatabaseUnavailable
from fahuo.kit.secrets import SecretsUnavailable
from fahuo.site.cli import COMMANDS, errors, main
from tests.fixtures.waiting import LONGEST_S


def fahuo(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the real command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "fahuo", *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, timeout=LONGEST_S, check=False,
    )  # fmt: skip


def test_help_names_every_command_and_imports_none() -> None:
    shown = CliRunner().invoke(main, ["--help"], terminal_width=120).output
    for name, (_module, sentence) in COMMANDS.items():
        assert f"  {name} " in shown
        assert sentence.rstrip(".") in " ".join(shown.split())
    script = "import sys; from fahuo.site.cli import main; main(['-h'], standalone_mode=False); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "fahuo.site.cli.lazy_group" in loaded
    assert "django.apps" not in loaded


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_exists_and_explains_itself(name: str) -> None:
    module = importlib.import_module(f"fahuo.site.cli.{COMMANDS[name][0]}")
    assert isinstance(module.command, click.Command)
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0
    assert len(module.command.help.split()) > 4


def test_the_version_is_the_packages() -> None:
    assert CliRunner().invoke(main, ["--version"]).output.split()[-1] == __version__


def test_an_unknown_command_is_wrong_use() -> None:
    refused = CliRunner().invoke(main, ["shipp"])
    assert refused.exit_code == 2
    assert "No such command 'shipp'" in refused.output


@pytest.mark.parametrize("error", [DatabaseUnavailable("Start it."), SecretsUnavailable("Start it.")])
def test_what_the_operator_must_do_is_one_sentence(error: Exception) -> None:
    spoken = errors.spoken(error)
    assert isinstance(spoken, click.ClickException)
    assert (spoken.exit_code, spoken.format_message()) == (2, "Start it.")


def test_our_mistakes_are_kept_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAHUO_HOME", str(tmp_path))
    spoken = errors.spoken(ZeroDivisionError("a secret of the program"))
    assert isinstance(spoken, click.ClickException)
    assert spoken.exit_code == 70
    (report,) = (tmp_path / "log").iterdir()
    assert str(report) in spoken.format_message()
    assert "a secret of the program" not in spoken.format_message()
    assert "ZeroDivisionError: a secret of the program" in report.read_text()


def test_without_a_home_our_mistakes_are_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAHUO_HOME", str(tmp_path / "missing"))
    kept = errors.kept_traceback(ValueError("x"))
    assert kept.read_text() == "ValueError: x\n"
    kept.unlink()
    kept.parent.rmdir()


def test_developers_see_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAHUO_DEBUG", "1")
    error = ZeroDivisionError()
    assert errors.spoken(error) is error


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"FAHUO_HOME": "/nowhere/var"}, "Error: The folder /nowhere does not exist: create it, or correct FAHUO_HOME"),
        ({"DATABASE_URL": "mysql://x"}, "Error: DATABASE_URL must look like"),
        ({"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "Error: The database in DATABASE_URL cannot be used"),
    ],
)
def test_a_database_that_cannot_be_had_ends_with_exit_code_2(environment: dict[str, str], sentence: str) -> None:
    ended = fahuo("migrate", **environment)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(sentence)
    assert "Traceback" not in ended.stderr
    assert ended.stderr.count("\n") == 1
