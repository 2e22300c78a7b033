"""`fahuo new-carrier`: the folder of a new carrier's adapter, with everything in it that there must be."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from string import Template

import click

import fahuo

SCAFFOLD = Path(__file__).parents[1] / "scaffold"
PAGE = "page.md.txt"
CODE = re.compile(r"[a-z][a-z0-9_]{1,19}")


@click.command("new-carrier")
@click.argument("code")
@click.option("--name", help="The carrier's name in English; without it the code in capitals.")
@click.option("--name-zh", help="Its name in Chinese.")
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path),
    help="Write the folder and its page here instead of into the checkout.",
)  # fmt: skip
def command(code: str, name: str | None, name_zh: str | None, into: Path | None) -> None:
    """Write the adapter of the carrier CODE: every file that it needs, and tests that fail until they are filled in.

    Nothing else has to be changed: the carrier is found by its folder. CODE is what orders, prices and shipments will
    hold for ever: 2 to 20 small letters, digits and underscores.
    """
    _check(code)
    folder, page = _places(code, into)
    for place in (folder, page):
        if place.exists():
            raise click.ClickException(f"{click.format_filename(place)} is there already.")
    title = name or code.replace("_", " ").title()
    words = {"code": code, "name": title, "name_zh": name_zh or title, "host": code.replace("_", "-"),
             "class_name": "".join(part.title() for part in code.split("_"))}  # fmt: skip
    try:
        written = _write(folder, page, words)
    except OSError as error:
        raise click.ClickException(f"{click.format_filename(folder)}: {error.strerror}.") from error
    click.echo(f"{written} files in {click.format_filename(folder)}, and {click.format_filename(page)}.")
    click.echo(f"`pytest fahuo -k {code}` now names what is still to be written, file by file: see CONTRIBUTING.md.")


def _check(code: str) -> None:
    from fahuo.carriers import registry

    if not CODE.fullmatch(code) or keyword.iskeyword(code):
        raise click.UsageError(f"{code!r} is no code: 2 to 20 small letters, digits and underscores, a letter first.")
    if code in registry.codes():
        raise click.ClickException(f"There is a carrier {code!r} already.")


def _places(code: str, into: Path | None) -> tuple[Path, Path]:
    """Return where the adapter's folder and its page go. Only a checkout has the scaffold and the shared tests."""
    root = Path(fahuo.__file__).parents[1]
    pages = root / "docs/carriers"
    if not (root / "pyproject.toml").is_file() or not pages.is_dir():
        raise click.ClickException("This is an installed Fahuo and no checkout of its source: work in a checkout.")
    if into is not None:
        return into / code, into / f"{code}.md"
    return root / "fahuo/carriers/adapters" / code, pages / f"{code}.md"


def _write(folder: Path, page: Path, words: dict[str, str]) -> int:
    """Write every file of the scaffold; return how many went into the folder."""
    templates = [path for path in sorted(SCAFFOLD.rglob("*.txt")) if path.name != PAGE]
    for template in templates:
        path = folder / template.relative_to(SCAFFOLD).with_suffix("")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template.read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(Template((SCAFFOLD / PAGE).read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    return len(templates)
