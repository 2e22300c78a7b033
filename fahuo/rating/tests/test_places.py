"""Postcodes as numbers: which range holds which, and which place a postcode lies in."""

from __future__ import annotations

import random

import numpy as np
import pytest

from fahuo.rating.domain.places import COUNTRY_AT, Places, places_of, width
from fahuo.rating.domain.postcodes import compact
from fahuo.rating.domain.sheet import PostcodeRange

ALASKA = PostcodeRange("US", "995", "999")
ANCHORAGE = PostcodeRange("US", "99501", "99524")


def place(places: Places, country: str, postcode: str) -> int:
    return int(places.find(np.array([COUNTRY_AT[country]]), [compact(postcode)])[0])


@pytest.mark.parametrize(
    ("postcode", "expected"),
    [
        ("99501", "99501"),
        ("bt1 5gs", "BT15GS"),
        ("156-0054", "1560054"),
        (" ", ""),
        ("1234567890AB", "1234567890"),
        ("９９５０１", "99501"),
        ("ｂｔ１　５ＧＳ", "BT15GS"),
        ("１５６－００５４", "1560054"),
        ("邮编", ""),
    ],
)
def test_compact_form(postcode: str, expected: str) -> None:
    assert compact(postcode) == expected


@pytest.mark.parametrize(
    ("postcode", "held"),
    [("99501", True), ("99999-1234", True), ("995", True), ("99", False), ("", False), ("994 99", False), ("A", False)],
)
def test_a_range_holds_all_that_begin_so(postcode: str, held: bool) -> None:
    assert ALASKA.holds("US", compact(postcode)) is held
    assert not ALASKA.holds("DE", compact(postcode))


@pytest.mark.parametrize(
    ("first", "last", "complaint"),
    [
        ("995", "9999", "differ in length"),
        ("999", "995", "lies behind"),
        ("", "9", "needs a first"),
        ("-", "-", "needs a first"),
        ("12345678901", "12345678902", "at most 10"),
    ],
)
def test_a_range_that_means_nothing_is_refused(first: str, last: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        PostcodeRange("US", first, last)


def test_ranges_are_kept_in_compact_form() -> None:
    assert PostcodeRange("GB", "bt 1", "BT-9") == PostcodeRange("GB", "BT1", "BT9")
    assert PostcodeRange("US", "９９５", "９９９") == ALASKA


def test_places_lie_between_the_ends_of_ranges() -> None:
    places = places_of([ALASKA, ANCHORAGE])
    plain = place(places, "US", "")
    assert place(places, "US", "60601") == plain
    assert place(places, "US", "99500") == plain + 1  # from 995 to Anchorage
    assert place(places, "US", "99501") == place(places, "US", "99524-9999") == plain + 2
    assert place(places, "US", "99525") == place(places, "US", "999ZZZ") == plain + 3
    assert place(places, "US", "A1") == plain + 4
    assert place(places, "UY", "99501") == place(places, "UY", "") > plain + 4


def test_of_several_ranges_the_narrowest_counts() -> None:
    ranges = [ALASKA, ANCHORAGE, PostcodeRange("US", "99501", "99501"), PostcodeRange("US", "99501", "99501")]
    assert width(ALASKA) > width(ANCHORAGE) > width(ranges[2])
    places = places_of(ranges)
    held, which = places.narrowest(ranges)
    counts = dict(zip(held.tolist(), which.tolist(), strict=True))
    found = [
        counts[place(places, "US", postcode)] for postcode in ("99401", "99999", "99502", "99501") if postcode > "995"
    ]
    assert found == [0, 1, 2]  # of two equal ones the first


def test_places_and_ranges_agree_on_random_postcodes() -> None:
    chance = random.Random(1)
    ranges = []
    for _ in range(300):
        length = chance.randint(1, 5)
        ends = sorted("".join(chance.choices("0123456789ABXYZ", k=length)) for _ in range(2))
        ranges.append(PostcodeRange(chance.choice(("CA", "GB", "US", "ZW")), *ends))
    places = places_of(ranges)
    counts = dict(zip(*(found.tolist() for found in places.narrowest(ranges)), strict=True))
    for _ in range(5_000):
        country = chance.choice(("CA", "GB", "US", "ZW", "AD"))
        postcode = "".join(chance.choices("0123456789ABXYZ", k=chance.randint(0, 10)))
        holding = [at for at, held in enumerate(ranges) if held.holds(country, postcode)]
        expected = min(holding, key=lambda at: width(ranges[at]), default=None)
        assert counts.get(place(places, country, postcode)) == expected
