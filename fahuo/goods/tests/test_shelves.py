"""Where products lie: told by the catalogue's file or on the page, kept where the file says nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from fahuo.accounts.models import Person, Seller
from fahuo.goods import queries
from fahuo.goods.models import Product
from fahuo.goods.services.edit import NotAllowed, edit_product
from fahuo.goods.tests.test_catalogue import AT, HEADER, HEADER_ZH, LATER, line, take
from fahuo.kit.files import FileRefused
from tests.fixtures.rows import make_product


@pytest.fixture
def client() -> Client:
    """A browser that reads English, whatever the pages' own language is."""
    return Client(headers={"accept-language": "en"})


@pytest.mark.parametrize("header", ["shelf", "Bin", "location", "库位", "Bin location"])
def test_the_file_says_where_it_lies(amys: Seller, tmp_path: Path, header: str) -> None:
    take(amys, tmp_path, [*line(), "Ａ－０３－１２"], [*line(sku="NEW"), ""], header=[*HEADER, header])
    assert queries.shelves(amys.pk, ["PHN", "NEW", "GONE"]) == {"PHN": "A-03-12", "NEW": ""}


def test_a_file_that_says_nothing_leaves_shelves_as_they_are(amys: Seller, tmp_path: Path) -> None:
    take(amys, tmp_path, [*line(), "A-1"], header=[*HEADER, "shelf"])
    again = take(amys, tmp_path, line(), at=LATER)
    assert (again.updated, again.unchanged) == (0, 1)
    heavier = take(amys, tmp_path, line(weight_g="200"), header=HEADER_ZH, at=LATER)
    assert heavier.changed_skus == {"PHN"}
    product = Product.objects.get()
    assert (product.shelf, product.weight_g) == ("A-1", 200)


def test_an_empty_cell_takes_the_shelf_away(amys: Seller, tmp_path: Path) -> None:
    take(amys, tmp_path, [*line(), "A-1"], header=[*HEADER, "shelf"])
    assert take(amys, tmp_path, [*line(), " "], header=[*HEADER, "shelf"], at=LATER).updated == 1
    assert Product.objects.get().shelf == ""


@pytest.mark.parametrize(("cell", "code"), [("x" * 41, "FILE_VALUE"), ("=A1*2", "FILE_FORMULA")])
def test_refused_with_row_and_column(amys: Seller, tmp_path: Path, cell: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        take(amys, tmp_path, [*line(), cell], header=[*HEADER, "bin"])
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, 2, "bin")
    assert not Product.objects.exists()


def test_shelves_of_one_seller_in_one_query(amys: Seller, carols: Seller, django_assert_num_queries) -> None:
    make_product(amys, "A", shelf="A-1")
    make_product(carols, "A", shelf="C-9")
    with django_assert_num_queries(1):
        assert queries.shelves(amys.pk, ["A", "A"]) == {"A": "A-1"}


def test_a_shelf_that_is_too_long_is_not_cut(amys: Seller) -> None:
    product = make_product(amys, shelf="A-1")
    with pytest.raises(NotAllowed):
        edit_product(seller=amys, product_id=product.pk, changes={"shelf": "x" * 41}, at=AT)
    product.refresh_from_db()
    assert product.shelf == "A-1"


def test_the_page_of_a_product_saves_it(client: Client, amys: Seller, amy: Person) -> None:
    product = make_product(amys)
    client.force_login(amy)
    page = client.get(f"/products/{product.pk}").content.decode()
    assert 'name="shelf"' in page
    columns = "title_en title_zh hs_code origin_country cargo_class declared_value_usd weight_g length_mm width_mm"
    form = {name: getattr(product, name) for name in (*columns.split(), "height_mm")}
    assert client.post(f"/products/{product.pk}", {**form, "shelf": " ａ－２ "}).status_code == 302
    assert client.post(f"/products/{product.pk}", {**form, "shelf": "㍿" * 11}).status_code == 422  # 44 when unfolded
    assert queries.shelves(amys.pk, [product.sku]) == {product.sku: "a-2"}


def test_the_list_shows_finds_and_filters_shelves(client: Client, amys: Seller, amy: Person) -> None:
    make_product(amys, "ON-SHELF", shelf="QZ-7")
    client.force_login(amy)
    make_product(amys, "NOWHERE")
    everything = client.get("/products").content.decode()
    assert "QZ-7" in everything
    assert "No shelf <b>1</b>" in " ".join(everything.split())
    assert "NOWHERE" not in client.get("/products?text=qz").content.decode()
    without = client.get("/products?gap=SHELF").content.decode()
    assert "NOWHERE" in without
    assert "ON-SHELF" not in without


def test_who_uses_no_shelves_is_not_asked_for_them(client: Client, amys: Seller, amy: Person) -> None:
    make_product(amys)
    client.force_login(amy)
    assert "No shelf" not in client.get("/products").content.decode()
