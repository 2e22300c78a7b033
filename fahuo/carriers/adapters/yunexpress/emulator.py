"""YunExpress OpenAPI from the carrier's side. Texts that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import base64
import hmac
import itertools
import secrets
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.adapters.yunexpress import emulator_rules as rules
from fahuo.carriers.adapters.yunexpress.signing import sign
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json, path_of
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Step
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
    Step.OUT_FOR_DELIVERY: "MD/DD",
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
        self._held: set[str] = set()
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
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 in the common envelope."""
        return _no("token invalid or expired", status=401)

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
        status = "E" if entry.cancelled else "Y" if entry.number in self._held else "A"
        return _yes({**self._order(entry), "status": status, "product_code": entry.service})

    async def _label(self, request: Request) -> Response:
        entry = self._asked(request)
        if entry is None or entry.cancelled:
            return _no("订单不存在")
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return _no("标签生成中，请稍后再试")
        content = self.drawn(entry, carrier="YUNEXPRESS", second=self.late_number(entry))
        drawn = base64.b64encode(content).decode("ascii")
        return _yes([{"order_number": entry.number, "url": "", "label_type": "PDF", "label_string": drawn}])

    async def _cancel(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        entry = self.book.find(asked.get("waybill_number", ""))
        if entry is None:
            return _no("运单号不存在")
        if entry.cancelled:
            return _no("订单已取消，不能重复操作")
        self.book.cancel(entry)
        return _yes(None)

    async def _hold(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        entry = self.book.find(asked.get("waybill_number", ""))
        if entry is None or entry.cancelled:
            return _no("运单号不存在")
        self._held.add(entry.number)
        return _yes(None)

    async def _products(self, _request: Request) -> Response:
        products = [{"product_code": code, "product_name": name} for code, name in rules.PRODUCTS.items()]
        return json({"success": True, "code": "00000000", "msg": "处理成功", "detail": products})

    async def _price_trial(self, request: Request) -> Response:
        asked = request.query_params
        if not asked.get("country_code") or float(asked.get("weight", 0)) <= 0:
            return _no("country_code, weight 必填")
        return _yes(rules.price_rows(float(asked["weight"])))

    async def _track(self, request: Request) -> Response:
        entry = self._asked(request)
        if entry is None:
            return _no("运单号不存在")
        events = [_event(event.at, event.code) for event in self.events(entry)]
        status = {"ORDER_CREATION": "F", "DELIVERED": "D"}.get(events[-1]["track_node_code"], "T")
        parcel = {**self._order(entry), "track_events": [] if entry.cancelled else events}
        return _yes([{"package_status": "C" if entry.cancelled else status, "track_Info": parcel}])

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


def _event(at: float, node: str) -> dict[str, Any]:
    moment = datetime.fromtimestamp(at, UTC)
    return {
        "track_node_code": node,
        "track_node_description": node.replace("_", " ").capitalize(),
        "process_time": f"{moment:%Y-%m-%d %H:%M:%S}",
        "process_utc_time": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
        "process_content": node.replace("_", " ").capitalize(),
        "process_location": "",
        "process_country": "",
    }
