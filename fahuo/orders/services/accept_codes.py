"""A person accepts proposed HS codes, and the orders that wait for them learn of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Person, Seller
from fahuo.goods.services.accept import Accepted, accept
from fahuo.orders.services.check_again import check_skus


@transaction.atomic
def accept_codes(
    *, seller: Seller, person: Person | None, codes: Mapping[int, str], replaces: str = "", at: datetime
) -> tuple[Accepted, int]:
    """Give products (by id) the codes a person chose, judge their open orders again; also return how many changed.

    Raises `NotAllowed` for what is no code; nothing is changed then.
    """
    accepted = accept(seller=seller, person=person, codes=codes, replaces=replaces, at=at)
    return accepted, check_skus(seller=seller, skus=frozenset(accepted.codes), at=at)
