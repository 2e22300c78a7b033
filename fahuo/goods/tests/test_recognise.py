"""Recognition of products: proposals are kept, never filled in; people accept and reject."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps

from fahuo.accounts.models import Person, Seller
from fahuo.backoffice.paging import Cut
from fahuo.goods.jobs import recognise_products
from fahuo.goods.models import HsAcceptance, HsProposal, HsRejection, Product
from fahuo.goods.not_allowed import NotAllowed
from fahuo.goods.queries import proposals as reads
from fahuo.goods.services.accept import MOST_AT_ONCE, accept, reject
from fahuo.goods.services.edit import edit_product
from fahuo.goods.services.recognise import BATCH, modest, propose, queue_proposals, recognise, try_listing
from fahuo.hs.answer import Answer, Band, Candidate
from tests.fixtures.rows import make_product

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def jobs() -> list[dict[str, object]]:
    rows = apps.get_model("procrastinate", "ProcrastinateJob").objects.filter(queue_name="goods").order_by("id")
    return [row.args for row in rows]


def blouse(seller: Seller, sku: str = "T", **columns: object) -> Product:
    titles = {"title_en": "Women's woven silk blouse", "title_zh": "女士真丝衬衫"}
    return make_product(seller, sku, hs_code="", **titles | columns)


def test_a_proposal_is_kept_and_nothing_is_filled_in(amys: Seller) -> None:
    product, coded = blouse(amys), make_product(amys, "CODED")
    assert propose(seller=amys, product_ids=[product.pk, coded.pk], at=AT) == 1
    kept = HsProposal.objects.get()
    assert (kept.product, kept.seller, kept.code[:4]) == (product, amys, "6206")
    assert 0 < kept.probability <= 1
    product.refresh_from_db()
    assert product.hs_code == ""
    (row,) = reads.page(amys, band="", cut=Cut()).rows
    assert row.first is not None
    assert (row.first.code, row.band) == (kept.code, kept.band)
    assert row.first.heading
    assert any("blouse" in word for word in row.first.words)


def test_asking_twice_keeps_one_proposal(amys: Seller) -> None:
    product = blouse(amys)
    for _ in range(2):
        recognise_products(seller_id=amys.pk, product_ids=[product.pk])
    assert HsProposal.objects.count() == 1


def test_a_job_for_rows_of_another_seller_does_nothing(amys: Seller, carols: Seller) -> None:
    recognise_products(seller_id=carols.pk, product_ids=[blouse(amys).pk])
    recognise_products(seller_id=0, product_ids=[1])
    assert not HsProposal.objects.exists()


def test_a_listing_that_says_nothing_is_asked_about_and_cannot_be_ticked(amys: Seller) -> None:
    product = blouse(amys, title_en="A1", title_zh="")
    (answer,) = recognise(seller=amys, products=[product])
    assert answer.band == "LOW"
    propose(seller=amys, product_ids=[product.pk], at=AT)
    (row,) = reads.page(amys, band="LOW", cut=Cut()).rows
    assert not row.can_be_ticked


def test_jobs_are_of_a_hundred_and_only_for_what_nobody_looked_at(amys: Seller, carols: Seller) -> None:
    blouse(carols)
    make_product(amys, "CODED")
    Product.objects.bulk_create(Product(**_columns(amys, f"N{n}")) for n in range(BATCH + 5))
    propose(seller=amys, product_ids=[Product.objects.get(sku="N0").pk], at=AT)
    assert queue_proposals(seller=amys) == BATCH + 4
    assert [len(job["product_ids"]) for job in jobs()] == [BATCH, 4]  # type: ignore[arg-type]


def _columns(seller: Seller, sku: str) -> dict[str, object]:
    return {
        "seller": seller, "sku": sku, "title_en": "Towel", "weight_g": 1, "length_mm": 1, "width_mm": 1,
        "height_mm": 1, "cargo_class": "GENERAL", "declared_value_usd": 1,
    }  # fmt: skip


def test_a_person_accepts(amys: Seller, amy: Person) -> None:
    product, twin, other = blouse(amys), blouse(amys, "TWIN"), blouse(amys, "CUP", title_en="Cup", title_zh="")
    propose(seller=amys, product_ids=[product.pk, twin.pk, other.pk], at=AT)
    accepted = accept(seller=amys, person=amy, codes={product.pk: "6206.10"}, at=AT)
    assert (accepted.codes, accepted.not_taken) == ({"T": "620610"}, frozenset())
    product.refresh_from_db()
    assert (product.hs_code, product.updated_at) == ("620610", AT)
    assert {row.product_id for row in HsProposal.objects.all()} == {twin.pk, other.pk}
    assert {(row.title, row.code, row.person) for row in HsAcceptance.objects.all()} == {
        ("Women's woven silk blouse", "620610", amy),
        ("女士真丝衬衫", "620610", amy),
    }
    assert jobs() == [{"seller_id": amys.pk, "product_ids": [twin.pk]}]  # its title is on record now
    (answer,) = recognise(seller=amys, products=[twin])
    assert (answer.candidates[0].code, answer.candidates[0].from_record) == ("620610", True)
    twin.refresh_from_db()
    assert twin.hs_code == ""


@pytest.mark.parametrize("code", ["", "6302", "63026", "999999", "630298", "630260000000", "63O260"])
def test_what_is_no_code_is_refused_and_nothing_changes(amys: Seller, amy: Person, code: str) -> None:
    product, other = blouse(amys), blouse(amys, "O")
    with pytest.raises(NotAllowed):
        accept(seller=amys, person=amy, codes={other.pk: "630260", product.pk: code}, at=AT)
    assert set(Product.objects.values_list("hs_code", flat=True)) == {""}
    assert not HsAcceptance.objects.exists()


def test_a_page_at_most_is_accepted_at_once(amys: Seller, amy: Person) -> None:
    with pytest.raises(NotAllowed):
        accept(seller=amys, person=amy, codes=dict.fromkeys(range(MOST_AT_ONCE + 1), "630260"), at=AT)


def test_a_code_that_somebody_entered_meanwhile_stays(amys: Seller, amy: Person, carols: Seller) -> None:
    coded, hers = make_product(amys, "CODED", hs_code="630291"), blouse(carols)
    accepted = accept(seller=amys, person=amy, codes={coded.pk: "630260", hers.pk: "630260"}, at=AT)
    assert (accepted.codes, accepted.not_taken) == ({}, {coded.pk, hers.pk})
    coded.refresh_from_db()
    hers.refresh_from_db()
    assert (coded.hs_code, hers.hs_code) == ("630291", "")
    assert not HsAcceptance.objects.exists()


@pytest.mark.parametrize(("saw", "code"), [("630291", "630260"), ("630293", "630291")])
def test_a_code_is_replaced_only_when_the_person_saw_it(amys: Seller, amy: Person, saw: str, code: str) -> None:
    coded = make_product(amys, "CODED", hs_code="630291")
    accept(seller=amys, person=amy, codes={coded.pk: "630260"}, replaces=saw, at=AT)
    coded.refresh_from_db()
    assert coded.hs_code == code


def test_a_rejected_code_is_not_proposed_again_and_nothing_is_sure_then(amys: Seller, amy: Person) -> None:
    product = blouse(amys)
    (before,) = recognise(seller=amys, products=[product])
    reject(seller=amys, person=amy, product_id=product.pk, code=before.candidates[0].code, at=AT)
    (after,) = recognise(seller=amys, products=[product])
    assert before.candidates[0].code not in [candidate.code for candidate in after.candidates]
    assert after.band == "LOW"
    assert jobs() == [{"seller_id": amys.pk, "product_ids": [product.pk]}]


def test_nobody_rejects_for_another_seller(amys: Seller, carols: Seller) -> None:
    product = blouse(carols)
    with pytest.raises(Product.DoesNotExist):
        reject(seller=amys, person=None, product_id=product.pk, code="630260", at=AT)
    assert not HsRejection.objects.exists()


def test_a_product_that_is_rewritten_is_asked_again(amys: Seller) -> None:
    product = blouse(amys)
    propose(seller=amys, product_ids=[product.pk], at=AT)
    edit_product(seller=amys, product_id=product.pk, changes={"shelf": "A-1"}, at=AT)
    assert HsProposal.objects.exists()
    edit_product(seller=amys, product_id=product.pk, changes={"title_en": "Ceramic cup"}, at=AT)
    assert not HsProposal.objects.exists()
    assert jobs() == [{"seller_id": amys.pk, "product_ids": [product.pk]}]


def test_a_stale_proposal_is_not_shown(amys: Seller) -> None:
    product = blouse(amys)
    propose(seller=amys, product_ids=[product.pk], at=AT)
    Product.objects.filter(pk=product.pk).update(title_en="Ceramic cup")
    (row,) = reads.page(amys, band="", cut=Cut()).rows
    assert (row.band, row.answer) == (reads.NOT_ASKED, None)


def test_category_and_attributes_reach_recognition(amys: Seller) -> None:
    bare = blouse(amys, title_en="Women blouse", title_zh="")
    told = blouse(amys, "B", title_en="Women blouse", title_zh="", attributes={"Material": "Silk", "Fabric": "Woven"})
    first, second = recognise(seller=amys, products=[bare, told])
    assert second.candidates[0].code == "620610"
    assert first.candidates[0].probability != second.candidates[0].probability


@pytest.mark.parametrize(
    ("words", "from_record", "band"),
    [((), False, Band.MEDIUM), (("blouse",), False, Band.HIGH), ((), True, Band.HIGH)],
)
def test_what_no_word_spoke_for_is_not_sure(words: tuple[str, ...], from_record: bool, band: Band) -> None:
    answer = Answer((Candidate("620610", 0.93, words, from_record=from_record),), Band.HIGH)
    assert modest(answer).band is band


def test_a_products_own_code_is_no_witness_for_itself(amys: Seller) -> None:
    product = blouse(amys)
    Product.objects.filter(pk=product.pk).update(hs_code="420222")
    product.refresh_from_db()
    (answer,) = recognise(seller=amys, products=[product])
    assert answer.candidates[0].code == "620610"
    assert not answer.candidates[0].from_record


def test_trying_a_title_keeps_nothing(amys: Seller) -> None:
    assert try_listing(seller=amys, title="女士真丝衬衫").candidates
    assert not HsProposal.objects.exists()
    assert not HsAcceptance.objects.exists()


def test_the_list_is_filtered_and_counted_by_band(amys: Seller, django_assert_num_queries) -> None:
    rows = [
        blouse(amys, sku, title_en=title, title_zh="")
        for sku, title in (("A", "Women's woven silk blouse"), ("B", "Q9"))
    ]
    blouse(amys, "C")
    propose(seller=amys, product_ids=[row.pk for row in rows], at=AT)
    with django_assert_num_queries(1):
        counts = reads.band_counts(amys)
    assert counts["everything"] == 3
    assert counts[reads.NOT_ASKED] == 1
    assert sum(counts[band] for band in ("HIGH", "MEDIUM", "LOW")) == 2
    with django_assert_num_queries(1):
        assert [row.sku for row in reads.page(amys, band=reads.NOT_ASKED, cut=Cut()).rows] == ["C"]
    with django_assert_num_queries(1):
        assert "B" in [row.sku for row in reads.page(amys, band="LOW", cut=Cut()).rows]
