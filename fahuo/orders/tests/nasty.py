"""Ways in which text arrives that must not change a verdict."""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Callable
from typing import Any

RLM, LRM, ZERO_WIDTH, BOM = "\u200f", "\u200e", "\u200b", "\ufeff"
_FULL_WIDTH = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
CODES = ("zip", "mobile_no", "phone_country", "phone_area", "phone_number", "cpf_no", "rut_no", "tax_number")
TEXTS = ("contact_person", "province", "city", "detail_address", "address2")


def _each(fields: tuple[str, ...], change: Callable[[str], str]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def mutate(order: dict[str, Any]) -> dict[str, Any]:
        changed = copy.deepcopy(order)
        address = changed["receipt_address"]
        address.update({name: change(address[name]) for name in fields if name in address})
        return changed

    return mutate


def _country(order: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(order)
    changed["receipt_address"]["country"] = f" {changed['receipt_address']['country'].lower()}{RLM}"
    return changed


def _skus(order: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(order)
    for child in changed["child_order_list"]:
        child["sku_code"] = f"\u3000{child['sku_code'].translate(_FULL_WIDTH)}{ZERO_WIDTH} "
    return changed


def _ids_as_text(order: dict[str, Any]) -> dict[str, Any]:
    changed = copy.deepcopy(order)
    changed["id"] = str(changed["id"])
    for child in changed["child_order_list"]:
        child["product_count"] = str(child["product_count"])
    return changed


HARMLESS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "full-width codes": _each(CODES, lambda text: text.translate(_FULL_WIDTH)),
    "arabic digits": _each(CODES, lambda text: text.translate({48 + i: 0x660 + i for i in range(10)})),
    "right-to-left marks": _each(CODES + TEXTS, lambda text: f"{RLM}{text}{LRM}" if text.strip() else text),
    "embeddings": _each(CODES + TEXTS, lambda text: f"\u202b{text}\u202c" if text.strip() else text),
    "zero width": _each(CODES + TEXTS, lambda text: f"{BOM}{text}{ZERO_WIDTH}" if text.strip() else text),
    "outer blanks": _each(CODES + TEXTS, lambda text: f" \u00a0\u3000{text}\t \r\n" if text.strip() else text),
    "decomposed": _each(TEXTS, lambda text: unicodedata.normalize("NFD", text)),
    "emoji": _each(("contact_person", "detail_address"), lambda text: f"{text} 👨‍👩‍👧" if text.strip() else text),
    "newlines": _each(("detail_address",), lambda text: f"{text}\r\n\r\n\u2028" if text.strip() else text),
    "quotes": _each(
        ("detail_address",), lambda text: f"{text}, \"Blue\", 'B\\C'; <b>;\x00\x07" if text.strip() else text
    ),
    "lower-case country": _country,
    "odd SKUs": _skus,
    "ids as text": _ids_as_text,
}
