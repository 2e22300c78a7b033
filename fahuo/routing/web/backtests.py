"""Back-tests: start one, see how far it is, and what a template set would have made of past orders."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.formats import count
from fahuo.backoffice.forms import Input, inputs
from fahuo.kit import clock
from fahuo.rating.web.parcel_form import DayField
from fahuo.routing.domain.backtest import WAYS
from fahuo.routing.models import BackTest
from fahuo.routing.queries import backtests as reads
from fahuo.routing.queries import templates as sets
from fahuo.routing.services import backtest as writes
from fahuo.routing.web.backtest_words import found_in


class PeriodForm(forms.Form):
    """Which set on which orders."""

    template_set = forms.ChoiceField(label=_("Set of templates"))
    period_from = DayField(label=_("Orders from"))
    period_until = DayField(label=_("Orders until"), help_text=_("this day is not included"))

    def clean(self) -> dict[str, Any]:
        """Refuse a period without a day, and one that is too long."""
        given = super().clean() or {}
        since, until = given.get("period_from"), given.get("period_until")
        if since and until and until <= since:
            self.add_error("period_until", now("It must lie after the first day."))
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


def _context(request: SellerRequest, found: BackTest) -> dict[str, Any]:
    return {
        "test": found,
        "ended": found.finished_at is not None,
        "headline": _headline(found),
        "may_change": can_change(request.user),
        **found_in(found.result),
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
