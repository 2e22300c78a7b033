"""Apply for the summary declaration of a month (汇总申请单, CEB701): released lists with flag B, by what they share.

Each group of lists that customs merge into one declaration is one application, and a list is in one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.customs.ceb.values import BEIJING, beijing_day
from fahuo.customs.domain.bulk_nodes import parts, summary_node
from fahuo.customs.domain.composing import SUMMARY as SUMMARY_FLAG
from fahuo.customs.domain.progress import FAILED, LIST
from fahuo.customs.models import USABLE_STATES, Declarant, Declaration, DeclarationState, Summary
from fahuo.customs.queries import declaring
from fahuo.customs.queries.ready import stops
from fahuo.customs.services import outbox
from fahuo.customs.services.documents import SUMMARY
from fahuo.customs.services.outbox import Written
from fahuo.trade.problem import Problem

# What lists of one declaration share, by element; of their lines the currency and the final country as well. HS codes
# and prices are told apart by customs, line by line.
_SHARED = ("customsCode", "agentCode", "ebcCode", "ownerCode", "tradeMode", "trafMode", "portCode", "country", "loctNo")
_OF_LINES = ("currency", "country")
_PARTIES = ("customsCode", "agentCode", "agentName", "ebcCode", "ebcName", "loctNo")


@dataclass(frozen=True, slots=True)
class Summarised:
    """The applications that were written, none with the reasons."""

    summaries: tuple[Summary, ...]
    problems: tuple[Problem, ...] = ()


@transaction.atomic
def summarise(*, seller: Seller, month: date, at: datetime) -> Summarised:
    """Write the applications of a month; lists that are in one are left out, so asking twice changes nothing.

    `month` is any day of it; a list belongs to the month in which it was released, on the clock in Beijing.
    """
    row = declaring.declarant(seller)
    stopped = stops(row, at)
    if stopped or row is None:
        return Summarised((), stopped)
    first = month.replace(day=1)
    rows = _waiting(seller, first) if first <= beijing_day(at) else []
    if not rows:
        return Summarised((), (Problem("DECLARATION_NOTHING_TO_SUMMARISE", "month", f"{month:%Y-%m}"),))
    groups: dict[tuple[tuple[str, str], ...], list[Declaration]] = {}
    for one in rows:
        groups.setdefault(tuple(_shared(one.content[LIST]).items()), []).append(one)
    made = [_write(row, month, dict(key), group, at) for key, group in sorted(groups.items())]
    outbox.wake(seller.pk)
    return Summarised(tuple(made))


def _waiting(seller: Seller, first: date) -> list[Declaration]:
    begin = datetime(first.year, first.month, 1, tzinfo=BEIJING)
    following = (first + timedelta(days=32)).replace(day=1)
    end = datetime(following.year, following.month, 1, tzinfo=BEIJING)
    rows = Declaration.objects.filter(seller=seller, released_at__gte=begin, released_at__lt=end)
    rows = rows.filter(Q(summary=None) | Q(summary__state__in=FAILED))
    rows = rows.filter(statistics_flag=SUMMARY_FLAG, state__in=USABLE_STATES).exclude(invt_no="")
    return list(rows.order_by("pk").select_for_update(no_key=True, of=("self",)))


def _shared(node: Mapping[str, Any]) -> dict[str, str]:
    """Return what a list must have in common with others to stand in one declaration with them."""
    of_lines = {f"line_{name}": " ".join(sorted({line[name] for line in node["lines"]})) for name in _OF_LINES}
    return {**{name: node.get(name, "") for name in _SHARED}, **of_lines}


def _write(
    row: Declarant, month: date, shared: Mapping[str, str], rows: Sequence[Declaration], at: datetime
) -> Summary:
    transfer = outbox.transfer_of(declaring.holder_of(row))
    summary = Summary.objects.create(
        seller_id=row.seller_id,
        cop_no=f"FS{timezone.localtime(at):%Y%m%d%H%M%S}{rows[0].pk:010d}",
        month=month.replace(day=1),
        merged_by=dict(shared),
        state=DeclarationState.QUEUED,
        created_at=at,
    )
    listed: Mapping[str, str] = rows[0].content[LIST]
    parties = {name: listed[name] for name in _PARTIES if listed.get(name)}
    for place, part in parts([one.invt_no for one in rows]):
        node = summary_node(parties, summary.cop_no, place, part, at=at, guid=outbox.new_guid())
        written = [Written(node, summary=summary)]
        outbox.write(seller_id=row.seller_id, kind=SUMMARY, written=written, transfer=transfer, at=at)
    Declaration.objects.filter(pk__in=[one.pk for one in rows]).update(summary=summary)
    return summary
