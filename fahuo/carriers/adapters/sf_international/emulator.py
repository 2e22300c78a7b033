"""SF International from the carrier's side. What no source gives is invented and said so in docs/carriers."""

from __future__ import annotations

import hmac
import itertools
import os
import secrets
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.adapters.sf_international import emulator_rules as rules
from fahuo.carriers.adapters.sf_international.client import PATH, TOKEN_PATH
from fahuo.carriers.adapters.sf_international.signing import key_of, seal, sign, unseal
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options
from fahuo.carriers.emulation.words import said

STEPS = {
    Step.DECLARED: "647",
    Step.COLLECTED: "50",
    Step.RECEIVED: "31",
    Step.SORTED: "30",
    Step.EXPORT_CUSTOMS: "15",
    Step.EXPORT_RELEASED: "606",
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
    Step.DELIVERED: "80",
    Step.RETURNING: "631",
}
IN_CHINA = frozenset(list(Step)[: list(Step).index(Step.DEPARTED) + 1])
# Hours from UTC where parcels arrive, good enough for an emulator.
ZONES = {"US": -5, "CA": -5, "GB": 0, "JP": 9, "KR": 9, "AU": 10, "HK": 8, "TW": 8, "SG": 8}
CHINA, ELSEWHERE = 8, 1


class SfInternationalEmulator(Emulator):
    """One app with one token at a time, and its orders of both interfaces; the message type names the call."""

    steps = STEPS
    checks_time = False
    signs_pushes = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._token = ""
        self._token_until = 0.0
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(10**12 + secrets.randbelow(8 * 10**12))
        self._files: dict[str, bytes] = {}
        self._calls: dict[str, tuple[str, Operation]] = {
            "IUOP_CREATE_ORDER": ("create", self._create),
            "IUOP_QUERY_ORDER": ("find", self._find),
            "IUOP_PRINT_ORDER": ("label", self._print),
            "IUOP_CANCEL_ORDER": ("cancel", self._cancel),
            "IUOP_ESTIMATE_FEE": ("quote", self._estimate),
            "GTS_QUERY_TRACK": ("track", self._track),
            "IECS_CREATE_ORDER": ("create", self._create),
            "IECS_PRINT_ORDER": ("label", self._print),
            "IECS_CANCEL_ORDER": ("cancel", self._cancel),
            "IECS_ORDER_INTERCEPT": ("hold", self._intercept),
        }

    def routes(self) -> list[Route]:
        """The token, the one address of all calls, and the one where labels lie."""
        return [
            self.route(TOKEN_PATH, "token", self._new_token),
            Route(PATH, self._dispatch, methods=["POST"]),
            self.route("/files/{name}", "file", self._file),
        ]

    def unauthorised(self) -> Response:
        """Code 500 in HTTP 200, as the gateway does."""
        return _gateway(500, "token invalid")

    async def _new_token(self, request: Request) -> Response:
        account, asked = self.options.credentials, request.query_params
        theirs = (asked.get("appKey"), asked.get("appSecret"))
        if theirs != (account["app_key"], account["app_secret"]):
            return _gateway(1001, "appKey 或 appSecret 错误")
        self._token = secrets.token_urlsafe(24)  # the one before is worthless from now on
        self._token_until = self.options.clock() + self.options.token_lifetime_s
        return _gateway(0, "success", {"accessToken": self._token, "expireIn": self.options.token_lifetime_s})

    async def _dispatch(self, request: Request) -> Response:
        """Check in the gateway's sequence: token, permission, signature, then what is inside."""
        headers, account = request.headers, self.options.credentials
        token = headers.get("token", "")
        if token != self._token or not token or self._token_until < self.options.clock():
            return self.unauthorised()
        msg_type = headers.get("msgtype", "")
        if msg_type not in self._calls or headers.get("appkey") != account["app_key"]:
            return _gateway(1004, "没权限")
        sealed = (await request.body()).decode()
        stamp = {"timestamp": headers.get("timestamp", ""), "nonce": headers.get("nonce", "")}
        if not hmac.compare_digest(sign(token=token, sealed=sealed, **stamp), headers.get("signature", "")):
            return _gateway(2001, "签名验证错误")
        operation, work = self._calls[msg_type]
        return await self.perform(operation, self._checked(work), request)

    def _checked(self, work: Operation) -> Operation:
        """Refuse what cannot be opened or comes from an unknown customer."""

        async def checked(request: Request) -> Response:
            account = self.options.credentials
            try:
                asked = await self._asked(request)
            except ValueError:
                return _gateway(2003, "解密失败")
            for field, key in (("customerCode", "customer_code"), ("apiUsername", "api_username")):
                if field in asked and asked[field] != account[key]:
                    return self._no(*rules.UNKNOWN_CUSTOMER)
            return await work(request)

        return checked

    async def _create(self, request: Request) -> Response:
        order = await self._asked(request)
        small = "apiUsername" in order
        wrong = rules.iecs_fault(order) if small else rules.iuop_fault(order, self.options.credentials["month_card"])
        if wrong:
            return self._no(*wrong)
        if self.options.refuse_duplicates and self.book.find(order["customerOrderNo"]):
            return self._no(*rules.DUPLICATE)
        return self._yes(_order(self.book.add(self._entry(order))))

    def _entry(self, order: dict[str, Any]) -> Entry:
        receiver = order["receiverInfo"]
        place = [receiver.get(field) for field in ("postCode", "regionSecond", "regionFirst")]
        return Entry(
            reference=order["customerOrderNo"],
            number=f"SF{next(self._serial):013d}",
            service=order["interProductCode"],
            country=receiver["country"],
            recipient=receiver["contact"],
            address=f"{receiver['address']}\n{' '.join(dict.fromkeys(filter(None, place)))}",
            weight_g=round(float(order["parcelTotalWeight"]) * 1000),
            booked_at=self.options.clock(),
            goods=order["parcelInfoList"][0].get("eName") or order["parcelInfoList"][0]["name"],
        )

    async def _find(self, request: Request) -> Response:
        entry = self._entry_of(await self._asked(request))
        if entry is None:
            return self._no(*rules.NO_SUCH_ORDER)
        return self._no(*rules.CANCELLED) if entry.cancelled else self._yes(_order(entry))

    async def _print(self, request: Request) -> Response:
        entry = self._entry_of((await self._asked(request))["printWaybillNoDtoList"][0])
        if entry is None or entry.cancelled:
            return self._no(*rules.NO_SUCH_ORDER)
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return self._no(*rules.BEING_MADE)
        name = f"{secrets.token_hex(8)}.pdf"
        self._files[name] = self.drawn(entry, carrier="SF INTERNATIONAL")
        root = f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"
        return self._yes({"url": f"{root}/files/{name}", "sfWaybillNo": entry.number})

    async def _file(self, request: Request) -> Response:
        content = self._files.get(request.path_params["name"])
        return Response(content, media_type="application/pdf") if content else Response("not found", 404)

    async def _cancel(self, request: Request) -> Response:
        entry = self._entry_of(await self._asked(request))
        if entry is None:
            return self._no(*rules.NO_SUCH_ORDER)
        if entry.cancelled:
            return self._no(*rules.CANCELLED)
        self.book.cancel(entry)
        return self._yes(None)

    async def _intercept(self, request: Request) -> Response:
        asked = await self._asked(request)
        entry = self._entry_of(asked)
        if entry is None or entry.cancelled:
            return self._no(*rules.NO_SUCH_ORDER)
        if entry.held and asked.get("interceptType") == "1":
            return self._no(*rules.HELD)
        entry.held = asked.get("interceptType") == "1"
        return self._yes(None)

    async def _estimate(self, request: Request) -> Response:
        asked = await self._asked(request)
        fees = rules.fees(float(asked["parcelTotalWeight"]), asked["interProductCode"])
        whole = sum((Decimal(str(fee["estimatePayFee"])) for fee in fees), Decimal(0))
        told = {"currency": "CNY", "totalFee": float(whole), "weight": asked["parcelTotalWeight"]}
        return self._yes({**told, "interProductCode": asked["interProductCode"], "feeInfoList": fees})

    async def _track(self, request: Request) -> Response:
        numbers = (await self._asked(request)).get("sfWaybillNoList") or []
        if not 1 <= len(numbers) <= rules.MOST_NUMBERS:
            return self._no(*rules.TOO_MANY)
        return self._yes([self._tracked(number) for number in numbers])

    def _tracked(self, number: str) -> dict[str, Any]:
        entry = self.book.find(number)
        if entry is None or entry.cancelled:
            return {"sfWaybillNo": number, "code": "1", "msg": "无路由信息", "trackDetailItems": None}
        items = [_item(entry, event) for event in self.events(entry)]
        return {"sfWaybillNo": number, "code": "0", "msg": "success", "trackDetailItems": items}

    def _entry_of(self, asked: dict[str, Any]) -> Entry | None:
        return self.book.find(asked.get("sfWaybillNo") or asked.get("customerOrderNo") or "")

    async def _asked(self, request: Request) -> dict[str, Any]:
        plain = unseal((await request.body()).decode(), key=self._key(), app_key=self.options.credentials["app_key"])
        asked: dict[str, Any] = msgspec.json.decode(plain)
        return asked

    def _key(self) -> bytes:
        return key_of(self.options.credentials["encoding_aes_key"])

    def _yes(self, answer: object) -> Response:
        return self._sealed({"success": True, "code": "0", "msg": "success", "data": answer})

    def _no(self, code: str, message: str) -> Response:
        return self._sealed({"success": False, "code": code, "msg": message, "data": None})

    def _sealed(self, business: dict[str, Any]) -> Response:
        app_key = self.options.credentials["app_key"]
        plain = msgspec.json.encode(business)
        return _gateway(0, "success", seal(plain, key=self._key(), app_key=app_key, start=os.urandom(16)))


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return SfInternationalEmulator(Options.of(demo, **options)).app()


def _gateway(code: int, message: str, answer: object = None) -> Response:
    now_ms = int(time.time() * 1000)
    envelope = {"apiResultCode": code, "apiErrorMsg": message, "apiResultData": answer, "apiTimestamp": now_ms}
    return json(envelope)


def _order(entry: Entry) -> dict[str, Any]:
    return {
        "customerOrderNo": entry.reference,
        "sfWaybillNo": entry.number,
        "agentWaybillNo": None,
        "childWaybillNoList": [],
        "labelUrl": "",
    }


def _item(entry: Entry, event: Happening) -> dict[str, Any]:
    country = "CN" if event.step in IN_CHINA else entry.country
    hours = CHINA if country == "CN" else ZONES.get(country, ELSEWHERE)
    local = datetime.fromtimestamp(event.at + hours * 3600, UTC)
    return {
        "opCode": event.code,
        "reasonCode": "",
        "sfWaybillNo": entry.number,
        "trackCountry": country,
        "trackRegionFirst": "",
        "trackRegionSecond": "",
        "trackAddr": "",
        "trackPostCode": "",
        "localTm": f"{local:%Y-%m-%d %H:%M:%S}",
        "gmt": f"GMT{hours:+03d}:00",
        "trackOutRemark": said(event, chinese=True),
    }
