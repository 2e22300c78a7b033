"""Ask recognition about products. What it says is a proposal: nothing here ever writes a product's code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict, JSONValue

from fahuo.accounts.models import Seller
from fahuo.goods.listing import asked, question_of, titles_of
from fahuo.goods.models import HsProposal, Product
from fahuo.goods.queries.learned import learned, rejected_of
from fahuo.hs.answer import Answer, Band
from fahuo.hs.question import Question
from fahuo.hs.recognise import recognise as ask

RECOGNISE = "fahuo.goods.jobs.recognise_products"
BATCH = 100


def try_listing(*, seller: Seller, title: str, category: str = "", attributes: dict[str, str] | None = None) -> Answer:
    """Return what recognition says of a listing that is no product of the catalogue; nothing is kept."""
    question = Question(title=title, category_en=category, attributes=attributes or {})
    return modest(ask(question, learned=learned(seller.pk, [(title,)])))


def recognise(*, seller: Seller, products: Sequence[Product]) -> list[Answer]:
    """Return what recognition says of products, in their order; nothing is kept."""
    told = [titles_of(product) for product in products]
    lessons = learned(seller.pk, told, besides=[product.pk for product in products])
    wrong = rejected_of(seller.pk, told)
    answers = (ask(question_of(product), learned=lessons) for product in products)
    return [without(modest(answer), wrong(titles)) for answer, titles in zip(answers, told, strict=True)]


def propose(*, seller: Seller, product_ids: Collection[int], at: datetime) -> int:
    """Keep proposals for those of these products that have no code; return how many."""
    products = list(Product.objects.filter(seller=seller, pk__in=product_ids, hs_code="").order_by("pk"))
    answers = recognise(seller=seller, products=products)
    rows = [_row(product, answer, at) for product, answer in zip(products, answers, strict=True)]
    HsProposal.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["product"],
        update_fields=["band", "code", "probability", "asked", "answer", "at"],
    )
    return len(rows)


@transaction.atomic
def queue_proposals(*, seller: Seller, product_ids: Collection[int] | None = None) -> int:
    """Leave products without a code to the workers, a hundred a job: these, or all that were not asked about yet."""
    products = Product.objects.filter(seller=seller, hs_code="")
    products = products.filter(proposal=None) if product_ids is None else products.filter(pk__in=product_ids)
    ids = list(products.order_by("pk").values_list("pk", flat=True))
    jobs: list[JSONDict] = [
        {"seller_id": seller.pk, "product_ids": list[JSONValue](ids[start : start + BATCH])}
        for start in range(0, len(ids), BATCH)
    ]
    if jobs:
        app.configure_task(RECOGNISE, queue="goods").batch_defer(*jobs)
    return len(ids)


def modest(answer: Answer) -> Answer:
    """Return the answer; high confidence only where a word of the listing spoke for the code, or the very title did."""
    first = answer.candidates[0] if answer.candidates else None
    if answer.band is not Band.HIGH or first is None or first.words or first.from_record:
        return answer
    return replace(answer, band=Band.MEDIUM)


def without(answer: Answer, wrong: Collection[str]) -> Answer:
    """Return the answer without codes that a person rejected; where the first was one, nothing is sure any more."""
    kept = tuple(candidate for candidate in answer.candidates if candidate.code not in wrong)
    if len(kept) == len(answer.candidates):
        return answer
    first_stands = bool(kept) and kept[0] is answer.candidates[0]
    return replace(answer, candidates=kept, band=answer.band if first_stands else Band.LOW)


def _row(product: Product, answer: Answer, at: datetime) -> HsProposal:
    first = answer.candidates[0] if answer.candidates else None
    return HsProposal(
        seller_id=product.seller_id,
        product=product,
        band=answer.band.value,
        code=first.code if first else "",
        probability=first.probability if first else 0.0,
        asked=asked(product),
        answer=msgspec.to_builtins(answer),
        at=at,
    )
