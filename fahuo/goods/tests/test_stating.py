"""Filling in declaration elements: by service, by page, and read by many at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Person, Seller
from fahuo.goods import queries
from fahuo.goods.elements.vocabulary import BRAND_TYPE, PREFERENCE
from fahuo.goods.models import Product
from fahuo.goods.not_allowed import NotAllowed
from fahuo.goods.services.state_elements import state_elements
from fahuo.goods.tests.test_catalogue import AT
from tests.fixtures.rows import make_product

STATED = {
    BRAND_TYPE: "0", PREFERENCE: "0", "用途": "盥洗用", "织造方法": "机织", "成分含量": "棉100%", "品牌": "无品牌",
    "货号": "TW-1", "GTIN": "",
}  # fmt: skip
UNITS = {"sale_unit": "015", "first_unit": "", "second_unit": "", "first_quantity": "", "second_quantity": ""}


@pytest.fixture
def client(amy: Person) -> Client:
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(amy)
    return browser


def test_what_was_filled_in_is_sent(amys: Seller) -> None:
    product = make_product(amys, hs_code="6302600000")
    assert queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"].gmodel == ""
    state_elements(seller=amys, product_id=product.pk, stated=STATED, units=UNITS, at=AT)
    told = queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"]
    assert told.gmodel == "0|0|盥洗用|机织|棉100%|无品牌|TW-1"
    assert (told.first_unit, told.first_quantity, told.second_unit) == ("015", 1, "035")
    assert told.second_quantity == Decimal("0.48")
    product.refresh_from_db()
    assert (product.brand_type, product.brand, product.model_number, product.sale_unit) == ("0", "", "TW-1", "015")
    assert set(product.elements) == {PREFERENCE, "用途", "织造方法", "成分含量"}
    assert product.updated_at == AT


def test_goods_without_brand_lose_the_name_of_one(amys: Seller) -> None:
    product = make_product(amys, hs_code="630260", brand="Acme", brand_type="0")
    assert queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"].missing[0] == BRAND_TYPE
    state_elements(seller=amys, product_id=product.pk, stated={BRAND_TYPE: "0", "品牌": "无品牌"}, units={}, at=AT)
    told = queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"]
    assert (told.filled[BRAND_TYPE], told.filled["品牌"]) == ("0", "无品牌")
    product.refresh_from_db()
    assert product.brand == ""


def test_what_the_listing_states_is_not_written_down_twice(amys: Seller) -> None:
    product = make_product(amys, hs_code="630260", attributes={"Composition": "100% Cotton"})
    state_elements(seller=amys, product_id=product.pk, stated={"成分含量": "棉100%"}, units={}, at=AT)
    product.refresh_from_db()
    assert product.elements == {}
    assert product.updated_at != AT
    state_elements(seller=amys, product_id=product.pk, stated={"成分含量": "棉80%、涤纶20%"}, units={}, at=AT)
    product.refresh_from_db()
    assert product.elements == {"成分含量": "棉80%、涤纶20%"}


@pytest.mark.parametrize(
    ("stated", "units", "field"),
    [
        ({"用途": "a|b"}, {}, "用途"),
        ({"用途": "长" * 251}, {}, "用途"),
        ({BRAND_TYPE: "9"}, {}, BRAND_TYPE),
        ({PREFERENCE: "yes"}, {}, PREFERENCE),
        ({"货号": "x" * 61}, {}, "model_number"),
        ({}, {"sale_unit": "smidgen"}, "sale_unit"),
        ({}, {"first_quantity": "-1"}, "first_quantity"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    amys: Seller, stated: dict[str, str], units: dict[str, str], field: str
) -> None:
    product = make_product(amys, hs_code="630260")
    told = {"织造方法": "机织", **stated}
    with pytest.raises(NotAllowed) as refused:
        state_elements(seller=amys, product_id=product.pk, stated=told, units=units, at=AT)
    assert refused.value.field == field
    product.refresh_from_db()
    assert product.elements == {}


def test_many_are_read_in_one_query_and_only_the_own(amys: Seller, carols: Seller, django_assert_num_queries) -> None:
    for n in range(5):
        make_product(amys, f"S{n}")
    make_product(carols, "HERS")
    with django_assert_num_queries(1):
        assert set(queries.elements(amys.pk, ["S0", "S3", "S3", "HERS", "GONE"])) == {"S0", "S3"}


def test_an_operators_file_counts_at_once(amys: Seller, tmp_path: Path, settings) -> None:
    settings.HOME = tmp_path
    make_product(amys, hs_code="6302600000")
    assert "织造方法" in queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"].missing
    file = tmp_path / "declaration-elements.tsv"
    file.write_text("\ufeff6302\t2:用途|3:产地\t条\t千克\nnonsense\n", "utf-8")
    told = queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"]
    assert (told.missing, told.template.is_own) == ((BRAND_TYPE, PREFERENCE, "用途", "产地"), True)
    assert len(queries.refused_templates()) == 1
    file.write_bytes(b"\xff\xfe\x00broken")
    assert queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"].template.code == "630260"
    assert queries.refused_templates() == ("declaration-elements.tsv: UnicodeDecodeError",)


def test_the_page_asks_keeps_and_shows(client: Client, amys: Seller) -> None:
    product = make_product(amys, hs_code="6302600000", attributes={"Composition": "Bouclé mix"})
    address = reverse("product-elements", args=[product.pk])
    page = client.get(address).text
    assert "Bouclé mix" in page
    assert "Incomplete" in page
    names = queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"].template.names
    form = {f"e{place}": STATED.get(name, "") for place, name in enumerate(names)}
    assert client.post(address, {**form, **UNITS}).url == reverse("product", args=[product.pk])
    page = client.get(address, headers={"hx-request": "true"}).text
    assert "0|0|盥洗用|机织|棉100%|无品牌|TW-1" in page
    assert "<html" not in page


def test_the_page_says_what_cannot_be(client: Client, amys: Seller) -> None:
    product = make_product(amys, hs_code="6302600000")
    names = queries.elements(amys.pk, ["TWL-GY"])["TWL-GY"].template.names
    answer = client.post(reverse("product-elements", args=[product.pk]), {f"e{names.index('用途')}": "a|b"})
    assert answer.status_code == 422
    assert "without “|”" in answer.text
    assert Product.objects.get().elements == {}


@pytest.mark.parametrize("hs_code", ["", "010121", "8517130000"])
def test_the_page_says_how_sure_the_template_is(client: Client, amys: Seller, hs_code: str) -> None:
    product = make_product(amys, hs_code=hs_code)
    page = client.get(reverse("product-elements", args=[product.pk])).text
    told = {"": "Without an HS code", "010121": "There is no template", "8517130000": "By our template for 8517"}
    assert told[hs_code] in page
