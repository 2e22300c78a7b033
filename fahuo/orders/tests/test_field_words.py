"""Where a problem lies, in words that a clerk knows."""

from __future__ import annotations

import pytest
from django.utils import translation

from fahuo.orders.field_words import field_words
from fahuo.orders.problem_texts import problem_text


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("lines[1].origin", "Goods line 2: country of origin"),
        ("address.tax_id", "Recipient: tax number"),
        ("sender.postcode", "Sender: postcode"),
        ("parcel.weight_g", "Parcel: weight"),
        ("lines[1]", ""),
        ("address.shoe_size", ""),
        ("", ""),
    ],
)
def test_a_field_has_words_or_none(field: str, words: str):
    with translation.override("en"):
        assert field_words(field) == words


@pytest.mark.parametrize(("detail", "where"), [("", "Goods line 1: country of origin"), ("XX", "")])
def test_a_problem_names_its_field_where_no_detail_says_more(detail: str, where: str):
    with translation.override("en"):
        stored = {"code": "CARRIER_NEEDS_FIELD", "field": "lines[0].origin", "detail": detail}
        assert problem_text(stored, "en").where == where
