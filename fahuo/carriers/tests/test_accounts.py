"""Accounts at carriers: added, changed, switched; secrets stay where they were entered for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from fahuo.accounts.models import Action
from fahuo.carriers import queries
from fahuo.carriers.domain.access import EMULATED, LIVE, SANDBOX, Access, address_problem
from fahuo.carriers.models import CarrierAccount, Circuit
from fahuo.carriers.queries import accounts_by_id
from fahuo.carriers.services import accounts, switch
from fahuo.carriers.services.contracts import NoAccount, Overtaken

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEYS = {"app_id": "id-1", "app_secret": "s3cret-one", "source_key": "src-1"}
LIVE_URL = "https://openapi.yunexpress.cn"
ACCESS = Access("yunexpress", LIVE, LIVE_URL, KEYS)


def add(seller, person, access: Access = ACCESS) -> CarrierAccount:
    return accounts.add_account(seller=seller, person=person, access=access, at=AT)


def change(seller, row: CarrierAccount, access: Access, **more: str) -> tuple[str, ...]:
    return accounts.change_account(seller=seller, person=None, account_id=row.pk, access=access, at=AT, **more)


def credentials(row: CarrierAccount) -> dict[str, str]:
    return dict(accounts_by_id([row.pk])[row.pk].credentials)


def test_the_first_account_is_used_and_logged_without_its_values(amys, amy):
    row = add(amys, amy, replace(ACCESS, calls_per_s=Decimal("2.50"), calls_at_once=4))
    account = queries.accounts(amys.pk, on=AT.date())["yunexpress"]
    assert (account.credentials, account.calls_per_s, account.calls_at_once) == (KEYS, 2.5, 4)
    assert (row.environment, row.active) == ("LIVE", True)
    action = Action.objects.get()
    assert (action.verb, action.subject, action.detail) == ("add_account", "yunexpress", {"environment": "LIVE"})


def test_an_account_of_another_environment_waits(amys, amy):
    sandbox = add(amys, amy, replace(ACCESS, environment=SANDBOX, base_url="https://openapi-sbx.yunexpress.cn"))
    CarrierAccount.objects.update(daily_capacity=300)
    live = add(amys, amy)
    sandbox.refresh_from_db()
    assert (sandbox.active, live.active, live.daily_capacity) == (True, False, 300)


def test_a_new_account_of_the_same_environment_takes_over(amys, amy):
    old, new = add(amys, amy), add(amys, amy, replace(ACCESS, credentials={**KEYS, "app_id": "id-2"}))
    old.refresh_from_db()
    assert (old.active, new.active) == (False, True)
    assert credentials(old)["app_id"] == "id-1", "bookings of the old one are asked for there"


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"credentials": {"app_id": "x"}}, ["app_secret", "source_key"]),
        ({"base_url": "http://openapi.yunexpress.cn"}, ["base_url"]),
        ({"calls_per_s": Decimal(0), "calls_at_once": 501}, ["calls_per_s", "calls_at_once"]),
        ({"carrier": "yunexpress-mine"}, ["alias"]),
        ({"environment": EMULATED, "base_url": "http://127.0.0.1:9101"}, ["environment"]),
    ],
)
def test_what_cannot_be_is_refused_by_field(amys, amy, changes, fields):
    with pytest.raises(accounts.AccountRefused) as refused:
        add(amys, amy, replace(ACCESS, **changes))
    assert [problem.field for problem in refused.value.problems] == fields
    assert not CarrierAccount.objects.exists()
    assert not Action.objects.exists()


def test_emulators_are_for_those_whom_the_operator_lets(amys, amy, settings):
    settings.FAHUO_EMULATORS_ALLOWED = True
    row = add(amys, amy, Access("yunexpress", EMULATED, "http://127.0.0.1:9101/", {}))
    assert (row.emulated, row.base_url, row.eori) == (True, "http://127.0.0.1:9101", "DE000000000000001")
    assert credentials(row)["app_id"] == "demo-app-id", "an emulator's own credentials are no secret"
    with pytest.raises(accounts.AccountRefused, match="NOT_LOOPBACK"):
        add(amys, amy, Access("yunexpress", EMULATED, "https://openapi.yunexpress.cn", {}))


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://api.example.com", ""),
        ("https://api.example.com:8443/v1", ""),
        ("http://api.example.com", "PLAIN"),
        ("https://127.0.0.1", "PRIVATE"),
        ("https://localhost", "PRIVATE"),
        ("https://10.1.2.3", "PRIVATE"),
        ("https://169.254.169.254", "PRIVATE"),
        ("https://[::1]", "PRIVATE"),
        ("https://[::ffff:10.0.0.1]", "PRIVATE"),
        ("https://intranet", "PRIVATE"),
        ("https://2130706433", "PRIVATE"),
        ("https://db.internal", "PRIVATE"),
        ("https://user:pass@api.example.com", "FORM"),
        ("https://api.example.com?x=1", "FORM"),
        ("https://api.example.com:port", "FORM"),
        ("https://[bad", "FORM"),
        ("ftp://api.example.com", "FORM"),
        ("https://api.exámple.com", "FORM"),
        ("", "FORM"),
    ],
)
def test_where_secrets_may_be_sent(url, problem):
    assert address_problem(url, emulated=False) == problem


def test_secrets_left_empty_stay(amys, amy):
    row = add(amys, amy)
    changed = change(
        amys, row, replace(ACCESS, credentials={"app_id": "id-9", "app_secret": "", "source_key": "src-1"})
    )
    assert changed == ("app_id",)
    assert credentials(row) == {**KEYS, "app_id": "id-9"}
    action = Action.objects.latest("pk")
    assert (action.verb, action.detail) == ("change_account", {"fields": ["app_id"]})


def test_secrets_never_follow_to_another_server(amys, amy):
    row = add(amys, amy)
    elsewhere = replace(ACCESS, base_url="https://attacker.example", credentials={**KEYS, "app_secret": ""})
    with pytest.raises(accounts.AccountRefused, match="app_secret: MISSING"):
        change(amys, row, elsewhere)
    row.refresh_from_db()
    assert (row.base_url, credentials(row)) == (LIVE_URL, KEYS)


def test_a_change_forgets_the_last_test_and_lets_calls_be_made(amys, amy):
    row = add(amys, amy)
    CarrierAccount.objects.update(tested_at=AT, test_code="CARRIER_NOT_AUTHORISED")
    Circuit.objects.create(account=row, state="STOPPED", changed_at=AT)
    assert change(amys, row, ACCESS) == ()
    assert Circuit.objects.exists(), "nothing changed, so nothing is known anew"
    change(amys, row, replace(ACCESS, credentials={**KEYS, "app_secret": "s3cret-two"}))
    row.refresh_from_db()
    assert (row.tested_at, row.test_code, Circuit.objects.exists()) == (None, "", False)


def test_the_second_of_two_who_change_it_is_told(amys, amy):
    row = add(amys, amy)
    seen = accounts.account_mark(row)
    change(amys, row, replace(ACCESS, calls_at_once=3), seen=seen)
    with pytest.raises(Overtaken):
        change(amys, row, replace(ACCESS, calls_at_once=5), seen=seen)
    row.refresh_from_db()
    assert row.calls_at_once == 3


def test_nobody_changes_or_uses_the_account_of_another(amys, amy, carols, carol):
    row = add(amys, amy)
    with pytest.raises(NoAccount):
        change(carols, row, replace(ACCESS, calls_at_once=3))
    with pytest.raises(NoAccount):
        switch.switch(seller=carols, person=carol, account_id=row.pk, at=AT)
    row.refresh_from_db()
    assert (row.calls_at_once, row.active) == (None, True)


def test_one_account_of_a_carrier_is_used(amys, amy):
    sandbox = add(amys, amy, replace(ACCESS, environment=SANDBOX))
    live = add(amys, amy)
    for wanted in (live, live, sandbox):
        switch.switch(seller=amys, person=amy, account_id=wanted.pk, at=AT)
        assert list(CarrierAccount.objects.filter(active=True)) == [wanted]
    assert [action.verb for action in Action.objects.order_by("pk")][2:] == ["switch_account"] * 2


def test_a_carrier_that_is_used_no_more_keeps_its_accounts(amys, amy):
    row = add(amys, amy)
    assert switch.disconnect(seller=amys, person=amy, carrier="yunexpress", at=AT)
    assert not switch.disconnect(seller=amys, person=amy, carrier="yunexpress", at=AT)
    assert queries.accounts(amys.pk, on=AT.date()) == {}
    assert row.pk in accounts_by_id([row.pk])
