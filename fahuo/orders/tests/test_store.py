"""Which store an order is of: named at import, kept by later ones, asked for in lists; and what tells figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Seller
from fahuo.orders import page_queries as reads
from fahuo.orders.models import Order, Stage
from fahuo.orders.services import stage
from fahuo.orders.services.check_again import check_again
from fahuo.orders.services.edit import edit_address
from fahuo.orders.services.import_orders import import_file, store_name
from fahuo.orders.tests.conftest import AT, LATER, SAMPLES
from fahuo.platforms.adapters.aliexpress.tests.orders import as_json, detail
from tests.fixtures.people import make_person
from tests.fixtures.rows import make_order

pytestmark = pytest.mark.django_db
ORDERS = SAMPLES / "orders.json"


def counted() -> None:
    """Do as if figures had looked at all orders."""
    Order.objects.update(figures_due=False)


def test_a_store_is_named_at_import_and_kept_by_later_ones(amys: Seller) -> None:
    import_file(seller=amys, path=ORDERS, at=AT, store="  Amy’s  US shop ")
    assert set(Order.objects.values_list("store", flat=True)) == {"Amy’s US shop"}
    counted()
    report = import_file(seller=amys, path=ORDERS, at=LATER)
    assert report.updated == 0
    assert set(Order.objects.values_list("store", flat=True)) == {"Amy’s US shop"}
    assert not Order.objects.filter(figures_due=True).exists()


def test_a_store_named_later_reaches_shipped_orders_too(amys: Seller) -> None:
    import_file(seller=amys, path=ORDERS, at=AT)
    first = Order.objects.order_by("id")[0]
    Order.objects.filter(pk=first.pk).update(stage=Stage.SHIPPED)
    counted()
    report = import_file(seller=amys, path=ORDERS, at=LATER, store="B")
    assert report.kept == 1
    assert set(Order.objects.values_list("store", "figures_due")) == {("B", True)}
    assert Order.objects.get(pk=first.pk).stage == Stage.SHIPPED


@pytest.mark.parametrize(("text", "name"), [("", ""), (" — ", ""), ("-", ""), ("x" * 70, "x" * 60), ("a\tb", "a b")])
def test_names_of_stores(text: str, name: str) -> None:
    assert store_name(text) == name


def test_what_changes_an_order_tells_figures(amys: Seller) -> None:
    order = make_order(amys, "8112833000000001")
    for change in (
        lambda: stage.move(seller_id=amys.pk, order_ids=[order.pk], to=Stage.IN_WORK, only_from=Stage.OPEN),
        lambda: stage.move(seller_id=amys.pk, order_ids=[order.pk], to=Stage.OPEN, only_from=Stage.IN_WORK),
        lambda: edit_address(seller=amys, order_id=order.pk, changes={"country": "FR"}, at=AT),
    ):
        counted()
        change()
        assert Order.objects.get().figures_due, change


def test_judging_again_tells_figures_only_what_differs(amys: Seller) -> None:
    make_order(amys, "8112833000000001")  # its SKU is not in the catalogue: blocked
    counted()
    assert check_again(seller=amys, at=AT) == 1
    assert Order.objects.get().figures_due
    counted()
    assert check_again(seller=amys, at=AT + timedelta(hours=1)) == 0
    assert not Order.objects.get().figures_due


def test_the_list_is_filtered_by_store(client: Client, amys: Seller) -> None:
    client.force_login(make_person("amy", amys, "OWNER"))
    make_order(amys, "8112833000000001", store="US & co")
    make_order(amys, "8112833000000002")
    for store, seen in (("US & co", "0001"), ("-", "0002")):
        page = client.get(reverse("orders"), {"store": store}).text
        assert [n for n in ("0001", "0002") if f"811283300000{n}" in page] == [seen]
    assert 'value="US &amp; co"' in client.get(reverse("orders")).text


def test_no_filter_while_no_store_has_a_name(client: Client, amys: Seller) -> None:
    client.force_login(make_person("amy", amys, "OWNER"))
    make_order(amys, "8112833000000001")
    assert 'name="store"' not in client.get(reverse("orders")).text


def test_the_form_remembers_the_last_store_and_suggests_the_own_ones(
    client: Client, amys: Seller, carols: Seller
) -> None:
    client.force_login(make_person("amy", amys, "OWNER"))
    make_order(amys, "8112833000000001", store="A")
    make_order(carols, "8112833000000009", store="Carol’s")
    file = SimpleUploadedFile("orders.json", as_json(detail()))
    assert client.post(reverse("import-orders"), {"orders": file, "store": "Z"}).status_code == 200
    assert reads.stores(amys) == ["Z", "A"]
    page = client.get(reverse("import-orders")).text
    assert 'value="Z"' in page
    assert "Carol’s" not in page
