"""Receipts: what is believed, and everything that is not, with nothing changed."""

from __future__ import annotations

import random
import uuid
from datetime import timedelta
from typing import Any

import pytest

from fahuo.customs.ceb.write import receipt
from fahuo.customs.models import Declarant, Declaration, Message, MessageNode, Receipt
from fahuo.customs.services import declare
from fahuo.customs.services.receive import take
from fahuo.kit import clock
from tests.fixtures.declaring import make_declarant, to_declare

pytestmark = pytest.mark.django_db
AT = clock.now().replace(microsecond=0)


def told(seller: Any, count: int = 1, **changes: Any) -> list[Declaration]:
    make_declarant(seller, waits_for_parts=False, **changes)
    rows = to_declare(seller, count)
    done = declare.declare(seller=seller, person=None, shipment_ids=[row.pk for row in rows], at=clock.now())
    assert done.problems == {}
    signed(seller)
    return list(Declaration.objects.filter(seller=seller).order_by("pk"))


def signed(seller: Any) -> None:
    """Mark what was written as sent."""
    Message.objects.filter(seller=seller).update(status="TAKEN", signed_at=AT, sent_at=AT, calls=1, lease_until=None)


def answer(one: Declaration, code: str, minute: int = 0, kind: str = "CEB604", **changes: str) -> bytes:
    """Return a receipt as customs would write it for this declaration."""
    asked = f"CEB{int(kind[3:]) - 1}"
    node = one.content[asked]
    at = (AT + timedelta(minutes=minute)).strftime("%Y%m%d%H%M%S000")
    names = (
        "guid",
        "ebpCode",
        "ebcCode",
        "agentCode",
        "logisticsCode",
        "orderNo",
        "logisticsNo",
        "copNo",
        "statisticsFlag",
    )
    wanted = {
        "CEB304": ("guid", "ebpCode", "ebcCode", "orderNo"),
        "CEB506": ("guid", "logisticsCode", "logisticsNo"),
        "CEB604": ("guid", "agentCode", "copNo", "ebcCode", "ebpCode", "orderNo", "statisticsFlag"),
    }[kind]
    values = {name: node[name] for name in names if name in wanted}
    if kind == "CEB604":
        values |= {"preNo": "B20261122000000001", "invtNo": "53002026E000000001"}
    values |= {"returnStatus": code, "returnTime": at, "returnInfo": f"[Code:{code}]"} | changes
    return receipt(kind, [values], str(uuid.uuid4()).upper())


def stand(one: Declaration) -> tuple[Any, ...]:
    one.refresh_from_db()
    return (one.state, one.state_at, one.order_state, one.waybill_state, one.invt_no, one.released_at, one.problems)


def test_a_receipt_is_believed_and_taken_once(amys):
    (one,) = told(amys)
    content = answer(one, "800")
    first = take(seller=amys, content=content, at=clock.now())
    assert (first.taken, first.known, first.refused) == (1, 0, 0)
    before = stand(one)
    assert before[0] == "RELEASED"
    again = take(seller=amys, content=content, at=clock.now())
    assert (again.taken, again.known, again.refused) == (0, 1, 0)
    assert stand(one) == before
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"copNo": "FH202611220000000000999999"},
        {"agentCode": "4403169999"},
        {"ebcCode": "4403169999"},
        {"orderNo": "8000000000"},
        {"statisticsFlag": "B"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_forged_receipt_with_our_guid_changes_nothing(amys, changes):
    (one,) = told(amys)
    before = stand(one)
    done = take(seller=amys, content=answer(one, "800", **changes), at=clock.now())
    assert (done.taken, done.refused) == (0, 1)
    assert stand(one) == before
    (kept,) = Receipt.objects.all()
    assert (kept.refused, kept.declaration, kept.node) == ("RECEIPT_FOREIGN", None, None)


def test_a_forged_receipt_without_our_guid_changes_nothing(amys):
    (one,) = told(amys)
    before = stand(one)
    done = take(seller=amys, content=answer(one, "800", guid=str(uuid.uuid4()).upper()), at=clock.now())
    assert (done.taken, done.refused) == (0, 1)
    assert stand(one) == before
    assert Receipt.objects.get().refused == "RECEIPT_UNKNOWN"


def test_a_receipt_of_another_seller_changes_nothing(amys, carols):
    (one,) = told(amys)
    (other,) = told(carols)
    before = (stand(one), stand(other))
    done = take(seller=carols, content=answer(one, "800"), at=clock.now())
    assert (done.taken, done.refused) == (0, 1)
    assert (stand(one), stand(other)) == before
    assert Receipt.objects.get().seller == carols


def test_a_receipt_of_the_wrong_kind_for_its_guid_changes_nothing(amys):
    (one,) = told(amys)
    before = stand(one)
    content = answer(one, "800", guid=one.content["CEB303"]["guid"])
    assert take(seller=amys, content=content, at=clock.now()).refused == 1
    assert stand(one) == before


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    b'<CEB604Message xmlns="http://www.chinaport.gov.cn/ceb">&b;</CEB604Message>'
)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no xml", BOMB, b"<a>" * 5000, b"\xff\xfe\x00", b"<CEB604Message/>",
        b'<CEB604Message xmlns="http://elsewhere" guid="1" version="1.0"/>',
        b'<CEB603Message xmlns="http://www.chinaport.gov.cn/ceb" guid="1" version="1.0"/>',
        b"<?xml version='1.0'?><a>" + b"x" * 9_000_000 + b"</a>",
    ],
    ids=["empty", "text", "bomb", "deep", "bytes", "no-namespace", "other-namespace", "no-receipt", "huge"],
)  # fmt: skip
def test_what_is_no_receipt_is_refused_and_logged(amys, content, caplog):
    (one,) = told(amys)
    before = stand(one)
    done = take(seller=amys, content=content, at=clock.now())
    assert (done.taken, done.refused, done.refusal.code) == (0, 1, "RECEIPT_REFUSED")
    assert stand(one) == before
    assert not Receipt.objects.exists()
    assert "receipt refused" in caplog.text


def test_late_receipts_stay_on_the_timeline_and_change_no_state(amys):
    (one,) = told(amys)
    for code, minute in (("800", 30), ("2", 1), ("120", 3), ("500", 10)):
        take(seller=amys, content=answer(one, code, minute), at=clock.now())
    assert stand(one)[0] == "RELEASED"
    assert one.receipts.count() == 4


@pytest.mark.parametrize("seed", range(6))
def test_the_same_receipts_in_any_sequence_give_the_same_declaration(amys, seed):
    (one,) = told(amys)
    courses = [("2", 1), ("3", 2), ("120", 3), ("300", 4), ("500", 5), ("800", 6), ("501", 5), ("899", 7)]
    contents = [answer(one, code, minute) for code, minute in courses]
    contents += [answer(one, code, minute, "CEB304") for code, minute in (("2", 1), ("120", 2))]
    contents += [answer(one, code, minute, "CEB506") for code, minute in (("100", 1), ("120", 2))]
    random.Random(seed).shuffle(contents)
    for content in contents:
        assert take(seller=amys, content=content, at=clock.now()).taken == 1
    expected = ("CLOSED", AT + timedelta(minutes=7) - timedelta(hours=8), "ACCEPTED", "ACCEPTED")
    assert stand(one)[:4] == expected


def test_an_unknown_code_is_kept_and_decides_nothing(amys):
    (one,) = told(amys)
    before = stand(one)
    assert take(seller=amys, content=answer(one, "777"), at=clock.now()).taken == 1
    assert stand(one) == before
    assert one.receipts.get().state == ""


def test_a_number_of_another_form_is_kept_with_a_warning(amys):
    (one,) = told(amys)
    take(seller=amys, content=answer(one, "800", invtNo="XX-1"), at=clock.now())
    assert stand(one)[4] == "XX-1"
    assert [found["code"] for found in one.receipts.get().warnings] == ["RECEIPT_NUMBER_FORM"]


def test_many_receipts_in_one_message_take_few_queries(amys, django_assert_max_num_queries):
    ones = told(amys, 40)
    values = []
    for one in ones:
        node = one.content["CEB603"]
        names = ("guid", "agentCode", "copNo", "ebcCode", "ebpCode", "orderNo", "statisticsFlag")
        values.append({name: node[name] for name in names} | {
            "preNo": "B20261122000000001", "invtNo": "53002026E000000001", "returnStatus": "120",
            "returnTime": f"{AT:%Y%m%d%H%M%S}000", "returnInfo": "x",
        })  # fmt: skip
    content = receipt("CEB604", values, str(uuid.uuid4()).upper())
    with django_assert_max_num_queries(20):
        assert take(seller=amys, content=content, at=clock.now()).taken == 40
    assert set(Declaration.objects.values_list("state", flat=True)) == {"ACCEPTED"}


def test_a_port_that_writes_guids_of_its_own_is_believed_where_that_is_set(amys):
    (one,) = told(amys, own_guids=False)
    content = answer(one, "800", guid=str(uuid.uuid4()).upper())
    assert take(seller=amys, content=content, at=clock.now()).taken == 1
    assert stand(one)[0] == "RELEASED"
    forged = answer(one, "100", 5, guid=str(uuid.uuid4()).upper(), ebcCode="4403169999")
    assert take(seller=amys, content=forged, at=clock.now()).refused == 1
    assert stand(one)[0] == "RELEASED"


def test_receipts_are_pushed_to_a_secret_address(amys, client):
    (one,) = told(amys)
    token = Declarant.objects.get().receipt_token
    assert len(token) > 40
    content = answer(one, "800")
    said = client.post(f"/customs/receipts/{token}", content, content_type="text/xml")
    assert (said.status_code, said.json()) == (200, {"taken": 1, "known": 0, "refused": 0})
    assert stand(one)[0] == "RELEASED"
    assert client.post(f"/customs/receipts/{token}", BOMB, content_type="text/xml").status_code == 400
    assert client.post("/customs/receipts/guess", content, content_type="text/xml").status_code == 404
    huge = client.post(f"/customs/receipts/{token}", b"x" * 8_400_000, content_type="text/xml")
    assert huge.status_code == 413
    assert Receipt.objects.count() == 1


def test_pushing_too_often_is_turned_away(amys, client, monkeypatch):
    told(amys)
    monkeypatch.setattr("fahuo.customs.web.receipts.PUSHES_A_MINUTE", 3)
    address = f"/customs/receipts/{Declarant.objects.get().receipt_token}"
    codes = [client.post(address, b"x", content_type="text/xml").status_code for _ in range(5)]
    assert codes == [400, 400, 400, 429, 429]


def test_every_node_that_was_sent_states_what_receipts_must_name(amys):
    told(amys)
    stated = {row.kind: set(row.stated) for row in MessageNode.objects.all()}
    assert {"copNo", "agentCode", "ebcCode", "orderNo", "logisticsNo"} <= stated["CEB603"]
    assert {"orderNo", "ebcCode"} <= stated["CEB303"]
    assert {"logisticsNo", "logisticsCode"} <= stated["CEB505"]
