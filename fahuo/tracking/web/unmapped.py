"""Codes that carriers sent and nobody here knows: what they said, how often, and whether somebody dealt with them."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.kit import clock
from fahuo.shipments.web.words import carrier_name
from fahuo.tracking.models import OTHER_CODES, UnmappedCode
from fahuo.tracking.queries import unmapped
from fahuo.tracking.services import settle_code as settling


@dataclass(frozen=True, slots=True)
class ListedCode:
    """One code, ready to be drawn. `came_again`: it was seen after somebody had dealt with it.

    `many`: it stands for all further codes of its carrier.
    """

    code: UnmappedCode
    carrier: str
    settled: bool
    came_again: bool
    many: bool


@require_safe
@signed_in
def unmapped_codes(request: SellerRequest) -> HttpResponseBase:
    """Show the codes, those that wait for somebody first."""
    context = {
        "rows": [_listed(code) for code in unmapped.codes(request.seller.pk)],
        "waiting": unmapped.waiting(request.seller.pk),
        "can_change": can_change(request.user),
    }
    return render(request, "tracking/unmapped.html", context)


@require_POST
@may_change
def settle_code(request: SellerRequest, code_id: int) -> HttpResponseBase:
    """Mark a code as dealt with, or take it up again."""
    if unmapped.one(request.seller.pk, code_id) is None:
        raise Http404(str(code_id))
    settled = request.POST.get("settled") == "yes"
    changed = settling.settle_code(
        seller=request.seller, person=request.user, code_id=code_id, settled=settled, at=clock.now()
    )
    if changed:
        messages.success(request, _("Marked as dealt with.") if settled else _("Taken up again."))
    return redirect("unmapped-codes")


def _listed(code: UnmappedCode) -> ListedCode:
    settled = code.settled_at is not None and code.settled_at >= code.last_seen_at
    came_again = code.settled_at is not None and not settled
    return ListedCode(code, carrier_name(code.carrier), settled, came_again, code.raw_code == OTHER_CODES)
