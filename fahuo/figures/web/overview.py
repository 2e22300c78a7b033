"""The page of figures: each rate with its target and its course, a chart by carrier, and the break-down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.conf import settings
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.charts import GroupedBars, grouped_bars
from fahuo.backoffice.formats import count
from fahuo.backoffice.rate_charts import RateChart, rate_chart
from fahuo.figures.domain import rates
from fahuo.figures.domain.columns import AT
from fahuo.figures.domain.rates import MEASURES, Rate, Verdict, change
from fahuo.figures.queries import cells
from fahuo.figures.queries.cells import Counts
from fahuo.figures.web import words
from fahuo.figures.web.asking import LENGTHS, View
from fahuo.figures.web.tables import Line, day_line, lines, of_days, ordered, shown_lines
from fahuo.kit import clock

SHOWN = 100
MOST_DAYS = 731
# The numbers of a longer course stand under "Day", not folded below every other table.
DAYS_FOLDED = 92
BARS = 8
_TONES = {Verdict.MET: "good", Verdict.OPEN: "late", Verdict.MISSED: "bad"}


@dataclass(frozen=True, slots=True)
class Card:
    """One rate in large: how it stands, how it moved, and its course by day."""

    words: words.MeasureWords
    rate: Rate
    share: str
    interval: str
    due: str
    waiting: str
    target: str
    verdict: str
    tone: str
    before: str
    trend: str
    trend_tone: str
    chart: RateChart


@dataclass(frozen=True, slots=True)
class Pick:
    """One entry of a filter."""

    value: str
    label: str


@require_safe
@signed_in
def figures(request: SellerRequest) -> HttpResponseBase:
    """Show the figures of a period."""
    view = View.read(request.GET.dict(), today=timezone.localdate(clock.now()))
    asked = view.asked(request.seller.pk)
    with cells.one_moment():
        by_day, before = cells.by_day(asked), cells.total(asked.before())
        rows = of_days(view, by_day) if view.by == "day" else lines(view, request.seller.pk, whole=False)
        known = cells.known(request.seller.pk)
        is_empty = not by_day and not cells.is_anything_counted(request.seller.pk)
    now = cells.summed([*by_day.values()])
    shown = SHOWN if view.by != "day" else MOST_DAYS
    context = {
        "view": view,
        "is_empty": is_empty,
        "cards": [_card(place, now, before, view.period.days(), by_day) for place in range(len(MEASURES))],
        "times": [(title, _times(now, key, unit)) for key, (title, unit) in words.TIMES.items()],
        "orders": cells.of(now, "orders"),
        "parcels": cells.of(now, "parcels"),
        "rows": shown_lines(rows[:shown], view),
        "more": max(len(rows) - shown, 0),
        "bars": _bars(rows, view),
        "days": shown_lines(_days(view, by_day), None),
        "picks": _picks(known, view),
        "lengths": [
            (str(length), view.as_query(**{"days": str(length), "from": "", "until": ""})) for length in LENGTHS
        ],
        "groups": words.GROUPS,
        "measures": [(measure, words.MEASURES[measure.key]) for measure in MEASURES],
        "fewest": rates.FEWEST,
        "zone": settings.TIME_ZONE,
    }
    return render(request, "figures/figures.html", context)


def _card(place: int, now: Counts, before: Counts, days: Sequence[date], by_day: Mapping[date, Counts]) -> Card:
    measure = MEASURES[place]
    said, rate, was = words.MEASURES[measure.key], rates.rate(now, measure), rates.rate(before, measure)
    met, due = AT[measure.met], AT[measure.due]
    course = [(day, counts[met] / counts[due] if (counts := by_day.get(day)) and counts[due] else None) for day in days]
    moved = change(rate, was)
    good = moved is not None and (moved > 0) == measure.high_is_good
    return Card(
        words=said,
        rate=rate,
        share=words.percent(rate),
        interval=words.interval(rate),
        due=words.out_of_words() % {"n": count(rate.due)},
        waiting=count(rate.waiting),
        target=words.target(measure),
        verdict=_verdict(rate),
        tone=_TONES.get(rate.verdict, ""),
        before=words.percent(was),
        trend=_trend(rate, was, moved),
        trend_tone="" if moved is None else "good" if good else "bad",
        chart=rate_chart(course, target=measure.target, ceiling=measure.high_is_good),
    )


def _verdict(rate: Rate) -> str:
    return {
        Verdict.NONE: _("nothing to judge yet"),
        Verdict.TOO_FEW: _("too few to judge"),
        Verdict.NO_TARGET: "",
        Verdict.MET: _("target reached"),
        Verdict.OPEN: _("just below the target") if rate.measure.target != 1 else _("not all"),
        Verdict.MISSED: _("target missed"),
    }[rate.verdict]


def _trend(now: Rate, before: Rate, moved: float | None) -> str:
    if before.share is None:
        return _("nothing in the period before")
    if moved is None and not (now.is_ripe and before.is_ripe):
        return _("too many under way to compare with %(share)s before") % {"share": words.percent(before)}
    if moved is None:
        return _("no clear change from %(share)s before") % {"share": words.percent(before)}
    better = (moved > 0) == now.measure.high_is_good
    said = _("better than %(share)s before") if better else _("worse than %(share)s before")
    return said % {"share": words.percent(before)}


def _times(counts: Counts, key: str, unit: object) -> tuple[str, str]:
    return tuple(words.length(rates.quantile(counts, key, share), unit) for share in (0.5, 0.9))  # type: ignore[return-value]


def _days(view: View, by_day: Mapping[date, Counts]) -> list[Line]:
    """Return the numbers of the courses, the last day first."""
    if view.by == "day" or view.period.length > DAYS_FOLDED:
        return []
    return ordered([day_line(day, by_day[day]) for day in by_day], "name", is_descending=True)


def _bars(rows: Sequence[Line], view: View) -> GroupedBars | None:
    """Draw the first rates that one looks at of the largest groups; a course of days is drawn above already."""
    if view.by == "day":
        return None
    largest = sorted(rows, key=lambda line: -line.parcels)[:BARS]
    shown = [rates.BY_KEY[key] for key in ("pickup", "tracking", "on_time")]
    told = [(line.name, [rates.rate(line.counts, measure) for measure in shown]) for line in largest]
    drawn = [(name, [_bar(one) for one in found]) for name, found in told if any(one.due for one in found)]
    return grouped_bars([str(words.MEASURES[measure.key].short) for measure in shown], drawn) if drawn else None


def _bar(rate: Rate) -> tuple[Decimal, str]:
    amount = Decimal(str(round((rate.share or 0.0) * 100, 4)))
    return amount, f"{words.percent(rate)} ({count(rate.due)})"


def _picks(known: Mapping[str, Sequence[str]], view: View) -> list[tuple[str, object, list[Pick], str]]:
    """Return the filters: name, words, entries, the chosen one, which stays although nothing was counted of it."""
    found: list[tuple[str, object, list[Pick], str]] = []
    for name, values in known.items():
        chosen = view.filters.get(name, "")
        entries = [
            Pick(value, words.named(name, value)) for value in dict.fromkeys([*values, *([chosen] if chosen else [])])
        ]
        found.append((name, words.GROUPS[name], sorted(entries, key=lambda pick: pick.label), chosen))
    return found
