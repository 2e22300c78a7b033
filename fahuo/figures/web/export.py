"""A table of figures as a file: CSV or Excel, numbers as numbers, with what they mean above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.sending import csv_answer, file_answer
from fahuo.figures.domain.rates import MEASURES, Quantile
from fahuo.figures.web.asking import View
from fahuo.figures.web.tables import Line, lines
from fahuo.figures.web.words import GROUPS, TIMES, named
from fahuo.figures.web.words import MEASURES as WORDS
from fahuo.kit import clock
from fahuo.kit.csv_write import csv_parts
from fahuo.kit.workbook_write import Cell, Column, Entry, Kind, Sheet, workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in
def figures_file(request: SellerRequest, kind: str) -> HttpResponseBase:
    """Send the break-down of the page as it is asked for, all rows of it."""
    today = timezone.localdate(clock.now())
    view = View.read(request.GET.dict(), today=today)
    if kind not in {"csv", "xlsx"}:
        raise Http404(kind)
    rows = lines(view, request.seller.pk)
    name = f"figures-{view.by}-{view.period.first}-{view.period.last}.{kind}"
    if kind == "csv":
        return csv_answer(as_csv(view, rows), name)
    return file_answer(as_workbook(view, rows, on=today), XLSX, name)


def as_csv(view: View, rows: Sequence[Line]) -> Iterator[bytes]:
    """Return the table as CSV in pieces: what it is about, an empty line, the heads, the rows. Shares are parts of one.

    All words are looked up at once: while the rows are sent, the reader's language is forgotten already.
    """
    first, *rest = [[entry.label, str(entry.value)] for entry in head(view)]
    heads = [*rest, [], [column.heading for column in columns(view)]]
    return csv_parts(first, chain(heads, ([_text(cell) for cell in row] for row in table(rows))))


def as_workbook(view: View, rows: Sequence[Line], *, on: date) -> bytes:
    """Return the table as an Excel file."""
    title = _("Figures")
    made = Sheet(str(GROUPS[view.by]), title, columns(view), list(table(rows)), head=head(view), is_landscape=True)
    return workbook([made], title=title, created_on=on)


def head(view: View) -> list[Entry]:
    """Return what the table is about: period, filters, and what each rate is."""
    return [
        Entry(_("Period"), f"{view.period.first} – {view.period.last}"),
        *(Entry(str(GROUPS[name]), named(name, value)) for name, value in view.filters.items()),
        Entry(_("Time zone"), settings.TIME_ZONE),
        *(Entry(str(WORDS[measure.key].short), str(WORDS[measure.key].meaning)) for measure in MEASURES),
        Entry(_("Interval"), _("Where the true share lies in 95 of 100 such samples (Wilson’s score interval).")),
    ]


def columns(view: View) -> list[Column]:
    """Return the heads."""
    return [
        Column(str(GROUPS[view.by]), 34),
        Column(_("Orders"), 10, Kind.COUNT),
        Column(_("Parcels"), 10, Kind.COUNT),
        *(column for measure in MEASURES for column in _of_measure(str(WORDS[measure.key].short))),
        *(
            Column(f"{title}, {share}", 14, Kind.DECIMAL)
            for title, _unit in TIMES.values()
            for share in (_("median"), _("nine of ten"))
        ),
    ]


def table(rows: Sequence[Line]) -> Iterator[list[Cell]]:
    """Yield the rows, a cell for each of `columns`."""
    for line in rows:
        yield [line.name, line.orders, line.parcels, *_rates(line), *_times(line)]


def _of_measure(title: str) -> Iterator[Column]:
    yield Column(title, 11, Kind.PERCENT)
    for words, kind in (
        (_("kept by"), Kind.COUNT),
        (_("out of"), Kind.COUNT),
        (_("not yet due"), Kind.COUNT),
        (_("interval from"), Kind.PERCENT),
        (_("interval until"), Kind.PERCENT),
    ):
        yield Column(f"{title}: {words}", 11, kind)


def _rates(line: Line) -> Iterator[Cell]:
    for rate in line.rates:
        yield _share(rate.share)
        yield rate.met
        yield rate.due
        yield rate.waiting
        yield _share(rate.low if rate.due else None)
        yield _share(rate.high if rate.due else None)


def _times(line: Line) -> Iterator[Cell]:
    for key in TIMES:
        for share in (0.5, 0.9):
            yield _length(line.time(key, share))


def _share(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(str(round(share, 6)))


def _length(found: Quantile | None) -> Decimal | str | None:
    if found is None:
        return None
    return f"> {found.value:g}" if found.is_above else Decimal(str(round(found.value, 2)))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
