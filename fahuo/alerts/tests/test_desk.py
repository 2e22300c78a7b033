"""Several clerks at once, and many alerts at once."""

from __future__ import annotations

import pytest

from fahuo.accounts.models import Person
from fahuo.alerts.models import Alert, AlertEntry
from fahuo.alerts.queries import board
from fahuo.alerts.services import desk
from fahuo.alerts.tests.scene import act, alert_of
from tests.fixtures.rows import NOON
from tests.fixtures.together import at_once

pytestmark = pytest.mark.django_db


def test_who_takes_what_somebody_has_is_told_who_and_changes_nothing(clerk, amys, bob, amy):
    hers, free = alert_of(amys, assigned_to=amy), alert_of(amys)
    page = act(clerk, "assign:me", hers)
    assert "amy has 1 alert of these." in page
    assert "Nothing was changed" not in page
    hers.refresh_from_db()
    assert (hers.assigned_to, AlertEntry.objects.filter(verb="ASSIGNED").count()) == (amy, 0)
    page = act(clerk, "assign:me", hers, free)
    assert "1 alert changed." in page
    assert "amy has 1 alert of these." in page
    free.refresh_from_db()
    assert free.assigned_to == bob
    Person.objects.filter(pk=amy.pk).update(is_active=False)  # who left looks after nothing
    act(clerk, "assign:me", hers)
    hers.refresh_from_db()
    assert hers.assigned_to == bob


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_once_one_has_it_and_the_other_knows(amys, bob, amy):
    alert = alert_of(amys)

    def taking(person: Person) -> desk.Taken:
        return desk.take(seller=amys, person=person, chosen=Alert.objects.filter(pk=alert.pk), at=NOON)

    taken = dict(zip(("bob", "amy"), at_once(lambda: taking(bob), lambda: taking(amy)), strict=True))
    alert.refresh_from_db()
    assert alert.assigned_to is not None
    winner = alert.assigned_to.username
    (loser,) = taken.keys() - {winner}
    assert (taken[winner].changed, dict(taken[winner].held)) == (1, {})
    assert (taken[loser].changed, dict(taken[loser].held)) == (0, {winner: 1})


@pytest.mark.parametrize("so_many", [0, 2_000])
def test_all_that_a_search_finds_are_changed(clerk, amys, monkeypatch, so_many: int):
    mine, other = alert_of(amys), alert_of(amys)
    monkeypatch.setattr(board, "SO_MANY", so_many)
    assert "1 alert changed." in act(clerk, "acknowledge", text=mine.order.number, all_matching="1")
    assert [Alert.objects.get(pk=one.pk).state for one in (mine, other)] == ["ACKNOWLEDGED", "OPEN"]
