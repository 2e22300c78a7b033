"""A group of commands that imports a command when it is called, and turns errors into sentences."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Collection, Mapping
from typing import Any

import click

from fahuo.site.cli import errors

PACKAGE = "fahuo.site.cli"
WANTS_JSON = f"{__name__}.json"


class LazyGroup(click.Group):
    """`commands_by_module` maps a command's name to its module and its sentence for the help.

    The commands in `json_refusals` answer `--json` with JSON even where they refuse.
    """

    def __init__(
        self,
        *args: Any,
        commands_by_module: Mapping[str, tuple[str, str]],
        json_refusals: Collection[str] = (),
        **settings: Any,
    ) -> None:
        super().__init__(*args, **settings)
        self.commands_by_module, self.json_refusals = commands_by_module, json_refusals

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the table: the order in which they are used."""
        return list(self.commands_by_module)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command, or None for an unknown name."""
        if cmd_name not in self.commands_by_module:
            return None
        module, _sentence = self.commands_by_module[cmd_name]
        command: click.Command = importlib.import_module(f"{PACKAGE}.{module}").command
        command.name = cmd_name
        command.epilog = command.epilog or errors.exit_codes()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from the table, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, sentence) for name, (_module, sentence) in self.commands_by_module.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note whether JSON was asked for, as a command that is refused may never come to read its own options."""
        ctx.meta[WANTS_JSON] = "--json" in args[: args.index("--") if "--" in args else None]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors come out as one sentence, or as JSON, and an exit code."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            spoken = errors.spoken(error)
            if isinstance(spoken, click.ClickException) and self._wants_json(ctx):
                click.echo(errors.as_json(spoken))
                raise click.exceptions.Exit(spoken.exit_code) from error
            if spoken is error:
                raise
            raise spoken from error

    def _wants_json(self, ctx: click.Context) -> bool:
        return bool(ctx.meta[WANTS_JSON]) and ctx.invoked_subcommand in self.json_refusals
