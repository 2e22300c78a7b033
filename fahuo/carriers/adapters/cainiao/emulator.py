"""Cainiao LINK from the carrier's side. Texts that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import base64
import hmac
import itertools
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.adapters.cainiao import emulator_rules as rules
from fahuo.carriers.adapters.cainiao.client import PATH, RECEIVERS
from fahuo.carriers.adapters.cainiao.signing import digest
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options
from fahuo.carriers.emulation.words import said

TEST_PATH = "/gateway/custom/open_integration_test_env"
STEPS = {
    Step.DECLARED: "CONSIGN",
    Step.COLLECTED: "PU_PICKUP_SUCCESS",
    Step.RECEIVED: "SC_INBOUND_SUCCESS",
    Step.SORTED: "SC_OUTBOUND_SUCCESS",
    Step.EXPORT_CUSTOMS: "CC_EX_START",
    Step.EXPORT_RELEASED: "CC_EX_SUCCESS",
    Step.DEPARTED: "LH_DEPART",
    Step.ARRIVED: "LH_ARRIVE",
    Step.IMPORT_CUSTOMS: "CC_IM_START",
    Step.CUSTOMS_HELD: "CC_IM_FAILURE",
    Step.CUSTOMS_RELEASED: "CC_IM_SUCCESS",
    Step.LAST_MILE: "GTMS_ACCEPT",
    Step.OUT_FOR_DELIVERY: "GTMS_DELIVERING",
    Step.ADDRESS_UNCLEAR: "GTMS_DEL_FAILURE",
    Step.NOT_DELIVERED: "GTMS_DEL_FAILURE",
    Step.AT_PICKUP_POINT: "GTMS_WAIT_SELF_PICK",
    Step.DELIVERED: "GTMS_SIGNED",
    Step.RETURNING: "RT_INBOUND",
    Step.RETURNED: "RETURNED",
}
AT_ORIGIN = {step for step in Step if list(Step).index(step) <= list(Step).index(Step.DEPARTED)}
PLACE = timedelta(hours=1)  # the zone of wherever a parcel arrives


class CainiaoEmulator(Emulator):
    """One account and its orders. Every call comes to one address and is named in the form."""

    steps = STEPS
    checks_time = False  # a call has no time in it

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(10**7 + secrets.randbelow(8 * 10**7))
        self._calls: dict[str, tuple[str, Operation]] = {
            "cnge.order.create": ("create", self._create),
            "cnge.order.cancel": ("cancel", self._cancel),
            "cnge.waybill.get": ("label", self._waybill),
            "cnge.track.get": ("track", self._track),
        }

    def routes(self) -> list[Route]:
        """The real gateway and that for tests: they take the same."""
        return [Route(path, self._called, methods=["POST"]) for path in (PATH, TEST_PATH)]

    def unauthorised(self) -> Response:
        """What is said to a wrong digest; here `success` is no text."""
        wrong = "验签或加密失败:digist sign check not pass"  # sic
        return self._answer({"success": False, "errorCode": "S02", "errorMsg": wrong})

    def push(self, entry: Entry, events: list[Happening]) -> tuple[Mapping[str, str], bytes] | None:
        """The same form the other way round. That it holds what cnge.track.get answers is a guess."""
        told = {"orderCode": entry.number, "outOrderId": entry.reference, "traceDetailList": _traces(events)}
        content = msgspec.json.encode(told).decode()
        fields = {
            "msg_type": "cnge.track.push",
            "from_code": "CNGCP-OPEN",
            "msg_id": secrets.token_hex(8),
            "logistics_interface": content,
            "data_digest": digest(content, self.options.credentials["secret_key"], self._encoding),
        }
        headers = {"Content-Type": f"application/x-www-form-urlencoded;charset={self._encoding}"}
        return headers, urlencode(fields, encoding=self._encoding).encode("ascii")

    @property
    def _encoding(self) -> str:
        return self.options.credentials["encoding"]

    async def _called(self, request: Request) -> Response:
        form = await self._form(request)
        name, content = form.get("msg_type", ""), form.get("logistics_interface", "")
        if not name or not content:
            return self._no("S12", "request param api can not be null")
        if name not in self._calls or form.get("to_code") != RECEIVERS[name]:
            return self._no("S10", "API 不存在")
        if form.get("logistic_provider_id") != self.options.credentials["cp_code"]:
            return self.unauthorised()
        if not self._rightly_signed(content, form.get("data_digest", "")):
            return self.unauthorised()
        operation, work = self._calls[name]
        return await self.perform(operation, work, request)

    def _rightly_signed(self, content: str, given: str) -> bool:
        try:
            right = digest(content, self.options.credentials["secret_key"], self._encoding)
        except UnicodeEncodeError:  # the form is in another encoding than the account
            return False
        return hmac.compare_digest(right.encode(), given.encode())

    async def _form(self, request: Request) -> dict[str, str]:
        body = (await request.body()).decode("ascii", "replace")
        return dict(parse_qsl(body, keep_blank_values=True, encoding=self._encoding, errors="replace"))

    async def _asked(self, request: Request) -> dict[str, Any]:
        asked: dict[str, Any] = msgspec.json.decode((await self._form(request))["logistics_interface"])
        return asked

    async def _entry_of(self, request: Request) -> Entry | None:
        """Look up by order code only: the gateway knows no look-up by the seller's own number."""
        code = (await self._asked(request)).get("orderCode", "")
        return next((entry for entry in self.book.all_of([code]) if entry.number == code), None)

    async def _create(self, request: Request) -> Response:
        order = await self._asked(request)
        if wrong := rules.first_fault(order):
            return self._no("PARAM_ERROR", wrong)
        known = self.book.find(order["outOrderId"])
        if known is not None and self.options.refuse_duplicates:
            return self._no("ORDER_EXIST", f"outOrderId {order['outOrderId']} 已存在")
        entry = known or self.book.add(self._entry(order))
        return self._yes(
            {"orderCode": entry.number, "trackingNumber": entry.extra["tracking_number"], "laneCode": "L_DEMO"}
        )

    def _entry(self, order: dict[str, Any]) -> Entry:
        receiver, parcel = order["receiverParam"], order["packageParams"][0]
        place = " ".join(filter(None, (receiver.get("zipCode"), receiver.get("city"), receiver.get("state"))))
        serial = next(self._serial)
        return Entry(
            reference=order["outOrderId"],
            number=f"LP{serial:014d}",
            service=order["solutionParam"]["solutionCode"],
            country=receiver["countryCode"],
            recipient=receiver["name"],
            address=f"{receiver['detailAddress']}\n{place}",
            weight_g=parcel["weight"],
            booked_at=self.options.clock(),
            goods=parcel["itemParams"][0]["englishName"],
            extra={
                "tracking_number": rules.tracking_number(serial),
                "door_pickup": "doorPickupParam" in order["solutionParam"],
            },
        )

    async def _waybill(self, request: Request) -> Response:
        entry = await self._entry_of(request)
        if entry is None or entry.cancelled:
            return self._no("ORDER_NOT_EXIST", "物流订单不存在")
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return self._no("WAYBILL_NOT_READY", "面单生成中，请稍后再试")
        number = entry.extra["tracking_number"]
        drawn = self.drawn(replace(entry, number=number), carrier="CAINIAO", second=entry.number)
        return self._yes(
            {
                "trackingNumber": number,
                "waybillPdfData": base64.b64encode(drawn).decode("ascii"),
                "laneCode": "L_DEMO",
                "laneName": "",
                "laneLastMileCP": "",
            }
        )

    async def _cancel(self, request: Request) -> Response:
        entry = await self._entry_of(request)
        if entry is None:
            return self._no("ORDER_NOT_EXIST", "物流订单不存在")
        if entry.cancelled:
            return self._no("ORDER_STATUS_ERROR", "物流订单已取消")
        self.book.cancel(entry)
        return self._yes(None)

    async def _track(self, request: Request) -> Response:
        entry = await self._entry_of(request)
        if entry is None or entry.cancelled:
            return self._no("ORDER_NOT_EXIST", "物流订单不存在")
        return self._yes({"traceDetailList": _traces(self.events(entry))})

    def _yes(self, content: object) -> Response:
        return self._answer({"success": "true", "errorCode": None, "errorMsg": None, "data": content})

    def _no(self, code: str, said: str) -> Response:
        return self._answer({"success": "false", "errorCode": code, "errorMsg": said})

    def _answer(self, content: dict[str, Any]) -> Response:
        """Answer in the account's encoding."""
        written = msgspec.json.encode(content).decode().encode(self._encoding, "replace")
        return Response(written, media_type=f"application/json;charset={self._encoding}")


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return CainiaoEmulator(Options.of(demo, **options)).app()


def _traces(events: list[Happening]) -> list[dict[str, Any]]:
    return [_trace(event) for event in events]


def _trace(event: Happening) -> dict[str, Any]:
    at_home = event.step in AT_ORIGIN
    local = datetime.fromtimestamp(event.at, UTC) + (timedelta(hours=8) if at_home else PLACE)
    return {
        "time": f"{local:%Y-%m-%d %H:%M:%S}",
        "timeZone": "+0800" if at_home else "+0100",
        "actionCode": event.code,
        "desc": said(event),
    }
