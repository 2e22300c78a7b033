"""What the window says at its counter, before any receipt: accounts, envelopes, signatures, and its faults."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from fahuo.customs.ceb import write
from fahuo.customs.ceb.receipts import read
from fahuo.customs.ceb.tests.papers import CARRIER, TRANSFER, export_list, guid, order, waybill
from fahuo.customs.window import client
from fahuo.customs.window.client import Access, Doubtful, NotAuthorised, NotReached, Refused
from fahuo.customs.window.options import read_options
from fahuo.customs.window.tests.desk import Desk, desk, plain_firm

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def stored(one: Desk) -> int:
    return len(one.emulator.office.book.documents)


@pytest.mark.parametrize("access", [Access("http://window", "acme", "word"), Access("http://window", "bob", "pass")])
async def test_a_stranger_is_not_let_in(access: Access) -> None:
    one = desk()
    one.access = access
    with pytest.raises(NotAuthorised):
        await one.send("CEB303", order())
    with pytest.raises(NotAuthorised):
        await one.fetch()
    assert stored(one) == 0


def test_a_password_is_never_shown() -> None:
    assert "s3cret" not in repr(Access("http://window", "acme", "s3cret"))
    assert "pass" not in repr(read_options({"declarants": [plain_firm()]}).declarants[0]).replace("password", "")


@pytest.mark.parametrize(
    ("envelope", "code"),
    [
        ({"sender": "DXPENT0000000009"}, "2002"),
        ({"kind": "CEB505"}, "0999"),
        ({"kind": "CEB604"}, "0999"),
        ({"content": b"no xml"}, "0001"),
        ({"content": b"<!DOCTYPE x><x/>"}, "0001"),
    ],
)
async def test_an_envelope_that_is_none_is_refused_at_once(envelope: dict[str, Any], code: str) -> None:
    one = desk()
    with pytest.raises(Refused) as caught:
        await one.send_bytes(**{"kind": "CEB303", "content": one.signed("CEB303", [order()]), **envelope})
    assert caught.value.code == code
    assert stored(one) == 0
    assert await one.fetch() == []


async def test_what_breaks_the_schema_is_taken_and_complained_of() -> None:
    one = desk()
    xml = write.message("CEB505", [waybill()], TRANSFER, guid()).replace(b"<ceb:packNo>1</ceb:packNo>", b"")
    await one.send_bytes("CEB505", xml, message_id="M7")
    (node,) = await one.fetch()
    assert (node.kind, node.state, node.values["oriCopMsgId"]) == ("CEB900", "ERROR", "M7")
    assert "packNo" in node.text
    assert stored(one) == 0


async def test_a_list_without_a_signature_is_turned_down_an_order_without_one_is_not() -> None:
    one = desk()
    await one.send_bytes("CEB303", write.message("CEB303", [order()], TRANSFER, guid()))
    await one.send_bytes("CEB505", write.message("CEB505", [waybill()], TRANSFER, guid()))
    await one.send_bytes("CEB603", write.message("CEB603", [export_list()], TRANSFER, guid()))
    assert [node.code for node in await one.fetch() if node.kind == "CEB604"] == ["-621025"]
    assert stored(one) == 2


async def test_a_changed_message_is_turned_down() -> None:
    one = desk()
    xml = one.signed("CEB303", [order()])
    await one.send_bytes("CEB303", xml.replace(b"<ceb:orderNo>O1<", b"<ceb:orderNo>O9<"))
    assert [(node.code, "DIGEST" in node.text) for node in await one.fetch()] == [("-621029", True)]
    assert stored(one) == 0


async def test_a_card_that_is_not_registered_is_turned_down() -> None:
    one = desk()
    one.algorithms = "GM-2022"
    assert await one.codes(order(), kind="CEB303") == ["-621029"]
    one.emulator.register(_registered(algorithms="GM-2022"))
    assert (await one.codes(order(), kind="CEB303"))[-1] == "120"


async def test_algorithms_that_the_port_does_not_take_are_turned_down() -> None:
    one = desk(declarants=[plain_firm() | {"algorithms": ["RSA-SHA1"]}])
    assert await one.codes(order(), kind="CEB303") == ["-621029"]


async def test_a_card_that_ran_out_is_turned_down() -> None:
    one = desk()
    one.emulator.office.advanced_s = 11 * 366 * 86400
    assert await one.codes(order(), kind="CEB303") == ["-621029"]
    assert "过期" in one.seen[-1].text


@pytest.mark.parametrize(
    ("transfer", "card"), [({"copCode": CARRIER}, ""), ({"dxpId": "DXPENT0000000002"}, ""), ({}, "JJ0G900000002")]
)
async def test_a_message_of_another_firm_than_the_cards_is_turned_down(transfer: dict[str, str], card: str) -> None:
    one = desk(declarants=[plain_firm(card="JJ0G900000001")])
    one.access = Access("http://window", "acme", "pass", shape=client.DXP)
    await one.send_bytes("CEB303", one.signed("CEB303", [order()], **transfer), card=card)
    assert [node.code for node in await one.fetch()] == ["-621015"]
    assert stored(one) == 0


async def test_the_envelope_of_the_exchange_is_taken_as_well() -> None:
    one = desk(declarants=[plain_firm(card="JJ0G900000001")])
    one.access = Access("http://window", "acme", "pass", shape=client.DXP)
    await one.send_bytes("CEB303", one.signed("CEB303", [order()]), card="JJ0G900000001")
    assert [node.code for node in await one.fetch()] == ["2", "3", "120"]
    with pytest.raises(Refused) as caught:
        await one.send("CEB303", order(2), sender="DXPENT0000000009")
    assert caught.value.code == "2002"


async def test_receipts_are_told_to_their_firm_only() -> None:
    other = plain_firm("bob") | {"dxp_id": "DXPENT0000000002", "code": CARRIER}
    one = desk(declarants=[plain_firm(), other])
    await one.send("CEB303", order())
    stranger = Desk(one.app, Access("http://window", "bob", "pass"))
    assert await stranger.fetch() == []
    assert len(await one.fetch()) == 3


async def test_another_firms_papers_are_not_there() -> None:
    other = plain_firm("bob") | {"dxp_id": "DXPENT0000000002", "code": CARRIER}
    one = desk(declarants=[plain_firm(), other])
    await one.send("CEB303", order())
    bob = Desk(one.app, Access("http://window", "bob", "pass"))
    for kind, node in (("CEB303", order(1, appType="2")), ("CEB603", export_list(1))):
        xml = bob.signed(kind, [node], copCode=CARRIER, dxpId="DXPENT0000000002")
        await bob.send_bytes(kind, xml, sender="DXPENT0000000002")
    told = await bob.fetch()
    assert [node.code for node in told] == ["-301009", "2", "3", "100"]


async def test_a_cursor_tells_everything_once_and_the_same_again() -> None:
    one = desk(page=1)
    await one.send("CEB303", *(order(number) for number in range(100)))
    first = await one.fetch()
    assert len(first) == 300
    assert await one.fetch() == []
    one.cursor = 0
    assert await one.fetch() == first


@pytest.mark.parametrize("since", ["-1", "x", "1e3", "9" * 20])
async def test_a_cursor_is_a_number(since: str) -> None:
    async with desk().http() as over:
        answer = await over.get("/receipts", params={"since": since}, auth=("acme", "pass"))
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("fault", "error", "taken"),
    [
        ("post:error_before", Doubtful, 0),
        ("post:error_after", Doubtful, 1),
        ("post:garbage_after", Doubtful, 1),
        ("post:rate_limit", NotReached, 0),
    ],
)
async def test_a_fault_is_told_for_what_it_is(fault: str, error: type[Exception], taken: int) -> None:
    one = desk(faults=[fault])
    with pytest.raises(error):
        await one.send("CEB303", order())
    assert stored(one) == taken
    assert len(await one.fetch()) == 3 * taken
    if error is NotReached:
        assert (await one.codes(order(), kind="CEB303"))[-1] == "120"


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"MessageHead": 1}', b"\xff"])
async def test_a_body_that_is_no_message_is_refused(body: bytes) -> None:
    async with desk().http() as over:
        answer = await over.post("/messages", content=body, auth=("acme", "pass"))
    assert answer.json()["ResponseCode"] == "0001"


async def test_the_keeper_registers_counts_and_moves_the_clock() -> None:
    one = desk(declarants=[], step_s=30)
    async with one.http() as over:
        assert (await over.post("/_emulator/declarants", json=plain_firm())).json() == {"accounts": ["acme"]}
        assert (await over.post("/_emulator/declarants", json={"account": "x"})).status_code == 400
        await one.send("CEB303", order())
        assert len(await one.fetch()) == 1
        await over.post("/_emulator/clock", json={"advance_s": 100})
        assert len(await one.fetch()) == 2
        book = (await over.get("/_emulator/book")).json()
        assert [(one["kind"], one["code"]) for one in book["documents"]] == [("CEB303", "120")]
        assert [len(one["guids"]) for one in book["messages"]] == [1]
        assert (await over.post("/_emulator/faults", json={"fault": "post:silence_after"})).json()["faults"]
        assert (await over.post("/_emulator/faults", json={"fault": "nonsense"})).status_code == 400
        assert (await over.delete("/_emulator/faults")).json() == {"faults": []}
        assert (await over.post("/_emulator/release")).json() == {"released": 0}


async def test_new_receipts_are_pushed_and_those_not_accepted_wait() -> None:
    got: list[tuple[str, bytes]] = []

    def receiver(request: httpx.Request) -> httpx.Response:
        got.append((request.url.path, request.content))
        return httpx.Response(500 if len(got) == 1 else 204)

    one = desk(push_url="http://receiver/in/{account}")
    await one.send("CEB303", order())
    async with httpx.AsyncClient(transport=httpx.MockTransport(receiver)) as over:
        assert await one.emulator.push_once(over) == 0
        assert await one.emulator.push_once(over) == 1
        assert await one.emulator.push_once(over) == 0
    assert [path for path, _ in got] == ["/in/acme"] * 2
    assert [node.code for node in read(got[1][1])] == ["2", "3", "120"]


def _registered(**changed: Any) -> Any:
    return read_options({"declarants": [plain_firm(**changed)]}).declarants[0]
