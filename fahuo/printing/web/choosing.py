"""Which shipments are to be printed: chosen in a list, all that match a filter, those of a run or of a batch."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.http import Http404, QueryDict
from django.urls import reverse

from fahuo.accounts.models import Seller
from fahuo.backoffice.asked import key_of, keys_of
from fahuo.orders.problem_texts import ProblemText
from fahuo.printing import page_queries as reads
from fahuo.printing.domain import left_out_because
from fahuo.printing.web import telling
from fahuo.shipments.queries import lists
from fahuo.trade.problem import Problem

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Chosen:
    """`states`: status by shipment, in sequence. `fields` choose the same again; `back` is where one came from.

    Where more were chosen than may be, `total` says how many, and only the first are in `states`.
    """

    states: dict[int, str]
    fields: tuple[tuple[str, str], ...]
    back: str
    total: int

    @property
    def ids(self) -> list[int]:
        """The shipments in their sequence."""
        return list(self.states)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Shipments that cannot be printed for one reason: how many, and the first of them as (id, order number)."""

    text: ProblemText
    count: int
    examples: tuple[tuple[int, str], ...]


def chosen(seller: Seller, query: QueryDict, most: int | None = None) -> Chosen:
    """Read what was chosen. Raises 404 for a run or a batch that is not the seller's.

    Where no more than `most` may be chosen, not many more are read of all that match.
    """
    if number := query.get("batch"):
        batch = reads.one(seller, key_of(number))
        if batch is None:
            raise Http404(number)
        states = lists.states(seller, reads.shipment_ids(batch))
        return Chosen(states, (("batch", number),), reverse("print-batch", args=[batch.pk]), len(states))
    if number := query.get("run"):
        run = lists.run(seller, key_of(number))
        if run is None:
            raise Http404(number)
        states = lists.run_states(run)
        return Chosen(states, (("run", number),), reverse("ship-run", args=[run.pk]), len(states))
    if query.get("all_matching"):
        wanted = lists.ShipmentFilter.read(query)
        fields = (("all_matching", "1"), *wanted.as_query().items())
        states = lists.states_among(seller, wanted, None if most is None else most + 1)
        total = len(states) if most is None or len(states) <= most else lists.count_among(seller, wanted)
        return Chosen(states, fields, reverse("shipments"), total)
    states = lists.states(seller, keys_of(query.getlist("id")))
    fields = tuple(("id", str(shipment_id)) for shipment_id in states)
    one = len(states) == 1 and reverse("shipment", args=[*states])
    return Chosen(states, fields, one or reverse("shipments"), len(states))


def left_out(seller: Seller, states: dict[int, str], kind: str) -> list[LeftOut]:
    """Return why some cannot be printed, what concerns most first."""
    reasons: dict[Problem, list[int]] = defaultdict(list)
    for shipment_id, status in states.items():
        if problem := left_out_because(status, kind):
            reasons[problem].append(shipment_id)
    return told(seller, reasons)


def told(seller: Seller, reasons: dict[Problem, list[int]]) -> list[LeftOut]:
    """Put reasons into words, with the order numbers of the first shipments of each."""
    shown = {problem: ids[:EXAMPLES] for problem, ids in reasons.items()}
    numbers = lists.order_numbers(seller, [one for ids in shown.values() for one in ids]) if shown else {}
    found = [
        LeftOut(telling.told(problem), len(ids), tuple((one, numbers[one]) for one in shown[problem] if one in numbers))
        for problem, ids in reasons.items()
    ]
    return sorted(found, key=lambda one: -one.count)


def printable(states: dict[int, str], kind: str) -> list[int]:
    """Return those that may be printed, in their sequence."""
    return [shipment_id for shipment_id, status in states.items() if left_out_because(status, kind) is None]
