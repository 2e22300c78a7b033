"""The list of orders: figures, filters with counts, rows, and the bar that ships the chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, can_change, signed_in
from fahuo.backoffice.countdowns import Countdown, countdown
from fahuo.backoffice.filters import Choice, Cube, choices
from fahuo.backoffice.formats import country
from fahuo.backoffice.paging import Cut
from fahuo.kit import clock
from fahuo.orders import page_queries as reads
from fahuo.orders.problem_texts import ProblemText, problem_texts, title
from fahuo.orders.web.words import DUE, LABEL, REMOTE_AREAS, STATES

GOODS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """One row, ready to be drawn."""

    order: reads.OrderRow
    problems: tuple[ProblemText, ...]
    goods: Sequence[reads.Goods]
    more_goods: int
    state: str
    tone: str
    remote_area: str
    hours_left: float | None
    label: Countdown | None


@dataclass(frozen=True, slots=True)
class Filters:
    """The choices of every facet."""

    state: Sequence[Choice]
    problem: Sequence[Choice]
    country: Sequence[Choice]
    due: Sequence[Choice]
    label: Sequence[Choice]
    store: Sequence[Choice]


@require_safe
@signed_in
def orders(request: SellerRequest) -> HttpResponseBase:
    """Show the list of orders."""
    at = clock.now()
    wanted = reads.OrderFilter.read(request.GET)
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    counted = reads.cube(request.seller, wanted, at)
    found = reads.page(request.seller, wanted, cut, at)
    figures = reads.state_counts(request.seller) if wanted.text else counted.all_counts("state")
    context = {
        "page": found,
        "rows": [_listed(row, at) for row in found.rows],
        "filters": _filters(counted, wanted),
        "wanted": wanted,
        "query": wanted.as_query(),
        "total": counted.total(),
        "everything": bool(figures) or reads.any_order(request.seller),
        "figures": figures,
        "can_change": can_change(request.user),
        "at": at,
        "labels_due": reads.label_counts(request.seller, at) if wanted.text else counted.all_counts("label"),
    }
    return render(request, "orders/orders.html", context)


def _listed(row: reads.OrderRow, at: datetime) -> ListedOrder:
    words, tone = STATES[row.state]
    left = row.left(at)
    return ListedOrder(
        order=row,
        problems=problem_texts(row.refusals if row.state == "REFUSED" else row.problems, get_language() or "en"),
        goods=row.goods[:GOODS_SHOWN],
        more_goods=max(len(row.goods) - GOODS_SHOWN, 0),
        state=str(words),
        tone=tone,
        remote_area=str(REMOTE_AREAS.get(row.remote_area, "")),
        hours_left=left.total_seconds() / 3600 if left is not None else None,
        label=countdown(row.label_due_at, at=at, soon=reads.LABEL_SOON),
    )


def _filters(cube: Cube, wanted: reads.OrderFilter) -> Filters:
    path, query = reverse("orders"), wanted.as_query()
    codes, lands = cube.counts("problem"), cube.counts("country")
    language = get_language() or "en"
    return Filters(
        state=choices(
            "state",
            [(value, str(words), tone) for value, (words, tone) in STATES.items()],
            cube.counts("state"),
            path=path,
            query=query,
        ),
        problem=choices(
            "problem",
            [(code, title(code, language), "bad") for code, _n in _most(codes, wanted.problem)],
            codes,
            path=path,
            query=query,
        ),
        country=choices(
            "country",
            [(code, country(code), "") for code, _n in _most(lands, wanted.country) if code],
            lands,
            path=path,
            query=query,
        ),
        due=choices(
            "due", [(value, str(words), "") for value, words in DUE.items()], cube.counts("due"), path=path, query=query
        ),
        store=choices(
            "store", _stores(cube.counts("store"), wanted.store), cube.counts("store"), path=path, query=query
        ),
        label=choices(
            "label",
            [(value, str(words), "") for value, words in LABEL.items()],
            cube.counts("label"),
            path=path,
            query=query,
        ),
    )


def _stores(counts: dict[str, int], chosen: str) -> list[tuple[str, str, str]]:
    """Return the stores, the one with most orders first; none at all while no store has a name."""
    named = [(code, _("without store") if code == reads.NO_STORE else code, "") for code, _n in _most(counts, chosen)]
    return named if set(counts) - {reads.NO_STORE} or chosen else []


def _most(counts: dict[str, int], chosen: str) -> list[tuple[str, int]]:
    """Sort by count, the commonest first; the chosen one stays even when nothing matches it."""
    shown = {**({chosen: 0} if chosen else {}), **counts}
    return sorted(shown.items(), key=lambda item: (-item[1], item[0]))
