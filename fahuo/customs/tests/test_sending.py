"""What is lost on the way to the window: nothing is sent again by itself, and nothing is forgotten."""

from __future__ import annotations

from collections import Counter

import pytest

from fahuo.customs.models import Declarant, Declaration, Message, Receipt
from fahuo.customs.services import send, settle, work
from fahuo.customs.services.desk import Desk
from fahuo.customs.tests.at_window import SOON, declared, due_now, sent_all, states
from fahuo.kit import clock
from tests.fixtures.declaring import make_declarant, say, to_declare

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_between_sending_and_writing_it_is_not_sent_again(amys, window, monkeypatch):
    """The message arrived; the worker died before it could say so. Receipts tell."""
    make_declarant(amys, window)
    rows = to_declare(amys, 2)
    declared(amys, rows)
    arrived = Desk.deliver

    def dies(self, envelope):
        arrived(self, envelope)
        raise SystemExit("killed")

    monkeypatch.setattr(Desk, "deliver", dies)
    with pytest.raises(SystemExit):
        send.send_due(seller=amys)
    monkeypatch.undo()
    assert Message.objects.get(kind="CEB303").status == "SENDING"
    due_now(amys)
    sent_all(amys)
    assert Message.objects.get(kind="CEB303").status == "DOUBTFUL"
    assert (
        work.work_off(seller=amys, declaration_ids=Declaration.objects.values_list("pk", flat=True), at_most=SOON) == 0
    )
    due_now(amys)
    sent_all(amys)
    assert set(Message.objects.values_list("status", "calls")) == {("TAKEN", 1)}
    assert states(rows) == {"CLOSED": 2}


@pytest.mark.parametrize("fault", ["post:reset_after:1", "post:garbage_after:1", "post:error_after:1"])
def test_a_lost_answer_is_never_answered_by_sending_again(amys, window, fault):
    make_declarant(amys, window)
    rows = to_declare(amys, 1)
    declared(amys, rows)
    say(window, "POST", "/_emulator/faults", {"fault": fault})
    sent_all(amys)
    assert Counter(Message.objects.values_list("status", flat=True)) == {"DOUBTFUL": 1, "TAKEN": 1}
    assert (
        work.work_off(seller=amys, declaration_ids=Declaration.objects.values_list("pk", flat=True), at_most=SOON) == 0
    )
    assert states(rows) == {"CLOSED": 1}
    assert max(Message.objects.values_list("calls", flat=True)) == 1


def test_what_never_arrived_waits_for_a_person_who_has_the_same_bytes_sent(amys, window, settings):
    make_declarant(amys, window)
    rows = to_declare(amys, 1)
    declared(amys, rows)
    say(window, "POST", "/_emulator/faults", {"fault": "post:reset_before:1"})
    sent_all(amys)
    settings.FAHUO_WINDOW_DOUBT_HOURS = 0
    due_now(amys)
    sent_all(amys)
    doubtful = Message.objects.get(kind="CEB303")
    assert (doubtful.status, doubtful.lease_until, doubtful.calls) == ("DOUBTFUL", None, 1)
    assert settle.settle(seller=amys, person=None, message_id=doubtful.pk, arrived=False, at=clock.now()) is None
    sent_all(amys)
    again = Message.objects.get(kind="CEB303")
    assert (again.status, again.calls, again.sha256) == ("TAKEN", 2, doubtful.sha256)
    assert bytes(again.content) == bytes(doubtful.content)
    settled = settle.settle(seller=amys, person=None, message_id=doubtful.pk, arrived=False, at=clock.now())
    assert settled is not None
    assert (
        work.work_off(seller=amys, declaration_ids=Declaration.objects.values_list("pk", flat=True), at_most=SOON) == 0
    )
    assert states(rows) == {"CLOSED": 1}


def test_the_same_bytes_sent_twice_by_a_person_do_no_harm(amys, window, settings):
    """The window had it all along, and says so; that is no error of the order."""
    make_declarant(amys, window)
    rows = to_declare(amys, 1)
    declared(amys, rows)
    say(window, "POST", "/_emulator/faults", {"fault": "post:reset_after:1"})
    settings.FAHUO_WINDOW_DOUBT_HOURS = 0
    for _ in range(2):
        sent_all(amys)
        due_now(amys)
    doubtful = Message.objects.get(status="DOUBTFUL")
    settle.settle(seller=amys, person=None, message_id=doubtful.pk, arrived=False, at=clock.now())
    assert (
        work.work_off(seller=amys, declaration_ids=Declaration.objects.values_list("pk", flat=True), at_most=SOON) == 0
    )
    assert states(rows) == {"CLOSED": 1}
    assert Receipt.objects.filter(code__startswith="-").count() == 1


def test_an_unreachable_window_gets_the_same_bytes_later(amys, window):
    row = make_declarant(amys, window)
    rows = to_declare(amys, 1)
    declared(amys, rows)
    Declarant.objects.update(window_url="http://127.0.0.1:9")
    sent_all(amys)
    first = Message.objects.get(kind="CEB303")
    assert (first.status, first.calls, first.answer["tries"]) == ("WRITTEN", 0, 1)
    assert Message.objects.get(kind="CEB505").signed_at is None  # it waits, so that the sequence stays
    assert Declarant.objects.get().window_problem["code"] == "WINDOW_NOT_REACHED"
    Declarant.objects.update(window_url=row.window_url)
    due_now(amys)
    assert (
        work.work_off(seller=amys, declaration_ids=Declaration.objects.values_list("pk", flat=True), at_most=SOON) == 0
    )
    again = Message.objects.get(kind="CEB303")
    assert (again.status, again.calls, again.sha256) == ("TAKEN", 1, first.sha256)
    assert Declarant.objects.get().window_problem == {}


def test_a_wrong_password_keeps_the_message_and_says_so(amys, window):
    row = make_declarant(amys, window)
    rows = to_declare(amys, 1)
    declared(amys, rows)
    Declarant.objects.update(window_account=f"{row.window_account}x")
    sent_all(amys)
    assert states(rows) == {"QUEUED": 1}
    said = Declarant.objects.get().window_problem
    assert said["code"] == "WINDOW_NOT_REACHED"
    assert "401" in said["detail"]
    Declarant.objects.update(window_account=row.window_account)
    due_now(amys)
    ids = Declaration.objects.values_list("pk", flat=True)
    assert work.work_off(seller=amys, declaration_ids=ids, at_most=SOON) == 0
    assert states(rows) == {"CLOSED": 1}
