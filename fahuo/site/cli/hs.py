"""`fahuo hs`: the HS code of a listing, and how good recognition is on titles whose codes are known."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fahuo.site.cli import errors
from fahuo.site.cli.import_orders import FILE

if TYPE_CHECKING:
    from fahuo.hs.answer import Answer, Candidate
    from fahuo.hs.evaluation import Hits, Report
    from fahuo.hs.labelled import BadRow, Labelled

SHOWN = 20
EVAL_CODES = errors.exit_codes(refused="the file cannot be read or has no usable row", partly="some rows were left out")


class _TitleFirst(click.Group):
    """A group that takes what is none of its commands for a title: `fahuo hs "wireless mouse"`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in {*self.commands, "-h", "--help"}:
            args = ["title", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_TitleFirst)
def command() -> None:
    """Propose the HS code of a listing: `fahuo hs "蓝牙耳机 充电盒"`, or measure that on a file.

    What is none of the commands below is taken for a title, with the options of `title`.
    """
    # Before NumPy loads: idle threads of it would wait busily on the other cores.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


@command.command()
@click.argument("title")
@click.option("--category", default="", help="Category path, general to special, split by '>'; English or Chinese.")
@click.option("--attribute", "attributes", multiple=True, metavar="NAME=VALUE", help="An attribute; may be repeated.")
@click.option("--plain", is_flag=True, help="Leave the encoder out, as where it is not installed.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
def title(title: str, category: str, attributes: tuple[str, ...], plain: bool, as_json: bool) -> None:
    """Propose codes for a TITLE, with reasons. Nothing is stored, and nothing is fetched."""
    named = dict(_pair(text) for text in attributes)
    from fahuo.hs.question import Question
    from fahuo.hs.recognise import recognise
    from fahuo.hs.words import has_chinese

    path = {"category_zh" if has_chinese(category) else "category_en": category}
    answer = recognise(Question(title, attributes=named, **path), deep=not plain)
    _warn_of_stale_vectors(deep=not plain)
    if as_json:
        click.echo(json.dumps(asdict(answer), ensure_ascii=False))
        return
    for place, candidate in enumerate(answer.candidates, start=1):
        _show(place, candidate)
    _ask(answer)


@command.command("eval", epilog=EVAL_CODES)
@click.argument("file", type=FILE)
@click.option("--accepted", type=FILE, help="Another such file: titles that the seller has accepted before.")
@click.option("--plain", is_flag=True, help="Leave the encoder out, as where it is not installed.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def eval_(file: Path, accepted: Path | None, plain: bool, as_json: bool) -> None:
    """Measure recognition on FILE, a CSV in UTF-8 of titles whose codes are known.

    Columns: title, hs6; may be left out: lang, category_en, category_zh, attributes_json (an object of names and
    values). Rows that cannot be used are named with their reason and left out.
    """
    from fahuo.hs.evaluation import evaluate
    from fahuo.hs.learned import learned_from
    from fahuo.hs.recognise import recognise

    rows, bad = _rows(file)
    learned = learned_from((row.question.title, row.code) for row in _rows(accepted)[0]) if accepted else None
    report = evaluate(rows, lambda row: recognise(row.question, learned=learned, deep=not plain))
    _warn_of_stale_vectors(deep=not plain)
    if as_json:
        click.echo(json.dumps({**asdict(report), "left_out": [asdict(row) for row in bad]}, ensure_ascii=False))
    else:
        _print(report, bad)
    if bad:
        raise SystemExit(3)


@command.command(epilog=EVAL_CODES)
@click.argument("file", type=FILE)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the weights to this file.")
def fit(file: Path, out: Path | None) -> None:
    """Fit the weights on FILE (as for `eval`, some hundred titles) and say by cross-validation what they are worth.

    Fitted are weights with the encoder and without, for listings with category and attributes and for titles alone.
    Nothing changes unless the file is copied over `fahuo/hs/model.json`.
    """
    from fahuo.hs.fitting import cases_of, fit_listings, fit_titles
    from fahuo.hs.library import library
    from fahuo.hs.model import as_json, kind_of_model

    rows, bad = _rows(file)
    kept = {}
    for deep in (True, False):
        shelf = library(deep=deep)
        if deep and shelf.encoder is None:
            click.echo("The encoder is not installed: no weights for it.", err=True)
            continue
        titles = cases_of(rows, shelf, category=False, attributes=False)
        uncategorised = cases_of(rows, shelf, category=False, attributes=True)
        by_title = fit_titles(titles, uncategorised)
        listings = cases_of(rows, shelf, category=True, attributes=True)
        by_listing = fit_listings(listings, titles, uncategorised, by_title.model)
        for listing, found in ((True, by_listing), (False, by_title)):
            kind = kind_of_model(deep=deep, listing=listing)
            kept[kind] = as_json(found.model)
            top = " / ".join(f"{share:.1%}" for share in found.top.values())
            click.echo(
                f"{kind:<14} top-1/3/5 {top}, calibration error {found.calibration_error:.3f}, "
                f"HIGH {found.high_share:.1%} of all, right {found.high_right:.1%}"
            )
    if out:
        out.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    if bad:
        raise SystemExit(3)


@command.command()
@click.option("--anew", is_flag=True, help="Encode every phrase again, not only new ones.")
def vectors(anew: bool) -> None:
    """Bring the encoder's vectors of the lexicon's phrases up to date. For whoever changes the lexicon."""
    from fahuo.hs.encoder.build import build
    from fahuo.hs.library import shipped_texts

    try:
        held, encoded = build(shipped_texts(), anew=anew)
    except RuntimeError as error:
        raise errors.OperatorMustAct(f"{error}.") from error
    click.echo(f"{held} texts have a vector, {encoded} of them new.")


def _warn_of_stale_vectors(*, deep: bool) -> None:
    from fahuo.hs.library import library

    if missing := library(deep=deep).unencoded:
        click.echo(f"{missing} phrases of the lexicon are new to the encoder: run `fahuo hs vectors`.", err=True)


def _rows(file: Path) -> tuple[list[Labelled], list[BadRow]]:
    from fahuo.hs.labelled import FileUnreadable, read_labelled

    name = click.format_filename(file.name)
    try:
        rows, bad = read_labelled(file)
    except FileUnreadable as refused:
        raise errors.Refused(f"{name} cannot be used: {refused}.", code="FILE_UNREADABLE") from refused
    if not rows:
        first = f" Row {bad[0].row}: {bad[0].reason}." if bad else ""
        raise errors.Refused(f"{name} has no row that can be used.{first}", code="NO_ROWS")
    return rows, bad


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.BadParameter(f"{text!r} is not NAME=VALUE.", param_hint="--attribute")
    return name.strip(), value.strip()


def _show(place: int, candidate: Candidate) -> None:
    click.echo(f"{place}. {candidate.code}  {candidate.probability:5.1%}  {candidate.subheading}")
    said = []
    if candidate.words:
        said.append("words: " + ", ".join(candidate.words))
    if candidate.facets:
        said.append(", ".join(f"{name} {value}" for name, value in candidate.facets))
    for line in (*said, f"heading {candidate.code[:4]}: {candidate.heading}", candidate.why):
        if line:
            click.echo(f"      {line}")


def _ask(answer: Answer) -> None:
    click.echo(f"{answer.band.value}: a proposal, to be confirmed." if answer.candidates else "No proposal.")
    if answer.asks:
        click.echo(f"? {answer.asks.question_en} {answer.asks.question_zh}")
        for option in answer.asks.options:
            text = option.text_en if option.text_en == option.text_zh else f"{option.text_en}  {option.text_zh}"
            click.echo(f"    {text} → {', '.join(option.codes)}")


def _print(report: Report, bad: list[BadRow]) -> None:
    click.echo(f"{'':<10}{'titles':>7}   {'HS-2':^20} {'HS-4':^20} {'HS-6':^20}")
    click.echo(f"{'':<10}{'':>7}   " + " ".join(f"{'top-1':>6} {'top-3':>6} {'top-5':>6}" for _ in range(3)))
    for name, hits in {"all": report.overall, **report.by_language}.items():
        click.echo(_hits_line(name, hits))
    click.echo("\nHow far probabilities of the first candidate hold")
    click.echo(f"{'from':>6} {'to':>5} {'titles':>7} {'promised':>9} {'right':>7}")
    for found in report.bins:
        shown = f"{found.promised:>9.1%} {found.right:>7.1%}" if found.titles else f"{'—':>9} {'—':>7}"
        click.echo(f"{found.low:>6.1f} {found.high:>5.1f} {found.titles:>7} {shown}")
    click.echo(f"calibration error (ECE, ten bins) {report.calibration_error:.3f}")
    for name, band in report.bands.items():
        click.echo(f"band {name:<6} {band.titles:>5} titles, {band.share:6.1%} of all, right {band.right:6.1%}")
    click.echo(f"asked back {report.asked}, no proposal {report.silent}")
    for row in bad[:SHOWN]:
        click.echo(f"row {row.row} left out: {row.reason}", err=True)
    if len(bad) > SHOWN:
        click.echo(f"… and {len(bad) - SHOWN} more; --json prints all.", err=True)


def _hits_line(name: str, hits: Hits) -> str:
    groups = (" ".join(f"{share:>6.1f}" for share in by_first.values()) for by_first in hits.percent.values())
    return f"{name:<10}{hits.titles:>7}   " + " ".join(groups)
