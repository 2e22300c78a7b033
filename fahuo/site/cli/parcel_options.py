"""The options that describe a parcel, the same for every command that prices one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import click

from fahuo.rating.domain import asking
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.text import tidy_code

Command = TypeVar("Command", bound=Callable[..., Any])
WRITTEN_LIKE = {
    "weight": "grams, or a number with kg: --weight 2000, --weight 2kg",
    "size": "three sides in cm, or in mm: --size 30x20x10, --size 300x200x100mm",
    "cargo": f"any of {', '.join(asking.CARGO_WORDS)}, with commas between, or 带电, 带磁, 液体 and the like",
    "papers": "un383, msds or none, with commas between",
    "hs": "6, 8 or 10 digits: --hs 851713",
    "value": "an amount above zero: --value 25 --currency USD",
    "currency": "three letters: --currency USD",
    "day": "a day like 2026-11-22",
    "quantity": f"1 to {asking.MOST_UNITS}",
}
REASONS = {
    asking.Why.SEPARATOR: "{typed!r} can be read in two ways. Write plain digits and one point for decimals, no commas "
    "and no blanks: 1000 or 1.5",
    asking.Why.DECIMALS: "{typed!r} has more digits behind the point than can be kept. {unit}",
    asking.Why.BOUNDS: f"{{typed!r}} is out of bounds: from {asking.FIRST_DAY}, before {asking.LAST_DAY}",
}
UNITS = {
    "weight": "Write whole grams, or kg with up to 3 decimals: 1500 or 1.5kg",
    "size": "Write cm with up to 2 decimals, or mm with up to 1",
    "value": "Write as many as the currency has: 12.50 USD, 1250 JPY",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """What the options came to. `value` None: nobody gave one. `notes`: what was assumed."""

    country: str
    postcode: str
    parcel: Parcel
    value: Money | None
    notes: list[str] = field(default_factory=list)


def said(error: asking.Unreadable) -> str:
    """Return what is wrong with what was typed, and how it is written."""
    if error.why:
        return f"{REASONS[error.why].format(typed=error.typed, unit=UNITS.get(error.field, ''))}."
    return f"{error.typed!r} is not understood; write {WRITTEN_LIKE[error.field]}."


def parcel_options(command: Command) -> Command:
    """Add the options to a command, in the sequence in which they are listed here."""
    options = (
        click.option("--to", "country", metavar="CC", help="Destination, as two letters."),
        click.option("--postcode", default="", help="Decides zone and remote-area fees; empty: not remote."),
        click.option("--weight", metavar="WEIGHT", help="Actual weight: grams, or 2kg."),
        click.option("--size", metavar="LxWxH", help="Outer size: centimetres, or 300x200x100mm."),
        click.option("--cargo", default="", metavar="CLASSES", help=f"{', '.join(asking.CARGO_WORDS)}."),
        click.option("--value", "amount", metavar="AMOUNT", help="Declared value; duty and insurance need it."),
        click.option("--currency", metavar="CODE", help="Currency of the declared value."),
        click.option("--hs", default="", metavar="CODE", help="HS code of the goods."),
        click.option("--papers", metavar="PAPERS", help="Papers on file: un383, msds or none. Both unless said."),
        click.option("--quantity", default=1, show_default=True, help="Units of this weight, size and value."),
        click.option("--insured", is_flag=True, help="Insure the whole declared value."),
        click.option("--return-label", is_flag=True, help="With a label to send it back."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read(options: dict[str, Any], *, needed: Sequence[str]) -> Typed:
    """Return the parcel of the options, or stop with a sentence that says how each is written."""
    names = {"country": "--to", "weight": "--weight", "size": "--size"}
    missing = [names[name] for name in needed if not options[name]]
    if missing:
        raise click.UsageError(f"Missing {', '.join(missing)}.")
    if options["amount"] and not options["currency"]:
        raise click.UsageError("--value needs its currency: --currency USD.")
    try:
        return _typed(options)
    except asking.Unreadable as error:
        raise click.UsageError(f"--{error.field}: {said(error)}") from error


def _typed(options: dict[str, Any]) -> Typed:
    value = asking.money(options["amount"], options["currency"]) if options["amount"] else None
    classes = asking.cargo(options["cargo"])
    notes = []
    held = asking.papers("un383,msds" if options["papers"] is None else options["papers"])
    if options["papers"] is None and any(cargo.startswith("BATTERY") for cargo in classes):
        notes.append("UN 38.3 summary and MSDS count as on file; --papers none if they are not.")
    hs = asking.hs_code(options["hs"])
    if not hs:
        notes.append("No HS code: duty counts at the destination's general rate; --hs CODE.")
    if value is None:
        notes.append("No declared value: services that prepay duty have no price; --value AMOUNT --currency CODE.")
    parcel = asking.parcel(
        weight_g=asking.grams(options["weight"]),
        unit_size=asking.size(options["size"]),
        classes=classes,
        value=value,
        hs=hs,
        held=held,
        quantity=options["quantity"],
    )
    return Typed(tidy_code(options["country"]).upper(), tidy_code(options["postcode"]), parcel, value, notes)
