"""HS proposals: of one product, of all that have no code, and of any title. Nothing here sets a code.

Accepting stands in `orders.web.accept_codes`, above the catalogue, because open orders are then checked again.
"""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import text_of
from fahuo.backoffice.filters import choices
from fahuo.backoffice.paging import Cut
from fahuo.goods import page_queries as products
from fahuo.goods.listing import titles_of
from fahuo.goods.models import Product
from fahuo.goods.not_allowed import NotAllowed
from fahuo.goods.queries import proposals as reads
from fahuo.goods.queries.learned import accepted_code
from fahuo.goods.services.accept import reject
from fahuo.goods.services.recognise import queue_proposals, recognise, try_listing
from fahuo.goods.web.answers import ShownAnswer, shown
from fahuo.hs.answer import Answer, Band
from fahuo.kit import clock

LONGEST_TITLE = 600
BANDS = (
    ("HIGH", _("High confidence"), "good"),
    ("MEDIUM", _("Medium confidence"), ""),
    ("LOW", _("Low confidence"), "bad"),
    (reads.NOT_ASKED, _("Not asked yet"), ""),
)


@require_safe
@signed_in
def proposals(request: SellerRequest) -> HttpResponseBase:
    """Show the products without a code, each with its first proposal, to be ticked and accepted."""
    asked = request.GET.get("band", "")
    band = asked if asked in {name for name, _words, _tone in BANDS} else ""
    counts = reads.band_counts(request.seller)
    query = {"band": band} if band else {}
    page = reads.page(
        request.seller, band=band, cut=Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    )
    context = {
        "page": page,
        "rows": [(row, shown(row.answer) if row.answer else None) for row in page.rows],
        "bands": choices(
            "band",
            [(name, str(words), tone) for name, words, tone in BANDS],
            counts,
            path=reverse("hs-proposals"),
            query=query,
        ),
        "band_words": {name: str(words) for name, words, _tone in BANDS},
        "counts": counts,
        "query": query,
        "can_change": can_change(request.user),
        "can_tick": any(row.can_be_ticked for row in page.rows),
    }
    return render(request, "goods/hs_proposals.html", context)


@require_POST
@may_change
def recognise_all(request: SellerRequest) -> HttpResponseBase:
    """Leave all products that were not asked about yet to the workers."""
    count = queue_proposals(seller=request.seller)
    told = ngettext(
        "%(n)s product is being looked at; reload this page in a moment.",
        "%(n)s products are being looked at; reload this page in a moment.",
        count,
    )
    messages.success(request, told % {"n": count})
    return redirect("hs-proposals")


@require_safe
@signed_in
def of_product(request: SellerRequest, product_id: int) -> HttpResponseBase:
    """Show what recognition says of one product now. `among`: only these codes, after the question was answered."""
    found = _find(request, product_id)
    (answer,) = recognise(seller=request.seller, products=[found])
    among = [code for code in request.GET.get("among", "").split(",") if code]
    context = {
        "product": products.product_row(found),
        "answer": shown(_among(answer, among) if among else answer),
        "disagrees": _disagrees(found, answer),
        "record": accepted_code(request.seller.pk, titles_of(found)),
        "narrowed": bool(among),
        "can_change": can_change(request.user),
    }
    part = "goods/hs_of_product_part.html" if request.htmx else "goods/hs_of_product.html"
    return render(request, part, context)


@require_POST
@may_change
def reject_code(request: SellerRequest, product_id: int) -> HttpResponseBase:
    """Keep that a code is wrong for this product's title."""
    found, code, at = _find(request, product_id), request.POST.get("code", ""), clock.now()
    try:
        reject(seller=request.seller, person=request.user, product_id=found.pk, code=code, at=at)
    except NotAllowed:
        messages.error(request, now("%(code)s is no code of HS 2022.") % {"code": code[:20]})
        return redirect("product", product_id)
    accounts.record(
        seller=request.seller, person=request.user, verb="reject_code", subject=found.sku, at=at, code=code[:10]
    )
    messages.success(request, now("%(code)s will not be proposed for this title again.") % {"code": code})
    return redirect("product", product_id)


@require_safe
@signed_in
def try_title(request: SellerRequest) -> HttpResponseBase:
    """Show what recognition says of any title."""
    title = text_of(request.GET, "title", LONGEST_TITLE)
    category = text_of(request.GET, "category", 300)
    answer: ShownAnswer | None = None
    if title:
        found = try_listing(seller=request.seller, title=title, category=category)
        among = [code for code in request.GET.get("among", "").split(",") if code]
        answer = shown(_among(found, among) if among else found)
    context = {"title": title, "category": category, "answer": answer}
    return render(request, "goods/hs_try.html", context)


def _among(answer: Answer, codes: list[str]) -> Answer:
    """Only the candidates that an answer to the question leaves; none of them is surer than before."""
    kept = tuple(candidate for candidate in answer.candidates if candidate.code in codes)
    return replace(answer, candidates=kept or answer.candidates, asks=None if kept else answer.asks)


def _disagrees(found: Product, answer: Answer) -> str:
    """The code that recognition is sure of where the product has another one; empty otherwise."""
    if not found.hs_code or answer.band is not Band.HIGH:
        return ""
    first = answer.candidates[0].code
    return "" if found.hs_code.startswith(first) else first


def _find(request: SellerRequest, product_id: int) -> Product:
    found = products.one(request.seller, product_id)
    if found is None:
        raise Http404(str(product_id))
    return found
