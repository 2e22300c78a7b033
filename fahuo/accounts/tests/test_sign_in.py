"""Signing in: guessing is slow, whoever has the password gets in, and a changed password ends other sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action, SignInAttempt
from fahuo.accounts.services import attempts
from fahuo.kit import clock
from tests.fixtures.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def try_in(client: Client, username: str, password: str = "wrong", **extra: str):
    return client.post(reverse("sign-in"), {"username": username, "password": password}, **extra)


def test_after_ten_wrong_passwords_the_right_one_waits_as_well(client, bob):
    assert [try_in(client, "bob").status_code for _ in range(10)] == [200] * 10
    answer = try_in(client, "bob", PASSWORD)
    assert answer.status_code == 429
    assert "Too many attempts. Wait 15 minutes" in answer.text
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert not Action.objects.exists()
    assert "尝试次数过多，请 15 分钟后再试。" in try_in(client, "bob", headers={"accept-language": "zh-CN"}).text


def test_waiting_helps_and_refused_attempts_do_not_prolong_it(client, bob):
    for _ in range(15):
        try_in(client, "bob")
    assert SignInAttempt.objects.count() == 10
    SignInAttempt.objects.update(at=clock.now() - attempts.WINDOW - timedelta(seconds=1))
    assert try_in(client, "bob", PASSWORD).status_code == 302
    assert not SignInAttempt.objects.exists(), "old ones are swept, and those of whoever got in"


def test_a_name_that_nobody_has_is_told_the_same(client, bob):
    def answers(name: str) -> list[tuple[int, str]]:
        found = [try_in(client, name, REMOTE_ADDR=f"198.51.100.{n}") for n in range(11)]
        return [(answer.status_code, answer.text.replace(name, "")) for answer in found]

    strip = [(status, "attempts" in text, "do not belong together" in text) for status, text in answers("bob")]
    assert strip == [
        (status, "attempts" in text, "do not belong together" in text) for status, text in answers("nobody")
    ]


def test_writing_the_name_otherwise_does_not_help(client, bob):
    for name in ("bob", "BOB", " bob ", "bob\x00") * 3:
        try_in(client, name)
    assert try_in(client, "Bob").status_code == 429


def test_one_address_tries_many_names_in_vain(client, bob):
    for n in range(30):
        assert try_in(client, f"name{n}", REMOTE_ADDR="203.0.113.5").status_code == 200
    assert try_in(client, "bob", PASSWORD, REMOTE_ADDR="203.0.113.5").status_code == 429
    assert try_in(client, "bob", PASSWORD, REMOTE_ADDR="203.0.113.6").status_code == 302


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_appended(client, bob, settings):
    settings.SESSION_COOKIE_SECURE = True
    for n in range(30):
        try_in(client, f"name{n}", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 203.0.113.5")
    forged = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.9.9.9, 203.0.113.5"}
    assert try_in(client, "bob", PASSWORD, **forged).status_code == 429
    other = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.6"}
    assert try_in(client, "bob", PASSWORD, **other).status_code == 302


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),  # one subscriber has a whole /64
        ("", ""),
        ("unix:", ""),
    ],
)
def test_what_one_subscriber_has(address, counted_as):
    attempts.begin(username="bob", address=address, at=clock.now())
    assert SignInAttempt.objects.get().address == counted_as


def test_who_gets_in_is_logged_and_may_mistype_again(client, bob):
    for _ in range(9):
        try_in(client, "bob")
    assert try_in(client, "bob", PASSWORD).url == reverse("orders")
    assert Action.objects.get().verb == "sign_in"
    assert not SignInAttempt.objects.exists()


def test_a_sign_in_ends_by_itself(client, bob):
    try_in(client, "bob", PASSWORD)
    cookie = client.cookies[site.SESSION_COOKIE_NAME]
    assert int(cookie["max-age"]) == site.SESSION_COOKIE_AGE == 12 * 3600
    session = client.session
    assert timedelta(hours=11) < session.get_expiry_date() - clock.now() <= timedelta(hours=12)


def test_a_new_password_ends_all_other_sessions(client, bob):
    elsewhere = Client()
    elsewhere.force_login(bob)
    client.force_login(bob)
    new = "autumn-parcels-7"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    page = client.post(reverse("password"), given, follow=True)
    assert "The password was changed." in page.text
    assert elsewhere.get(reverse("orders")).status_code == 302
    bob.refresh_from_db()
    assert bob.check_password(new)
    assert Action.objects.get().verb == "change_password"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"old_password": "wrong"}, "in-old_password-why"),
        ({"new_password2": "another-one-8"}, "in-new_password2-why"),
        ({"new_password1": "short", "new_password2": "short"}, "in-new_password2-why"),
        ({"new_password1": "1234567890", "new_password2": "1234567890"}, "in-new_password2-why"),
    ],
)
def test_a_password_that_does_not_do_changes_nothing(client, bob, given, said):
    client.force_login(bob)
    right = {"old_password": PASSWORD, "new_password1": "autumn-parcels-7", "new_password2": "autumn-parcels-7"}
    answer = client.post(reverse("password"), right | given)
    assert answer.status_code == 422
    assert said in answer.text
    assert "parcels-7" not in answer.text, "passwords are never sent back"
    bob.refresh_from_db()
    assert bob.check_password(PASSWORD)
    assert not Action.objects.exists()
