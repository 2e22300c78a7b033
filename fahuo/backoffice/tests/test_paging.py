"""Paging by key, over the log of actions."""

from __future__ import annotations

import pytest

from fahuo.accounts.models import Action
from fahuo.backoffice.paging import Cut, turn
from tests.fixtures.rows import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(amys) -> list[int]:
    rows = [Action(seller=amys, at=NOON, verb="sign_in") for _ in range(7)]
    return [row.pk for row in Action.objects.bulk_create(rows)]


def test_pages_lead_down_and_back_up_without_a_gap(keys):
    newest_first = keys[::-1]
    first = turn(Action.objects.all(), Cut(), size=3)
    assert [row.pk for row in first.rows] == newest_first[:3]
    assert (first.newer, first.older) == (None, newest_first[2])
    second = turn(Action.objects.all(), Cut(before=first.older), size=3)
    assert [row.pk for row in second.rows] == newest_first[3:6]
    last = turn(Action.objects.all(), Cut(before=second.older), size=3)
    assert [row.pk for row in last.rows] == newest_first[6:]
    assert last.older is None
    back = turn(Action.objects.all(), Cut(after=last.newer), size=3)
    assert [row.pk for row in back.rows] == newest_first[3:6]
    top = turn(Action.objects.all(), Cut(after=back.newer), size=3)
    assert [row.pk for row in top.rows] == newest_first[:3]
    assert top.newer is None


def test_a_page_is_one_query(keys, django_assert_num_queries):
    with django_assert_num_queries(1):
        turn(Action.objects.all(), Cut(before=keys[4]), size=3)


def test_nothing_found_has_no_neighbours(amys):
    page = turn(Action.objects.all(), Cut(before=5), size=3)
    assert (list(page.rows), page.newer, page.older) == ([], None, None)


@pytest.mark.parametrize(
    ("before", "after", "cut"),
    [
        ("", "", Cut()),
        ("12", "", Cut(before=12)),
        ("", "12", Cut(after=12)),
        ("12", "9", Cut(before=12)),
        ("x", "-1", Cut()),
        ("٣", "9" * 40, Cut()),  # digits that are not ASCII, a number that no key has
    ],
)
def test_keys_from_strangers(before, after, cut):
    assert Cut.read(before, after) == cut
