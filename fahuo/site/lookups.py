"""What the command line looks up by name, with an answer that says what to do when it is not there."""

from __future__ import annotations

from collections.abc import Sequence

import click

from fahuo.accounts.models import Seller
from fahuo.orders.models import Order, Outcome, Stage


def seller(name: str) -> Seller:
    """Return the seller of this name, or stop with a sentence."""
    found = Seller.objects.filter(name=name).first()
    if found is None:
        raise click.ClickException(f"There is no seller {name!r}. `fahuo import … --seller {name!r}` makes one.")
    return found


def order_ids(owner: Seller, numbers: Sequence[str]) -> list[int]:
    """Return the ids of these orders; without numbers, of all that are ready. Unknown numbers stop with a sentence."""
    orders = Order.objects.filter(seller=owner)
    if not numbers:
        ready = orders.filter(outcome=Outcome.READY, stage=Stage.OPEN)
        return list(ready.order_by("id").values_list("id", flat=True))
    known = dict(orders.filter(number__in=numbers).values_list("number", "id"))
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise click.ClickException(f"{owner.name} has no order {', '.join(unknown)}. Nothing was shipped.")
    return [known[number] for number in dict.fromkeys(numbers)]
