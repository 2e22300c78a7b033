"""`fahuo templates`: sets of routing templates from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fahuo.site import bootstrap, files
from fahuo.site.cli import errors
from fahuo.trade import error_book

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.routing.domain.template_cover import Finding
    from fahuo.routing.models import TemplateSet
    from fahuo.routing.template_file import TemplatesRefused

SELLER = click.option("--seller", "seller_name", required=True, help="Whose sets.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
CHECK_CODES = errors.exit_codes(done="nothing was found", refused="there is no such set", partly="something was found")


@click.group()
def command() -> None:
    """Show, check, import, export and use sets of routing templates."""


@command.command("list")
@SELLER
@AS_JSON
def list_(seller_name: str, as_json: bool) -> None:
    """List the sets; the one in use comes first."""
    seller = _seller(seller_name)
    from fahuo.routing.queries import templates as reads

    rows = reads.sets(seller.pk)
    if as_json:
        _print([{"name": row.name, "in_use": row.in_use, "templates": row.templates} for row in rows])
        return
    for row in rows:
        click.echo(f"{'*' if row.in_use else ' '} {row.name}  ({row.templates})")
    if not rows:
        click.echo("No set of templates: the recommendation decides about every parcel.", err=True)


@command.command()
@click.argument("set_name", metavar="SET")
@SELLER
@AS_JSON
def show(set_name: str, seller_name: str, as_json: bool) -> None:
    """Show the templates of SET in their order."""
    found = _set(_seller(seller_name), set_name)
    from fahuo.routing import template_words
    from fahuo.routing.queries import templates as reads

    rows = reads.rows(found.pk)
    if as_json:
        click.echo(_whole(found))
        return
    click.echo(_switch(found))
    groups = template_words.groups_on(found.changed_at)
    for place, row in enumerate(rows):
        text = template_words.row_text(row, place, groups)
        conditions = " · ".join((text.countries, text.weight, text.levels, text.cargo))
        click.echo(f"{text.number:>3}  {f'{text.name}: ' if text.name else ''}{conditions} → {row.service_key}")


@command.command(epilog=CHECK_CODES)
@click.argument("set_name", metavar="SET")
@SELLER
@AS_JSON
def check(set_name: str, seller_name: str, as_json: bool) -> None:
    """Say which templates of SET are never reached, overlap, leave gaps, or name a service that cannot take them."""
    seller = _seller(seller_name)
    found = _set(seller, set_name)
    from fahuo.kit import clock
    from fahuo.routing import template_words
    from fahuo.routing.domain.template_cover import findings
    from fahuo.routing.domain.template_services import service_findings
    from fahuo.routing.queries import templates as reads

    compiled = reads.compiled(found)
    judged = [*findings(compiled), *service_findings(compiled, reads.offered(seller.pk, at=clock.now()))]
    if as_json:
        _print([_finding(one) for one in judged])
    for one in [] if as_json else judged:
        text = template_words.finding_text(one, compiled.rows)
        click.echo(f"{f'{one.place + 1:>3}' if one.place >= 0 else '  –'}  {text.title}. {text.sentence}")
    if not judged and not as_json:
        click.echo("Nothing was found: every template is reached, and every parcel matches one.")
    sys.exit(3 if judged else 0)


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", help="Name of the set; otherwise the one in the file, or the file's own.")
@SELLER
@AS_JSON
def import_(file: Path, name: str | None, seller_name: str, as_json: bool) -> None:
    """Read FILE (CSV or JSON) as a new set. Every wrong cell is named, and then nothing is written."""
    seller = _seller(seller_name)
    from fahuo.kit import clock
    from fahuo.routing import template_file, template_words
    from fahuo.routing.services import templates as writes

    groups = {group.code: group.countries for group in template_words.groups_on(clock.now())}
    try:
        read = template_file.read(file.read_bytes(), groups)
        wanted = (read.name or file.stem) if name is None else name
        made = writes.create_set(
            seller=seller,
            person=None,
            name=wanted,
            at=clock.now(),
            rows=read.rows,
            smart_first=True if read.smart_first is None else read.smart_first,
            smart_margin=read.smart_margin or writes.NO_MARGIN,
        )
    except template_file.TemplatesRefused as error:
        raise _cells_refused(error) from error
    except writes.BadName as error:
        entry = error_book.entry("TEMPLATE_NAME")
        raise errors.Refused(
            f"{entry.title_en} ({wanted!r}), and nothing was written. {entry.fix_en} Give another one: --name",
            code="TEMPLATE_NAME",
        ) from error
    except writes.NameTaken as error:
        raise click.ClickException(f"There is a set {error} already. Name another one: --name") from error
    except writes.TooMany as error:
        raise click.ClickException(
            f"A set holds at most {writes.MOST_TEMPLATES} templates, a seller {writes.MOST_SETS} sets."
        ) from error
    if as_json:
        _print({"name": made.name, "templates": len(read.rows)})
    else:
        click.echo(f"{made.name}: {len(read.rows)} templates. Check it: fahuo templates check {made.name!r} …")


@command.command()
@click.argument("set_name", metavar="SET")
@SELLER
@click.option("--out", default="-", type=click.Path(dir_okay=False), help="The file to write; otherwise the output.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV instead of JSON.")
def export(set_name: str, seller_name: str, out: str, as_csv: bool) -> None:
    """Write SET as JSON or CSV."""
    found = _set(_seller(seller_name), set_name)
    from fahuo.routing import template_file
    from fahuo.routing.queries import templates as reads

    text = template_file.to_csv(reads.rows(found.pk)) if as_csv else f"{_whole(found)}\n"
    if out == "-":
        click.echo(text, nl=False)
    else:
        files.write_whole(Path(out), text.encode())


@command.command()
@click.argument("set_name", metavar="SET")
@SELLER
@click.option("--stop", is_flag=True, help="Stop using it: then the recommendation decides alone.")
@AS_JSON
def use(set_name: str, seller_name: str, stop: bool, as_json: bool) -> None:
    """Route by SET from now on, and by no other."""
    seller = _seller(seller_name)
    found = _set(seller, set_name)
    from fahuo.kit import clock
    from fahuo.routing.services import templates as writes

    writes.use_set(seller=seller, person=None, set_id=found.pk, use=not stop, at=clock.now())
    if as_json:
        _print({"name": found.name, "in_use": not stop})
    else:
        click.echo(f"{found.name} is {'not used any more' if stop else 'in use'}.")


def _cells_refused(error: TemplatesRefused) -> errors.Refused:
    """Return the refusal of a file: every wrong cell with its reason and what to do."""
    problems, lines = [], []
    for problem in error.problems:
        entry = error_book.entry(problem.code)
        detail = f": {problem.detail!r}" if problem.detail else ""
        problems.append(problem.as_dict() | {"title": entry.title_en, "fix": entry.fix_en})
        lines.append(f"  {problem.field}{detail}. {entry.title_en}. {entry.fix_en}")
    said = "\n".join(lines)
    return errors.Refused(f"Nothing was written:\n{said}", code=error.problems[0].code, problems=problems)


def _seller(name: str) -> Seller:
    bootstrap.start()
    from fahuo.site import lookups

    return lookups.seller(name)


def _set(seller: Seller, name: str) -> TemplateSet:
    from fahuo.routing.queries import templates as reads

    found = reads.by_name(seller.pk, name)
    if found is None:
        names = ", ".join(row.name for row in reads.sets(seller.pk)) or "none"
        raise click.ClickException(f"{seller.name} has no set {name!r}. There is: {names}.")
    return found


def _switch(found: TemplateSet) -> str:
    if found.smart_first:
        return f"The recommendation decides; a template wins where it is at most {found.smart_margin} CNY worse."
    return "The first template that matches decides."


def _whole(found: TemplateSet) -> str:
    from fahuo.routing import template_file
    from fahuo.routing.queries import templates as reads

    return template_file.to_json(
        reads.rows(found.pk), name=found.name, smart_first=found.smart_first, smart_margin=found.smart_margin
    )


def _finding(found: Finding) -> dict[str, Any]:
    example = found.example
    shown = None
    if example is not None:
        shown = {
            "country": example.country,
            "weight_g": example.weight_g,
            "level": example.level.value if example.level else None,
            "cargo": sorted(one.value for one in example.cargo),
        }
    return {
        "kind": found.kind.value,
        "template": found.place + 1 if found.place >= 0 else None,
        "by": [place + 1 for place in found.by],
        "example": shown,
        "detail": list(found.detail),
    }


def _print(content: Sequence[Any] | dict[str, Any]) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))
