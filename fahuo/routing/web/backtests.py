"""Back-tests: start one, see how far it is, and what a template set would have made of past orders."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.charts import GroupedBars, grouped_bars
from fahuo.backoffice.formats import count, country, money
from fahuo.backoffice.forms import Input, inputs
from fahuo.kit import clock
from fahuo.rating.words import carrier_name, service_name
from fahuo.routing.domain.backtest import ALL, CHOSEN, SHIPPED, SMART, TEMPLATE, WAYS
from fahuo.routing.models import BackTest
from fahuo.routing.queries import backtests as reads
from fahuo.routing.queries import templates as sets
from fahuo.routing.services import backtest as writes
from fahuo.trade import error_book

WAY_WORDS = {CHOSEN: _("As chosen"), TEMPLATE: _("Template set"), SMART: _("Recommendation")}
COUNT_WORDS = {
    "orders": _("orders looked at"),
    "shipped": _("of them shipped already"),
    "matched": _("matched a template"),
    "used": _("went by their template"),
    "beaten": _("were better off with the recommendation"),
    "excluded": _("could not use the template's service"),
    "no_service": _("no service takes them"),
    "not_comparable": _("were shipped with a service that cannot be booked now"),
    "incomplete": _("lack a product in the catalogue"),
    "no_rules": _("are older than the rule book"),
}
SHOWN = 12
BARS = 8


class PeriodForm(forms.Form):
    """Which set on which orders."""

    template_set = forms.ChoiceField(label=_("Set of templates"))
    period_from = forms.DateField(label=_("Orders from"))
    period_until = forms.DateField(label=_("until"), help_text=_("this day is not included"))

    def clean(self) -> dict[str, Any]:
        """Refuse a period without a day, and one that is too long."""
        given = super().clean() or {}
        since, until = given.get("period_from"), given.get("period_until")
        if since and until and until <= since:
            self.add_error("period_until", now("It lies behind the first day."))
        elif since and until and (until - since).days > writes.LONGEST_DAYS:
            self.add_error("period_until", now("At most three years at once."))
        return given


@require_http_methods(["GET", "HEAD"])
@signed_in
def back_tests(request: SellerRequest) -> HttpResponseBase:
    """List the back-tests, with the form that starts one."""
    return _list(request, _form(request, None))


@require_POST
@may_change
def start_back_test(request: SellerRequest) -> HttpResponseBase:
    """Start a back-test and show its progress."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    found = sets.one(request.seller.pk, int(form.cleaned_data["template_set"]))
    if found is None:
        raise Http404
    made = writes.start_back_test(
        seller=request.seller,
        person=request.user,
        found=found,
        period_from=form.cleaned_data["period_from"],
        period_until=form.cleaned_data["period_until"],
        at=clock.now(),
    )
    return redirect("back-test", made.pk)


@require_safe
@signed_in
def back_test(request: SellerRequest, back_test_id: int) -> HttpResponseBase:
    """Show how far a back-test is, or what it found."""
    return render(request, "routing/back_test.html", _context(request, _find(request, back_test_id)))


@require_safe
@signed_in
def progress(request: SellerRequest, back_test_id: int) -> HttpResponseBase:
    """Send the live part of the page."""
    return render(request, "routing/back_test_part.html", _context(request, _find(request, back_test_id)))


@require_POST
@may_change
def cancel(request: SellerRequest, back_test_id: int) -> HttpResponseBase:
    """Stop a back-test."""
    found = _find(request, back_test_id)
    done = writes.cancel_back_test(seller=request.seller, person=request.user, back_test_id=found.pk, at=clock.now())
    if not done:
        messages.info(request, now("It had ended already."))
    return redirect("back-test", found.pk)


@require_safe
@signed_in
def download(request: SellerRequest, back_test_id: int, kind: str) -> HttpResponseBase:
    """Send the result as JSON, or its figures by country and service as CSV."""
    found = _find(request, back_test_id)
    if not found.result or kind not in ("csv", "json"):
        raise Http404(kind)
    if kind == "json":
        answer: HttpResponse = JsonResponse(as_json(found), json_dumps_params={"ensure_ascii": False, "indent": 2})
    else:
        answer = HttpResponse(_csv(found.result), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="back-test-{found.pk}.{kind}"'
    return answer


def as_json(found: BackTest) -> dict[str, Any]:
    """Return a back-test as it is handed out."""
    return {
        "id": found.pk,
        "set": found.templates["name"],
        "from": found.period_from.isoformat(),
        "until": found.period_until.isoformat(),
        "orders_total": found.orders_total,
        "orders_done": found.orders_done,
        "finished_at": found.finished_at.isoformat() if found.finished_at else None,
        "failure": found.failure or None,
        "result": found.result or None,
    }


def _csv(result: Mapping[str, Any]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("group", "name", "comparison", "way", "orders", "cost_cny", "failure_cny", "days", "on_time"))
    groups = [("total", "", result["totals"])]
    groups += [("country", row["country"], row) for row in result["by_country"]]
    groups += [("service", row["service"], row) for row in result["by_service"]]
    for group, name, row in groups:
        for basis, ways in WAYS.items():
            for way in ways:
                sums = row[basis][way]
                figures = (sums[key] for key in ("orders", "cost", "failure", "days", "on_time"))
                writer.writerow((group, name, basis, way, *figures))
    return f"\ufeff{out.getvalue()}"


def _form(request: SellerRequest, given: Any) -> PeriodForm:
    today = timezone.localdate(clock.now())
    asked = request.GET.get("set", "")
    form = PeriodForm(
        given, initial={"template_set": asked, "period_from": today - timedelta(days=90), "period_until": today}
    )
    form.fields["template_set"].choices = [  # type: ignore[attr-defined]
        (str(row.id), row.name) for row in sets.sets(request.seller.pk)
    ]
    return form


def _list(request: SellerRequest, form: PeriodForm, *, status: int = 200) -> HttpResponseBase:
    rows = reads.listed(request.seller.pk)
    context = {
        "inputs": [_dated(one) for one in inputs(form)],
        "has_sets": bool(form.fields["template_set"].choices),  # type: ignore[attr-defined]
        "rows": rows,
        "may_change": can_change(request.user),
    }
    return render(request, "routing/back_tests.html", context, status=status)


def _dated(one: Input) -> Input:
    return replace(one, kind="date") if one.name.startswith("period_") else one


def _find(request: SellerRequest, back_test_id: int) -> BackTest:
    found = reads.one(request.seller.pk, back_test_id)
    if found is None:
        raise Http404(str(back_test_id))
    return found


@dataclass(frozen=True, slots=True)
class Way:
    """One way of choosing: its figures, and what it saves against the first way of the comparison."""

    words: str
    orders: int
    cost: Decimal
    failure: Decimal
    days: float | None
    on_time: float | None
    saving: Decimal | None


@dataclass(frozen=True, slots=True)
class Saving:
    """What the set saves for one country or service, against `before`."""

    name: str
    orders: int
    before: Decimal
    after: Decimal

    @property
    def saved(self) -> Decimal:
        """Positive when the set is cheaper."""
        return self.before - self.after


@dataclass(frozen=True, slots=True)
class Comparison:
    """One of the two comparisons: its ways, and the set against the first of the others by country and by service."""

    basis: str
    heading: str
    before: str
    ways: Sequence[Way]
    countries: Sequence[Saving]
    chart: GroupedBars
    moved: Sequence[tuple[str, str, int, Decimal]]


def _context(request: SellerRequest, found: BackTest) -> dict[str, Any]:
    result = found.result
    ended = found.finished_at is not None
    return {
        "test": found,
        "ended": ended,
        "headline": _headline(found),
        "may_change": can_change(request.user),
        "counts": [(str(words), result["counts"][key]) for key, words in COUNT_WORDS.items() if result["counts"][key]]
        if result
        else [],
        "comparisons": [_comparison(result, basis) for basis in (SHIPPED, ALL) if _has(result, basis)],
        "services": _services(result) if result else [],
        "excluded": [
            (_service(row["service"]), _title(row["code"]), row["orders"]) for row in result.get("excluded", ())[:SHOWN]
        ],
        "examples": [
            (row, _service(row["from"]), _service(row["to"]), Decimal(row["saving"]))
            for row in result.get("examples", ())
        ],
        "way_words": [str(WAY_WORDS[way]) for way in WAYS[SHIPPED]],
    }


def _headline(found: BackTest) -> str:
    if found.failure == writes.CANCELLED:
        return now("Stopped after %(done)s of %(total)s orders") % {
            "done": count(found.orders_done),
            "total": count(found.orders_total),
        }
    if found.failure:
        return now("This back-test failed by our own mistake (%(error)s). Nothing else was touched.") % {
            "error": found.failure
        }
    if found.finished_at is None:
        if not found.orders_total:
            return now("Waiting for a worker")
        return now("%(done)s of %(total)s orders replayed") % {
            "done": count(found.orders_done),
            "total": count(found.orders_total),
        }
    return ngettext("%(n)s order replayed", "%(n)s orders replayed", found.orders_total) % {
        "n": count(found.orders_total)
    }


def _has(result: Mapping[str, Any], basis: str) -> bool:
    return bool(result) and result["totals"][basis][TEMPLATE]["orders"] > 0


def _comparison(result: Mapping[str, Any], basis: str) -> Comparison:
    before = CHOSEN if basis == SHIPPED else SMART
    totals = result["totals"][basis]
    first = Decimal(totals[before]["cost"])
    order = [before, *(way for way in WAYS[basis] if way != before)]
    rows = [row for row in result["by_country"] if row[basis][TEMPLATE]["orders"]]
    savings = [_saving(country(row["country"]), row[basis], before) for row in rows]
    bars = [(country(row["country"]), [_bar(row[basis][way]) for way in order]) for row in rows[:BARS]]
    heading = (
        now("Orders that were shipped: what was chosen, against the set and the recommendation")
        if basis == SHIPPED
        else now("All orders that some service takes: the recommendation alone, against the set")
    )
    return Comparison(
        basis,
        heading,
        str(WAY_WORDS[before]),
        [_way(way, totals[way], first, is_first=way == before) for way in order],
        sorted(savings, key=lambda one: (-abs(one.saved), one.name))[:SHOWN],
        grouped_bars([str(WAY_WORDS[way]) for way in order], bars),
        [
            (_service(row["from"]), _service(row["to"]), row["orders"], Decimal(row["saving"]))
            for row in result["moved"]
            if row["basis"] == basis
        ][:SHOWN],
    )


def _way(way: str, sums: Mapping[str, Any], first: Decimal, *, is_first: bool) -> Way:
    cost = Decimal(sums["cost"])
    return Way(
        str(WAY_WORDS[way]),
        sums["orders"],
        cost,
        Decimal(sums["failure"]),
        sums["days"],
        sums["on_time"],
        None if is_first else first - cost,
    )


def _saving(name: str, sums: Mapping[str, Any], before: str) -> Saving:
    return Saving(name, sums[TEMPLATE]["orders"], Decimal(sums[before]["cost"]), Decimal(sums[TEMPLATE]["cost"]))


def _bar(sums: Mapping[str, Any]) -> tuple[Decimal, str]:
    cost = Decimal(sums["cost"])
    return cost, money(cost, "CNY")


def _services(result: Mapping[str, Any]) -> list[tuple[str, list[tuple[int, Decimal]]]]:
    """Return how many orders each service gets in each way, and what they cost there."""
    basis = SHIPPED if _has(result, SHIPPED) else ALL
    rows = []
    for row in result["by_service"]:
        cells = [
            (row[basis][way]["orders"], Decimal(row[basis][way]["cost"])) if way in row[basis] else (0, Decimal(0))
            for way in WAYS[SHIPPED]
        ]
        if any(orders for orders, _cost in cells):
            rows.append((_service(row["service"]), cells))
    return rows[:SHOWN]


def _service(key: str) -> str:
    carrier, _slash, code = key.partition("/")
    return f"{carrier_name(carrier)} {service_name(carrier, code)}"


def _title(code: str) -> str:
    if code == "SERVICE_UNKNOWN":
        return now("Service not known")
    found = error_book.ENTRIES.get(code)
    return found.title(get_language() or "en") if found else code
