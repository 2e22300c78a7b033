"""The log of actions."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fahuo.accounts import queries
from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.paging import Cut


@require_safe
@signed_in
def actions(request: SellerRequest) -> HttpResponseBase:
    """Show who did what, newest first."""
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    return render(request, "accounts/actions.html", {"page": queries.actions_page(request.seller, cut)})
