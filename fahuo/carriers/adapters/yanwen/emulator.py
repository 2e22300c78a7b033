"""Yanwen from the carrier's side. Texts that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import base64
import hmac
import itertools
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fahuo.carriers.adapters.yanwen import emulator_rules as rules
from fahuo.carriers.adapters.yanwen.mapping import SERVICES
from fahuo.carriers.adapters.yanwen.signing import sign
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options
from fahuo.carriers.emulation.words import said

TOLERANCE_S = 300
STEPS = {
    Step.DECLARED: "OR10",
    Step.RECEIVED: "PU10",
    Step.SORTED: "SC20",
    Step.DEPARTED: "LH20",
    Step.IMPORT_CUSTOMS: "IC50",
    Step.CUSTOMS_HELD: "IC51",
    Step.CUSTOMS_RELEASED: "IC60",
    Step.LAST_MILE: "LM10",
    Step.OUT_FOR_DELIVERY: "LM25",
    Step.ADDRESS_UNCLEAR: "LM50",
    Step.NOT_DELIVERED: "LM50",
    Step.AT_PICKUP_POINT: "LM30",
    Step.DELIVERED: "LM40",
    Step.RETURNING: "LM54",
    Step.RETURNED: "LM90",
}


class YanwenEmulator(Emulator):
    """One account and its orders. Every method comes to one address and is named in the query."""

    steps = STEPS

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(10**7 + secrets.randbelow(8 * 10**7))
        self._methods: dict[str, tuple[str, Operation]] = {
            "express.order.create": ("create", self._create),
            "express.order.getlist": ("find", self._getlist),
            "express.order.get": ("find", self._get),
            "express.order.label.get": ("label", self._label),
            "express.order.cancel": ("cancel", self._cancel),
            "express.channel.getlist": ("services", self._channels),
            "common.warehouse.getlist": ("warehouses", self._warehouses),
        }

    def routes(self) -> list[Route]:
        """The order address and the tracking address."""
        return [
            Route("/api/order", self._order_call, methods=["POST"]),
            Route("/api/tracking", self._tracking_call, methods=["GET"]),
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 in plain text, as the carrier does."""
        return PlainTextResponse("签名错误,可能秘钥已失效,请获取新秘钥对接", 401)

    async def _order_call(self, request: Request) -> Response:
        method = request.query_params.get("method", "")
        if method not in self._methods:
            return _no("method 不存在")
        if not self._rightly_signed(request, await request.body()):
            return self.unauthorised()
        operation, work = self._methods[method]
        return await self.perform(operation, work, request)

    def _rightly_signed(self, request: Request, body: bytes) -> bool:
        query, account = request.query_params, self.options.credentials
        timestamp = query.get("timestamp", "")
        if not timestamp.isdigit() or query.get("user_id") != account["user_id"]:
            return False
        if self.options.strict_time and abs(int(timestamp) / 1000 - self.options.clock()) > TOLERANCE_S:
            return False
        token, user_id = account["api_token"], account["user_id"]
        right = sign(token, user_id=user_id, method=query["method"], timestamp=timestamp, body=body)
        return hmac.compare_digest(right, query.get("sign", ""))

    async def _create(self, request: Request) -> Response:
        order: dict[str, Any] = msgspec.json.decode(await request.body())
        if wrong := rules.first_fault(order, self.options.credentials["warehouse_code"]):
            return _no(wrong)
        if self.options.refuse_duplicates and self.book.find(order["orderNumber"]):
            return _no("订单号重复，该订单号已存在")
        entry = self.book.add(self._entry(order))
        return _yes({**self._order(entry), "yanwenOrderNumber": f"YW{next(self._serial)}"})

    def _entry(self, order: dict[str, Any]) -> Entry:
        receiver, parcel = order["receiverInfo"], order["parcelInfo"]
        place = " ".join(filter(None, (receiver.get("zipCode"), receiver.get("city"), receiver.get("state"))))
        return Entry(
            reference=order["orderNumber"],
            number=rules.waybill_number(next(self._serial)),
            service=order["channelId"],
            country=receiver["country"],
            recipient=receiver["name"],
            address=f"{receiver['address']}\n{place}",
            weight_g=parcel["totalWeight"],
            booked_at=self.options.clock(),
            goods=parcel["productList"][0]["goodsNameEn"],
        )

    def _order(self, entry: Entry) -> dict[str, Any]:
        return {
            "waybillNumber": entry.number,
            "orderNumber": entry.reference,
            "referenceNumber": self.late_number(entry),
        }

    async def _getlist(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())["listNumber"]
        if not 1 <= len(asked) <= rules.LARGEST_LIST:
            return _no(f"listNumber 最多{rules.LARGEST_LIST}个")
        found = self.book.all_of(asked)
        # Codes come as numbers too, and so do states as text.
        return _yes([self._detailed(entry) for entry in found], code=0)

    async def _get(self, request: Request) -> Response:
        entry = await self._asked(request)
        return _no("运单号不存在") if entry is None else _yes(self._detailed(entry))

    def _detailed(self, entry: Entry) -> dict[str, Any]:
        state = rules.order_status(self.events(entry), cancelled=entry.cancelled)
        return {**self._order(entry), "status": state, "isPrint": int(entry.labels_asked > 0)}

    async def _label(self, request: Request) -> Response:
        entry = await self._asked(request)
        if entry is None or entry.cancelled:
            return _no("运单号不存在")
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return _yes({"waybillNumber": entry.number, "isSuccess": False, "errorMsg": "标签生成中，请稍后再试"})
        drawn = self.drawn(entry, carrier="YANWEN", second=self.late_number(entry))
        label = base64.b64encode(drawn).decode("ascii")
        return _yes({"waybillNumber": entry.number, "isSuccess": True, "errorMsg": None, "base64String": label})

    async def _cancel(self, request: Request) -> Response:
        entry = await self._asked(request)
        if entry is None:
            return _no("运单号不存在")
        if entry.cancelled:
            return _no("订单已取消")
        if rules.order_status(self.events(entry), cancelled=False) != rules.MADE:
            return _no("订单状态不允许取消")
        self.book.cancel(entry)
        return _yes(None)

    async def _channels(self, _request: Request) -> Response:
        known = SERVICES.values()
        return _yes([{"id": one.code, "nameCh": one.name_zh, "nameEn": one.name_en} for one in known])

    async def _warehouses(self, _request: Request) -> Response:
        return _yes([{"code": self.options.credentials["warehouse_code"], "name": "示例交货仓", "area": "华南"}])

    async def _asked(self, request: Request) -> Entry | None:
        asked = msgspec.json.decode(await request.body())
        return self.book.find(asked.get("waybillNumber", ""))

    async def _tracking_call(self, request: Request) -> Response:
        numbers = request.query_params.get("nums", "").split(",")
        return await self.perform("track" if len(numbers) == 1 else "track_many", self._track, request)

    async def _track(self, request: Request) -> Response:
        if request.headers.get("authorization") != self.options.credentials["user_id"]:
            return PlainTextResponse("unauthorized", 401)
        numbers = request.query_params.get("nums", "").split(",")
        if len(numbers) > rules.LARGEST_TRACKING:
            return json({"code": 1, "message": f"nums 最多{rules.LARGEST_TRACKING}个", "result": None})
        return json({"code": 0, "message": "success", "result": [self._tracked(number) for number in numbers]})

    def _tracked(self, number: str) -> dict[str, Any]:
        entry = self.book.find(number)
        if entry is None or entry.cancelled:
            return {"tracking_number": number, "tracking_status": "NOTFOUND", "checkpoints": []}
        events = self.events(entry)
        checkpoints = [_checkpoint(event) for event in events]
        return {
            "tracking_number": self.late_number(entry) or entry.number,
            "waybill_number": entry.number,
            "exchange_number": self.late_number(entry),
            "tracking_status": events[-1].code,
            "checkpoints": checkpoints,
            "origin_country": "CN",
            "destination_country": entry.country,
        }


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return YanwenEmulator(Options.of(demo, **options)).app()


def _yes(content: object, *, code: str | int = "0") -> Response:
    return json({"success": True, "code": code, "message": "success", "data": content})


def _no(message: str) -> Response:
    return json({"success": False, "code": "10001", "message": message, "data": None})


def _checkpoint(event: Happening) -> dict[str, Any]:
    local = datetime.fromtimestamp(event.at + 8 * 3600, UTC)
    return {
        "time_stamp": f"{local:%Y-%m-%dT%H:%M:%S}",
        "time_zone": "+08",
        "tracking_status": event.code,
        "message": said(event),
        "location": "",
        "is_last_mile_checkpoint": int(event.code.startswith("LM")),
        "extraProperties": {},
    }
