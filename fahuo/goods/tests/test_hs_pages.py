"""Pages of HS proposals: what is shown, what a click changes, and that nothing changes without one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action, Person, Seller
from fahuo.goods.models import HsAcceptance, HsRejection, Product
from fahuo.goods.services.recognise import propose
from fahuo.goods.services.remember import remember
from fahuo.goods.tests.test_catalogue import AT
from fahuo.goods.tests.test_recognise import blouse, jobs
from tests.fixtures.rows import make_blocked, make_product


@pytest.fixture
def client(amy: Person) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(amy)
    return browser


def code_of(product: Product) -> str:
    product.refresh_from_db()
    return product.hs_code


def test_nothing_to_do(client: Client, amys: Seller) -> None:
    make_product(amys)
    assert "Every product has an HS code" in client.get(reverse("hs-proposals")).text


def test_the_list_shows_proposals_and_changes_nothing(client: Client, amys: Seller) -> None:
    product = blouse(amys)
    assert "1 product was not looked at yet." in client.get(reverse("hs-proposals")).text
    client.post(reverse("hs-recognise"))
    assert jobs() == [{"seller_id": amys.pk, "product_ids": [product.pk]}]
    propose(seller=amys, product_ids=[product.pk], at=AT)
    page = client.get(reverse("hs-proposals")).text
    assert "6206.10" in page
    assert "Clear filters" in client.get(reverse("hs-proposals") + "?band=NOT_ASKED").text
    assert code_of(product) == ""


def test_fifty_a_page(client: Client, amys: Seller) -> None:
    for n in range(51):
        blouse(amys, f"N{n:02}")
    page = client.get(reverse("hs-proposals")).text
    assert "N50" in page
    assert "N00" not in page
    assert "before=" in page


def test_what_is_doubtful_cannot_be_ticked(client: Client, amys: Seller) -> None:
    remembered, doubtful = blouse(amys, "R"), blouse(amys, "D", title_en="Q9", title_zh="")
    remember(seller=amys, person=None, accepted=[((remembered.title_en,), "620610")], at=AT)
    propose(seller=amys, product_ids=[remembered.pk, doubtful.pk], at=AT)
    page = client.get(reverse("hs-proposals")).text
    assert f'value="{remembered.pk}"' in page
    assert f'value="{doubtful.pk}"' not in page
    assert "Your own record" in page


def test_ticked_codes_are_accepted_as_they_were_shown(client: Client, amys: Seller, carols: Seller) -> None:
    one, two, hers = blouse(amys, "A"), blouse(amys, "B"), blouse(carols, "C")
    form = {"id": [one.pk, hers.pk], **{f"code-{row.pk}": "620610" for row in (one, two, hers)}}
    assert client.post(reverse("accept-codes"), form).url == reverse("hs-proposals")
    assert [code_of(row) for row in (one, two, hers)] == ["620610", "", ""]
    assert list(Action.objects.filter(verb="accept_code").values_list("subject", flat=True)) == ["A"]


@pytest.mark.parametrize("form", [{}, {"id": "x"}, {"id": "1" * 40}])
def test_nothing_ticked(client: Client, form: dict[str, str]) -> None:
    answer = client.post(reverse("accept-codes"), form, follow=True)
    assert "Nothing was ticked." in answer.text


def test_a_forged_code_changes_nothing(client: Client, amys: Seller) -> None:
    product = blouse(amys)
    answer = client.post(reverse("accept-codes"), {"id": product.pk, f"code-{product.pk}": "999999"}, follow=True)
    assert "This is no HS code" in answer.text
    assert code_of(product) == ""
    assert not HsAcceptance.objects.exists()


def test_the_panel_of_a_product(client: Client, amys: Seller) -> None:
    product = blouse(amys)
    part = client.get(reverse("product-hs", args=[product.pk]), headers={"hx-request": "true"}).text
    assert "<html" not in part
    assert "6206.10" in part
    assert "blouse" in part.lower()
    whole = client.get(reverse("product-hs", args=[product.pk])).text
    assert "<html" in whole
    assert code_of(product) == ""


def test_accepting_with_national_digits(client: Client, amys: Seller, amy: Person) -> None:
    product = blouse(amys)
    client.post(reverse("accept-code", args=[product.pk]), {"code": "620610", "national": "0010"})
    assert code_of(product) == "6206100010"
    again = blouse(amys, "AGAIN")
    page = client.get(reverse("product-hs", args=[again.pk])).text
    assert 'value="6206100010"' in page  # the whole code is offered from the record


@pytest.mark.parametrize("national", ["1", "001", "00100", "ab", "0010 0"])
def test_odd_national_digits_change_nothing(client: Client, amys: Seller, national: str) -> None:
    product = blouse(amys)
    client.post(reverse("accept-code", args=[product.pk]), {"code": "620610", "national": national})
    assert code_of(product) == ""


def test_a_code_is_replaced_only_as_it_was_seen(client: Client, amys: Seller) -> None:
    product = make_product(amys, hs_code="630291")
    accept = reverse("accept-code", args=[product.pk])
    answer = client.post(accept, {"code": "630260", "replaces": ""}, follow=True)
    assert "nothing was changed" in answer.text
    assert code_of(product) == "630291"
    client.post(accept, {"code": "630260", "replaces": "630291"})
    assert code_of(product) == "630260"


def test_a_wrong_code_is_not_proposed_again(client: Client, amys: Seller) -> None:
    product = blouse(amys)
    client.post(reverse("reject-code", args=[product.pk]), {"code": "620610"})
    assert HsRejection.objects.filter(code="620610", seller=amys).count() == 2  # for both titles
    page = client.get(reverse("product-hs", args=[product.pk])).text
    assert '<strong class="num">6206.10</strong>' not in page


def test_a_code_that_disagrees_with_a_sure_proposal_is_hinted_at(client: Client, amys: Seller) -> None:
    product = blouse(amys)
    remember(seller=amys, person=None, accepted=[((product.title_en, product.title_zh), "620610")], at=AT)
    Product.objects.filter(pk=product.pk).update(hs_code="420222")
    page = client.get(reverse("product-hs", args=[product.pk])).text
    assert "The product has 420222; this title would rather be 620610." in page
    Product.objects.filter(pk=product.pk).update(hs_code="6206100000")
    assert "would rather be" not in client.get(reverse("product-hs", args=[product.pk])).text


def test_typing_a_code_on_the_products_page_is_learned(client: Client, amys: Seller, amy: Person) -> None:
    product = make_product(amys, hs_code="")
    columns = "title_en title_zh origin_country cargo_class declared_value_usd weight_g length_mm width_mm height_mm"
    form = {name: getattr(product, name) for name in columns.split()}
    assert client.post(reverse("product", args=[product.pk]), {**form, "hs_code": "63026000"}).status_code == 302
    assert set(HsAcceptance.objects.values_list("code", "person")) == {("63026000", amy.pk)}


def test_open_orders_learn_of_an_accepted_code(client: Client, amys: Seller) -> None:
    product = make_product(amys, hs_code="")
    order = make_blocked(amys, "8112833000000009")
    client.post(reverse("accept-code", args=[product.pk]), {"code": "630260"})
    order.refresh_from_db()
    assert "HS_CODE_MISSING" not in [problem["code"] for problem in order.problems]


@pytest.mark.parametrize("title", ["women's woven silk blouse", "女士真丝衬衫"])
def test_any_title_can_be_tried(client: Client, title: str) -> None:
    page = client.get(reverse("hs-try"), {"title": title}).text
    assert '<strong class="num">6206.' in page


def test_an_answer_to_the_question_leaves_only_its_codes(client: Client) -> None:
    page = client.get(reverse("hs-try"), {"title": "女士真丝衬衫", "among": "620610"}).text
    assert '<strong class="num">6206.10</strong>' in page
    assert '<strong class="num">6206.40</strong>' not in page


@pytest.mark.parametrize("title", ["\x00", "x" * 5000, "<script>alert(1)</script>", "🙂", "%_'\";--"])
def test_odd_titles_break_nothing(client: Client, title: str) -> None:
    answer = client.get(reverse("hs-try"), {"title": title})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_the_catalogue_leads_to_the_proposals(client: Client, amys: Seller) -> None:
    make_product(amys, hs_code="")
    page = client.get(reverse("products")).text
    assert "1 product without HS code" in page
    assert reverse("hs-proposals") in page


def test_the_catalogue_is_sent_as_a_file(client: Client, amys: Seller, carols: Seller) -> None:
    make_product(amys, "MINE")
    make_product(carols, "HERS")
    answer = client.get(reverse("products-file"))
    text = answer.content.decode("utf-8-sig")
    assert text.startswith("sku,title_en")
    assert "MINE" in text
    assert "HERS" not in text
