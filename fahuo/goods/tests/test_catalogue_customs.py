"""What customs asks, in catalogue files: optional columns in both languages, and the way out and in again."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path

import pytest

from fahuo.accounts.models import Seller
from fahuo.goods import catalogue_write, page_queries, queries
from fahuo.goods.models import HsProposal, Product
from fahuo.goods.services.import_catalogue import import_catalogue
from fahuo.goods.services.recognise import propose
from fahuo.goods.tests.test_catalogue import AT, HEADER, LATER, line, take
from fahuo.goods.tests.test_recognise import jobs
from fahuo.kit.files import FileRefused
from fahuo.kit.files.arrival import open_file
from fahuo.trade.battery import Battery, Chemistry
from tests.fixtures.rows import make_product

ENGLISH = [
    "barcode", "model_number", "brand", "brand_type", "sale_unit", "first_unit", "second_unit", "first_quantity",
    "category_en", "attributes", "elements", "battery_chemistry", "battery_wh", "battery_cells", "battery_count",
    "battery_charge_percent",
]  # fmt: skip
CHINESE = [
    "条码", "型号", "品牌", "品牌类型", "申报单位", "法定第一单位", "法定第二单位", "法定第一数量",
    "英文类目", "商品属性", "申报要素", "电池类型", "电池瓦时", "电芯数量", "电池数量", "荷电状态",
]  # fmt: skip
CELLS = [
    "4006381333931", "X1", "Acme", "1", "台", "001", "-", "1",
    "Phones > Smart", "Colour: black; 材质: 玻璃", "用途: 通话", "锂离子", "14.8", "1", "1", "30%",
]  # fmt: skip


@pytest.mark.parametrize("headers", [ENGLISH, CHINESE])
def test_every_column_is_read(amys: Seller, tmp_path: Path, headers: list[str]) -> None:
    take(amys, tmp_path, [*line(), *CELLS], header=[*HEADER, *headers])
    product = Product.objects.get()
    assert (product.barcode, product.model_number, product.brand) == ("4006381333931", "X1", "Acme")
    assert (product.brand_type, product.sale_unit, product.first_unit, product.second_unit) == ("1", "001", "001", "-")
    assert (product.first_quantity, product.category_en) == (Decimal(1), "Phones > Smart")
    assert product.attributes == {"Colour": "black", "材质": "玻璃"}
    unit = queries.units(amys.pk)["PHN"]
    assert (unit.barcode, unit.model, unit.brand, unit.sale_unit) == ("4006381333931", "X1", "Acme", "001")
    assert unit.elements == {"用途": "通话"}
    assert unit.battery == Battery(Chemistry.LITHIUM_ION, Decimal("14.8"), None, 1, 1, 30)
    assert unit.battery.is_told


def test_a_file_without_the_columns_leaves_them_as_they_are(amys: Seller, tmp_path: Path) -> None:
    take(amys, tmp_path, [*line(), *CELLS], header=[*HEADER, *ENGLISH])
    assert take(amys, tmp_path, line(), at=LATER).unchanged == 1
    assert take(amys, tmp_path, line(weight_g="200"), at=LATER).updated == 1
    product = Product.objects.get()
    assert (product.brand, product.weight_g, product.attributes["Colour"]) == ("Acme", 200, "black")


def test_an_empty_cell_takes_the_value_away(amys: Seller, tmp_path: Path) -> None:
    take(amys, tmp_path, [*line(), "Acme"], header=[*HEADER, "brand"])
    assert take(amys, tmp_path, [*line(), ""], header=[*HEADER, "brand"], at=LATER).updated == 1
    assert Product.objects.get().brand == ""


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("barcode", "4006381333930", "FILE_VALUE"),
        ("品牌类型", "7", "FILE_VALUE"),
        ("sale_unit", "smidgen", "FILE_VALUE"),
        ("battery_wh", "much", "FILE_VALUE"),
        ("attributes", "no pair", "FILE_VALUE"),
        ("brand", "=HYPERLINK(A1)", "FILE_FORMULA"),
    ],
)
def test_refused_with_row_and_column(amys: Seller, tmp_path: Path, column: str, cell: str, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        take(amys, tmp_path, [*line(), ""], [*line(sku="CHG"), cell], header=[*HEADER, column])
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, 3, column)
    assert not Product.objects.exists()


def test_a_file_without_the_column_for_codes_leaves_codes_as_they_are(amys: Seller, tmp_path: Path) -> None:
    take(amys, tmp_path, line())
    place = HEADER.index("hs_code")
    less = [[*cells[:place], *cells[place + 1 :]] for cells in (HEADER, line(weight_g="200"), line(sku="NEW"))]
    take(amys, tmp_path, *less[1:], header=less[0], at=LATER)
    assert dict(Product.objects.values_list("sku", "hs_code")) == {"PHN": "851713", "NEW": ""}


def test_products_without_a_code_are_left_to_the_workers(amys: Seller, tmp_path: Path) -> None:
    take(amys, tmp_path, line(), line(sku="BARE", hs_code=""))
    bare = Product.objects.get(sku="BARE")
    assert jobs() == [{"seller_id": amys.pk, "product_ids": [bare.pk]}]
    propose(seller=amys, product_ids=[bare.pk], at=AT)
    take(amys, tmp_path, line(), line(sku="BARE", hs_code=""), at=LATER)  # nothing changed
    assert (len(jobs()), HsProposal.objects.count()) == (1, 1)
    take(amys, tmp_path, line(sku="BARE"), at=LATER)  # now it has a code
    assert (len(jobs()), HsProposal.objects.count()) == (1, 0)


@pytest.mark.parametrize("chinese", [False, True])
def test_what_is_written_out_is_read_again_without_a_change(amys: Seller, tmp_path: Path, chinese: bool) -> None:
    take(amys, tmp_path, [*line(), *CELLS], header=[*HEADER, *ENGLISH])
    make_product(
        amys, "ODD", title_en='Rod, 2" "x"', length_mm=305, hs_code="", shelf="A-1", attributes={"a:b": "c; d"},
        battery_wh=Decimal("0.5"), second_quantity=Decimal("0.25"), msds=True,
    )  # fmt: skip
    path = tmp_path / "out.csv"
    text = catalogue_write.as_csv(page_queries.everything(amys), chinese=chinese)
    path.write_bytes(text.encode("utf-8-sig"))
    report = import_catalogue(seller=amys, arrival=open_file(path, limit_mb=1), limit_mb=1, at=LATER)
    assert (report.created, report.updated, report.unchanged) == (0, 0, 2)


def test_no_cell_is_computed_by_a_spreadsheet_program(amys: Seller) -> None:
    make_product(amys, "EVIL", title_en='=HYPERLINK("http://x","y")')
    (row,) = list(csv.DictReader(io.StringIO(catalogue_write.as_csv(page_queries.everything(amys), chinese=False))))
    assert row["title_en"] == '\'=HYPERLINK("http://x","y")'
