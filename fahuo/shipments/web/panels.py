"""Parts that this room adds to the pages of orders: services and prices, shipments, today's figures."""

from __future__ import annotations

from datetime import datetime

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.charts import bars
from fahuo.backoffice.formats import money
from fahuo.kit import clock
from fahuo.orders import page_queries as orders
from fahuo.orders.models import Order
from fahuo.shipments.queries import lists
from fahuo.shipments.web.options import compared
from fahuo.shipments.web.rows import listed
from fahuo.shipments.web.words import carrier_name


@require_safe
@signed_in
def services(request: SellerRequest, order_id: int) -> HttpResponseBase:
    """Compare the services for one order: price by charge, days, score, or the rule that excludes it."""
    order = _order(request, order_id)
    context = {"order": order, "comparison": compared(request.seller, order, clock.now())}
    return render(request, _whole_or_part(request, "shipments/services"), context)


@require_safe
@signed_in
def shipments(request: SellerRequest, order_id: int) -> HttpResponseBase:
    """Show the shipments of one order."""
    order = _order(request, order_id)
    context = {"order": order, "rows": listed(lists.of_order(request.seller, order.pk), request.seller)}
    return render(request, _whole_or_part(request, "shipments/order_shipments"), context)


@require_safe
@signed_in
def today(request: SellerRequest) -> HttpResponseBase:
    """Show how much was shipped today and what each carrier costs."""
    figures = lists.today(request.seller, _midnight(clock.now()))
    rows = [(carrier_name(carrier), cost, money(cost, currency)) for carrier, currency, cost in figures.costs]
    return render(request, "shipments/today.html", {"parcels": figures.parcels, "bars": bars(rows[:4])})


def _midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)


def _order(request: SellerRequest, order_id: int) -> Order:
    order = orders.one(request.seller, order_id)
    if order is None:
        raise Http404(str(order_id))
    return order


def _whole_or_part(request: SellerRequest, name: str) -> str:
    """A live page asks for the part alone; a browser without scripts gets a whole page."""
    return f"{name}_part.html" if request.htmx else f"{name}.html"
