"""The freight calculator: what a parcel costs with every service and which to take, without an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.navigation import Place
from fahuo.kit import clock
from fahuo.orders.problem_texts import problem_text
from fahuo.rating.models import Quote
from fahuo.rating.web import SHEET_PAGES
from fahuo.rating.web.parcel_form import DayField, ParcelForm, countries
from fahuo.rating.words import LEVELS
from fahuo.routing.comparison_json import comparison_json, service_key, written
from fahuo.routing.queries.context import Volumes, on_day, seller_context, with_all_carriers
from fahuo.routing.queries.templates import templates_in_use
from fahuo.routing.services import compare
from fahuo.routing.web import quotes
from fahuo.routing.web.offers import offers
from fahuo.trade.problem import Problem

_TABS = (
    ("calculator", _("Calculator")),
    ("prices", _("Price board")),
    ("rate-sheets", _("Rate sheets")),
    ("quotes", _("Quotes")),
)
PLACE = Place("calculator", _("Prices"), "quote", ("quote", *SHEET_PAGES), _TABS)

# Where a problem of the question is said.
_FIELDS = {
    "address.country": "country", "address.postcode": "postcode", "parcel.value": "value", "parcel.weight_g": "weight",
    "on": "on",
}  # fmt: skip
# What an empty calculator offers: words, then the question.
EXAMPLES = (
    (_("Phone to Germany"), "country=DE&weight=420&length=18&width=10&height=6&cargo=BATTERY_BUILTIN&value=86"),
    (_("2 kg to Alaska"), "country=US&postcode=99501&weight=2&weight_unit=kg&length=30&width=20&height=10&value=25"),
    (_("T-shirt to Brazil"), "country=BR&weight=250&length=25&width=20&height=3&value=9"),
)


class CalculatorForm(ParcelForm):
    """A parcel, what its buyer was promised, and whose contracts count."""

    promised_on = DayField(label=_("Promised for"), required=False)
    level = forms.ChoiceField(label=_("Level the buyer chose"), choices=(("", "—"), *LEVELS.items()), required=False)
    all_carriers = forms.BooleanField(label=_("Carriers without a contract too"), required=False)


def urlpatterns(volumes: Callable[..., Volumes]) -> list[URLPattern]:
    """Return the addresses; `volumes` counts a seller's parcels by carrier, which only a higher room can do."""
    return [
        path("calculator", page, {"volumes": volumes}, name="calculator"),
        path("quotes", quotes.listing, name="quotes"),
        path("quotes/<int:quote_id>", quotes.one, name="quote"),
    ]


@dataclass(frozen=True, slots=True)
class Answer:
    """A comparison, kept as a quote; `assumed`: carriers without a contract were counted as contracted."""

    comparison: compare.Comparison
    quote: Quote
    assumed: bool


@require_safe
@signed_in
def page(request: SellerRequest, volumes: Callable[..., Volumes]) -> HttpResponseBase:
    """Show the form, and beside it the answer to what the address asks; each answer is kept as a quote."""
    asked = {name: value for name, value in request.GET.items() if name != "format"}
    form = CalculatorForm(request.GET) if asked else CalculatorForm()
    answer = None
    if asked and form.is_valid():
        answer = _answer(request, form, volumes)
    status = 422 if asked and answer is None else 200
    if request.GET.get("format") == "json":
        return _json(form, answer, status)
    shown = {
        "form": form,
        "countries": countries(),
        "examples": [(words, f"{question}&currency=USD") for words, question in EXAMPLES],
        "answer": answer,
        "offers": _offers(answer) if answer else None,
        "query": request.GET.urlencode(),
    }
    return render(request, "routing/calculator.html", shown, status=status)


def _answer(request: SellerRequest, form: CalculatorForm, volumes: Callable[..., Volumes]) -> Answer | None:
    """Compare and keep; what prevents it is said at the form's field."""
    try:
        return _compared(request, form, volumes, clock.now())
    except compare.CannotCompare as error:
        _say(form, error.problem)
    return None


def _compared(request: SellerRequest, form: CalculatorForm, volumes: Callable[..., Volumes], at: datetime) -> Answer:
    filled, wanted = form.cleaned_data, form.request
    assert wanted is not None, "a valid form has a request"
    moment = on_day(at, filled["on"]) if filled["on"] else at
    context = seller_context(request.seller, at=moment, volumes=volumes(request.seller.pk, at=moment))
    assumed = filled["all_carriers"] or not context.contracts
    context = with_all_carriers(context) if assumed else context
    route = compare.parcel_to(
        wanted.country,
        wanted.postcode,
        wanted.parcel,
        level=filled["level"],
        promised_on=filled["promised_on"],
        insured=wanted.insured,
        return_label=wanted.return_label,
        on=context.on,
    )
    asked = compare.Asked(route, valued=form.valued, assumed=assumed)
    seller_id = request.seller.pk
    templates = templates_in_use(seller_id)
    comparison = compare.compare(asked, context=context, seller_id=seller_id, templates=templates)
    quote = compare.keep(comparison, seller=request.seller, person=request.user, at=at)
    return Answer(comparison, quote, assumed)


def _offers(answer: Answer) -> Any:
    rates = {service_key(rate): rate for rate in answer.quote.rates["services"]}
    return offers(answer.comparison.advice, rates)


def _say(form: CalculatorForm, problem: Problem) -> None:
    text = problem_text(problem.as_dict(), get_language() or "en")
    detail = f" ({text.detail})" if text.detail else ""
    form.add_error(_FIELDS.get(problem.field, "country"), f"{text.title}{detail}. {text.fix}")


def _json(form: CalculatorForm, answer: Answer | None, status: int) -> HttpResponse:
    options = {"ensure_ascii": False, "indent": 1}
    if answer is None:
        wrong: Mapping[str, Any] = {name: list(map(str, why)) for name, why in form.errors.items()}
        return JsonResponse({"errors": wrong}, status=status, json_dumps_params=options)
    whole = comparison_json(answer.comparison, quote_id=answer.quote.pk)
    return HttpResponse(written(whole), content_type="application/json")
