from __future__ import annotations

from dataclasses import fields

import pytest

from fahuo.labels.latin_form import latin_form
from fahuo.labels.tests.samples import ANNA, NASTY
from fahuo.trade.address import Address


def latin(country: str, **parts: str) -> dict[str, str]:
    form = latin_form(Address(**{"name": "", "country": country, "street": "", **parts}))
    if form is None:
        return {}
    return {field.name: getattr(form, field.name) for field in fields(form) if getattr(form, field.name)}


@pytest.mark.parametrize(
    ("country", "written", "expected"),
    [
        ("RU", {"name": "Иван Петров", "city": "Тверь"}, {"name": "Ivan Petrov", "city": "Tver"}),
        # Written in both scripts, in one field or in two: not again.
        ("RU", {"name": "Иван Петров Ivan Petrov"}, {}),
        ("RU", {"street": "ул. Королёва 12", "street2": "Koroleva 12"}, {}),
        ("TW", {"name": "王小明 Wang Xiaoming"}, {}),
        ("SA", {"name": "محمد Mohammed"}, {}),
        # A Latin word is no transcription.
        ("TW", {"name": "David 王小明"}, {"name": "David Wang Xiaoming"}),
        ("KR", {"street": "Samsung 아파트 101"}, {"street": "Samsung Apateu 101"}),
        # What is Latin already is not repeated.
        ("RU", {"name": "Ivan Petrov", "street": "Arbat 5", "city": "Тверь"}, {"city": "Tver"}),
        ("RU", {"name": "Иван", "postcode": "170100", "phone": "+74822", "tax_id": "12"}, {"name": "Ivan"}),
        # Japanese names cannot be told from their Han.
        ("JP", {"name": "山田花子", "city": "千代田区"}, {}),
        ("JP", {"name": "やまだ はなこ", "province": "東京都"}, {"name": "Yamada Hanako", "province": "Tokyo"}),
        ("JP", {"name": "やまだ 花子", "street": "丸の内1-2-3 ヨドバシビル"}, {}),
    ],
)
def test_what_stands_beside_the_native_form(country: str, written: dict[str, str], expected: dict[str, str]) -> None:
    without_country = {key: value for key, value in latin(country, **written).items() if key != "country"}
    assert without_country == expected


def test_a_latin_address_has_no_second_form() -> None:
    assert latin_form(ANNA) is None
    assert latin_form(NASTY["vietnamese"].recipient) is None
