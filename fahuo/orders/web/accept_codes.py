"""Accepting HS codes, one or those ticked. It stands here, above the catalogue: open orders are checked again."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.backoffice.asked import keys_of
from fahuo.backoffice.formats import with_query
from fahuo.goods import page_queries as goods
from fahuo.goods.not_allowed import NotAllowed
from fahuo.goods.services.accept import Accepted
from fahuo.kit import clock
from fahuo.orders.services.accept_codes import accept_codes


@require_POST
@may_change
def of_product(request: SellerRequest, product_id: int) -> HttpResponseBase:
    """Accept the code of one product; national digits may be added to its six."""
    found = goods.one(request.seller, product_id)
    if found is None:
        raise Http404(str(product_id))
    code = request.POST.get("code", "").strip() + request.POST.get("national", "").strip()
    accepted = _accept(request, {found.pk: code}, replaces=request.POST.get("replaces", ""))
    if accepted and accepted.not_taken:
        messages.error(request, _("The product has another code by now; nothing was changed."))
    return redirect("product", product_id)


@require_POST
@may_change
def ticked(request: SellerRequest) -> HttpResponseBase:
    """Accept the first proposal of each product that was ticked, as it was shown."""
    ids = set(keys_of(request.POST.getlist("id")))
    codes = {key: request.POST.get(f"code-{key}", "") for key in ids}
    if not codes:
        messages.error(request, _("Nothing was ticked."))
    else:
        accepted = _accept(request, codes)
        if accepted and accepted.not_taken:
            left = len(accepted.not_taken)
            told = ngettext("%(n)s product was left as it is.", "%(n)s products were left as they are.", left)
            messages.error(request, told % {"n": left})
    band = request.POST.get("band", "")
    return redirect(with_query(reverse("hs-proposals"), {"band": band if band.isalpha() else ""}))


def _accept(request: SellerRequest, codes: Mapping[int, str], replaces: str = "") -> Accepted | None:
    at = clock.now()
    try:
        accepted, changed = accept_codes(
            seller=request.seller, person=request.user, codes=codes, replaces=replaces, at=at
        )
    except NotAllowed:
        messages.error(request, _("This is no HS code with 6, 8 or 10 digits; nothing was changed."))
        return None
    for sku, code in accepted.codes.items():
        accounts.record(seller=request.seller, person=request.user, verb="accept_code", subject=sku, at=at, code=code)
    if accepted.codes:
        taken = len(accepted.codes)
        told = ngettext("%(n)s HS code accepted.", "%(n)s HS codes accepted.", taken) % {"n": taken}
        orders = ngettext(
            "The verdict of %(n)s open order changed.", "The verdict of %(n)s open orders changed.", changed
        ) % {"n": changed}
        messages.success(request, f"{told} {orders}")
    return accepted
