"""What somebody might try with receipts, and what must not be found in logs. A refusal changes no row but its own."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from fahuo.customs.ceb.certificates import read_certificate
from fahuo.customs.ceb.safe_xml import MessageRefused, parse
from fahuo.customs.ceb.values import BEIJING
from fahuo.customs.models import Declarant, Declaration, MasterList, Message, MessageNode, Receipt, Summary
from fahuo.customs.queries import declaring
from fahuo.customs.services import cancel, declare, resubmit, settle
from fahuo.customs.services.declarant import Wish
from fahuo.customs.services.rebate import pack, records
from fahuo.customs.services.receive import take
from fahuo.customs.services.release import tender
from fahuo.customs.tests.test_receiving import AT, answer, stand, told
from fahuo.kit import clock
from fahuo.shipments.models import Shipment
from tests.fixtures.declaring import LEGAL_PERSON, make_declarant, to_declare

pytestmark = pytest.mark.django_db
_TABLES = (Declaration, Message, MessageNode, Declarant, MasterList, Summary, Shipment)


def rows() -> list[Any]:
    return [list(table.objects.order_by("pk").values()) for table in _TABLES]


@pytest.mark.parametrize("own_guids", [True, False])
def test_what_was_never_sent_cannot_be_answered(amys, own_guids):
    (one,) = told(amys, own_guids=own_guids)
    Message.objects.update(status="WRITTEN", signed_at=None, sent_at=None, calls=0)
    before = rows()
    assert take(seller=amys, content=answer(one, "800"), at=clock.now()).refused == 1
    assert (rows(), Receipt.objects.get().refused) == (before, "RECEIPT_UNKNOWN")


@pytest.mark.parametrize(
    ("moment", "kept_as"),
    [
        ("00010101000000000", None),
        ("99991231235959999", None),
        ("19700101000000000", "RECEIPT_TIME"),
        ("29981231235959999", "RECEIPT_TIME"),
    ],
)
def test_a_time_that_cannot_be_changes_nothing(amys, moment, kept_as):
    """The year 1 in Beijing is the year 0 in Greenwich, which no database gives back; 2998 would outweigh all else."""
    (one,) = told(amys)
    before = rows()
    assert take(seller=amys, content=answer(one, "800", returnTime=moment), at=clock.now()).refused == 1
    assert (rows(), Receipt.objects.values_list("refused", flat=True).first()) == (before, kept_as)


@pytest.mark.parametrize("hours", [-20, 20])
def test_clocks_may_differ_by_a_day(amys, hours):
    (one,) = told(amys)
    moment = f"{AT + timedelta(hours=8 + hours):%Y%m%d%H%M%S}000"
    assert take(seller=amys, content=answer(one, "800", returnTime=moment), at=clock.now()).taken == 1


def test_a_receipt_in_small_letters_is_the_same(amys):
    (one,) = told(amys)
    take(seller=amys, content=answer(one, "800"), at=clock.now())
    again = answer(one, "800", guid=one.content["CEB603"]["guid"].lower())
    assert take(seller=amys, content=again, at=clock.now()).known == 1


@pytest.mark.parametrize("encoding", ["UTF-7", "ISO-8859-1", "GBK"])
def test_another_encoding_is_found_however_far_it_stands(encoding):
    with pytest.raises(MessageRefused, match="ENCODING"):
        parse(b'<?xml version="1.0"' + b" " * 500 + f'encoding="{encoding}"?><a/>'.encode())


def test_text_behind_a_node_is_refused(amys):
    (one,) = told(amys)
    content = answer(one, "800").replace(b"</CEB604Message>", b"evil</CEB604Message>")
    content = content.replace(b"</ceb:CEB604Message>", b"evil</ceb:CEB604Message>")
    assert b"evil" in content
    done = take(seller=amys, content=content, at=clock.now())
    assert done.refusal is not None
    assert "NODE" in done.refusal.detail
    assert stand(one)[0] == "QUEUED"


def test_one_of_which_the_cancellation_was_asked_stays(amys):
    make_declarant(amys)
    (parcel,) = to_declare(amys, 1)
    declare.declare(seller=amys, person=None, shipment_ids=[parcel.pk], at=clock.now())
    Declaration.objects.update(state="RELEASED", invt_no="53002026E000000001")
    pk = Declaration.objects.get().pk
    assert cancel.cancel(seller=amys, declaration_ids=[pk], reason="x", at=clock.now()) == {}
    Declaration.objects.update(state="RELEASED")
    result = tender(seller=amys, person=None, shipment_ids=[parcel.pk], at=clock.now())
    assert [problem.code for problem in result.problems[parcel.pk]] == ["DECLARATION_BEING_CANCELLED"]
    assert Shipment.objects.get().status == "LABELLED"
    Declaration.objects.update(cancel_state="REJECTED")
    assert tender(seller=amys, person=None, shipment_ids=[parcel.pk], at=clock.now()).done == [parcel.pk]


def test_what_is_answered_waits_for_nobody(amys):
    (one,) = told(amys)
    Message.objects.update(status="DOUBTFUL", lease_until=None)
    listed = Message.objects.get(kind="CEB603")
    take(seller=amys, content=answer(one, "800", copNo="FH-OTHER"), at=clock.now())
    assert Message.objects.get(pk=listed.pk).status == "DOUBTFUL"
    assert resubmitted(one) == "DECLARATION_NOT_RESUBMITTED"
    take(seller=amys, content=answer(one, "100", kind="CEB304"), at=clock.now())
    assert resubmitted(one) == "WINDOW_NO_ANSWER"
    take(seller=amys, content=answer(one, "100"), at=clock.now())
    assert Message.objects.get(pk=listed.pk).status == "TAKEN"
    Message.objects.filter(pk=listed.pk).update(status="DOUBTFUL", lease_until=None)
    told_late = settle.settle(seller=amys, person=None, message_id=listed.pk, arrived=False, at=clock.now())
    assert told_late is not None
    assert not Message.objects.filter(status="WRITTEN").exists()


def resubmitted(one: Declaration) -> str:
    done = resubmit.resubmit(seller=one.seller, person=None, declaration_ids=[one.pk], at=clock.now())
    return done.problems[one.pk][0].code


def test_a_card_ends_with_its_certificate(amys):
    make_declarant(amys)
    seen = declaring.holder_of(Declarant.objects.get()).card_until
    until = read_certificate(bytes(Declarant.objects.get().certificate)).until
    Declarant.objects.update(card_until=until.date() + timedelta(days=500))
    assert declaring.holder_of(Declarant.objects.get()).card_until == until.astimezone(BEIJING).date() != seen
    ready = declare.ready(amys, at=until + timedelta(days=2))
    assert "ERR_EPORT_CARD_EXPIRED" in {problem.code for problem in ready}


def test_two_with_one_number_have_a_folder_each(amys):
    """Customs never do that; a pack that lost a record would be noticed by the tax office."""
    ones = told(amys, 2)
    for one in ones:
        take(seller=amys, content=answer(one, "800"), at=clock.now())
    ids = [one.pk for one in ones]
    records.check(seller=amys, declaration_ids=ids, at=clock.now())
    content = pack.archive(seller=amys, declaration_ids=ids, month=records.month_of(clock.now()), language="en")
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert sum(name.endswith("/declared.json") for name in names) == 2


def test_neither_address_nor_content_is_logged(amys, client, caplog):
    caplog.set_level(logging.DEBUG)
    (one,) = told(amys)
    address = f"/customs/receipts/{Declarant.objects.get().receipt_token}"
    sent = (f"<a>{LEGAL_PERSON}</b>".encode(), answer(one, "800", orderNo="ORDER-77", returnInfo=LEGAL_PERSON))
    for content in (*sent, b"x" * 8_400_000):
        client.post(address, content, content_type="text/xml")
    assert client.get(address).status_code == 405
    assert caplog.text.count("refused") == 2
    for secret in (address.rpartition("/")[2], LEGAL_PERSON, "ORDER-77"):
        assert secret not in caplog.text


def test_secrets_are_not_in_the_text_of_a_wish():
    assert "314159" not in repr(Wish(details={}, secrets={"card_pin": "314159"}))


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "2026-13", "2026-11\x00"])
def test_a_month_that_cannot_be_summarised_is_said(amys, amy, client, month):
    told(amys)
    client.force_login(amy)
    assert client.post("/customs/summaries/apply", {"month": month}).status_code == 302
    assert not Summary.objects.exists()


@pytest.mark.parametrize("token", ["%00", "a%00b", "%ff", "x" * 5000, "..", "'%20or%201=1--"])
def test_guessed_addresses_are_not_there(amys, client, token):
    told(amys)
    assert client.post(f"/customs/receipts/{token}", b"x", content_type="text/xml").status_code == 404
