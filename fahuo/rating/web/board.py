"""The price board: what one parcel costs with every service today, 30 and 365 days ago, and how it got there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.http import JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.line_charts import Line, StepChart, step_chart
from fahuo.orders.problem_texts import problem_text, title
from fahuo.rating.domain.course import MONTH, Course
from fahuo.rating.services.board import Board, board, board_json
from fahuo.rating.web.parcel_form import ParcelForm, countries
from fahuo.rating.words import carrier_name, named

PRESETS = (
    (_("200 g to the United States"), "country=US&weight=200&length=20&width=15&height=5&value=15&currency=USD"),
    (_("500 g with a battery to Germany"),
     "country=DE&weight=500&length=20&width=15&height=8&cargo=BATTERY_BUILTIN&value=40&currency=USD"),
    (_("2 kg to Alaska"),
     "country=US&postcode=99501&weight=2000&length=30&width=20&height=10&value=25&currency=USD"),
    (_("1 kg to Brazil"), "country=BR&weight=1000&length=25&width=20&height=10&value=30&currency=USD"),
)  # fmt: skip


# Where a problem of the question is said.
_FIELDS = {
    "address.postcode": "postcode", "parcel.value": "value", "parcel.weight_g": "weight", "on": "on",
    "currency": "shown_in",
}  # fmt: skip


class BoardForm(ParcelForm):
    """A parcel, and the currency in which all prices are shown."""

    shown_in = forms.ChoiceField(label=_("Prices in"), choices=(("CNY", "CNY"), ("USD", "USD")), required=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One service: its prices and by how many per cent they changed; `line` is its line in the chart."""

    course: Course
    name: str
    carrier: str
    today: Decimal | None
    month_ago: Decimal | None
    year_ago: Decimal | None
    month_change: Decimal | None
    year_change: Decimal | None
    why: str
    line: Line | None


@require_safe
@signed_in
def prices(request: SellerRequest) -> HttpResponseBase:
    """Show the board of the parcel in the address; without one, parcels to choose from."""
    asked = {name: value for name, value in request.GET.items() if name != "format"}
    form = BoardForm(request.GET) if asked else BoardForm()
    found = _board(request, form) if asked and form.is_valid() else None
    status = 422 if asked and found is None else 200
    if request.GET.get("format") == "json":
        errors = {name: list(map(str, why)) for name, why in form.errors.items()}
        answer = board_json(found) if found else {"errors": errors}
        return JsonResponse(answer, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})
    wide, narrow = _charts(found) if found else (None, None)
    shown: dict[str, Any] = {
        "form": form,
        "countries": countries(),
        "presets": PRESETS,
        "board": found,
        "wide": wide,
        "narrow": narrow,
        "rows": _rows(found, wide.lines) if found and wide else [],
        "left_out": _left_out(found) if found else [],
        "query": request.GET.urlencode(),
    }
    return render(request, "rating/prices.html", shown, status=status)


def _board(request: SellerRequest, form: BoardForm) -> Board | None:
    assert form.request is not None, "a valid form has a request"
    found = board(
        form.request,
        seller_id=request.seller.pk,
        on=form.cleaned_data["on"] or form.today,
        currency=form.cleaned_data["shown_in"] or "CNY",
        valued=form.valued,
    )
    if found.problem is None:
        return found
    text = problem_text(found.problem.as_dict(), get_language() or "en")
    detail = f" ({text.detail})" if text.detail else ""
    form.add_error(_FIELDS.get(found.problem.field, "country"), f"{text.title}{detail}. {text.fix}")
    return None


def _left_out(found: Board) -> list[tuple[str, str]]:
    """Return each reason in words, with the names of the services that it keeps off the board."""
    language = get_language() or "en"
    comma = "、" if language.startswith("zh") else ", "
    return [(title(one.code, language), comma.join(map(named, one.services))) for one in found.left_out]


def _charts(found: Board) -> tuple[StepChart, StepChart]:
    """Return the drawing for wide and for narrow screens, of the services that cost least today."""
    priced = [course for course in found.courses if course.points[-1][1] is not None]
    courses = [(named(course.service), course.points) for course in priced]
    return (
        step_chart(courses, first=found.first, last=found.last, room=230),
        step_chart(courses, first=found.first, last=found.last, width=340, height=240, room=34),
    )


def _rows(found: Board, lines: Sequence[Line]) -> list[Row]:
    priced = [course.service.key for course in found.courses if course.points[-1][1] is not None]
    line_of = dict(zip(priced, lines, strict=False))
    return [_row(course, found, line_of.get(course.service.key)) for course in found.courses]


def _row(course: Course, found: Board, line: Line | None) -> Row:
    month_ago = found.last - MONTH
    why = problem_text(course.problem.as_dict(), get_language() or "en").title if course.problem else ""
    return Row(
        course,
        named(course.service),
        carrier_name(course.service.carrier),
        course.on(found.last),
        course.on(month_ago),
        course.on(found.first),
        course.change(month_ago, found.last),
        course.change(found.first, found.last),
        why,
        line,
    )
