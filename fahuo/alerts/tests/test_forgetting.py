"""What ended long ago is deleted; what is open, or was closed by a person while its cause stands, never is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fahuo.alerts.models import Alert, AlertEntry, Telling
from fahuo.alerts.services import forget as forgetting
from fahuo.alerts.services.forget import forget
from fahuo.alerts.tests.scene import alert_of, happen, look
from fahuo.tracking.models import Journey, Latency
from tests.fixtures.rows import NOON

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
OLD, NEW = NOON - 400 * DAY, NOON - 364 * DAY
# what an alert is → whether it is kept
KEPT = [
    ({"state": "CLOSED", "closed_at": OLD, "ended_at": OLD}, False),
    ({"state": "CLOSED", "closed_at": NEW, "ended_at": NEW}, True),
    ({"state": "CLOSED", "closed_at": OLD, "ended_at": NEW}, True),  # closed by a person, its cause stood until lately
    ({"state": "CLOSED", "closed_at": OLD, "ended_at": None}, True),  # its cause stands: it would ring anew
    ({"state": "OPEN", "opened_at": OLD, "caused_at": OLD}, True),
    ({"state": "ACKNOWLEDGED", "opened_at": OLD, "caused_at": OLD}, True),
    ({"state": "SNOOZED", "snoozed_until": OLD, "opened_at": OLD}, True),
]


@pytest.mark.parametrize(("columns", "kept"), KEPT)
def test_only_what_ended_long_ago_is_deleted(amys, bob, columns, kept):
    alert = alert_of(amys, **columns)
    Telling.objects.update(told_at=OLD)
    before = list(Latency.objects.values_list())
    assert forget(at=NOON, days=365) == int(not kept)
    assert Alert.objects.filter(pk=alert.pk).exists() is kept
    assert AlertEntry.objects.filter(alert_id=alert.pk).exists() is kept
    assert Telling.objects.exists() is kept  # an alert without its message would be told again
    assert list(Latency.objects.values_list()) == before
    assert Journey.objects.count() == 1


def test_deleting_goes_by_portions_and_by_seller(amys, carols, monkeypatch):
    monkeypatch.setattr(forgetting, "AT_A_TIME", 2)
    for seller in (amys, amys, amys, amys, carols):
        alert_of(seller, state="CLOSED", closed_at=OLD, ended_at=OLD)
    assert forget(at=NOON, days=0) == 0  # keeps all
    assert forget(at=NOON, days=365) == 5
    assert not AlertEntry.objects.exists()


def test_what_ended_today_stays_whatever_is_set(amys):
    alert = alert_of(amys)
    happen(Journey.objects.get(), exception="", exception_at=None)
    assert look() == [("CUSTOMS_HELD", "CLOSED")]
    assert forget(at=NOON + timedelta(hours=5), days=0.01) == 0
    assert Alert.objects.get() == alert
