"""In which sequence parcels come out, as tables."""

from __future__ import annotations

import random

import pytest

from fahuo.printing.domain.sequence import Parcelled, natural, place, shelf_key, sorted_ids

SHELVES = ["A-2", "A2-1", "A-10", "a-10-1", "Ａ－１０－２", "B", "B-01", "B-1-b", "b-1-C", "BA-1", "中-2", "中-10"]
NO_SHELF = ["", "  "]


@pytest.mark.parametrize("seed", range(5))
def test_shelves_in_natural_order(seed: int) -> None:
    mixed = random.Random(seed).sample(SHELVES, len(SHELVES))
    assert sorted(mixed, key=shelf_key) == SHELVES
    assert all(shelf_key(without) > shelf_key(last) for without in NO_SHELF for last in SHELVES)


@pytest.mark.parametrize(
    ("first", "second"),
    [("A-2", "A-10"), ("A-9", "a-10"), ("Ａ－２", "A-10"), ("1", "A"), ("A", "A-1"), ("A-02", "A-2-1"), ("x٢", "x10")],
)
def test_before(first: str, second: str) -> None:
    assert natural(first) < natural(second)


@pytest.mark.parametrize(("one", "other"), [("A-2", "a2"), ("A-2", "Ａ－２"), ("A-02", "A-2"), ("A 2", "A/2")])
def test_the_same_place_spelled_twice_stays_together(one: str, other: str) -> None:
    assert natural(one)[0] == natural(other)[0]
    assert natural(one) != natural(other)  # yet the sequence of the two is settled


def parcel(number: int, *skus: tuple[str, str, int], waybill: str = "", carrier: str = "") -> Parcelled:
    return Parcelled(number, waybill, skus, carrier)


CASES: list[tuple[str, list[Parcelled], list[int]]] = [
    ("CHOSEN", [parcel(3), parcel(1), parcel(2)], [3, 1, 2]),
    (
        "WAYBILL",  # carrier, then the number's digits as a number; without a number last of its carrier
        [
            parcel(1, waybill="W10", carrier="b"),
            parcel(2, waybill="", carrier="a"),
            parcel(3, waybill="W9", carrier="b"),
            parcel(4, waybill="Z1", carrier="a"),
        ],
        [4, 2, 3, 1],
    ),
    (
        "SKU",  # one SKU: by SKU, then quantity, then waybill; then mixed ones, the same contents together; empty last
        [
            parcel(1, ("CASE-10", "", 1), waybill="W5"),
            parcel(2, ("CASE-2", "", 2), waybill="W4"),
            parcel(3, ("CASE-2", "", 1), ("LAMP", "", 1), waybill="W1"),
            parcel(4),
            parcel(5, ("CASE-2", "", 1), waybill="W3"),
            parcel(6, ("CASE-2", "", 1), ("CASE-2", "", 1), waybill="W2"),  # twice the same SKU is one SKU, two of it
            parcel(7, ("LAMP", "", 1), ("CASE-2", "", 1), waybill="W0"),
            parcel(8, ("CASE-2", "", 1), ("CABLE", "", 1), waybill="W9"),
        ],
        [5, 6, 2, 1, 8, 7, 3, 4],
    ),
    (
        "PICK_PATH",  # at the first shelf, then the further ones, then what is alike; without a shelf last
        [
            parcel(1, ("X", "A-10", 1), waybill="W1"),
            parcel(2, ("Y", "", 1), waybill="W2"),
            parcel(3, ("Z", "B-1", 1), ("V", "A-2", 1), waybill="W3"),
            parcel(4, ("V", "A-2", 1), waybill="W9"),
            parcel(5, ("V", "A-2", 1), ("Y", "", 1), waybill="W5"),
            parcel(6),
            parcel(7, ("V", "A-2", 1), waybill="W4"),
            parcel(8, ("U", "a-2", 1), ("W", "A-3", 1), waybill="W6"),
        ],
        [7, 4, 8, 3, 5, 1, 2, 6],
    ),
]


@pytest.mark.parametrize(("sequence", "parcels", "expected"), CASES, ids=[case[0] for case in CASES])
def test_sequence(sequence: str, parcels: list[Parcelled], expected: list[int]) -> None:
    assert sorted_ids(parcels, sequence) == expected


@pytest.mark.parametrize(("sequence", "parcels", "expected"), CASES[1:], ids=[case[0] for case in CASES[1:]])
@pytest.mark.parametrize("seed", range(5))
def test_it_does_not_matter_how_they_were_handed_in(
    sequence: str, parcels: list[Parcelled], expected: list[int], seed: int
) -> None:
    assert sorted_ids(random.Random(seed).sample(parcels, len(parcels)), sequence) == expected


def test_an_unknown_sequence_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        sorted_ids([], "ALPHABET")


@pytest.mark.parametrize(
    ("position", "code"),
    [(1, "A-001"), (17, "A-017"), (999, "A-999"), (1000, "B-001"), (8 * 999 + 1, "J-001"), (24 * 999 + 1, "AA-001")],
)
def test_place(position: int, code: str) -> None:
    assert place(position) == code


def test_places_are_all_different_and_count_from_one() -> None:
    assert len({place(position) for position in range(1, 30_001)}) == 30_000
    with pytest.raises(ValueError, match="from 1"):
        place(0)
