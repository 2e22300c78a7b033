"""Rate sheets: the list, one service with its versions and prices."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show every service with its sheet in force."""
    raise Http404("rates")


@require_safe
@signed_in
def service(request: SellerRequest, carrier: str, code: str) -> HttpResponseBase:
    """Show one service: versions and prices."""
    raise Http404(f"{carrier}/{code}")


@require_safe
@signed_in
def export(request: SellerRequest, carrier: str, code: str) -> HttpResponseBase:
    """Send a version as CSV that can be imported again."""
    raise Http404(f"{carrier}/{code}")
