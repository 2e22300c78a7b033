"""What the command line looks up by name, with an answer that says what to do when it is not there."""

from __future__ import annotations

from collections.abc import Sequence

import click
from django.db import transaction

from fahuo.accounts import enrolment
from fahuo.accounts.models import Seller
from fahuo.orders.models import Order, Outcome, Stage
from fahuo.shipments.models import PRINTABLE, Shipment, Status


def seller(name: str) -> Seller:
    """Return the seller of this name, or stop with a sentence."""
    found = _known(name)
    if found is None:
        if not name.strip():
            raise click.UsageError("--seller is empty: write the seller's name.")
        raise click.ClickException(f"There is no seller {name!r}. {_sellers()}")
    return found


def _sellers() -> str:
    """Say which sellers there are, the first five by name, or how to make one."""
    names = list(Seller.objects.order_by("name").values_list("name", flat=True)[:6])
    if not names:
        return "There is none at all: `fahuo seller NAME` makes one."
    return f"There is: {', '.join(names[:5])}{', …' if len(names) > 5 else ''}. `fahuo seller NAME` makes another."


def only_seller() -> Seller | None:
    """Return the only seller, None when there is none; stop with a sentence where one must be named."""
    found = list(Seller.objects.order_by("id")[:2])
    if len(found) > 1:
        raise click.ClickException("There are several sellers. Name one: --seller NAME.")
    return found[0] if found else None


def seller_or_new(name: str) -> tuple[Seller, bool]:
    """Return the seller of this name, made if there was none, and whether it was made."""
    found = _known(name)
    if found is not None:
        return found, False
    try:
        return enrolment.write_seller(name=name), True
    except enrolment.Incomplete as error:
        raise click.UsageError(f"--seller: {error}") from error


def order_ids(owner: Seller, numbers: Sequence[str]) -> list[int]:
    """Return the ids of these orders; without numbers, of all that are ready. Unknown numbers stop with a sentence."""
    orders = Order.objects.filter(seller=owner)
    if not numbers:
        ready = orders.filter(outcome=Outcome.READY, stage=Stage.OPEN)
        return list(ready.order_by("id").values_list("id", flat=True))
    wanted = list(dict.fromkeys(_utf8(number).strip() for number in numbers))
    known = dict(orders.filter(number__in=wanted).values_list("number", "id"))
    unknown = [number for number in wanted if number not in known]
    if unknown:
        raise click.ClickException(f"{owner.name} has no order {', '.join(unknown)}. Nothing was done.")
    return [known[number] for number in wanted]


def underway(owner: Seller, order_ids: Sequence[int] | None = None) -> dict[int, int]:
    """Return shipments that will move by themselves, as shipment id → order id; of these orders if any are named."""
    rows = Shipment.objects.filter(seller=owner, status__in=(Status.BOOKING, Status.BOOKED), lease_until__isnull=False)
    if order_ids is not None:
        rows = rows.filter(order_id__in=order_ids)
    return dict(rows.values_list("id", "order_id"))


def let_others_commit(owner: Seller, order_ids: Sequence[int]) -> None:
    """Wait until another process that is taking up some of these orders has written what it took."""
    with transaction.atomic():
        list(Order.objects.filter(seller=owner, id__in=order_ids).order_by("id").select_for_update().values_list("id"))


def without_label(owner: Seller, order_ids: Sequence[int]) -> list[str]:
    """Return the numbers of those orders that have no label that was read back."""
    labelled = Shipment.objects.filter(seller=owner, order_id__in=order_ids, status__in=PRINTABLE).values("order_id")
    orders = Order.objects.filter(seller=owner, id__in=order_ids).exclude(id__in=labelled)
    return list(orders.order_by("id").values_list("number", flat=True))


def _known(name: str) -> Seller | None:
    return Seller.objects.filter(name=_utf8(name).strip()).first()


def _utf8(text: str) -> str:
    """Return what was typed if it can be stored; bytes of another encoding stop with a sentence."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        shown = click.format_filename(text)
        raise click.UsageError(f"{shown!r} is not UTF-8: set the terminal to UTF-8 and type it again.") from error
    return text
