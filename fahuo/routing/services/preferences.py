"""The seller's own weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.routing.domain.wishes import wish_problems
from fahuo.routing.models import RoutingPreference
from fahuo.trade.problem import Problem


class WishesRefused(ValueError):
    """Weights that cannot be; `problems` names each. Nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{problem.field}: {problem.detail}" for problem in problems))
        self.problems = tuple(problems)


@transaction.atomic
def set_wishes(*, seller: Seller, person: Person | None, wishes: Mapping[str, float], at: datetime) -> tuple[str, ...]:
    """Make these the seller's own weights, the rule book's for those not named; return which changed and log it.

    Raises `WishesRefused` with every problem.
    """
    if problems := wish_problems(wishes):
        raise WishesRefused(problems)
    RoutingPreference.objects.get_or_create(seller=seller, defaults={"changed_at": at})
    row = RoutingPreference.objects.select_for_update().get(seller=seller)
    changed = tuple(name for name in sorted({*row.wishes, *wishes}) if row.wishes.get(name) != wishes.get(name))
    if changed:
        row.wishes, row.changed_at = dict(wishes), at
        row.save(update_fields=["wishes", "changed_at"])
        log.record(seller=seller, person=person, verb="change_weights", at=at, fields=list(changed))
    return changed
