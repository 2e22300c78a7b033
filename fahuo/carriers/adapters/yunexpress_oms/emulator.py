"""YunExpress OMS from the carrier's side. Texts that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import hmac
import itertools
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.adapters.yunexpress_oms import emulator_rules as rules
from fahuo.carriers.adapters.yunexpress_oms.signing import authorisation
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Step
from fahuo.carriers.emulation.options import Options

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
LARGEST_BATCH = 10
DELETED, LIVE = 6, 1  # numbers of GetOrder: 6 was seen after a deletion, the other is invented


class YunExpressOmsEmulator(Emulator):
    """One account and its orders. Failures come with HTTP 200 and a code, except a key that is not known."""

    steps = STEPS
    checks_time = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._files: dict[str, bytes] = {}
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(10**10 + secrets.randbelow(8 * 10**10))

    def routes(self) -> list[Route]:
        """The addresses that the adapter uses, in the carrier's own uneven spelling, and the labels' files."""
        return [
            self.route("/api/WayBill/CreateOrder", "create", self._known(self._create), "POST"),
            self.route("/api/WayBill/GetOrder", "find", self._known(self._get_order)),
            self.route("/api/Waybill/GetTrackingNumber", "number", self._known(self._numbers)),
            self.route("/api/Label/Print", "label", self._known(self._print), "POST"),
            self.route("/api/WayBill/Delete", "cancel", self._known(self._delete), "POST"),
            self.route("/api/WayBill/Intercept", "hold", self._known(self._intercept), "POST"),
            self.route("/api/Tracking/GetTrackAllInfo", "track", self._known(self._track)),
            self.route("/api/Tracking/GetTrackInfo", "track_part", self._known(self._track)),
            self.route("/api/Common/GetShippingMethods", "services", self._known(self._methods)),
            self.route("/api/Freight/GetPriceTrial", "quote", self._known(self._price_trial)),
            self.route("/PDF/{name}.pdf", "file", self._file),
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 in the common envelope."""
        return _no("401", "身份验证失败", status=401)

    def too_many(self) -> Response:
        """HTTP 200 with a code of its own."""
        return _no("10000", "请求次数超过限制")

    def _known(self, work: Operation) -> Operation:
        """Check the key before the work."""

        async def checked(request: Request) -> Response:
            account, given = self.options.credentials, request.headers.get("authorization", "")
            right = authorisation(account["customer_code"], account["api_secret"])
            if hmac.compare_digest(right.encode(), given.encode()):
                return await work(request)
            return _no("1002", "客户编号或ApiSecret错误") if given.startswith("Basic ") else self.unauthorised()

        return checked

    async def _create(self, request: Request) -> Response:
        orders = msgspec.json.decode(await request.body())
        if not isinstance(orders, list) or not 1 <= len(orders) <= LARGEST_BATCH:
            return _no("1004", "请求参数错误")
        made = [self._created(order) for order in orders]
        good = sum(element["Success"] for element in made)
        if good == len(made):
            return _yes("Item", made)
        return _no("1011", "部分提交成功!", item=made) if good else _no("1001", "提交失败!", item=made)

    def _created(self, order: dict[str, Any]) -> dict[str, Any]:
        wrong = rules.first_fault(order)
        if not wrong and self.options.refuse_duplicates and self.book.find(order["CustomerOrderNumber"]):
            wrong = f"客户订单号[{order['CustomerOrderNumber']}]重复"
        if wrong:
            return _element(order.get("CustomerOrderNumber"), remark=wrong)
        entry = self.book.add(self._entry(order))
        element = _element(entry.reference, track_type="3" if self.options.number_after_s is None else "2")
        return {**element, "WayBillNumber": entry.number, "RequireSenderAddress": int(not order.get("Sender"))}

    def _entry(self, order: dict[str, Any]) -> Entry:
        now, receiver = self.options.clock(), order["Receiver"]
        lines = [receiver.get(key, "") for key in ("Street", "StreetAddress1", "StreetAddress2")]
        place = " ".join(filter(None, (receiver.get("Zip"), receiver["City"], receiver.get("State"))))
        return Entry(
            reference=order["CustomerOrderNumber"],
            number=f"YT{datetime.fromtimestamp(now, UTC):%y%j}{next(self._serial):011d}",
            service=order["ShippingMethodCode"],
            country=receiver["CountryCode"],
            recipient=" ".join(filter(None, (receiver["FirstName"], receiver.get("LastName")))),
            address="\n".join(filter(None, [*lines, place])),
            weight_g=round(order["Weight"] * 1000),
            booked_at=now,
            goods=order["Parcels"][0]["EName"],
        )

    async def _get_order(self, request: Request) -> Response:
        entry = self._asked(request)
        if entry is None:
            return _no("1006", "未查询到订单")
        order = {
            "WayBillNumber": entry.number,
            "OrderNumber": entry.reference,
            "ShippingMethodCode": entry.service,
            "TrackingNumber": None,
            "Weight": entry.weight_g / 1000,
            "WeightUnits": "KG",
            "Status": DELETED if entry.cancelled else LIVE,
        }
        return _yes("Item", order)

    async def _numbers(self, request: Request) -> Response:
        asked = request.query_params.get("CustomerOrderNumber", "").split(",")
        return _yes("Items", [self._number(entry) for entry in self.book.all_of(asked)] or None)

    def _number(self, entry: Entry) -> dict[str, Any]:
        late = self.late_number(entry)
        status = 1 if late else 3 if self.options.number_after_s is None else 2
        return {
            "OrderNumber": entry.reference,
            "CustomerOrderNumber": entry.reference,
            "TrackingNumber": late or None,
            "WayBillNumber": entry.number,
            "ChildTrackings": [],
            "Remark": "",
            "Status": status,
        }

    async def _print(self, request: Request) -> Response:
        numbers = msgspec.json.decode(await request.body())
        return _yes("Item", [self._printed(number, str(request.base_url)) for number in numbers])

    def _printed(self, number: str, base_url: str) -> dict[str, Any]:
        entry = self.book.find(number)
        if entry is None or entry.cancelled:
            return _label(number, "订单不存在", 0)
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return _label(number, "标签生成中，请稍后再试", 0)
        name = secrets.token_hex(16)
        self._files[name] = self.drawn(entry, carrier="YUNEXPRESS", second=self.late_number(entry))
        return _label(number, "", 100, f"{base_url}PDF/{name}.pdf")

    async def _file(self, request: Request) -> Response:
        """A label behind an address, without any key; the address is good for one fetch."""
        content = self._files.pop(request.path_params["name"], None)
        return Response("gone", 404) if content is None else Response(content, media_type="application/pdf")

    async def _delete(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        entry = self.book.find(asked["OrderNumber"])
        if entry is None:
            return _no("1006", "订单不存在")
        if entry.cancelled or self._is_past(entry, Step.RECEIVED):
            return _no("1001", "当前订单状态不允许删除")
        self.book.cancel(entry)
        return _yes("Item", {**_deed(asked), "Status": "5012", "Remark": "删除成功!"})

    async def _intercept(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        entry = self.book.find(asked["OrderNumber"])
        if entry is None or entry.cancelled:
            return _no("1006", "订单不存在")
        if not asked.get("Remark"):
            return _no("1004", "Remark 不能为空")
        if entry.held:
            return _no("1001", "订单已拦截")
        if self._is_past(entry, Step.SORTED):
            return _no("1001", "当前订单状态不允许拦截")
        entry.held = True
        return _yes("Item", {**_deed(asked), "Result": "5011", "Remark": "拦截成功!"})

    def _is_past(self, entry: Entry, step: Step) -> bool:
        return any(event.step is step for event in self.events(entry))

    async def _track(self, request: Request) -> Response:
        entry = self._asked(request)
        if entry is None:
            return _no("1006", "未查询到轨迹")
        return _yes("Item", rules.track(entry, self.events(entry), self.late_number(entry)))

    async def _methods(self, _request: Request) -> Response:
        known = rules.PRODUCTS.values()
        listed = [{"Code": one.code, "CName": one.name_zh, "EName": one.name_en} for one in known]
        return _yes("Items", [{**one, "HasTrackingNumber": True, "DisplayName": one["CName"]} for one in listed])

    async def _price_trial(self, request: Request) -> Response:
        asked = request.query_params
        if float(asked.get("Weight", 0)) <= 0:
            return _no("2009", "重量必须大于0")
        return _yes("Items", rules.prices(float(asked["Weight"]), asked.get("CountryCode", "")))

    def _asked(self, request: Request) -> Entry | None:
        return self.book.find(request.query_params.get("OrderNumber", ""))


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return YunExpressOmsEmulator(Options.of(demo, **options)).app()


def _envelope(code: str, message: str) -> dict[str, Any]:
    stamp = datetime.now(UTC).isoformat()
    return {"Code": code, "Message": message, "RequestId": secrets.token_hex(8), "TimeStamp": stamp}


def _yes(key: str, content: object) -> Response:
    return json({key: content, **_envelope("0000", "提交成功!")})


def _no(code: str, message: str, *, item: object = None, status: int = 200) -> Response:
    return json({"Item": item, **_envelope(code, message)}, status)


def _element(reference: str | None, *, remark: str = "", track_type: str | None = None) -> dict[str, Any]:
    return {
        "CustomerOrderNumber": reference,
        "Success": int(not remark),
        "TrackType": track_type,
        "Remark": remark,
        "AgentNumber": None,
        "WayBillNumber": None,
        "RequireSenderAddress": 0,
        "TrackingNumber": None,
        "ShipperBoxs": [],
    }


def _label(number: str, error: str, code: int, url: str = "") -> dict[str, Any]:
    return {"Url": url, "OrderInfos": [{"CustomerOrderNumber": number, "Error": error, "Code": code}]}


def _deed(asked: dict[str, Any]) -> dict[str, Any]:
    return {"OrderNumber": asked["OrderNumber"], "Type": asked["OrderType"]}
