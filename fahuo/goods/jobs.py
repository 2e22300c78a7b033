"""Background jobs. One job carries a batch; asking about the same products twice writes the same proposals."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from fahuo.accounts.models import Seller
from fahuo.goods.services.recognise import propose
from fahuo.kit import clock

AGAIN = RetryStrategy(max_attempts=5, exponential_wait=2)


@app.task(queue="goods", pass_context=False, retry=AGAIN)
def recognise_products(*, seller_id: int, product_ids: list[int]) -> None:
    """Ask recognition about a batch of products that have no HS code, and keep what it proposes."""
    seller = Seller.objects.filter(pk=seller_id).first()
    if seller is not None:
        propose(seller=seller, product_ids=product_ids, at=clock.now())
