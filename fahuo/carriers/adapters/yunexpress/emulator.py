"""YunExpress OpenAPI from the carrier's side. Texts that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import base64
import hmac
import itertools
import secrets
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.adapters.yunexpress import emulator_rules as rules
from fahuo.carriers.adapters.yunexpress.push import IV_LENGTH, encrypt, signature
from fahuo.carriers.adapters.yunexpress.signing import sign
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json, path_of
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options

TOLERANCE_S = 300
STEPS = {
    Step.DECLARED: "ORDER_CREATION",
    Step.COLLECTED: "PICKED_UP",
    Step.RECEIVED: "FIRST_MILE_ARRIVE",
    Step.SORTED: "FIRST_MILE_DEPART",
    Step.EXPORT_CUSTOMS: "ARRIVE_ORIN_CUSTOMS",
    Step.EXPORT_RELEASED: "EXPORT_CUSTOMS_COMPLETE",
    Step.DEPARTED: "MAIN_LINE_DEPART",
    Step.ARRIVED: "MAIN_LINE_ARRIVE",
    Step.IMPORT_CUSTOMS: "CUSTOMS_PROCESSING",
    Step.CUSTOMS_HELD: "CUSTOMS_HOLD",
    Step.CUSTOMS_RELEASED: "CUSTOMS_RELEASE",
    Step.LAST_MILE: "IN_TRANSIT_CARRIER",
    # No node says "out for delivery": MD/DD is the arrival at the last mile.
    Step.ADDRESS_UNCLEAR: "DELIVERY_FAILURE",
    Step.NOT_DELIVERED: "DELIVERY_ATTEMPT",
    Step.AT_PICKUP_POINT: "READY_FOR_PICKUP",
    Step.DELIVERED: "DELIVERED",
    Step.RETURNING: "RETURNED_BACK",
    Step.RETURNED: "RETURNED",
    Step.LOST: "PACKAGE_LOST",
}


class YunExpressEmulator(Emulator):
    """One account, its tokens and its orders."""

    steps = STEPS

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._tokens: dict[str, float] = {}
        self._files: dict[str, bytes] = {}
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(10**10 + secrets.randbelow(8 * 10**10))

    def routes(self) -> list[Route]:
        """The addresses of the OpenAPI that the adapter uses."""
        return [
            self.route("/openapi/oauth2/token", "token", self._token, "POST"),
            self.route("/v1/order/package/create", "create", self._signed(self._create), "POST"),
            self.route("/v1/order/info/get", "find", self._signed(self._info)),
            self.route("/v1/order/label/get", "label", self._signed(self._label)),
            self.route("/v1/order/cancel", "cancel", self._signed(self._cancel), "POST"),
            self.route("/v1/order/hold", "hold", self._signed(self._hold), "POST"),
            self.route("/v1/basic-data/products/getlist", "services", self._signed(self._products)),
            self.route("/v1/price-trial/get", "quote", self._signed(self._price_trial)),
            self.route("/v1/track-service/info/get", "track", self._signed(self._track)),
            self.route("/files/{name}.pdf", "file", self._file),
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 in the common envelope."""
        return _no("token invalid or expired", status=401)

    def too_many(self) -> Response:
        """HTTP 429 in the common envelope."""
        answer = _no("请求过于频繁，请稍后再试", status=429)
        answer.headers["Retry-After"] = "1"
        return answer

    def push(self, entry: Entry, events: list[Happening]) -> tuple[Mapping[str, str], bytes]:
        """Events flat beside the parcel's numbers, sealed and signed with the encrypt key."""
        parcel = {**self._parcel(entry, events), "package_status": rules.package_status(events)}
        content = msgspec.json.encode({"data_code": "tisPushData", "data": parcel})
        key, stamp = self.options.credentials["encrypt_key"], str(int(self.options.clock()))
        body = msgspec.json.encode({"encrypt": encrypt(key, content, secrets.token_bytes(IV_LENGTH))})
        headers = {"X-Openapi-Request-Timestamp": stamp, "X-Openapi-Signature": signature(stamp, key, body)}
        return {**headers, "Content-Type": "application/json"}, body

    async def _token(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        account = self.options.credentials
        theirs = (asked.get("appId"), asked.get("appSecret"), asked.get("sourceKey"))
        if theirs != (account["app_id"], account["app_secret"], account["source_key"]):
            return _no("appId or appSecret is wrong")
        token = secrets.token_urlsafe(24)
        self._tokens[token] = self.options.clock() + self.options.token_lifetime_s
        return json({"accessToken": token, "expiresIn": self.options.token_lifetime_s})

    def _signed(self, work: Operation) -> Operation:
        """Check token, date and signature before the work."""

        async def checked(request: Request) -> Response:
            refused = self._refusal(request, await request.body())
            return refused or await work(request)

        return checked

    def _refusal(self, request: Request, body: bytes) -> Response | None:
        now, headers = self.options.clock(), request.headers
        if self._tokens.get(headers.get("token", ""), 0) < now:
            return self.unauthorised()
        date = headers.get("date", "")
        if self.options.strict_time and not (date.isdigit() and abs(int(date) / 1000 - now) <= TOLERANCE_S):
            return _no("date is out of range", status=401)
        secret = self.options.credentials["app_secret"]
        right = sign(secret, date=date, method=request.method, path=path_of(request), body=body)
        return None if hmac.compare_digest(right, headers.get("sign", "")) else _no("sign error", status=401)

    async def _create(self, request: Request) -> Response:
        order: dict[str, Any] = msgspec.json.decode(await request.body())
        if wrong := rules.first_fault(order):
            return _no(wrong)
        if self.options.refuse_duplicates and self.book.find(order["customer_order_number"]):
            return _no("客户订单号重复")
        entry = self.book.add(self._entry(order))
        late = self.options.number_after_s is not None
        return _yes({**self._order(entry), "bar_codes": [], "track_type": "2" if late else "1", "shipper_boxs": []})

    def _entry(self, order: dict[str, Any]) -> Entry:
        now = self.options.clock()
        receiver = order["receiver"]
        place = " ".join(filter(None, (receiver.get("postal_code"), receiver["city"], receiver.get("province"))))
        return Entry(
            reference=order["customer_order_number"],
            number=f"YT{datetime.fromtimestamp(now, UTC):%y%j}{next(self._serial):011d}",
            service=order["product_code"],
            country=receiver["country_code"],
            recipient=receiver["first_name"],
            address="\n".join([*receiver["address_lines"], place]),
            weight_g=round(sum(float(package["weight"]) for package in order["packages"]) * 1000),
            booked_at=now,
            goods=order["declaration_info"][0]["name_en"],
        )

    def _order(self, entry: Entry) -> dict[str, Any]:
        return {
            "customer_order_number": entry.reference,
            "waybill_number": entry.number,
            "tracking_number": self.late_number(entry),
        }

    async def _info(self, request: Request) -> Response:
        entry = self._asked(request)
        if entry is None:
            return _no("订单不存在")
        order = {**self._order(entry), "status": self._state(entry), "product_code": entry.service}
        return _yes([order] if int(entry.number[-1]) % 2 else order)  # both shapes were seen

    def _state(self, entry: Entry) -> str:
        return rules.order_state(self.events(entry), cancelled=entry.cancelled, held=entry.held)

    async def _label(self, request: Request) -> Response:
        entry = self._asked(request)
        if entry is None or entry.cancelled:
            return _no("订单不存在")
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return _no("标签生成中，请稍后再试")
        content = self.drawn(entry, carrier="YUNEXPRESS", second=self.late_number(entry))
        label = {"order_number": entry.number, "label_type": "PDF", "url": "", "label_string": ""}
        if entry.service in rules.LABELS_BY_ADDRESS:
            name = secrets.token_hex(16)
            self._files[name] = content
            return _yes({**label, "url": f"{request.base_url}files/{name}.pdf"})
        return _yes([{**label, "label_string": base64.b64encode(content).decode("ascii")}])

    async def _file(self, request: Request) -> Response:
        """A label behind an address; the address is good for one fetch."""
        content = self._files.pop(request.path_params["name"], None)
        return Response("gone", 404) if content is None else Response(content, media_type="application/pdf")

    async def _cancel(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        entry = self.book.find(asked.get("waybill_number", ""))
        if entry is None:
            return _no("运单号不存在")
        if entry.cancelled:
            return _no("订单已取消，不能重复操作")
        if self._state(entry) != "A":
            return _no("当前订单状态不允许取消")
        self.book.cancel(entry)
        return _yes(None)

    async def _hold(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        entry = self.book.find(asked.get("waybill_number", ""))
        if entry is None or entry.cancelled:
            return _no("运单号不存在")
        if len(asked.get("remark", "")) > 255:
            return _no("remark length: 0-255")
        if entry.held:
            return _no("订单已拦截，不能重复操作")
        if self._state(entry) not in ("A", "B"):
            return _no("当前订单状态不允许拦截")
        entry.held = True
        return _yes(None)

    async def _products(self, _request: Request) -> Response:
        products = [{"product_code": code, "product_name": name} for code, name in rules.PRODUCTS.items()]
        return json({"success": True, "code": "00000000", "msg": "处理成功", "detail": products})

    async def _price_trial(self, request: Request) -> Response:
        asked = request.query_params
        if not asked.get("country_code") or float(asked.get("weight", 0)) <= 0:
            return _no("country_code, weight 必填")
        if asked.get("package_type") not in ("C", "E", "F"):
            return _no("package_type 不存在")
        return _yes(rules.price_rows(float(asked["weight"])))

    async def _track(self, request: Request) -> Response:
        entry = self._asked(request)
        if entry is None:
            return _no("运单号不存在")
        events = [] if entry.cancelled else self.events(entry)
        status = "C" if entry.cancelled else rules.package_status(events)
        return _yes([{"package_status": status, "track_Info": self._parcel(entry, events)}])

    def _parcel(self, entry: Entry, events: list[Happening]) -> dict[str, Any]:
        told = [rules.track_event(event) for event in events]
        return {**self._order(entry), "destination_code": entry.country, "track_events": told}

    def _asked(self, request: Request) -> Entry | None:
        return self.book.find(request.query_params.get("order_number", ""))


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return YunExpressEmulator(Options.of(demo, **options)).app()


def _yes(result: object) -> Response:
    now_ms = int(time.time() * 1000)
    return json({"t": now_ms, "success": True, "code": "00000000", "msg": "处理成功", "result": result})


def _no(message: str, *, status: int = 400) -> Response:
    request_id = secrets.token_hex(8)
    return json({"success": False, "code": "02140100", "msg": message, "request_id": request_id}, status)
