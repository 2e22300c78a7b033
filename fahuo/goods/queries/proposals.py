"""Reads for the pages of HS proposals."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from django.db.models import Count, Q, QuerySet

from fahuo.accounts.models import Seller
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.goods.listing import asked
from fahuo.goods.models import Band, HsProposal, Product
from fahuo.hs.answer import Answer, Candidate

# Not a band: recognition was not asked about it yet.
NOT_ASKED = "NOT_ASKED"


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One product without a code. `band` is NOT_ASKED, with no answer, until recognition was asked what it is now."""

    product_id: int
    sku: str
    title_en: str
    title_zh: str
    band: str
    answer: Answer | None

    @property
    def first(self) -> Candidate | None:
        """The likeliest code, if there is one."""
        return self.answer.candidates[0] if self.answer and self.answer.candidates else None

    @property
    def next(self) -> Candidate | None:
        """The second likeliest."""
        return self.answer.candidates[1] if self.answer and len(self.answer.candidates) > 1 else None

    @property
    def can_be_ticked(self) -> bool:
        """Whether the first code may be accepted from the list; what is doubtful is looked at on its own page."""
        return self.first is not None and self.band in {Band.HIGH, Band.MEDIUM}


def page(seller: Seller, *, band: str, cut: Cut) -> Page[ProposalRow]:
    """Return one page of the products without a code; one query."""
    found = turn(_waiting(seller, band).select_related("proposal"), cut)
    return Page([_row(product) for product in found.rows], found.newer, found.older)


def band_counts(seller: Seller) -> dict[str, int]:
    """Count the products without a code by band, and all of them as `everything`; one query."""
    counts = {band: Count("pk", filter=Q(proposal__band=band)) for band in Band.values}
    not_asked = Count("pk", filter=Q(proposal=None))
    return _waiting(seller, "").aggregate(everything=Count("pk"), NOT_ASKED=not_asked, **counts)


def without_code(seller: Seller) -> int:
    """Count the products that have no HS code."""
    return _waiting(seller, "").count()


def _waiting(seller: Seller, band: str) -> QuerySet[Product]:
    products = Product.objects.filter(seller=seller, hs_code="")
    if band == NOT_ASKED:
        return products.filter(proposal=None)
    return products.filter(proposal__band=band) if band in Band.values else products


def _row(product: Product) -> ProposalRow:
    proposal: HsProposal | None = getattr(product, "proposal", None)
    stands = proposal is not None and proposal.asked == asked(product)
    return ProposalRow(
        product_id=product.pk,
        sku=product.sku,
        title_en=product.title_en,
        title_zh=product.title_zh,
        band=proposal.band if proposal and stands else NOT_ASKED,
        answer=msgspec.convert(proposal.answer, Answer) if proposal and stands else None,
    )
