"""An order as routing is asked about it: the same question for the page and for the booking."""

from __future__ import annotations

from collections.abc import Mapping

from fahuo.accounts.models import Seller
from fahuo.carriers.contract import Account
from fahuo.orders import queries as orders
from fahuo.orders.models import Order
from fahuo.routing.domain import RouteRequest
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import pack


def route_request(
    *, seller: Seller, order: Order, lines: tuple[GoodsLine, ...], accounts: Mapping[str, Account]
) -> RouteRequest:
    """Pack the lines into one parcel and say what the seller's contracts provide."""
    return RouteRequest(
        key=order.number,
        destination=orders.to_address(order),
        remote_area=order.remote_area,
        parcel=pack(lines),
        bookable=frozenset(accounts),
        chosen_service=order.chosen_service,
        seller_eori=seller.eori,
        contract_eori={code: account.eori for code, account in accounts.items()},
        ship_by=order.ship_by.date() if order.ship_by else None,
    )
