"""Sellers, people, accounts, emulators, the database, and help: what a firm meets in its first hour."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Iterator

import click
import pytest

from fahuo.site.cli import COMMANDS
from tests.cli.shell import Shell


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command and what is below it."""
    for name, (module, _sentence) in COMMANDS.items():
        command = importlib.import_module(f"fahuo.site.cli.{module}").command
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {below}", part) for below, part in command.commands.items())


@pytest.mark.parametrize(("name", "command"), [pytest.param(*found, id=found[0]) for found in commands()])
def test_help_explains_every_option_and_argument(name: str, command: click.Command) -> None:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert len((parameter.help or "").split()) > 0, f"fahuo {name} {parameter.opts[0]}"
            assert parameter.help.endswith((".", "%")), f"fahuo {name} {parameter.opts[0]}"
        else:
            shown = parameter.make_metavar(click.Context(command)).strip("[].")
            assert shown in f"{command.help} ORDER", f"fahuo {name} {shown}"


@pytest.fixture(scope="module")
def connected(shell: Shell) -> str:
    shell.done("seller", "Connected")
    return "Connected"


@pytest.mark.parametrize("arguments", [["ship"], []])
def test_help_needs_no_database_and_names_the_exit_codes(shell: Shell, arguments: list[str]) -> None:
    said = shell.done(*arguments, "--help", DATABASE_URL="nonsense")
    assert said.startswith("Usage: fahuo")
    assert not arguments or "Exit codes: 0 " in said


@pytest.mark.parametrize("command", [["ship", "--seller", "Amy", "--all"], ["demo"]])
def test_a_wrong_database_is_one_sentence_and_exit_code_2(shell: Shell, command: list[str]) -> None:
    sentence = shell(*command, DATABASE_URL="postgresql://nobody@127.0.0.1:1/nowhere").refused(2)
    assert sentence.startswith("The database in DATABASE_URL cannot be used")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (["connect", "pigeon", "--seller", "Connected", "--emulated"], 2, "pigeon"),
        (["connect", "yunexpress", "--seller", "Connected"], 2, "Set FAHUO_YUNEXPRESS_"),
        (["connect", "yunexpress", "--seller", "Connected", "--base-url", "http://api.example.com"], 2,
         "Credentials would travel openly to api.example.com: use https://."),
        (["seller", "Half", "--city", "Shenzhen"], 1, "A ship-from address also needs: contact, phone"),
        (["person", "eve", "--seller", "Nobody"], 1, "There is no seller 'Nobody'."),
        (["emulate", "pigeon"], 1, "pigeon"),
        (["emulate", "yunexpress", "--fault", "create:explode"], 1, "Not a fault: 'create:explode'."),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)  # fmt: skip
def test_refusals(shell: Shell, connected: str, arguments: list[str], code: int, sentence: str) -> None:
    before = shell.rows("SELECT * FROM carriers_carrieraccount ORDER BY id")
    assert sentence in shell(*arguments).refused(code)
    assert shell.rows("SELECT * FROM carriers_carrieraccount ORDER BY id") == before
    assert shell.rows("SELECT id FROM accounts_seller WHERE name = 'Half'") == []


def test_an_emulator_s_port_that_is_taken_is_one_sentence(shell: Shell) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        sentence = shell("emulate", "yunexpress", "--port", port).refused()
    assert f"Port {port} of 127.0.0.1 cannot be used" in sentence


def test_a_person_s_password_comes_from_the_environment_or_a_terminal(shell: Shell) -> None:
    shell.done("seller", "Employer")
    assert "dora may now sign in: CLERK of Employer" in shell.done(
        "person", "dora", "--seller", "Employer", FAHUO_PASSWORD="winter-parcels-9"
    )
    asked = shell("person", "dora", "--seller", "Employer")
    assert asked.code == 1
    assert asked.err.endswith("Aborted!\n")
