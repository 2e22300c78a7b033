"""SF Fengqiao from the carrier's side. What no source gives is invented and said so in docs/carriers."""

from __future__ import annotations

import hmac
import itertools
import secrets
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.adapters.sf_fengqiao import emulator_rules as rules
from fahuo.carriers.adapters.sf_fengqiao.client import DONE, PATH
from fahuo.carriers.adapters.sf_fengqiao.mapping import DELIVERABLE, MAIN_WAYBILL, RECIPIENT
from fahuo.carriers.adapters.sf_fengqiao.signing import digest
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options
from fahuo.carriers.emulation.words import said

TOLERANCE_S = 300
CHINA_S = 8 * 3600
SIGNED_FOR, ORDER_ENDED = "80", "8000"
STEPS = {
    Step.DECLARED: "647",
    Step.COLLECTED: "50",
    Step.RECEIVED: "31",
    Step.SORTED: "30",
    Step.DEPARTED: "105",
    Step.ARRIVED: "106",
    Step.IMPORT_CUSTOMS: "604",
    Step.CUSTOMS_HELD: "18",
    Step.CUSTOMS_RELEASED: "606",
    Step.LAST_MILE: "123",
    Step.OUT_FOR_DELIVERY: "44",
    Step.ADDRESS_UNCLEAR: "33",
    Step.NOT_DELIVERED: "70",
    Step.AT_PICKUP_POINT: "125",
    Step.DELIVERED: SIGNED_FOR,
    Step.RETURNING: "631",
}


class SfFengqiaoEmulator(Emulator):
    """One account and its orders. Every service comes to one address and is named in the form."""

    steps = STEPS
    signs_pushes = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(10**12 + secrets.randbelow(8 * 10**12))
        self._seen: set[str] = set()
        self._files: dict[str, tuple[str, bytes]] = {}
        self._services: dict[str, tuple[str, Operation]] = {
            "EXP_RECE_CREATE_ORDER": ("create", self._create),
            "EXP_RECE_SEARCH_ORDER_RESP": ("find", self._find),
            "EXP_RECE_UPDATE_ORDER": ("cancel", self._update),
            "COM_RECE_CLOUD_PRINT_WAYBILLS": ("label", self._print),
            "EXP_RECE_SEARCH_ROUTES": ("track", self._routes),
        }

    def routes(self) -> list[Route]:
        """The address of all services, and the one where labels lie."""
        return [
            Route(PATH, self._service, methods=["POST"]),
            self.route("/files/{name}", "file", self._file),
        ]

    def unauthorised(self) -> Response:
        """The platform's own code, with HTTP 200 as always."""
        return _platform("A1006", "数字签名无效")

    def too_many(self) -> Response:
        """The platform's own code, with HTTP 200 as always."""
        return _platform("A1005", "调用频率超过限制")

    def push(self, entry: Entry, events: list[Happening]) -> tuple[dict[str, str], bytes]:
        """Return a push of routes. SF signs none."""
        routes = [
            {"mailno": entry.number, "orderid": entry.reference, "id": str(uuid.uuid4()), **_route(event)}
            for event in events
        ]
        return {"Content-Type": "application/json"}, msgspec.json.encode({"Body": {"WaybillRoute": routes}})

    async def _service(self, request: Request) -> Response:
        form = await _form(request)
        service = form.get("serviceCode", "")
        if service not in self._services or not form.get("msgData"):
            return _platform("A1001", "必传参数不可为空")
        if wrong := self._refusal(form):
            return wrong
        operation, work = self._services[service]
        return await self.perform(operation, work, request)

    def _refusal(self, form: dict[str, str]) -> Response | None:
        account, timestamp = self.options.credentials, form.get("timestamp", "")
        if form.get("partnerID") != account["partner_id"]:
            return _platform("A1004", "无对应服务权限")
        now = self.options.clock()
        if self.options.strict_time and not (timestamp.isdigit() and abs(int(timestamp) / 1000 - now) <= TOLERANCE_S):
            return _platform("A1002", "请求时效已过期")
        right = digest(form["msgData"], timestamp=timestamp, checkword=account["checkword"])
        if not hmac.compare_digest(right.encode(), form.get("msgDigest", "").encode()):
            return self.unauthorised()
        if form.get("requestID", "") in self._seen:
            return _platform("A1007", "重复请求")
        self._seen.add(form.get("requestID", ""))
        return None

    async def _create(self, request: Request) -> Response:
        order = await _asked(request)
        if wrong := rules.first_fault(order, self.options.credentials["monthly_card"]):
            return _no(*wrong)
        if self.options.refuse_duplicates and self.book.find(order["orderId"]):
            return _no("8016", "重复下单")
        return _yes(_order(self.book.add(self._entry(order))))

    def _entry(self, order: dict[str, Any]) -> Entry:
        recipient = rules.party(order, RECIPIENT)
        place = [recipient.get(field) for field in ("postCode", "city", "province")]
        return Entry(
            reference=order["orderId"],
            number=f"SF{next(self._serial):013d}",
            service=str(order["expressTypeId"]),
            country=recipient["country"],
            recipient=recipient["contact"],
            address=f"{recipient['address']}\n{' '.join(filter(None, place))}",
            weight_g=round(float(order["totalWeight"]) * 1000),
            booked_at=self.options.clock(),
            goods=order["cargoDetails"][0]["name"],
            extra={"pickup": order.get("isDocall", 0)},
        )

    async def _find(self, request: Request) -> Response:
        entry = self.book.find((await _asked(request)).get("orderId", ""))
        if entry is None:
            return _no("6150", "找不到该订单")
        return _no("8037", "订单已消单") if entry.cancelled else _yes(_order(entry))

    async def _update(self, request: Request) -> Response:
        asked = await _asked(request)
        entry = self.book.find(asked.get("orderId", ""))
        if entry is None or asked.get("dealType") != 2:
            return _no("8018", "未获取到订单信息")
        if entry.cancelled:
            return _no("8037", "订单已消单")
        numbers = {told.get("waybillNo") for told in asked.get("waybillNoInfoList") or []}
        matching = not numbers or numbers == {entry.number}
        if matching:
            self.book.cancel(entry)
        answer = {key: told for key, told in _order(entry).items() if key != "filterResult"}
        return _yes({**answer, "resStatus": 2 if matching else 1})

    async def _print(self, request: Request) -> Response:
        asked = await _asked(request)
        if not asked.get("templateCode", "").endswith(f"_{self.options.credentials['partner_id']}"):
            return _printed(None, "8027", "不存在的业务模板")
        entry = self.book.find(asked["documents"][0]["masterWaybillNo"])
        if entry is None or entry.cancelled:
            return _printed(None, "8024", "未下单")
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return _printed([])
        name, token = f"{secrets.token_hex(8)}.pdf", secrets.token_urlsafe(16)
        self._files[name] = (token, self.drawn(entry, carrier="SF EXPRESS", size_mm=(76, 130)))
        url = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}/files/{name}"
        return _printed([{"url": url, "token": token, "waybillNo": entry.number, "pageNo": 1, "pageCount": 1}])

    async def _file(self, request: Request) -> Response:
        token, content = self._files.get(request.path_params["name"], ("", b""))
        if not token or request.headers.get("x-auth-token") != token:
            return Response("forbidden", 403)
        return Response(content, media_type="application/pdf")

    async def _routes(self, request: Request) -> Response:
        numbers = (await _asked(request)).get("trackingNumber") or []
        if len(numbers) > rules.MOST_NUMBERS:
            return _no("8003", "查询单号超过最大限制")
        if not numbers:
            return _no("8013", "未传入查询单号")
        return _yes({"routeResps": [{"mailNo": number, "routes": self._of(number)} for number in numbers]})

    def _of(self, number: str) -> list[dict[str, str]]:
        """The routes of a parcel; after the signature SF adds that the order has ended."""
        entry = self.book.find(number)
        if entry is None or entry.cancelled:
            return []
        events = self.events(entry)
        ended = [Happening(event.at + 60, ORDER_ENDED, None) for event in events if event.code == SIGNED_FOR]
        return [_route(event) for event in [*events, *ended]]


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return SfFengqiaoEmulator(Options.of(demo, **options)).app()


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


async def _asked(request: Request) -> dict[str, Any]:
    asked: dict[str, Any] = msgspec.json.decode((await _form(request))["msgData"])
    return asked


def _platform(code: str, message: str, inner: str | None = None) -> Response:
    response_id = uuid.uuid4().hex
    envelope = {"apiErrorMsg": message, "apiResponseID": response_id, "apiResultCode": code, "apiResultData": inner}
    return json(envelope)


def _answer(business: dict[str, Any]) -> Response:
    """Everything about the business is JSON inside a string, in an envelope that says A1000."""
    return _platform(DONE, "", msgspec.json.encode(business).decode())


def _yes(msg_data: object) -> Response:
    return _answer({"success": True, "errorCode": "S0000", "errorMsg": None, "msgData": msg_data})


def _no(code: str, message: str) -> Response:
    return _answer({"success": False, "errorCode": code, "errorMsg": message, "msgData": None})


def _printed(files: list[dict[str, Any]] | None, code: str = "", message: str = "") -> Response:
    told = {"obj": {"files": files}} if files is not None else {"errorCode": code, "errorMessage": message}
    return _answer({"success": files is not None, "requestId": uuid.uuid4().hex, **told})


def _order(entry: Entry) -> dict[str, Any]:
    return {
        "orderId": entry.reference,
        "originCode": "755",
        "destCode": entry.country,
        "filterResult": DELIVERABLE,
        "waybillNoInfoList": [{"waybillType": MAIN_WAYBILL, "waybillNo": entry.number}],
        "routeLabelInfo": [],
    }


def _route(event: Happening) -> dict[str, str]:
    local = datetime.fromtimestamp(event.at + CHINA_S, UTC)
    text = said(event, chinese=True)
    return {"acceptTime": f"{local:%Y-%m-%d %H:%M:%S}", "acceptAddress": "", "remark": text, "opCode": event.code}
