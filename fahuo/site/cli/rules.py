"""`fahuo rules`: which rules of customs touch a parcel on a day, where they were read, and what they say of it."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from typing import Any

import click

from fahuo.site.cli import errors
from fahuo.site.cli.days import DAY

OLD_AFTER = 180
CHECKED = errors.exit_codes(done="nothing stops the parcel", partly="a rule stops it")


@click.group()
def command() -> None:
    """Show the rules of customs, carriers and the platform: those on a lane, all, or one with its history."""


@command.command("check", epilog=CHECKED)
@click.option("--to", "destination", metavar="CC", help="The destination, an ISO code; not needed with --order.")
@click.option("--on", type=DAY, metavar="DATE", help="The rules of this day instead of today's.")
@click.option("--from", "origin", default="CN", show_default=True, metavar="CC", help="Where the goods were made.")
@click.option("--service", metavar="CARRIER/CODE", help="Judge this service as well.")
@click.option("--value", metavar="AMOUNT", help='Declared value with its currency: "45 EUR".')
@click.option("--hs", metavar="CODE", help="HS code of the goods; without it nothing is said of goods.")
@click.option("--order", "number", metavar="NUMBER", help="Judge this order; its own destination and goods count.")
@click.option("--seller", "seller_name", help="Whose order; the only seller unless named.")
@click.option(
    "--older-than",
    default=OLD_AFTER,
    show_default=True,
    metavar="DAYS",
    help="Warn of rules that were last checked longer ago.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(**options: Any) -> None:
    """List the rules in force for a destination, and what they find wrong with what is said of the parcel.

    \b
    fahuo rules check --to DE --on 2026-07-02 --value "45 EUR" --hs 851830
    fahuo rules check --order 8112833361505127 --seller "My shop"

    What is not said is not judged. At each stage (PREFLIGHT, ROUTING, DECLARATION) a problem is BLOCK, WARN or NOTE.
    """
    if bool(options["number"]) == bool(options["destination"]):
        raise click.UsageError("Name either a destination (--to) or an order (--order).")
    from fahuo.kit import clock
    from fahuo.site.cli import rules_asked, rules_texts

    today = clock.now().date()
    on = _day(options["on"]) or today
    case = rules_asked.of_order(options, on) if options["number"] else rules_asked.of_options(options, on)
    shown = rules_texts.checked(case, on=on, today=today, older_than=options["older_than"])
    click.echo(
        json.dumps(shown, ensure_ascii=False, indent=1) if options["as_json"] else rules_texts.checked_text(shown)
    )
    if shown["old"]:
        click.echo(rules_texts.old_text(shown["old"], options["older_than"]), err=True)
    sys.exit(3 if any(problem["severity"] == "BLOCK" for problem in shown["problems"]) else 0)


@command.command("list", epilog=errors.exit_codes())
@click.option("--on", type=DAY, metavar="DATE", help="Only those in force on this day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_(on: datetime | None, as_json: bool) -> None:
    """List every rule with its places, its severity at each stage and its title."""
    from fahuo.rulebook.rules import rules
    from fahuo.site.cli import rules_texts

    day = _day(on)
    found = [rule for rule in rules() if day is None or rule.dated(day) is not None]
    if as_json:
        click.echo(json.dumps([rules_texts.rule_json(rule) for rule in found], ensure_ascii=False, indent=1))
        return
    for rule in found:
        click.echo(rules_texts.line(rule))


@command.command("show", epilog=errors.exit_codes(refused="there is no such rule"))
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(name: str, as_json: bool) -> None:
    """Show the rule ID (EU-06) with every value it has had, from which day on, and where each was read."""
    from fahuo.rulebook.rules import rules
    from fahuo.site.cli import rules_texts

    found = next((rule for rule in rules() if rule.id.casefold() == name.casefold()), None)
    if found is None:
        raise errors.Refused(f"There is no rule {name!r}. `fahuo rules list` names them.", code="UNKNOWN_RULE")
    shown = rules_texts.rule_json(found)
    click.echo(json.dumps(shown, ensure_ascii=False, indent=1) if as_json else rules_texts.rule_text(shown))


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
