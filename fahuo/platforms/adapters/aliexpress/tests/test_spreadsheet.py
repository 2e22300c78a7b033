"""The seller centre's export: lines into orders."""

from __future__ import annotations

from pathlib import Path

import pytest

from fahuo.kit.files import FileRefused
from fahuo.kit.files.arrival import open_file
from fahuo.kit.files.tests import workbooks
from fahuo.platforms.adapters.aliexpress import spreadsheet
from fahuo.platforms.adapters.aliexpress.spreadsheet import Line
from fahuo.platforms.adapters.aliexpress.tests.orders import HEADERS, as_csv, as_json, child, detail, rows
from fahuo.platforms.adapters.aliexpress.vocabulary import STATUS_WORDS
from fahuo.platforms.contract import PlatformOrder
from fahuo.platforms.registry import platform

TWO_LINES = detail(11, child_order_list=[child(101), child(102, sku_code="CHG")])
ONE_LINE = detail(12, child_order_list=[child(103)])


def read(path: Path) -> list[PlatformOrder]:
    return list(platform("aliexpress").read_orders(open_file(path, limit_mb=5), 5))


def csv_file(folder: Path, lines: list[Line]) -> Path:
    path = folder / "orders.csv"
    path.write_bytes(as_csv(lines))
    return path


def test_the_same_orders_in_all_three_formats(tmp_path: Path) -> None:
    lines = rows(TWO_LINES) + rows(ONE_LINE)
    (tmp_path / "orders.json").write_bytes(as_json(TWO_LINES, ONE_LINE))
    book = workbooks.write(tmp_path / "orders.xlsx", [HEADERS, *lines])
    found = [read(path) for path in (tmp_path / "orders.json", csv_file(tmp_path, lines), book)]
    for orders in found:
        assert [(order.number, [line.sku for line in order.lines]) for order in orders] == [
            ("11", ["HUB", "CHG"]),
            ("12", ["HUB"]),
        ]
    recipients = {orders[0].recipient for orders in found}
    assert len(recipients) == 1


def test_a_copy_is_an_entry_of_its_own(tmp_path: Path) -> None:
    lines = rows(TWO_LINES) + rows(TWO_LINES) + rows(ONE_LINE) + rows(TWO_LINES)
    orders = read(csv_file(tmp_path, lines))
    assert [(order.entry, order.number, len(order.lines)) for order in orders] == [
        (2, "11", 2),
        (4, "11", 2),
        (6, "12", 1),
        (7, "11", 2),
    ]


def test_lines_of_one_order_may_stand_apart(tmp_path: Path) -> None:
    first, second = rows(TWO_LINES)
    orders = read(csv_file(tmp_path, [first, *rows(ONE_LINE), second, *rows(ONE_LINE)]))
    assert [(order.entry, order.number, [line.sku for line in order.lines]) for order in orders] == [
        (2, "11", ["HUB", "CHG"]),
        (3, "12", ["HUB"]),
        (5, "12", ["HUB"]),
    ]


def test_in_a_table_too_long_to_hold_they_may_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "_HELD", 2)
    first, second = rows(TWO_LINES)
    together = [first, second, *rows(ONE_LINE), first, second]
    assert [order.number for order in read(csv_file(tmp_path, together))] == ["11", "12", "11"]
    with pytest.raises(FileRefused) as refused:
        read(csv_file(tmp_path, [first, *rows(ONE_LINE), second]))
    assert (refused.value.code, refused.value.row, refused.value.detail) == ("FILE_SCATTERED", 4, "11")


@pytest.mark.parametrize(("word", "code"), STATUS_WORDS.items())
def test_words_for_the_status(tmp_path: Path, word: str, code: str) -> None:
    [line] = rows(ONE_LINE)
    [order] = read(csv_file(tmp_path, [line._replace(status=word, line_status=word)]))
    assert (order.status, order.lines[0].status) == (code, code)
    assert order.lines[0].to_ship == (code == "WAIT_SELLER_SEND_GOODS")


@pytest.mark.parametrize(
    "change", [{"operator": "仓库发货"}, {"warehouse": "菜鸟海外仓"}, {"business_model": "半托管"}]
)
def test_words_for_who_ships(tmp_path: Path, change: dict[str, str]) -> None:
    [line] = rows(ONE_LINE)
    [order] = read(csv_file(tmp_path, [line._replace(**change)]))
    assert not order.lines[0].to_ship


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"order_number": "8.11283E+15"}, "FILE_ID_DAMAGED", "订单号"),
        ({"order_number": "8112833361505127.0"}, "FILE_ID_DAMAGED", "订单号"),
        ({"order_number": ""}, "FILE_ID_DAMAGED", "订单号"),
        ({"number": "8.11283E+15"}, "FILE_ID_DAMAGED", "子订单号"),
        ({"quantity": "0"}, "FILE_QUANTITY", "数量"),
        ({"quantity": "-2"}, "FILE_QUANTITY", "数量"),
        ({"quantity": ""}, "FILE_QUANTITY", "数量"),
        ({"currency": "XYZ"}, "FILE_CURRENCY", "币种"),
        ({"unit_price": "free"}, "FILE_VALUE", "单价"),
        ({"amount": "-1"}, "FILE_VALUE", "订单金额"),
        ({"placed_at": "46341.06"}, "FILE_VALUE", "下单时间"),
        ({"sku": "=HYPERLINK(A1)"}, "FILE_FORMULA", "商品编码"),
        ({"postcode": "=1+1"}, "FILE_FORMULA", "邮编"),
    ],
)
def test_refused_with_row_and_column(tmp_path: Path, change: dict[str, str], code: str, column: str) -> None:
    [line] = rows(ONE_LINE)
    with pytest.raises(FileRefused) as refused:
        read(csv_file(tmp_path, [*rows(TWO_LINES), line._replace(**change)]))
    assert (refused.value.code, refused.value.row, refused.value.column) == (code, 4, column)


@pytest.mark.parametrize("text", ["=1+1", "=SUM(A1)", "-5% ok?", "@home(2)", "+cmd|' /C calc'!A0"])
def test_what_buyers_write_is_text_whatever_it_starts_with(tmp_path: Path, text: str) -> None:
    [line] = rows(ONE_LINE)
    written = line._replace(memo=text, recipient=text)
    book = workbooks.write(tmp_path / "orders.xlsx", [HEADERS, written])
    for file in (csv_file(tmp_path, [written]), book):
        [order] = read(file)
        assert order.recipient.name == text


def test_a_real_formula_is_refused_even_where_buyers_write(tmp_path: Path) -> None:
    [line] = rows(ONE_LINE)
    book = workbooks.write(tmp_path / "orders.xlsx", [HEADERS, line._replace(memo=workbooks.Formula("x"))])
    with pytest.raises(FileRefused) as refused:
        read(book)
    assert (refused.value.code, refused.value.column) == ("FILE_FORMULA", "买家备注")


def test_ids_stored_as_numbers_are_refused(tmp_path: Path) -> None:
    [line] = rows(ONE_LINE)
    book = workbooks.write(
        tmp_path / "orders.xlsx", [HEADERS, line._replace(order_number=workbooks.Number("8112833361505127"))]
    )
    with pytest.raises(FileRefused) as refused:
        read(book)
    assert (refused.value.code, refused.value.row) == ("FILE_ID_DAMAGED", 2)
