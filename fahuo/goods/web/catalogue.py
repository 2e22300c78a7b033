"""The catalogue as a list: what is missing is in red. One product is mended in `orders.web.product_page`."""

from __future__ import annotations

from django.http.response import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.asked import text_of
from fahuo.backoffice.filters import choices
from fahuo.backoffice.paging import Cut
from fahuo.goods import catalogue_write
from fahuo.goods import page_queries as reads

GAPS = {"HS_CODE": _("No HS code"), "ORIGIN": _("No origin"), "PAPERS": _("Battery papers missing")}
NO_SHELF = ("SHELF", _("No shelf"))


@require_safe
@signed_in
def products(request: SellerRequest) -> HttpResponseBase:
    """Show the catalogue."""
    text = text_of(request.GET, "text")
    gap = request.GET.get("gap", "")
    known = gap if gap in {*GAPS, NO_SHELF[0]} else ""
    query = {name: value for name, value in (("gap", known), ("text", text)) if value}
    counts = reads.gap_counts(request.seller, text)
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    context = {
        "page": reads.page(request.seller, gap=known, text=text, cut=cut),
        "gaps": choices(
            "gap",
            _gaps(counts),
            counts,
            path=reverse("products"),
            query=query,
        ),
        "total": counts["everything"],
        "query": query,
        "text": text,
        "without_code": counts["HS_CODE"],
    }
    return render(request, "goods/products.html", context)


@require_safe
@signed_in
def products_file(request: SellerRequest) -> HttpResponseBase:
    """Send the whole catalogue as CSV, with the headers of the page's language; it can be imported again as it is."""
    text = catalogue_write.as_csv(reads.everything(request.seller), chinese=(get_language() or "").startswith("zh"))
    answer = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    return answer


def _gaps(counts: dict[str, int]) -> list[tuple[str, str, str]]:
    """Return what is looked for; goods without a shelf only where shelves are in use."""
    gaps = [(name, str(words), "bad") for name, words in GAPS.items()]
    in_use = counts["SHELF"] < counts["everything"]
    return [*gaps, (NO_SHELF[0], str(NO_SHELF[1]), "")] if in_use else gaps
