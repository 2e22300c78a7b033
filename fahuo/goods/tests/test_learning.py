"""What is kept of acceptances, what one seller learns from them, and what others may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fahuo.accounts.models import Person, Seller
from fahuo.goods.models import HsAcceptance, HsRejection, HsWord
from fahuo.goods.queries.learned import FEWEST_SELLERS, MOST_OF_ONE_SELLER, accepted_code, learned, rejected_of
from fahuo.goods.services.remember import remember, remember_rejection
from tests.fixtures.people import make_seller
from tests.fixtures.rows import make_product

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOWEL = "Cotton Bath Towel - Gray"


def take(seller: Seller, title: str, code: str, person: Person | None = None) -> None:
    remember(seller=seller, person=person, accepted=[((title,), code)], at=AT)


def counts(seller: Seller) -> dict[tuple[str, str], int]:
    return {(row.word, row.code): row.count for row in HsWord.objects.filter(seller=seller)}


def test_a_title_is_answered_from_the_record(amys: Seller, amy: Person, carols: Seller) -> None:
    take(amys, TOWEL, "6302600000", amy)
    found = learned(amys.pk, [("ＣＯＴＴＯＮ bath  towel - gray",)])
    assert list(found.titles.values()) == ["630260"]
    assert accepted_code(amys.pk, [TOWEL]) == "6302600000"
    assert HsAcceptance.objects.get().person == amy
    assert learned(carols.pk, [(TOWEL,)]).titles == {}
    assert accepted_code(carols.pk, [TOWEL]) == ""


def test_each_title_of_a_product_is_on_record(amys: Seller) -> None:
    remember(seller=amys, person=None, accepted=[((TOWEL, "纯棉浴巾"), "630260")], at=AT)
    for titles in ((TOWEL,), ("纯棉浴巾",), ("纯棉浴巾", "Something else")):
        assert list(learned(amys.pk, [titles]).titles.values()) == ["630260"]


def test_titles_on_record_with_different_codes_decide_nothing(amys: Seller) -> None:
    take(amys, TOWEL, "630260")
    take(amys, "纯棉浴巾", "630291")
    assert learned(amys.pk, [(TOWEL, "纯棉浴巾")]).titles == {}


def test_a_coded_product_is_a_record_as_well_and_a_person_goes_before_it(amys: Seller) -> None:
    make_product(amys, hs_code="63026000")
    assert list(learned(amys.pk, [(TOWEL,)]).titles.values()) == ["630260"]
    take(amys, TOWEL, "630291")
    assert list(learned(amys.pk, [(TOWEL,)]).titles.values()) == ["630291"]


def test_accepting_again_counts_words_once(amys: Seller) -> None:
    take(amys, TOWEL, "630260")
    once = counts(amys)
    take(amys, TOWEL, "630260")
    assert counts(amys) == once
    assert once["towel", "630260"] == 1
    assert (HsAcceptance.objects.count(), learned(amys.pk, [(TOWEL,)]).accepted) == (1, 1)


def test_another_code_takes_the_words_with_it(amys: Seller) -> None:
    take(amys, TOWEL, "630260")
    take(amys, "Beach Towel", "630260")
    take(amys, TOWEL, "630291")
    assert counts(amys)["towel", "630260"] == 1  # of the beach towel
    assert counts(amys)["towel", "630291"] == 1
    assert ("gray", "630260") not in counts(amys)
    assert HsAcceptance.objects.get(title=TOWEL).code == "630291"


def test_a_rejection_is_kept_and_takes_the_record_back(amys: Seller, carols: Seller) -> None:
    take(amys, TOWEL, "630260")
    for _ in range(2):
        remember_rejection(seller=amys, person=None, titles=[TOWEL], code="630260", at=AT)
    assert rejected_of(amys.pk, [(TOWEL,)])((TOWEL,)) == {"630260"}
    assert rejected_of(carols.pk, [(TOWEL,)])((TOWEL,)) == frozenset()
    assert (HsAcceptance.objects.count(), counts(amys)) == (0, {})
    take(amys, TOWEL, "630260")  # he thought better of it
    assert not HsRejection.objects.exists()


def test_words_are_shared_only_when_enough_sellers_accepted_them(amys: Seller, carols: Seller) -> None:
    take(carols, "Zanzibar towel", "630260")
    sellers = [make_seller(f"Firm {n}", ship_from=False) for n in range(FEWEST_SELLERS - 1)]
    for seller in sellers[:-1]:
        take(seller, "Zanzibar towel", "630260")
        take(seller, "Zanzibar towel again", "630260")
    asked = [("Zanzibar towel",)]
    assert learned(amys.pk, asked).shared_words == {}  # two sellers, however many titles
    take(sellers[-1], "Towel of Samarkand", "630260")
    shared = learned(amys.pk, asked).shared_words
    assert list(shared) == ["towel"]  # nobody else's Zanzibar is told
    assert set(shared["towel"]) == {"630260"}


def test_one_seller_does_not_outweigh_the_others(amys: Seller) -> None:
    for n in range(FEWEST_SELLERS - 1):
        take(make_seller(f"Firm {n}", ship_from=False), "towel", "630260")
    remember(seller=amys, person=None, accepted=[((f"towel {n}",), "630260") for n in range(50)], at=AT)
    told = learned(amys.pk, [("towel",)])
    assert told.words["towel"]["630260"] == 50
    assert told.shared_words["towel"]["630260"] == FEWEST_SELLERS - 1 + MOST_OF_ONE_SELLER


def test_one_sellers_record_is_never_read_by_another(amys: Seller, carols: Seller) -> None:
    take(carols, TOWEL, "630260")
    make_product(carols, hs_code="630260")
    told = learned(amys.pk, [(TOWEL,)])
    assert (told.titles, told.words, told.shared_words, told.accepted) == ({}, {}, {}, 0)


def test_the_number_of_queries_does_not_grow(amys: Seller, django_assert_num_queries) -> None:
    asked = [(f"towel {n}", f"毛巾{n}") for n in range(100)]
    with django_assert_num_queries(7):
        learned(amys.pk, asked)


@pytest.mark.parametrize("title", ["", "   ", "\u200b"])
def test_an_empty_title_is_no_record(amys: Seller, title: str) -> None:
    take(amys, title, "630260")
    assert learned(amys.pk, [(title,)]).titles == {}
