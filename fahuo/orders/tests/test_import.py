"""Files into orders: the sample in three formats, again, newer, broken, all or nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from fahuo.accounts.models import Seller
from fahuo.goods.models import Product
from fahuo.kit.files import FileRefused
from fahuo.kit.files.tests import workbooks
from fahuo.orders.models import Order, OrderImport, OrderLine, Outcome, Stage
from fahuo.orders.services import import_orders, stage
from fahuo.orders.services.edit import NotOpen, edit_address
from fahuo.orders.services.import_orders import import_file
from fahuo.orders.tests.conftest import AT, CATALOGUE, LATER, SAMPLES, Desk, expected, report_rows, sample_orders
from fahuo.orders.tests.nasty import HARMLESS
from fahuo.platforms.adapters.aliexpress.tests.orders import HEADERS, as_csv, as_json, child, detail, rows

CATALOGUE_FILE = SAMPLES / "catalogue.csv"


def stored() -> list[dict[str, Any]]:
    """Return every order and line as they lie in the tables."""
    return [*Order.objects.order_by("id").values(), *OrderLine.objects.order_by("id").values()]


def test_sample_as_json(amys: Seller) -> None:
    report = import_file(seller=amys, path=SAMPLES / "orders.json", catalogue=CATALOGUE_FILE, at=AT)
    assert report_rows(report) == expected()
    assert (report.created, report.updated, report.unchanged) == (148, 0, 0)  # two of 150 are copies
    assert Order.objects.filter(seller=amys).count() == 148


def test_sample_as_csv(desk: Desk) -> None:
    lines = [line for order in sample_orders() for line in rows(order)]
    report = desk.take(as_csv(lines), name="orders.csv", catalogue=CATALOGUE_FILE)
    assert report_rows(report) == expected()


def test_sample_as_workbook(desk: Desk) -> None:
    lines = [line for order in sample_orders() for line in rows(order)]
    path = workbooks.write(desk.folder / "orders.xlsx", [HEADERS, *lines])
    report = import_file(seller=desk.seller, path=path, catalogue=CATALOGUE_FILE, at=AT)
    assert report_rows(report) == expected()


@pytest.mark.parametrize("mutate", HARMLESS.values(), ids=HARMLESS)
def test_nasty_text_changes_no_verdict(desk: Desk, mutate: Any) -> None:
    report = desk.take(as_json(*map(mutate, sample_orders())), catalogue=CATALOGUE_FILE)
    assert report_rows(report) == expected()


def test_the_same_file_again_changes_nothing(amys: Seller) -> None:
    first = import_file(seller=amys, path=SAMPLES / "orders.json", catalogue=CATALOGUE_FILE, at=AT)
    before = stored()
    again = import_file(seller=amys, path=SAMPLES / "orders.json", catalogue=CATALOGUE_FILE, at=LATER)
    assert again.rows == first.rows
    assert (again.created, again.updated, again.unchanged) == (0, 0, 148)
    assert stored() == before


def test_the_same_file_for_two_sellers(amys: Seller, carols: Seller) -> None:
    for seller in (amys, carols):
        report = import_file(seller=seller, path=SAMPLES / "orders.json", catalogue=CATALOGUE_FILE, at=AT)
        assert report.created == 148


def test_what_is_stored(desk: Desk) -> None:
    desk.take_orders(detail(11, memo="gift\n", child_order_list=[child(101), child(102, sku_code="CHG ")]))
    order = Order.objects.get(seller=desk.seller, number="11")
    assert (order.outcome, order.stage, order.problem_codes) == (Outcome.BLOCKED, Stage.OPEN, ["HS_CODE_MISSING"])
    assert order.problems == [
        {"code": "HS_CODE_MISSING", "field": "lines[1].hs_code", "detail": "CHG", "rule": "SD-02"}
    ]
    assert (order.phone, order.memo, order.amount) == ("+4915159729686", "gift", Decimal("23.90"))
    assert order.actual_weight_g == 420  # 120 × 2 + 90 × 2
    assert order.volumetric_weight_g == 117  # 12 × 6 × (2.5 × 2 + 4 × 2) = 936 cm³ ÷ 8,000
    assert list(order.lines.order_by("position").values_list("number", "sku", "quantity", "to_ship")) == [
        ("101", "HUB", 2, True),
        ("102", "CHG", 2, True),
    ]


def test_a_second_entry_is_a_duplicate_and_changes_nothing(desk: Desk) -> None:
    report = desk.take_orders(detail(11), detail(12), detail(11, address={"city": ""}))
    assert [(row.order_id, row.outcome, row.problems) for row in report.rows] == [
        ("11", "ready", ""),
        ("12", "ready", ""),
        ("11", "skip", "DUPLICATE_ORDER"),
    ]
    assert Order.objects.get(number="11").city == "Hamburg"


NEWER = {"gmt_modified": "2026-11-16 01:00:00"}


def test_a_newer_version_replaces_an_open_order(desk: Desk) -> None:
    desk.take_orders(detail(11, child_order_list=[child(101), child(102)]))
    key = Order.objects.get(number="11").pk
    report = desk.take_orders(detail(11, **NEWER, address={"city": "Altona"}), at=LATER)
    order = Order.objects.get(number="11")
    assert (report.updated, order.pk, order.city, order.imported_at) == (1, key, "Altona", LATER)
    assert order.lines.count() == 1


def test_an_older_version_changes_nothing(desk: Desk) -> None:
    desk.take_orders(detail(11, **NEWER, address={"city": "Altona"}))
    [before, line] = stored()
    report = desk.take_orders(detail(11), at=LATER)
    assert (report.unchanged, stored()) == (1, [{**before, "checked_at": LATER}, line])


def test_an_order_that_left_the_stage_is_skipped_from_now_on(desk: Desk) -> None:
    desk.take_orders(detail(11))
    desk.take_orders(detail(11, **NEWER, order_status="IN_CANCEL"), at=LATER)
    assert Order.objects.get(number="11").outcome == Outcome.SKIP


@pytest.mark.parametrize("beyond", [Stage.IN_WORK, Stage.SHIPPED])
def test_an_order_in_work_is_never_overwritten(desk: Desk, beyond: Stage) -> None:
    desk.take_orders(detail(11))
    keys = list(Order.objects.values_list("id", flat=True))
    assert stage.move(seller_id=desk.seller.pk, order_ids=keys, to=beyond, only_from=Stage.OPEN) == keys
    before = stored()
    report = desk.take_orders(detail(11, **NEWER, address={"city": ""}), at=LATER)
    assert (report.kept, report.rows[0].problems) == (1, "ADDRESS_INCOMPLETE")
    assert stored() == before


def test_a_correction_outlives_the_same_recipient_and_not_another(desk: Desk) -> None:
    wrong = {"zip": "2035"}
    desk.take_orders(detail(11, address=wrong))
    order = Order.objects.get(number="11")
    edit_address(seller=desk.seller, order_id=order.pk, changes={"postcode": " 20354 "}, at=AT)
    again = desk.take_orders(detail(11, address=wrong), at=LATER)
    assert (again.unchanged, again.rows[0].outcome) == (1, "ready")
    desk.take_orders(detail(11, **NEWER, address=wrong, memo="please hurry"), at=LATER)
    order.refresh_from_db()
    assert (order.postcode, order.outcome, order.memo) == ("20354", Outcome.READY, "please hurry")
    desk.take_orders(detail(11, **NEWER, address={"zip": "10115", "city": "Berlin"}), at=LATER)
    order.refresh_from_db()
    assert (order.postcode, order.city, order.edited_at) == ("10115", "Berlin", None)


def test_edit_checks_again(desk: Desk) -> None:
    desk.take_orders(detail(11, address={"mobile_no": "12", "country": "XX"}))
    order = Order.objects.get(number="11")
    assert order.problem_codes == ["COUNTRY_UNKNOWN", "PHONE_INVALID"]
    changes = {"country": "de", "phone": "0049 1515 9729686", "recipient": "Erika\u200f  Muster"}
    edited = edit_address(seller=desk.seller, order_id=order.pk, changes=changes, at=LATER)
    assert (edited.outcome, edited.problem_codes, edited.country) == (Outcome.READY, [], "DE")
    assert (edited.phone, edited.recipient, edited.checked_at) == ("+4915159729686", "Erika Muster", LATER)


@pytest.mark.parametrize("changes", [{"outcome": "READY"}, {"seller_id": "2"}])
def test_edit_refuses_other_columns(desk: Desk, changes: dict[str, str]) -> None:
    desk.take_orders(detail(11))
    before = stored()
    with pytest.raises(ValueError, match="Not to be edited"):
        edit_address(seller=desk.seller, order_id=Order.objects.get().pk, changes=changes, at=LATER)
    assert stored() == before


def test_edit_refuses_orders_in_work_and_of_others(desk: Desk, carols: Seller) -> None:
    desk.take_orders(detail(11), detail(12))
    Order.objects.filter(number="12").update(stage=Stage.IN_WORK)
    before = stored()
    for seller, number in ((carols, "11"), (desk.seller, "12")):
        key = Order.objects.get(number=number).pk
        with pytest.raises(NotOpen):
            edit_address(seller=seller, order_id=key, changes={"city": "x"}, at=LATER)
    assert stored() == before


def test_a_new_catalogue_frees_orders_in_and_outside_the_file(desk: Desk) -> None:
    desk.take_orders(
        detail(11, child_order_list=[child(101, sku_code="CHG")]),
        detail(12, child_order_list=[child(102, sku_code="NEW")]),
    )
    assert list(Order.objects.order_by("number").values_list("problem_codes", flat=True)) == [
        ["HS_CODE_MISSING"],
        ["SKU_UNKNOWN"],
    ]
    better = CATALOGUE.replace("general,,CN", "general,850440,CN") + "NEW,New,1,1,1,1,general,847330,CN,1,no,no\n"
    report = desk.take_orders(
        detail(12, child_order_list=[child(102, sku_code="NEW")]), catalogue=desk.catalogue(better), at=LATER
    )
    assert (report.updated, report.rechecked, report.products_created, report.products_updated) == (1, 1, 1, 1)
    assert set(Order.objects.values_list("outcome", "checked_at")) == {(Outcome.READY, LATER)}


def test_progress_counts_every_entry(desk: Desk) -> None:
    steps: list[int] = []
    desk.take_orders(*(detail(number) for number in range(1, 2502)), progress=steps.append)
    assert steps == [1000, 1000, 501]


BROKEN = {
    "late row of a JSON file": (
        as_json(
            *(detail(number) for number in range(1, 1500)), detail(1500, child_order_list=[child(product_count=0)])
        ),
        "orders.json",
        1500,
    ),
    "last line of a CSV cut off": (
        as_csv([line for n in range(1, 1500) for line in rows(detail(n))])[:-40],
        "orders.csv",
        1500,
    ),
}


@pytest.mark.parametrize(("content", "name", "row"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_leaves_nothing(desk: Desk, content: bytes, name: str, row: int) -> None:
    desk.take_orders(detail(7))
    before = stored()
    other = CATALOGUE.replace("USB-C Hub", "Another name") + "NEW,New,1,1,1,1,general,,CN,1,no,no\n"
    with pytest.raises(FileRefused) as refused:
        desk.take(content, name=name, catalogue=desk.catalogue(other), at=LATER)
    assert refused.value.row == row
    assert stored() == before
    assert set(Product.objects.values_list("sku", "title_en")) == {("HUB", "USB-C Hub"), ("CHG", "Charger")}
    assert OrderImport.objects.count() == 1


def test_a_broken_catalogue_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(FileRefused) as refused:
        desk.take_orders(detail(7), catalogue=desk.catalogue(CATALOGUE.replace("general,847330", "general,84733")))
    assert (refused.value.row, refused.value.column, refused.value.file_name) == (2, "hs_code", "catalogue.csv")
    assert (Order.objects.count(), Product.objects.count(), OrderImport.objects.count()) == (0, 0, 0)


def test_the_limit_of_the_size(desk: Desk) -> None:
    path = desk.folder / "large.json"
    with path.open("wb") as file:
        file.truncate(2 * 1024 * 1024)
    with pytest.raises(FileRefused) as refused:
        import_file(seller=desk.seller, path=path, at=AT, limit_mb=1)
    assert refused.value.code == "FILE_TOO_LARGE"


def test_the_limit_of_the_orders(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_orders, "MOST_ORDERS", 2)
    with pytest.raises(FileRefused) as refused:
        desk.take_orders(detail(11), detail(12), detail(13))
    assert (refused.value.code, refused.value.row) == ("FILE_TOO_LONG", 3)
    assert not Order.objects.exists()


def test_the_largest_order_there_can_be(desk: Desk) -> None:
    towers = CATALOGUE.replace("120,12,6,2.5", "1000000,1000,1000,1000").replace("11.95", "1000000")
    lines = [child(100 + place, sku_code="HUB", product_count=100_000) for place in range(1000)]
    desk.take_orders(detail(11, child_order_list=lines), catalogue=desk.catalogue(towers))
    order = Order.objects.get()
    assert order.value_usd == Decimal("100000000000000")  # 1000 lines × 100,000 × 1,000,000 USD
    assert order.actual_weight_g == 100_000_000_000_000


def test_an_import_is_remembered(desk: Desk) -> None:
    desk.take_orders(detail(11), detail(11), file_name="November.json")
    remembered = OrderImport.objects.get(seller=desk.seller)
    assert (remembered.file_name, remembered.entries, remembered.created_orders) == ("November.json", 2, 1)


def test_stage_moves_only_from_where_it_should(desk: Desk, carols: Seller) -> None:
    desk.take_orders(detail(11), detail(12))
    keys = list(Order.objects.order_by("id").values_list("id", flat=True))
    Order.objects.filter(pk=keys[0]).update(stage=Stage.SHIPPED)
    assert stage.move(seller_id=carols.pk, order_ids=keys, to=Stage.IN_WORK, only_from=Stage.OPEN) == []
    assert stage.move(seller_id=desk.seller.pk, order_ids=keys, to=Stage.IN_WORK, only_from=Stage.OPEN) == keys[1:]
    assert stage.move(seller_id=desk.seller.pk, order_ids=keys, to=Stage.IN_WORK, only_from=Stage.OPEN) == []
    assert list(Order.objects.order_by("id").values_list("stage", flat=True)) == [Stage.SHIPPED, Stage.IN_WORK]


def test_the_sample_is_what_it_says() -> None:
    """All problem classes and all remote areas occur, so the tests above can fail."""
    codes = {code for row in expected() for code in row["problems"].split(";")} - {""}
    assert len(codes) == 12
    assert {row["remote_area"] for row in expected()} == {"none", "US_AK", "US_HI", "US_PR"}
