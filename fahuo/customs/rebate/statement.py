"""The declared list and the contract as papers: texts only, in the sequence in which they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from fahuo.customs.ceb.codes import UNITS, iso_country, iso_currency
from fahuo.customs.domain.figures import grouped
from fahuo.customs.domain.wording import Words
from fahuo.customs.rebate.wording import CONTRACT_NOTE, CONTRACT_TITLE, LABELS, LIST_NOTE, LIST_TITLE

Node = Mapping[str, Any]


class Table(NamedTuple):
    """Which columns a paper has, and its rows."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration as its papers need it: the nodes as declared, and the numbers that customs gave."""

    order: Node
    inventory: Node
    list_number: str
    pre_number: str
    entry_id: str
    released: str
    placed_on: str
    buyer: str


def list_values(declared: Declared, language: str) -> dict[str, Any]:
    """Return the values of the declared list's paper."""
    node = declared.inventory
    facts = (
        *(("list_number", declared.list_number), ("pre_number", declared.pre_number), ("own_number", node["copNo"])),
        *(("entry_id", declared.entry_id), ("district", node["customsCode"]), ("exit_port", node["portCode"])),
        *(("exported_on", _day(node["ieDate"])), ("released", declared.released), ("trade_mode", node["tradeMode"])),
        *(("statistics", node["statisticsFlag"]), ("order_number", node["orderNo"])),
        *(("waybill_number", node["logisticsNo"]), ("logistics", _party(node, "logistics"))),
        *(("consignor", _party(node, "ebc")), ("platform", _party(node, "ebp")), ("agent", _party(node, "agent"))),
        *(("owner", _party(node, "owner")), ("country", _country(node["country"]))),
        *(("parcels", node["packNo"]), ("gross", node["grossWeight"]), ("net", node["netWeight"])),
        ("freight", f"{node['freight']} {iso_currency(node['fCurrency'])}"),
    )
    rows = [_list_row(line) for line in node["lines"]]
    columns = ("row", "code", "goods", "quantity", "statutory", "price", "amount")
    titled = (LIST_TITLE, declared.list_number or node["copNo"], LIST_NOTE)
    return _values(declared, titled, facts, Table(columns, rows), language)


def contract_values(declared: Declared, language: str) -> dict[str, Any]:
    """Return the values of the contract's paper: the order as placed."""
    node = declared.order
    facts = (
        *(("order_number", node["orderNo"]), ("placed_on", declared.placed_on), ("platform", _party(node, "ebp"))),
        *(("consignor", _party(node, "ebc")), ("buyer", declared.buyer)),
        *(
            ("freight", f"{node['freight']} {iso_currency(node['currency'])}"),
            ("currency", iso_currency(node["currency"])),
        ),
    )
    rows = [
        [
            line["gnum"],
            line["itemNo"],
            line["itemName"],
            _measured(line, "qty", "unit"),
            cents(Decimal(line["price"])),
            _total(line),
        ]
        for line in node["lines"]
    ]
    columns = ("row", "sku", "goods", "quantity", "price", "amount")
    titled = (CONTRACT_TITLE, node["orderNo"], CONTRACT_NOTE)
    return _values(declared, titled, facts, Table(columns, rows), language)


def _values(
    declared: Declared, titled: tuple[Words, str, Words], facts: Sequence[tuple[str, str]], table: Table, language: str
) -> dict[str, Any]:
    title, number, note = titled
    lines = declared.inventory["lines"]
    amount = sum((Decimal(line["totalPrice"]) for line in lines), Decimal(0))
    return {
        "title": _both(title, language),
        "number": number,
        "language": language,
        "seller": declared.inventory["ebcName"],
        "words": {key: _both(words, language) for key, words in LABELS.items()},
        "facts": [(*_both(LABELS[key], language), value) for key, value in facts if value],
        "columns": list(table.columns),
        "rows": list(table.rows),
        "total": f"{cents(amount)} {iso_currency(lines[0]['currency'])}",
        "note": _both(note, language),
    }


def _list_row(line: Node) -> list[str]:
    second = _measured(line, "qty2", "unit2") if line.get("unit2") else ""
    statutory = " / ".join(part for part in (_measured(line, "qty1", "unit1"), second) if part)
    goods = f"{line['gname']}\n{line['gmodel']}"
    return [
        line["gnum"],
        line["gcode"],
        goods,
        _measured(line, "qty", "unit"),
        statutory,
        cents(Decimal(line["price"])),
        _total(line),
    ]


def _measured(line: Node, number: str, unit: str) -> str:
    return f"{line[number]} {UNITS.get(line[unit], line[unit])}"


def _total(line: Node) -> str:
    return cents(Decimal(line["totalPrice"]))


def cents(number: Decimal) -> str:
    """Return an amount with two decimals, or with as many more as it has."""
    exponent = number.normalize().as_tuple().exponent
    return grouped(number.quantize(Decimal(1).scaleb(min(-2, int(exponent)))))


def _party(node: Node, prefix: str) -> str:
    return f"{node[prefix + 'Name']} ({node[prefix + 'Code']})"


def _country(code: str) -> str:
    return f"{iso_country(code)} ({code})"


def _day(text: str) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:]}"


def _both(words: Words, language: str) -> tuple[str, str]:
    return words.main(language), words.other(language)
