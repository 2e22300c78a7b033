"""An order as routing is asked about it: the same question for the page and for the booking."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from fahuo.accounts.models import Seller
from fahuo.carriers.contract import Account
from fahuo.orders import queries as orders
from fahuo.orders.models import Order
from fahuo.routing.domain import RouteContext, RouteRequest
from fahuo.trade.contract import ContractTerms
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import pack


def route_request(*, order: Order, lines: tuple[GoodsLine, ...]) -> RouteRequest:
    """Pack the lines into one parcel."""
    return RouteRequest(
        key=order.number,
        destination=orders.to_address(order),
        remote_area=order.remote_area,
        parcel=pack(lines),
        chosen_service=order.chosen_service,
        ship_by=order.ship_by.date() if order.ship_by else None,
    )


def route_context(*, seller: Seller, accounts: Mapping[str, Account], at: datetime) -> RouteContext:
    """Say what the seller's contracts provide."""
    contracts = {
        code: ContractTerms(code, eori=account.eori, emulated=account.emulated) for code, account in accounts.items()
    }
    return RouteContext(at=at, contracts=contracts, seller_eori=seller.eori)
