"""Messages signed by a card: what goes wrong leaves them written, and a PIN is never tried twice by itself."""

from __future__ import annotations

import logging
from collections import Counter

import pytest
from django.db import connection, transaction

from fahuo.customs.card.emulator import EmulatedCard, running
from fahuo.customs.ceb.algorithms import ALGORITHMS, KeySort
from fahuo.customs.models import Declarant, Declaration, Message
from fahuo.customs.services import card as signing
from fahuo.customs.services import declare, fetch, send, work
from fahuo.customs.services.card import HeldCard
from fahuo.customs.services.declarant import Wish, save
from fahuo.customs.tests.at_window import SOON, declared, due_now, in_book, sent_all, states, worked_off
from fahuo.kit import clock, secrets
from tests.fixtures.declaring import AT, details, identity, make_declarant, to_declare
from tests.fixtures.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)

PIN = "88888888"


def card_of(sort: KeySort = KeySort.RSA, **options) -> EmulatedCard:
    return EmulatedCard(sort=sort, pin=PIN, identity=identity(sort), **options)


def with_card(seller, window, url, *, pin=PIN, sort=KeySort.RSA, algorithms="RSA-SHA1") -> Declarant:
    row = make_declarant(seller, window, sort=sort, signs_with="CARD", card_url=url, algorithms=algorithms)
    sealed = secrets.unseal(bytes(row.secrets)) | {"card_pin": pin}
    del sealed["signing_key"]
    Declarant.objects.update(secrets=secrets.seal(sealed))
    return Declarant.objects.get()


def enter_pin(seller, pin: str) -> None:
    row = Declarant.objects.get()
    same = {name: getattr(row, name) for name in details(1, "")} | {"signs_with": "CARD", "card_url": row.card_url}
    wish = Wish(same, licence_endless=True, card_until=row.card_until, emulated=True, secrets={"card_pin": pin})
    saved = save(seller=seller, person=None, wish=wish, at=AT)
    assert saved.declarant is not None, saved.problems
    due_now(seller)


def finished(seller, rows) -> Counter[str]:
    """Send what was declared before, and take receipts until nothing is open; return the states."""
    ids = Declaration.objects.filter(seller=seller).values_list("pk", flat=True)
    assert work.work_off(seller=seller, declaration_ids=ids, at_most=SOON) == 0
    return states(rows)


def nothing_left(seller, window) -> bool:
    rows = Message.objects.filter(seller=seller)
    left = rows.exclude(status="WRITTEN", signed_at=None, sent_at=None, calls=0)
    return rows.exists() and not left.exists() and not in_book(window, seller, "CEB303")


@pytest.mark.parametrize(
    ("sort", "algorithms"), [(KeySort.RSA, "RSA-SHA1"), (KeySort.SM2, "GM-2022")], ids=["RSA", "SM2"]
)
def test_parcels_are_declared_with_a_card_and_no_key_is_stored(amys, window, sort, algorithms):
    card = card_of(sort, algorithms=algorithms)
    with running(card) as url:
        with_card(amys, window, url, sort=sort, algorithms=algorithms)
        assert declare.ready(amys, at=AT) == ()
        assert worked_off(amys, to_declare(amys, 2)) == {"CLOSED": 2}
    row = Declarant.objects.get()
    assert (row.card_stopped, row.window_problem) == ({}, {})
    assert row.card_proven_at is not None
    assert card.asked == Message.objects.count()


def test_a_hundred_parcels_to_a_message_take_one_signature(amys, window):
    card = card_of()
    with running(card) as url:
        with_card(amys, window, url)
        rows = to_declare(amys, 101)
        assert worked_off(amys, rows) == {"CLOSED": 101}
    assert Counter(Message.objects.values_list("kind", flat=True)) == {"CEB303": 2, "CEB505": 2, "CEB603": 2}
    assert card.signed == card.asked == 6


@pytest.mark.parametrize(
    ("pin", "options", "code"),
    [
        ("11111111", {}, "CARD_PIN_WRONG"),
        (PIN, {"left": 0}, "CARD_LOCKED"),
        (PIN, {"fault": "refuse"}, "CARD_REFUSED"),
        (PIN, {"fault": "disconnect"}, "CARD_NO_ANSWER"),
        (PIN, {"fault": "garbage"}, "CARD_NO_ANSWER"),
        ("11111111", {"fault": "disconnect"}, "CARD_NO_ANSWER"),  # the card counted it, and nobody heard
    ],
)
def test_after_a_refusal_the_card_is_left_alone_until_a_person_enters_the_pin(amys, window, pin, options, code):
    card = card_of(**options)
    with running(card) as url:
        with_card(amys, window, url, pin=pin)
        rows = to_declare(amys, 1)
        declared(amys, rows)
        left = card.left
        for _ in range(4):
            sent_all(amys)
            due_now(amys)
        assert card.asked == 1
        assert left - card.left <= 1
        assert nothing_left(amys, window)
        row = Declarant.objects.get()
        assert row.card_stopped["code"] == row.window_problem["code"] == code
        assert PIN not in row.card_stopped["detail"]
        assert code in {problem.code for problem in declare.ready(amys, at=AT)}
        card.fault, card.left = "", 5  # mended, or unlocked by the port
        enter_pin(amys, PIN)
        assert (Declarant.objects.get().card_stopped, Declarant.objects.get().window_problem) == ({}, {})
        assert finished(amys, rows) == {"CLOSED": 1}


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("no_card", "CARD_NOT_INSERTED"),
        ("other_card", "CARD_CERTIFICATE_OTHER"),
        ("wrong_data", "CARD_SIGNATURE_WRONG"),
    ],
)
def test_what_costs_no_try_goes_on_by_itself_once_it_is_mended(amys, window, fault, code):
    card = card_of(fault=fault)
    with running(card) as url:
        with_card(amys, window, url)
        rows = to_declare(amys, 1)
        declared(amys, rows)
        sent_all(amys)
        assert nothing_left(amys, window)
        row = Declarant.objects.get()
        assert (row.window_problem["code"], row.card_stopped, card.left) == (code, {}, 5)
        card.fault = ""
        due_now(amys)
        assert finished(amys, rows) == {"CLOSED": 1}
    assert Declarant.objects.get().window_problem == {}


def test_a_client_that_does_not_run_keeps_messages_and_says_so(amys, window):
    with_card(amys, window, "ws://127.0.0.1:9")
    declared(amys, to_declare(amys, 1))
    sent_all(amys)
    assert nothing_left(amys, window)
    row = Declarant.objects.get()
    assert (row.window_problem["code"], row.card_stopped) == ("CARD_CLIENT_NOT_REACHED", {})


def test_a_pin_that_the_card_took_before_outlives_a_lost_answer(amys, window, settings):
    card = card_of()
    with running(card) as url:
        with_card(amys, window, url)
        worked_off(amys, to_declare(amys, 1))
        settings.FAHUO_ANSWER_SECONDS = 0.3
        card.fault = "slow"
        rows = to_declare(amys, 1)
        declared(amys, rows)
        sent_all(amys)
        assert Declarant.objects.get().window_problem["code"] == "CARD_NO_ANSWER"
        assert Declarant.objects.get().card_stopped == {}
        settings.FAHUO_ANSWER_SECONDS, card.fault = 30, ""
        due_now(amys)
        assert finished(amys, rows) == {"CLOSED": 1}


def test_workers_that_sign_at_once_try_a_wrong_pin_once(amys, window):
    card = card_of(sign_s=0.05)
    with running(card) as url:
        with_card(amys, window, url, pin="11111111")
        for row in to_declare(amys, 4):
            declared(amys, [row])
        at_once(*[lambda: send.send_due(seller=amys, limit=2)] * 4)
    assert (card.asked, card.left) == (1, 4)
    assert nothing_left(amys, window)


def test_workers_sign_one_after_the_other(amys, window):
    card = card_of(sign_s=0.05)
    with running(card) as url:
        with_card(amys, window, url)
        rows = [row for row in to_declare(amys, 4) if declared(amys, [row])]
        at_once(*[lambda: send.send_due(seller=amys, limit=2)] * 4)
        due_now(amys)
        assert finished(amys, rows) == {"CLOSED": 4}
    assert card.most_at_once == 1
    assert card.signed == Message.objects.count()


def test_a_worker_with_the_old_pin_asks_nothing_once_a_new_one_was_entered(amys, window):
    card = card_of()
    with running(card) as url:
        held = HeldCard(with_card(amys, window, url, pin="11111111"), "11111111")
        enter_pin(amys, PIN)
        with pytest.raises(signing.NotReady, match="CARD_BUSY"):
            held.sign(b"octets", ALGORITHMS["RSA-SHA1"])
    assert card.asked == 0
    assert Declarant.objects.get().card_stopped == {}


def test_who_dies_while_a_new_pin_is_tried_does_not_try_it_again(amys, window, monkeypatch):
    card = card_of()
    with running(card) as url:
        with_card(amys, window, url, pin="11111111")
        declared(amys, to_declare(amys, 1))
        monkeypatch.setattr(HeldCard, "_remember", dies_in_worker)
        with pytest.raises(SystemExit):
            sent_all(amys)
        monkeypatch.undo()
        Message.objects.update(lease_until=clock.now())
        due_now(amys)
        sent_all(amys)
    assert (card.asked, card.left) == (1, 4)


def dies_in_worker(*_args, **_more):
    raise SystemExit("killed")


def test_a_card_is_never_asked_inside_a_transaction(amys, window):
    card = card_of()
    with running(card) as url:
        held = HeldCard(with_card(amys, window, url), PIN)
        with pytest.raises(RuntimeError), transaction.atomic():
            held.sign(b"octets", ALGORITHMS["RSA-SHA1"])
    assert card.asked == 0


def test_the_lock_is_given_back_and_the_pin_is_in_no_log(amys, window, caplog):
    caplog.set_level(logging.DEBUG)
    card = card_of(fault="refuse")
    with running(card) as url:
        with_card(amys, window, url)
        declared(amys, to_declare(amys, 1))
        sent_all(amys)
    assert card.asked == 1
    assert PIN not in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s", [signing._LOCK])
        assert cursor.fetchone() == (0,)


def test_states_stay_queued_while_a_card_is_missing(amys, window):
    card = card_of(fault="no_card")
    with running(card) as url:
        with_card(amys, window, url)
        rows = to_declare(amys, 1)
        declared(amys, rows)
        sent_all(amys)
    assert states(rows) == {"QUEUED": 1}


def test_the_page_of_who_declares_says_where_the_key_is_and_why_the_card_does_not_sign(amy, amys, window, client):
    with_card(amys, window, "ws://127.0.0.1:9")
    declared(amys, to_declare(amys, 1))
    sent_all(amys)
    client.force_login(amy)
    page = client.get("/customs/declarant", headers={"accept-language": "en"}).content.decode()
    assert 'value="ws://127.0.0.1:9"' in page
    assert '<option value="CARD" selected' in page
    assert "CARD_CLIENT_NOT_REACHED" in page or "The card&#39;s client cannot be reached" in page
    assert PIN not in page
    assert fetch.fetch(seller=amys, now=clock.now) == 0  # the window answers; the card still does not
    assert Declarant.objects.get().window_problem["code"] == "CARD_CLIENT_NOT_REACHED"
    Message.objects.update(status="TAKEN")
    fetch.fetch(seller=amys, now=clock.now)
    assert Declarant.objects.get().window_problem == {}
