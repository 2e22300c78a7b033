"""What `fahuo rules check` was asked about, as a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import click

from fahuo import compliance, rulebook
from fahuo.platforms.currency import CURRENCIES
from fahuo.site import bootstrap
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.service import Service


def of_options(options: Mapping[str, Any], on: date) -> compliance.Case:
    """Return the parcel that the options speak of; what they do not say stays unknown."""
    destination = _country(options["destination"], "--to")
    value = _money(options["value"])
    lines: tuple[compliance.Ordered, ...] = ()
    if options["hs"]:
        lines = (compliance.Ordered(0, "goods", _goods(options["hs"], _country(options["origin"], "--from"), value)),)
    case = compliance.Case(destination, ordered=lines, value=value, to_usd=_dollars(on))
    return _with_service(case, options["service"])


def of_order(options: Mapping[str, Any], on: date) -> compliance.Case:
    """Return an order as pre-flight sees it on a day."""
    bootstrap.start()
    from fahuo.goods import queries as goods
    from fahuo.orders import queries
    from fahuo.orders.domain.goods import ordered
    from fahuo.orders.domain.preflight import case_of
    from fahuo.orders.models import Order
    from fahuo.orders.rules import rules
    from fahuo.site import lookups

    owner = lookups.seller(options["seller_name"]) if options["seller_name"] is not None else lookups.only_seller()
    order = Order.objects.filter(seller=owner, number=options["number"]).first() if owner else None
    if order is None:
        raise click.ClickException(f"There is no order {options['number']}.")
    wanted = queries.wanted([order.pk]).get(order.pk, [])
    lines = ordered(wanted, goods.units(order.seller_id, {line.sku for line in wanted}))
    case = case_of(queries.to_address(order), lines, rules(on))
    return _with_service(case, options["service"])


def _with_service(case: compliance.Case, key: str | None) -> compliance.Case:
    if not key:
        return case
    service = _service(key)
    return replace(case, service=service, ddp=service.ddp)


def _service(key: str) -> Service:
    bootstrap.start()
    from fahuo.rating.queries import services

    found = next((service for service in services() if service.key == key), None)
    if found is None:
        raise click.BadParameter(f"There is no service {key!r}; they are written as in yunexpress/THZXR.")
    return found


def _goods(hs_code: str, origin: str, value: Money | None) -> GoodsLine:
    """One unit of something of which nothing else is said."""
    return GoodsLine("", "", "", 1, 0, Size(0, 0, 0), value or Money(Decimal(0), "USD"), hs_code=hs_code, origin=origin)


def _dollars(on: date) -> Mapping[str, Decimal]:
    try:
        yuan = rulebook.value("money.exchange_rates", on=on)
    except rulebook.NoValueOnDate:
        return {}
    return {currency: Decimal(rate) / Decimal(yuan["USD"]) for currency, rate in yuan.items()}


def _country(code: str, option: str) -> str:
    if code.upper() not in ISO_COUNTRIES:
        raise click.BadParameter(f"{code!r} is no country; write its ISO code, such as DE.", param_hint=option)
    return code.upper()


def _money(text: str | None) -> Money | None:
    if text is None:
        return None
    amount, _, currency = text.strip().partition(" ")
    try:
        number = Decimal(amount)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number < 0 or currency.strip().upper() not in CURRENCIES:
        raise click.BadParameter(f'{text!r} is no amount of money; write "45 EUR".', param_hint="--value")
    return Money(number, currency.strip().upper())
