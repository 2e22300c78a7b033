"""A contract rings before its end and when it is over: one alert, until it is renewed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from fahuo.alerts.models import Alert
from fahuo.alerts.services import watch_carriers
from fahuo.alerts.tests.scene import HOUR, alerts
from fahuo.alerts.web.words import history_detail
from fahuo.carriers.models import CarrierAccount
from fahuo.notifications.models import InSiteMessage
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import NOON

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def account_of(seller) -> CarrierAccount:
    connect_emulated(seller, "yunexpress", "http://127.0.0.1:9")
    return CarrierAccount.objects.get(seller=seller)


def test_a_contract_that_is_over_rings_until_it_is_renewed(amys):
    account = account_of(amys)
    CarrierAccount.objects.update(valid_until=NOON.date())
    watch_carriers.look_at_accounts(at=NOON)
    assert Alert.objects.get().account_id == account.pk
    CarrierAccount.objects.update(valid_until=None)
    watch_carriers.look_at_accounts(at=NOON + 25 * HOUR)
    assert alerts() == [("TOKEN_EXPIRED", "CLOSED")]


# what a person had made of the alert about a contract whose last day is 22 November, when it ended
MADE_OF_IT = [
    {},
    {"state": "ACKNOWLEDGED", "acknowledged_at": NOON},
    {"state": "SNOOZED", "snoozed_until": NOON + 999 * HOUR},
    {"state": "CLOSED", "closed_at": NOON, "closed_why": "SETTLED"},
]


@pytest.mark.parametrize("columns", MADE_OF_IT)
def test_a_contract_rings_before_its_end_and_the_same_alert_when_it_ends(amys, bob, columns):
    account = account_of(amys)
    CarrierAccount.objects.update(valid_until=NOON.date() + timedelta(days=15))
    watch_carriers.look_at_accounts(at=NOON)
    assert alerts() == []
    CarrierAccount.objects.update(valid_until=NOON.date() + timedelta(days=3))
    for minute in range(3):
        watch_carriers.look_at_accounts(at=NOON + minute * MINUTE)
    assert alerts() == [("CONTRACT_ENDING", "OPEN")]
    (message,) = InSiteMessage.objects.filter(person=bob)
    assert message.texts["en"]["subject"] == "Contract ends soon: 1 contract (YunExpress)"
    assert message.texts["zh"]["subject"] == "合同即将到期：1 份合同（云途物流）"
    assert (message.texts["en"]["body"].splitlines()[-1], message.urgent) == ("2026-11-22", False)
    alert = Alert.objects.get()
    Alert.objects.update(**columns)
    watch_carriers.look_at_accounts(at=NOON + 80 * HOUR)
    assert (alerts(), Alert.objects.get()) == ([("TOKEN_EXPIRED", "OPEN")], alert)
    assert list(InSiteMessage.objects.filter(person=bob).values_list("kind", "urgent").order_by("pk")) == [
        ("CONTRACT_ENDING", False), ("TOKEN_EXPIRED", True),
    ]  # fmt: skip
    alert.refresh_from_db()
    assert (alert.account_id, alert.detail, alert.snoozed_until, alert.closed_at, alert.acknowledged_at) == (
        account.pk, "CONTRACT_EXPIRED", None, None, None,
    )  # fmt: skip
    assert list(alert.entries.order_by("pk").values_list("verb", "detail")) == [
        ("OPENED", ""), ("OPENED", "CONTRACT_EXPIRED"),
    ]  # fmt: skip
    with translation.override("en"):
        assert history_detail("OPENED", alert.detail) == "Contract not in force"


def test_a_contract_that_is_renewed_in_time_rings_no_more(amys, bob):
    account_of(amys)
    until = NOON.date() + timedelta(days=3)
    CarrierAccount.objects.update(valid_until=until)
    watch_carriers.look_at_accounts(at=NOON)
    CarrierAccount.objects.update(valid_until=until + timedelta(days=2))  # not for long
    watch_carriers.look_at_accounts(at=NOON + HOUR)
    assert (alerts(), Alert.objects.get().detail) == ([("CONTRACT_ENDING", "OPEN")], "2026-11-24")
    assert InSiteMessage.objects.filter(person=bob).count() == 1
    CarrierAccount.objects.update(valid_until=until + timedelta(days=365))
    watch_carriers.look_at_accounts(at=NOON + 2 * HOUR)
    assert alerts() == [("CONTRACT_ENDING", "CLOSED")]
