"""The error book: one page per code."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.kit import clock
from fahuo.orders import page_queries
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.rulebook.rules import rules
from fahuo.trade import error_book

WHO = {
    "clerk": _("You, the clerk"),
    "owner": _("The owner of the shop"),
    "operator": _("The operator of this installation"),
    "developer": _("The developers of Fahuo"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One code in the book, and how many orders have it now."""

    problem: ProblemText
    who: str
    orders: int


@require_safe
@signed_in
def errors(request: SellerRequest) -> HttpResponseBase:
    """Show every code, those that stop orders now first."""
    counts = page_queries.cube(request.seller, page_queries.OrderFilter(), clock.now()).counts("problem")
    listed = [_listed(code, counts[code]) for code in error_book.ENTRIES]
    listed.sort(key=lambda item: (-item.orders, item.problem.code))
    return render(request, "orders/errors.html", {"listed": listed})


@require_safe
@signed_in
def error(request: SellerRequest, code: str) -> HttpResponseBase:
    """Show one code: cause, fix, who must act."""
    if code not in error_book.ENTRIES:
        raise Http404(code)
    counts = page_queries.cube(request.seller, page_queries.OrderFilter(), clock.now()).counts("problem")
    named = [rule.id for rule in rules() if rule.code == code]
    return render(request, "orders/error.html", {"listed": _listed(code, counts[code]), "rules": named})


def _listed(code: str, orders: int) -> Listed:
    text = problem_text({"code": code}, get_language() or "en")
    who = error_book.ENTRIES[code].who
    return Listed(text, str(WHO.get(who, who)), orders)
