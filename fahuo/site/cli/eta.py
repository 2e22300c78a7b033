"""`fahuo eta`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from fahuo.site import bootstrap
from fahuo.site.cli import errors, progress

if TYPE_CHECKING:
    from fahuo.eta.backtest import Outcome
    from fahuo.eta.history import Regions
    from fahuo.eta.report import Line

LAWS = ("MIXTURES", "WEEKENDS", "HEAVY_TAILS", "PEAKS")
# Parcels of each lane, as shares of the largest.
SIZES = (1.0, *(0.1,) * 4, *(0.01,) * 16, *(0.001,) * 24)
DAYS, TAUGHT, RIPE = 400, 200, 45
FIRST_DAY = 20_200  # 22 April 2025: the predicted days lie on both sides of a peak season
EXIT_CODES = errors.exit_codes(
    done="the 90 % interval held between 88 % and 92 %", refused="it did not, or there was nothing to predict"
)


@click.group()
def command() -> None:
    """Learn when parcels arrive, and prove that what is said of it holds."""


@command.command()
@click.option("--seller", "seller_name", required=True, help="Whose parcels.")
def learn(seller_name: str) -> None:
    """Fit the laws of a seller's lanes now, as every night does."""
    bootstrap.start()
    from fahuo.kit import clock
    from fahuo.site import lookups
    from fahuo.tracking.services.learn import learn as fit

    law = fit(seller_id=lookups.seller(seller_name).pk, at=clock.now())
    click.echo(f"Learned from {law.parcels:,} parcels.")


@command.command(epilog=EXIT_CODES)
@click.option("--law", "laws", multiple=True, type=click.Choice(LAWS), help="Only this law of emulated journeys.")
@click.option("--parcels", default=5000, show_default=True, type=click.IntRange(100, 200_000),
              help="Emulated parcels of the largest lane; others have a tenth, a hundredth, a thousandth.")  # fmt: skip
@click.option("--seed", "seeds", multiple=True, default=(1,), show_default=True, type=int, help="Which emulated past.")
@click.option("--every", default=7, show_default=True, type=click.IntRange(1, 60), help="Days between two fits.")
@click.option("--own", is_flag=True, help="Predict the seller's own past journeys instead.")
@click.option("--seller", "seller_name", help="Whose journeys, with --own.")
@click.option("--json", "as_json", is_flag=True, help="Print every figure as JSON.")
def backtest(
    *, laws: Sequence[str], parcels: int, seeds: Sequence[int], every: int, own: bool, seller_name: str, as_json: bool
) -> None:
    """Predict the past as it would have been predicted then, and show how often the intervals held.

    Beside them: the published days stretched to nine of ten, and the lane's own quantiles without anything else.
    """
    if own is not bool(seller_name):
        raise click.UsageError("--own and --seller go together.")
    tables = [_own(seller_name, every)] if own else _emulated(laws or LAWS, parcels, seeds, every)
    from fahuo.eta.report import is_honest

    honest = all(is_honest(lines[0]) for name, lines in tables if name == tables[-1][0])
    if as_json:
        found = [{"of": name, "lines": [asdict(one) for one in lines]} for name, lines in tables]
        click.echo(json.dumps({"honest": honest, "tables": found}, indent=1))
    else:
        for name, lines in tables:
            _show(name, lines)
    if not honest:
        raise SystemExit(1)


def _emulated(laws: Sequence[str], parcels: int, seeds: Sequence[int], every: int) -> list[tuple[str, list[Line]]]:
    """Return a table for each law, and one of all."""
    import numpy as np

    from fahuo.carriers.emulation.durations import Law
    from fahuo.eta.backtest import back_test, together
    from fahuo.eta.report import lines
    from fahuo.tracking.emulated import past

    sizes, regions = [max(1, round(share * parcels)) for share in SIZES], _regions()
    outcomes: dict[str, list[Outcome]] = {}
    with progress.bar("Predicting", len(laws) * len(seeds) * (DAYS - 10 - TAUGHT)) as advance:
        for law in laws:
            for seed in seeds:
                found = past(Law(law), sizes, seed=seed, first_day=FIRST_DAY, days=DAYS)
                outcomes.setdefault(law, []).append(
                    back_test(found.history, found.lanes, regions, first=FIRST_DAY + TAUGHT,
                              last=FIRST_DAY + DAYS - 10, every=every, progress=advance)
                )  # fmt: skip
    by_law = {law: together(parts) for law, parts in outcomes.items()}
    counts = np.array(sizes)
    tables = [(law, lines(found, counts)) for law, found in by_law.items()]
    return [*tables, ("all laws", lines(together(list(by_law.values())), counts))] if len(tables) > 1 else tables


def _regions() -> Regions:
    bootstrap.start(migrate=False)
    from fahuo.kit import clock
    from fahuo.tracking.queries.travelled import regions

    return regions(on=clock.now().date())


def _own(seller_name: str, every: int) -> tuple[str, list[Line]]:
    """Return the table of a seller's own past. Days whose parcels may still come are not predicted."""
    bootstrap.start()
    import numpy as np

    from fahuo.eta.backtest import back_test
    from fahuo.eta.days import number
    from fahuo.eta.report import lines
    from fahuo.eta.stage import Stage
    from fahuo.kit import clock
    from fahuo.site import lookups
    from fahuo.tracking.queries import travelled

    seller, at = lookups.seller(seller_name), clock.now()
    history, keys = travelled.past(seller.pk, at=at)
    ripe = number((at - timedelta(days=RIPE)).date())
    begun = history.entered[Stage.LABEL]
    first = max(int(begun.min()) + RIPE, ripe - TAUGHT) if len(begun) else ripe
    if first >= ripe:
        raise click.ClickException(f"{seller.name} has no parcels of {2 * RIPE} days ago or more: nothing to predict.")
    lanes = travelled.lanes_of(seller.pk, keys, on=at.date())
    with progress.bar("Predicting", ripe - first) as advance:
        found = back_test(history, lanes, travelled.regions(on=at.date()), first=first, last=ripe, every=every,
                          progress=advance)  # fmt: skip
    if not len(found.hit):
        raise click.ClickException(f"{seller.name} had no parcels under way in that time: nothing to predict.")
    return seller.name, lines(found, np.bincount(history.lane, minlength=len(lanes)))


def _show(name: str, lines: Sequence[Line]) -> None:
    from fahuo.eta.report import HONEST, is_honest, worst

    click.echo(f"\n{name}: 90 % intervals of {lines[0].predictions:,} predictions")
    click.echo(
        f"{'':<34}{'predicted':>10} {'held':>6} {'early':>6} {'late':>6} {'width':>6} {'median':>6} "
        f"{'error':>6} {'50 %':>6} | {'published':>14} | {'lane quantiles':>14}"
    )
    for one in lines:
        click.echo(
            f"{one.part if one.part != 'all' else '':<20}{one.name:<14}{one.predictions:>10,} {one.held:>6.1%} "
            f"{one.early:>6.1%} {one.late:>6.1%} {one.width:>6.1f} {one.median_width:>6.0f} {one.error:>6.1f} "
            f"{one.held_50:>6.1%} | {one.published_held:>6.1%} {one.published_width:>6.1f}d | "
            f"{one.quantiles_held:>6.1%} {one.quantiles_width:>6.1f}d"
        )
    verdict = "holds" if is_honest(lines[0]) else "DOES NOT HOLD"
    click.echo(f"Between {HONEST[0]:.0%} and {HONEST[1]:.0%}: {verdict}.", nl=False)
    if (last := worst(lines)) is not None:
        click.echo(f" Furthest off: {last.part} {last.name}, {last.held:.1%}.", nl=False)
    click.echo()
