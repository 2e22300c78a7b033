"""Pushes: routes and order states, nothing signed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.contract import Push
from fahuo.carriers.errors import Unexpected
from fahuo.carriers.tests.stage import account
from fahuo.trade.milestone import Milestone


def parsed(content: object) -> tuple[Push, ...]:
    carrier = registry.open_carrier(account("sf_fengqiao"), httpx.AsyncClient())
    return carrier.parse_push({}, content if isinstance(content, bytes) else json.dumps(content).encode())


def test_routes_of_two_parcels() -> None:
    def route(number: str, code: str, time: str) -> dict[str, str]:
        return {
            "mailno": number,
            "orderid": f"7-{number}-1",
            "opCode": code,
            "acceptTime": time,
            "remark": "",
            "id": "1",
        }

    routes = [
        route("SF1", "80", "2026-01-07 18:00:00"),
        route("SF2", "50", "2026-01-05 10:00:00"),
        route("SF1", "44", "2026-01-07 09:00:00"),
    ]
    first, second = parsed({"Body": {"WaybillRoute": routes}})
    assert (first.number, first.reference) == ("SF1", "7-SF1-1")
    assert [event.milestone for event in first.events] == [Milestone.OUT_FOR_DELIVERY, Milestone.DELIVERED]
    assert [event.at for event in second.events] == [datetime(2026, 1, 5, 2, tzinfo=UTC)]


def test_states_of_orders_are_kept_raw() -> None:
    state = {
        "orderNo": "7-1-1",
        "waybillNo": "SF1",
        "orderStateCode": "04-40001-0001",
        "orderStateDesc": "已接单",
        "lastTime": "2026-01-05 10:00:00",
    }
    [push] = parsed({"Body": {"OrderState": [state, {**state, "lastTime": None}]}})
    [event] = push.events
    assert (push.number, push.reference) == ("SF1", "7-1-1")
    assert (event.raw_code, event.milestone, event.description) == ("04-40001-0001", Milestone.UNMAPPED, "已接单")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", {"Body": {}}, {"Body": {"WaybillRoute": "x"}}, {"Body": None}])
def test_what_cannot_be_read_is_unexpected(content: object) -> None:
    with pytest.raises(Unexpected):
        parsed(content)


@pytest.mark.parametrize(("taken", "status", "code"), [(True, 200, "0000"), (False, 503, "1000")])
def test_it_is_answered_in_the_words_of_the_route_push(taken: bool, status: int, code: str) -> None:
    answer = registry.open_carrier(account("sf_fengqiao"), httpx.AsyncClient()).push_answer(taken)
    assert (answer.status, json.loads(answer.content)["return_code"]) == (status, code)
