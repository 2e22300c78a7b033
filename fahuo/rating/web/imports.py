"""Importing a rate sheet: the file, its mapping, what changes."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, may_change


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def upload(request: SellerRequest) -> HttpResponseBase:
    """Show the form; POST takes a file in and goes on to its mapping."""
    raise Http404("rates")


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def mapping(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Show how a file is read; POST keeps the mapping and goes on to the check."""
    raise Http404(str(upload_id))


@require_POST
@may_change
def preview(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Show what the mapping of the form makes of the file's first rows."""
    raise Http404(str(upload_id))


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def check(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Show faults and differences; POST makes the file a version."""
    raise Http404(str(upload_id))


@require_safe
@may_change
def faults(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Send the faults as CSV."""
    raise Http404(str(upload_id))


@require_POST
@may_change
def discard(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Throw an upload away."""
    raise Http404(str(upload_id))
