"""Cainiao's events, asked for and pushed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.adapters.cainiao.signing import digest
from fahuo.carriers.adapters.cainiao.tracking import _CODES, ACTIONS, milestone
from fahuo.carriers.contract import Push
from fahuo.carriers.errors import NotGenuine, Unexpected
from fahuo.carriers.tests.stage import account
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

FIXTURES = Path(__file__).parents[1] / "fixtures"
SECRET = registry.manifest("cainiao").demo_credentials["secret_key"]


def track(answer: bytes | str) -> tuple[TrackingEvent, ...]:
    """Ask a carrier that always says the same where a parcel is."""

    async def run() -> tuple[TrackingEvent, ...]:
        transport = httpx.MockTransport(lambda _request: httpx.Response(200, content=answer))
        async with httpx.AsyncClient(transport=transport) as client:
            return await registry.open_carrier(account("cainiao"), client).track("LP00000000000001")

    return asyncio.run(run())


def test_times_are_those_of_the_place_in_its_zone() -> None:
    events = track((FIXTURES / "track__zones.json").read_bytes())
    assert [(event.at, event.milestone, event.raw_time) for event in events] == [
        (datetime(2026, 1, 5, 2, 0, tzinfo=UTC), Milestone.INFO_RECEIVED, "2026-01-05 10:00:00"),
        (datetime(2026, 1, 6, 2, 0, tzinfo=UTC), Milestone.PICKED_UP, "2026-01-06 10:00:00 +0800"),
        (datetime(2026, 1, 7, 2, 0, tzinfo=UTC), Milestone.RECEIVED, "1767751200000 8"),
        (datetime(2026, 1, 13, 9, 0, tzinfo=UTC), Milestone.DELIVERY_FAILED, "2026-01-13 04:00:00 GMT-5"),
        (datetime(2026, 1, 14, 10, 0, tzinfo=UTC), Milestone.DELIVERED, "2026-01-14 15:30:00 +05:30"),
    ]


@pytest.mark.parametrize("answer", ['{"success":"true","data":null}', '{"success":"true","data":{}}'])
def test_a_number_without_events(answer: str) -> None:
    assert track(answer) == ()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("CC_IM_SUCCESS", Milestone.CUSTOMS_RELEASED),
        ("CC_HO_OUT_FAILURE", Milestone.EXCEPTION),  # the ending before the beginning
        ("LH_HO_IN_FAILURE", Milestone.EXCEPTION),
        ("GTMS_NEW_FAILURE", Milestone.DELIVERY_FAILED),
        ("GSTA_NEW_FAIL", Milestone.DELIVERY_FAILED),
        ("GWMS_NEW_REJECT", Milestone.EXCEPTION),
        ("GWMS_NEW_CANCEL", Milestone.CANCELLED),
        ("RT_TRANSWH_INBOUND", Milestone.RETURNING),
        ("RT_WH_DESTROY", Milestone.DESTROYED),
        ("TD_TRANS_ARRIVE_DCP", Milestone.IN_TRANSIT),
        ("CC_EX_NEW", Milestone.EXPORT_CUSTOMS),
        ("CC_TRANS_NEW", Milestone.IN_TRANSIT),
        ("LH_NEW", Milestone.IN_TRANSIT),
        ("GTMS_NEW", Milestone.LAST_MILE),
        ("GTMS_STA_SIGNED", Milestone.AVAILABLE_FOR_PICKUP),
        ("GTMS_STA_CN_CHANGE", Milestone.INFO_RECEIVED),  # re-routed: nothing changes
        ("GTMS_STATION_OUT", Milestone.LAST_MILE),
        ("CUS_TAX", Milestone.CUSTOMS_ACTION_REQUIRED),
        ("COMMON_INTRANSIT", Milestone.INFO_RECEIVED),
        ("COMMON_SIGNED", Milestone.INFO_RECEIVED),
        ("AE_GROUP_LH_PROCESSING", Milestone.INFO_RECEIVED),
        ("PU_NEW", Milestone.UNMAPPED),
        ("NEW_FAILURE", Milestone.UNMAPPED),
        ("", Milestone.UNMAPPED),
    ],
)
def test_codes_their_endings_and_their_beginnings(code: str, found: Milestone) -> None:
    assert milestone(code) is found


def test_every_code_is_mapped_once() -> None:
    assert Milestone.UNMAPPED not in ACTIONS.values()
    assert len(ACTIONS) == sum(len(codes.split()) for codes in _CODES.values())


def pushed(content: str, secret: str = SECRET) -> bytes:
    return urlencode({"logistics_interface": content, "data_digest": digest(content, secret)}).encode()


def parse(body: bytes) -> tuple[Push, ...]:
    return registry.open_carrier(account("cainiao"), httpx.AsyncClient()).parse_push({}, body)


def test_a_push() -> None:
    [push] = parse(pushed((FIXTURES / "push__one.json").read_text()))
    assert (push.number, push.reference) == ("LP00000000000001", "SO-1001")
    assert [event.milestone for event in push.events] == [Milestone.DELIVERED]


@pytest.mark.parametrize(
    "body",
    [
        pushed('{"orderCode":"LP1"}', "another-secret"),
        urlencode({"logistics_interface": '{"orderCode":"LP1"}'}).encode(),
        urlencode({"logistics_interface": "", "data_digest": digest("", SECRET)}).encode(),
        pushed('{"orderCode":"LP1"}').replace(b"LP1", b"LP2"),
        b'{"orderCode":"LP1"}',
        b"logistics_interface=%FF&data_digest=x",
        "菜鸟".encode(),
        b"",
    ],
)
def test_what_is_not_signed_is_not_read(body: bytes) -> None:
    with pytest.raises(NotGenuine):
        parse(body)


@pytest.mark.parametrize("content", ["<request/>", "[]", "{}", '{"orderCode":"","name":"Jürgen"}'])
def test_a_push_that_cannot_be_read_is_kept_without_names(content: str) -> None:
    with pytest.raises(Unexpected) as caught:
        parse(pushed(content))
    assert "Jürgen" not in caught.value.transcript
