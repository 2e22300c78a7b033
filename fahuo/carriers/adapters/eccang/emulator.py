"""Eccang TOMS from the forwarder's side. Texts that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import hmac
import itertools
import secrets
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.adapters.eccang import emulator_rules as rules
from fahuo.carriers.adapters.eccang import soap
from fahuo.carriers.adapters.eccang.client import PATH
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options
from fahuo.kit.wire import UnreadableReply

CHINA = timezone(timedelta(hours=8))
KEPT_LABELS = 1000
# Only codes that a source gives: what they do not say, a forwarder's customer does not hear.
STEPS = {
    Step.DECLARED: "IR",
    Step.RECEIVED: "AF",
    Step.SORTED: "DF",
    Step.DEPARTED: "NT",
    Step.IMPORT_CUSTOMS: "NC",
    Step.DELIVERED: "CC",
}
WORDS = {
    "IR": "快件电子信息已经收到 Shipment information received",
    "AF": "快件到达作业中心 Shipment arrived at facility",
    "DF": "快件操作完成 Shipment departed from facility",
}
ENVELOPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<SOAP-ENV:Envelope xmlns:SOAP-ENV="{soap}" xmlns:ns1="{ec}">'
    "<SOAP-ENV:Body><ns1:callServiceResponse><response>{response}</response></ns1:callServiceResponse></SOAP-ENV:Body>"
    "</SOAP-ENV:Envelope>"
)


class EccangEmulator(Emulator):
    """One account and its orders. Every service comes to one address and is named in the envelope."""

    steps = STEPS
    checks_time = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(10**10 + secrets.randbelow(8 * 10**10))
        self._labels: dict[str, bytes] = {}
        self._services: dict[str, tuple[str, Operation]] = {
            "createOrder": ("create", self._create),
            "getOrder": ("find", self._get_order),
            "getLabelUrl": ("label", self._label_url),
            "cancelOrder": ("cancel", self._cancel),
            "interceptOrder": ("hold", self._intercept),
            "getCargoTrack": ("track", self._track),
            "getShippingMethod": ("services", self._channels),
            "feeTrail": ("quote", self._fees),
        }

    def routes(self) -> list[Route]:
        """The one address of all services, and that of label files."""
        return [
            Route(PATH, self._call_service, methods=["POST"]),
            Route("/default/index/get-label/code/{code}", self._label_file),
        ]

    def unauthorised(self) -> Response:
        """HTTP 200 with a failure, as for everything else."""
        return _no("appToken或appKey错误", "10001")

    async def _call_service(self, request: Request) -> Response:
        body = await request.body()
        try:
            token, key = soap.unwrap(body, "appToken"), soap.unwrap(body, "appKey")
            service = soap.unwrap(body, "service")
        except (UnreadableReply, soap.SoapFault):
            return _no("请求参数格式错误", "10000")
        account = self.options.credentials
        if not (_same(token, account["app_token"]) and _same(key, account["app_key"])):
            return self.unauthorised()
        if service not in self._services:
            return _no(f"service {service} 不存在", "10002")
        operation, work = self._services[service]
        return await self.perform(operation, work, request)

    async def _create(self, request: Request) -> Response:
        order = await _params(request)
        if wrong := rules.first_fault(order):
            return _no(wrong, "30001")
        if self.options.refuse_duplicates and self.book.find(order["reference_no"]):
            return _no(f"客户参考号 {order['reference_no']} 已存在", "30002")
        entry = self.book.add(self._entry(order))
        number = self._tracking_number(entry)
        return _yes(
            reference_no=entry.reference,
            shipping_method_no=number,
            order_code=entry.number,
            track_status="1" if number else "2",
            sender_info_status=1,
            agent_number="",
        )

    def _entry(self, order: dict[str, Any]) -> Entry:
        consignee = order["Consignee"]
        parts = ("consignee_street", "consignee_street2", "consignee_street3")
        place = ("consignee_postcode", "consignee_city", "consignee_province")
        lines = [consignee[part] for part in parts if consignee.get(part)]
        return Entry(
            reference=order["reference_no"],
            number=f"EC{next(self._serial):011d}YQ",
            service=order["shipping_method"],
            country=order["country_code"],
            recipient=consignee["consignee_name"],
            address="\n".join([*lines, " ".join(consignee[part] for part in place if consignee.get(part))]),
            weight_g=round(float(order["order_weight"]) * 1000),
            booked_at=self.options.clock(),
            goods=order["ItemArr"][0]["invoice_enname"],
        )

    def _tracking_number(self, entry: Entry) -> str:
        """There at once, unless the options say that it comes later."""
        if self.options.number_after_s is None:
            return f"LZ{entry.number[-11:-2]}CN"
        return self.late_number(entry)

    async def _get_order(self, request: Request) -> Response:
        entry = await self._asked(request)
        if entry is None:
            return _no("订单不存在", "50010")
        found = {
            "shipping_method": entry.service,
            "country_code": entry.country,
            "reference_no": entry.reference,
            "shipper_hawbcode": entry.number,
            "shipping_method_no": self._tracking_number(entry),
            "order_weight": f"{entry.weight_g / 1000:.3f}",
            "order_pieces": "1",
            "order_status": "E" if entry.cancelled else "P",
        }
        return _yes(reference_no=entry.reference, data=found)

    async def _label_url(self, request: Request) -> Response:
        entry = await self._asked(request)
        if entry is None or entry.cancelled:
            return _no("订单不存在", "50010")
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return _no("标签生成中，请稍后再试", "50020")
        while len(self._labels) >= KEPT_LABELS:
            self._labels.pop(next(iter(self._labels)))
        # Drawn now, as a fault spoils the label that is asked for and not the fetching of a file.
        self._labels[entry.number] = self.drawn(entry, carrier="FORWARDER", second=self._tracking_number(entry))
        url = f"{str(request.base_url).rstrip('/')}/default/index/get-label/code/{entry.number}"
        return _yes(url=url, type="pdf", reference_no=entry.reference)

    async def _label_file(self, request: Request) -> Response:
        content = self._labels.get(request.path_params["code"])
        return Response("no such file", 404) if content is None else Response(content, media_type="application/pdf")

    async def _cancel(self, request: Request) -> Response:
        entry = await self._asked(request)
        if entry is None:
            return _no("订单不存在", "50010")
        if entry.cancelled:
            return _no("订单状态不允许取消", "50030")
        self.book.cancel(entry)
        return _yes(reference_no=entry.reference, type=None)

    async def _intercept(self, request: Request) -> Response:
        entry = await self._asked(request)
        if entry is None or entry.cancelled:
            return _no("订单不存在", "5000")
        if entry.held:
            return _no("订单已拦截", "5001")
        entry.held = True
        return _yes(reference_no=entry.reference)

    async def _track(self, request: Request) -> Response:
        codes = (await _params(request))["codes"]
        return _yes(Data=[self._tracked(code) for code in codes], Error=[])

    def _tracked(self, code: str) -> dict[str, Any]:
        entry = self._find(code)
        events = [_detail(event) for event in reversed(self.events(entry))] if entry and not entry.cancelled else []
        latest = events[0] if events else {"Occur_date": "", "Comment": "", "Status": ""}
        return {
            "Code": code,
            "Country_code": entry.country if entry else "",
            "New_date": latest["Occur_date"],
            "New_Comment": latest["Comment"],
            "Status": "NO" if latest["Status"] == "IR" else latest["Status"],
            "Detail": events,
        }

    async def _channels(self, _request: Request) -> Response:
        channels = rules.CHANNELS.items()
        return _yes(data=[{"code": code, "cn_name": cn, "en_name": en} for code, (cn, en) in channels])

    async def _fees(self, request: Request) -> Response:
        asked = await _params(request)
        if not asked.get("country_code") or float(asked.get("weight") or 0) <= 0:
            return _no("country_code, weight 不能为空", "40001")
        return _yes(data=rules.fees(float(asked["weight"])))

    async def _asked(self, request: Request) -> Entry | None:
        return self._find((await _params(request)).get("reference_no", ""))

    def _find(self, code: str) -> Entry | None:
        """Look up by reference or order code, and by tracking number."""
        found = self.book.find(code)
        if found is None and code.startswith(("LZ", "LM")):
            return next((entry for entry in self.book.entries if self._tracking_number(entry) == code), None)
        return found


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return EccangEmulator(Options.of(demo, **options)).app()


async def _params(request: Request) -> dict[str, Any]:
    params: dict[str, Any] = msgspec.json.decode(soap.unwrap(await request.body(), "paramsJson"))
    return params


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())


def _yes(**fields: object) -> Response:
    return _answer({"ask": "Success", "message": "Success", **fields})


def _no(message: str, code: str) -> Response:
    """A failure: sometimes `message` says it, sometimes only `Error` does."""
    fault = {"errCode": code, "errMessage": message}
    return _answer({"ask": "Failure", "message": "Failure" if code.startswith("5") else message, "Error": fault})


def _answer(content: dict[str, object]) -> Response:
    said = msgspec.json.encode({**content, "time_cost(s)": "0.28801608085632"}).decode()
    body = ENVELOPE.format(soap=soap.SOAP, ec=soap.EC, response=escape(said))
    return Response(body, media_type="text/xml; charset=utf-8")


def _detail(event: Happening) -> dict[str, str]:
    moment = datetime.fromtimestamp(event.at, UTC).astimezone(CHINA)
    return {
        "Occur_date": f"{moment:%Y-%m-%d %H:%M:%S}",
        "Status": event.code,
        "Comment": WORDS.get(event.code, event.code),
        "track_area": "SHENZHEN" if event.code in WORDS else "",
    }
