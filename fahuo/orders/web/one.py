"""One order: address, lines, problems with the form that mends them; higher rooms add their panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.countdowns import countdown
from fahuo.compliance.identifiers import masked
from fahuo.goods import page_queries as goods
from fahuo.kit import clock
from fahuo.orders import page_queries as reads
from fahuo.orders.models import Order, OrderLine
from fahuo.orders.problem_texts import problem_texts
from fahuo.orders.services import edit
from fahuo.orders.web.address_form import AddressForm, address_changes, address_form, address_inputs
from fahuo.orders.web.words import REMOTE_AREAS, STATES


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the order with what the catalogue knows about its SKU."""

    sku: str
    title: str
    attributes: str
    quantity: int
    unit_price: Decimal | None
    currency: str
    to_ship: bool
    product: goods.ProductRow | None


@require_safe
@signed_in
def order(request: SellerRequest, order_id: int) -> HttpResponseBase:
    """Show one order of this seller."""
    found = _find(request, order_id)
    return _page(request, found, address_form(found))


@require_POST
@may_change
def edit_order(request: SellerRequest, order_id: int) -> HttpResponseBase:
    """Mend the address and check the order again."""
    found = _find(request, order_id)
    form = AddressForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if changes := address_changes(form, found):
        _apply(request, found, changes)
    return redirect("order", order_id)


def _apply(request: SellerRequest, found: Order, changes: Mapping[str, str]) -> None:
    at = clock.now()
    try:
        edit.edit_address(seller=request.seller, order_id=found.pk, changes=changes, at=at)
    except edit.NotOpen:
        messages.error(request, _("The order is in work or shipped already; nothing was changed."))
        return
    accounts.record(
        seller=request.seller,
        person=request.user,
        verb="edit_order",
        subject=found.number,
        at=at,
        fields=sorted(changes),
    )
    messages.success(request, _("Saved and checked again."))


def _find(request: SellerRequest, order_id: int) -> Order:
    found = reads.one(request.seller, order_id)
    if found is None:
        raise Http404(str(order_id))
    return found


def _page(request: SellerRequest, found: Order, form: AddressForm, status: int = 200) -> HttpResponseBase:
    row = reads.order_row(found, ())
    language, checked_on = get_language() or "en", timezone.localdate(found.checked_at)
    problems = problem_texts(row.refusals if row.state == "REFUSED" else row.problems, language, on=checked_on)
    words, tone = STATES[row.state]
    at = clock.now()
    left = row.left(at)
    context = {
        "order": found,
        "state": row.state,
        "state_words": words,
        "tone": tone,
        "problems": problems,
        "notices": problem_texts(found.notices, language, on=checked_on),
        "inputs": address_inputs(form, problems, told=row.state == "REFUSED"),
        "tax_id_shown": masked(found.tax_id),
        "lines": _lines(found),
        "remote_area": REMOTE_AREAS.get(found.remote_area, ""),
        "label": countdown(row.label_due_at, at=at, soon=reads.LABEL_SOON),
        "hours_left": left.total_seconds() / 3600 if left is not None else None,
        "editable": can_change(request.user) and row.state in reads.OPEN_STATES,
        "can_change": can_change(request.user),
    }
    return render(request, "orders/order.html", context, status=status)


def _lines(found: Order) -> Sequence[Line]:
    lines = reads.lines(found)
    products = goods.by_sku(found.seller_id, {line.sku for line in lines})
    return [_line(line, products.get(line.sku)) for line in lines]


def _line(line: OrderLine, product: goods.ProductRow | None) -> Line:
    return Line(
        line.sku,
        line.title,
        line.attributes,
        line.quantity,
        line.unit_price,
        line.currency,
        line.to_ship,
        product,
    )
