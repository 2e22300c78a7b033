"""The declaration elements of one product: what is filled in, what is missing, what would be sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.forms import Input
from fahuo.goods import page_queries as products
from fahuo.goods.customs_form import SECOND_UNITS, UNIT_CHOICES, as_text
from fahuo.goods.elements import MOST_LETTERS, ElementsOf
from fahuo.goods.elements.templates import Element
from fahuo.goods.elements.vocabulary import BRAND_TYPE, CHOICES, OPTIONAL, english
from fahuo.goods.models import Product
from fahuo.goods.not_allowed import NotAllowed
from fahuo.goods.queries.declared import elements_of, refused_templates
from fahuo.goods.services.state_elements import UNITS, state_elements
from fahuo.kit import clock
from fahuo.trade.units import UNITS as ALL_UNITS

UNIT_LABELS = {
    "sale_unit": _("Unit it is sold by"),
    "first_unit": _("First statutory unit"),
    "first_quantity": _("First statutory quantity of one sale unit"),
    "second_unit": _("Second statutory unit"),
    "second_quantity": _("Second statutory quantity of one sale unit"),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """The field that was refused and what was typed."""

    name: str = ""
    reason: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def elements(request: SellerRequest, product_id: int) -> HttpResponseBase:
    """Show the elements with their form; POST keeps what was filled in."""
    if request.method == "POST":
        return keep(request, product_id)
    return _part(request, _find(request, product_id))


@may_change
def keep(request: SellerRequest, product_id: int) -> HttpResponseBase:
    """Keep what was filled in."""
    found, at = _find(request, product_id), clock.now()
    names = elements_of(found).template.names
    stated = {name: request.POST[key] for place, name in enumerate(names) if (key := f"e{place}") in request.POST}
    units = {name: request.POST[name] for name in UNITS if name in request.POST}
    try:
        state_elements(seller=request.seller, product_id=found.pk, stated=stated, units=units, at=at)
    except NotAllowed as refusal:
        reason = now("This cannot be: at most %(n)s characters, without “|”.") % {"n": MOST_LETTERS}
        return _part(request, found, Wrong(refusal.field, reason), status=422)
    accounts.record(
        seller=request.seller,
        person=request.user,
        verb="state_elements",
        subject=found.sku,
        at=at,
        fields=sorted(units),
    )
    messages.success(request, now("Declaration elements saved."))
    return redirect("product", product_id)


def _part(request: SellerRequest, found: Product, wrong: Wrong = Wrong(), status: int = 200) -> HttpResponseBase:
    told = elements_of(found)
    context = {
        "product": products.product_row(found),
        "told": told,
        "inputs": [_input(place, element, told, wrong) for place, element in enumerate(told.template.elements)],
        "units": [_unit_input(name, found, told, wrong) for name in UNITS],
        "first": _unit_words(told.first_unit),
        "second": _unit_words(told.second_unit),
        "first_quantity": as_text(told.first_quantity),
        "second_quantity": as_text(told.second_quantity),
        "most": MOST_LETTERS,
        "refused_templates": refused_templates() if told.template.is_own or request.user.role == "OWNER" else (),
        "can_change": can_change(request.user),
    }
    part = "goods/elements_of_product_part.html" if request.htmx else "goods/elements_of_product.html"
    return render(request, part, context, status=status)


def _input(place: int, element: Element, told: ElementsOf, wrong: Wrong) -> Input:
    name, chinese = element.name, (get_language() or "").startswith("zh")
    options = tuple((key, f"{key} {words[1] if chinese else words[0]}") for key, words in CHOICES.get(name, {}).items())
    proposed = told.proposed.get(name, "")
    hint = (
        now("The listing says “%(value)s”; customs reads Chinese.") % {"value": proposed} if proposed else element.hint
    )
    if name == BRAND_TYPE and name in told.missing and told.filled.get(name, "") == "":
        hint = now("Not said, or it contradicts the brand of the product.")
    return Input(
        name=f"e{place}",
        label=name if chinese or english(name) == name else f"{name} {english(name)}",
        value=told.filled.get(name, ""),
        hint=hint,
        error=wrong.reason if wrong.name == name else "",
        kind="select" if options else "text",
        required=name not in OPTIONAL,
        options=(("", now("not said")), *options) if options else (),
    )


def _unit_input(name: str, found: Product, told: ElementsOf, wrong: Wrong) -> Input:
    value = getattr(found, name)
    options = {"sale_unit": UNIT_CHOICES, "first_unit": UNIT_CHOICES, "second_unit": SECOND_UNITS}.get(name, ())
    template = {"first_unit": told.template.first_unit, "second_unit": told.template.second_unit}.get(name, "")
    return Input(
        name=name,
        label=str(UNIT_LABELS[name]),
        value=as_text(value) if name.endswith("quantity") else value,
        hint=now("%(unit)s, as the template says") % {"unit": _unit_words(template)} if template and not value else "",
        error=wrong.reason if wrong.name == name else "",
        kind="select" if options else "number",
        required=name in told.asked,
        options=tuple((key, str(text)) for key, text in options),
    )


def _unit_words(code: str) -> str:
    unit = ALL_UNITS.get(code)
    if unit is None:
        return now("none") if code == "-" else ""
    return unit.zh if (get_language() or "").startswith("zh") else f"{unit.zh} {unit.en}"


def _find(request: SellerRequest, product_id: int) -> Product:
    found = products.one(request.seller, product_id)
    if found is None:
        raise Http404(str(product_id))
    return found
