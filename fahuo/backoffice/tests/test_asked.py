"""What an address or a form asked for: nothing in it reaches the database that it could not take."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.http import QueryDict

from fahuo.backoffice.asked import LONGEST, Keys, ListFilter, key_of, keys_of, page_of, text_of


@dataclass(frozen=True, slots=True)
class Wanted(ListFilter):
    """A list with a known choice, one that is a key, one that may be anything, and a search."""

    state: str = ""
    person: str = ""
    carrier: str = ""
    text: str = ""

    KNOWN = {"state": ("OPEN",), "person": Keys("none")}


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("", {}),
        ("state=OPEN&carrier=x&text=YT", {"state": "OPEN", "carrier": "x", "text": "YT"}),
        ("state=open", {}),
        ("state=OPEN&state=CLOSED", {}),  # the last one counts
        ("person=none", {"person": "none"}),
        ("person=17", {"person": "17"}),
        ("person=٧", {}),
        ("person=" + "9" * 19, {}),
        ("person=-1", {}),
        ("text=%00YT%00+", {"text": "YT"}),
        ("text=" + "x" * 200, {"text": "x" * LONGEST}),
        ("other=1&KNOWN=2", {}),
    ],
)
def test_what_a_list_is_asked_for(query, read):
    assert Wanted.read(QueryDict(query)).as_query() == read


def test_a_search_is_no_facet():
    assert Wanted(state="OPEN", text="YT").facets() == {"state": "OPEN"}


@pytest.mark.parametrize(("text", "key"), [("17", 17), ("", 0), ("x", 0), ("²", 0), ("-1", 0), ("9" * 19, 0)])
def test_a_key(text, key):
    assert key_of(text) == key
    assert keys_of([text, text, "5"]) == ([key, 5] if key else [5])


@pytest.mark.parametrize(("text", "page"), [("", 1), ("0", 1), ("2", 2), ("9", 3), ("x", 1), ("9" * 30, 1)])
def test_a_page_that_there_is(text, page):
    assert page_of(text, 3) == page


def test_what_was_typed_is_cut_to_what_is_kept():
    assert text_of({"why": "  x" + "y" * 9}, "why", 3) == "xyy"
