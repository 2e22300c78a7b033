"""Catalogue files: what is understood, what is refused with its row and column."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from fahuo.accounts.models import Seller
from fahuo.goods import queries
from fahuo.goods.models import Product
from fahuo.goods.services.import_catalogue import CatalogueReport, import_catalogue
from fahuo.kit.files import FileRefused
from fahuo.kit.files.arrival import open_file
from fahuo.kit.files.tests import workbooks
from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.measure import Size

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HEADER = [
    "sku", "title_en", "title_zh", "weight_g", "length_cm", "width_cm", "height_cm", "cargo_class", "hs_code",
    "origin_country", "declared_price_usd", "un383", "msds", "own_column",
]  # fmt: skip
HEADER_ZH = [
    "商品编码", "英文品名", "中文品名", "重量(g)", "长(cm)", "宽(cm)", "高(cm)", "货物类型", "HS编码", "原产国",
    "申报单价(USD)", "UN38.3", "MSDS", "备注",
]  # fmt: skip
PHONE = [
    "PHN",
    "Phone",
    "手机",
    "187.2",
    "16",
    "8",
    "2.5",
    "battery_builtin",
    "8517.13",
    "cn",
    "99.50",
    "yes",
    "no",
    "x",
]


def line(**changes: str) -> list[str]:
    return [changes.get(name, cell) for name, cell in zip(HEADER, PHONE, strict=True)]


def take(
    seller: Seller, folder: Path, *lines: list[str], header: list[str] = HEADER, at: datetime = AT
) -> CatalogueReport:
    path = folder / "catalogue.csv"
    path.write_text("\n".join(",".join(cells) for cells in (header, *lines)) + "\n", "utf-8")
    return import_catalogue(seller=seller, arrival=open_file(path, limit_mb=1), limit_mb=1, at=at)


def test_one_product_field_by_field(amys: Seller, tmp_path: Path) -> None:
    report = take(amys, tmp_path, line())
    assert report == CatalogueReport(created=1, updated=0, unchanged=0, changed_skus=frozenset({"PHN"}))
    unit = queries.units(amys.pk)["PHN"]
    assert (unit.title_en, unit.title_zh, unit.hs_code, unit.origin) == ("Phone", "手机", "851713", "CN")
    assert (unit.unit_weight_g, unit.unit_size) == (188, Size(160, 80, 25))  # part of a gram counts as one
    assert unit.unit_value.amount == Decimal("99.50")
    assert (unit.cargo_class, unit.papers) == (CargoClass.BATTERY_BUILTIN, frozenset({Paper.UN383}))


def test_chinese_headers_and_words(amys: Seller, tmp_path: Path) -> None:
    take(amys, tmp_path, line(cargo_class="内置电", un383="是", msds="无"), header=HEADER_ZH)
    assert queries.units(amys.pk)["PHN"].papers == frozenset({Paper.UN383})


def test_workbook(amys: Seller, tmp_path: Path) -> None:
    path = workbooks.write(tmp_path / "catalogue.xlsx", [HEADER, line()])
    import_catalogue(seller=amys, arrival=open_file(path, limit_mb=1), limit_mb=1, at=AT)
    assert list(queries.units(amys.pk)) == ["PHN"]


def test_only_what_changed_is_written(amys: Seller, carols: Seller, tmp_path: Path) -> None:
    take(carols, tmp_path, line(title_en="Hers"))
    take(amys, tmp_path, line(), line(sku="CHG"))
    report = take(amys, tmp_path, line(), line(sku="CHG", hs_code=""), line(sku="NEW"), at=LATER)
    assert (report.created, report.updated, report.unchanged) == (1, 1, 1)
    assert report.changed_skus == {"CHG", "NEW"}
    rows = Product.objects.filter(seller=amys).order_by("sku").values_list("sku", "hs_code", "updated_at")
    assert list(rows) == [("CHG", "", LATER), ("NEW", "851713", LATER), ("PHN", "851713", AT)]
    assert Product.objects.get(seller=carols).title_en == "Hers"


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("sku", ""),
        ("sku", "x" * 81),
        ("title_en", " "),
        ("weight_g", "0"),
        ("weight_g", "-5"),
        ("weight_g", "heavy"),
        ("length_cm", "0"),
        ("height_cm", ""),
        ("cargo_class", "explosive"),
        ("hs_code", "84713"),
        ("hs_code", "8471301O"),
        ("origin_country", "China"),
        ("declared_price_usd", "-1"),
        ("declared_price_usd", "NaN"),
        ("un383", "perhaps"),
    ],
)
def test_refused_with_row_and_column(amys: Seller, tmp_path: Path, column: str, text: str) -> None:
    with pytest.raises(FileRefused) as refused:
        take(amys, tmp_path, line(), line(**{"sku": "CHG", column: text}))
    assert (refused.value.row, refused.value.column) == (3, column)
    assert Product.objects.count() == 0


def test_a_sku_twice_is_refused(amys: Seller, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        take(amys, tmp_path, line(), line(sku=" ＰＨＮ "))
    assert (refused.value.code, refused.value.row, refused.value.detail) == ("FILE_SKU_TWICE", 3, "PHN: 2")


def test_formula(amys: Seller, tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        take(amys, tmp_path, line(weight_g="=A1*2"))
    assert (refused.value.code, refused.value.row, refused.value.column) == ("FILE_FORMULA", 2, "weight_g")
