"""Replay a template set on past orders.

What the orders were shipped with is known to a room above this one. So the edge that runs a back-test hands it down as
functions (`Past`); this module never looks up. The job is `fahuo.shipments.jobs.run_back_test`, named below and not
imported, as it sits above: whoever starts a back-test needs to know nothing of shipments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Protocol

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from fahuo import rulebook
from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.orders.models import Order
from fahuo.orders.queries import goods_lines
from fahuo.rating.domain.table import RateTable
from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain.backtest import Tally
from fahuo.routing.domain.choose import scene_for
from fahuo.routing.domain.engine import engine
from fahuo.routing.domain.lanes import LanePriors
from fahuo.routing.domain.replay import Chosen, PastOrder, replay
from fahuo.routing.domain.request import RouteRequest, RouteRules
from fahuo.routing.domain.templates import Templates
from fahuo.routing.models import BackTest, TemplateSet
from fahuo.routing.queries import backtests as reads
from fahuo.routing.queries import templates as sets
from fahuo.routing.queries.context import seller_context
from fahuo.routing.queries.lanes import lane_priors
from fahuo.routing.queries.rules import route_rules
from fahuo.routing.template_file import as_json, from_json
from fahuo.trade.goods import GoodsLine

RUN_BACK_TEST = "fahuo.shipments.jobs.run_back_test"
CHUNK = 2_000
CANCELLED = "CANCELLED"
LONGEST_DAYS = 3 * 366


class BadPeriod(ValueError):
    """The period is empty or longer than LONGEST_DAYS. Nothing was written."""


Lines = Mapping[int, tuple[GoodsLine, ...]]


class Requests(Protocol):
    """How orders are asked about at a moment, one request an order."""

    def __call__(self, seller: Seller, asked: Sequence[Order], lines: Lines, *, at: datetime) -> list[RouteRequest]:
        """Return the requests in the order given."""
        ...


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of past orders above this room: how they are asked about, and what was chosen for each."""

    requests: Requests
    chosen: Callable[[int, Sequence[int]], Mapping[int, Chosen]]


def open_back_test(
    *, seller: Seller, person: Person | None, found: TemplateSet, period_from: date, period_until: date, at: datetime
) -> BackTest:
    """Write down what is to be replayed, the set as it is now; the caller works it through. Raises `BadPeriod`."""
    if not 0 < (period_until - period_from).days <= LONGEST_DAYS:
        raise BadPeriod
    rows = [as_json(row) | {"id": row.id} for row in sets.rows(found.pk)]
    stored = {
        "name": found.name,
        "smart_first": found.smart_first,
        "smart_margin": str(found.smart_margin),
        "templates": rows,
    }
    return BackTest.objects.create(
        seller=seller,
        person=person,
        template_set=found,
        templates=stored,
        period_from=period_from,
        period_until=period_until,
        created_at=at,
    )


@transaction.atomic
def start_back_test(
    *, seller: Seller, person: Person | None, found: TemplateSet, period_from: date, period_until: date, at: datetime
) -> BackTest:
    """Write a back-test down and hand it to a worker: both, or neither. Raises `BadPeriod`."""
    made = open_back_test(
        seller=seller, person=person, found=found, period_from=period_from, period_until=period_until, at=at
    )
    log.record(seller=seller, person=person, verb="back_test", subject=found.name, at=at)
    # Two workers never run the same one at once: the lock is the queue's.
    job = app.configure_task(RUN_BACK_TEST, queue="routing", lock=f"back-test-{made.pk}")
    job.defer(seller_id=seller.pk, back_test_id=made.pk)
    return made


@transaction.atomic
def cancel_back_test(*, seller: Seller, person: Person | None, back_test_id: int, at: datetime) -> bool:
    """Stop a back-test at the end of the chunk in hand; return False when it has ended already."""
    running = BackTest.objects.filter(seller=seller, pk=back_test_id, finished_at=None)
    if not running.update(finished_at=at, failure=CANCELLED):
        return False
    log.record(seller=seller, person=person, verb="cancel_back_test", subject=str(back_test_id), at=at)
    return True


def run_back_test(
    *,
    seller: Seller,
    back_test_id: int,
    past: Past,
    now: Callable[[], datetime],
    progress: Callable[[int], None] | None = None,
) -> BackTest:
    """Replay from the beginning, chunk by chunk, and write the result; memory does not grow with the orders.

    One that has ended is left alone. One that was killed begins anew: nothing was written but how far it was.
    """
    row = BackTest.objects.get(seller=seller, pk=back_test_id)
    if row.finished_at is not None:
        return row
    found = reads.past_ids(seller.pk, row.period_from, row.period_until)
    running = BackTest.objects.filter(pk=row.pk, finished_at=None)
    running.update(orders_total=len(found.ids), orders_done=0)
    under_work = _Replay(seller, stored_templates(row), past, Tally())
    for first in range(0, len(found.ids), CHUNK):
        piece = slice(first, first + CHUNK)
        under_work.chunk(found.ids[piece].tolist(), found.days[piece].tolist())
        done = min(first + CHUNK, len(found.ids))
        if not running.update(orders_done=done):
            break  # cancelled, or done by somebody else
        if progress:
            progress(done - first)
    running.update(result=under_work.tally.as_json(), finished_at=now())
    row.refresh_from_db()
    return row


def work_back_test(*, seller: Seller, back_test_id: int, past: Past, now: Callable[[], datetime]) -> None:
    """Run a back-test as a worker does: what is our own mistake is written on the row, a lost database is raised."""
    try:
        run_back_test(seller=seller, back_test_id=back_test_id, past=past, now=now)
    except (OperationalError, InterfaceError):
        raise  # the job is tried again
    except BackTest.DoesNotExist:
        return  # deleted with its set, before or while it ran
    except Exception as error:
        BackTest.objects.filter(pk=back_test_id, finished_at=None).update(
            failure=type(error).__name__, finished_at=now()
        )
        raise


def stored_templates(row: BackTest) -> Templates:
    """Return the set as it was when the back-test was written down."""
    stored = row.templates
    return Templates.of(
        from_json(stored["templates"]),
        smart_first=stored["smart_first"],
        smart_margin=Decimal(stored["smart_margin"]),
    )


@dataclass(frozen=True, slots=True)
class _Replay:
    """One back-test under work."""

    seller: Seller
    templates: Templates
    past: Past
    tally: Tally

    def chunk(self, ids: list[int], days: list[int]) -> None:
        """Replay some orders that lie beside each other in time: a few queries, and a few a day."""
        orders, lines = reads.orders(self.seller.pk, ids), goods_lines(ids)
        chosen = self.past.chosen(self.seller.pk, ids)
        for day, pairs in groupby(zip(days, ids, strict=True), key=itemgetter(0)):
            own = [one for _day, one in pairs]
            whole = [orders[one] for one in own if one in orders and lines.get(one)]
            self._skip("incomplete", len(own) - len(whole))
            if whole:
                self._day(date.fromordinal(day), whole, lines, chosen)

    def _day(self, day: date, orders: Sequence[Order], lines: Lines, chosen: Mapping[int, Chosen]) -> None:
        """Replay at noon, so that no cut-off has passed."""
        noon = datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())
        try:
            requests = self.past.requests(self.seller, orders, lines, at=noon)
            rate, rules, priors = _of_day(day, self.seller)
        except rulebook.NoValueOnDate:
            self._skip("no_rules", len(orders))
            return
        found = engine(rate, rules, priors, seller_context(self.seller, at=noon, volumes={}))
        if not found.table.services:
            self._skip("no_service", len(orders))
            return
        closed = {option.service.key: option.exclusion.code for option in found.closed if option.exclusion}
        rows = [PastOrder(order.pk, order.number, order.country, chosen.get(order.pk)) for order in orders]
        replay(scene_for(requests, found.table), rows, self.templates, self.tally, closed)

    def _skip(self, why: str, orders: int) -> None:
        self.tally.counts["orders"] += orders
        self.tally.counts[why] += orders


def _of_day(day: date, seller: Seller) -> tuple[RateTable, RouteRules, LanePriors]:
    return rate_table(on=day, seller_id=seller.pk), route_rules(on=day), lane_priors(on=day)
