"""4PX from the carrier's side. Texts that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import hmac
import itertools
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fahuo.carriers.adapters.fpx import emulator_rules as rules
from fahuo.carriers.adapters.fpx.client import PATH
from fahuo.carriers.adapters.fpx.mapping import SERVICES
from fahuo.carriers.adapters.fpx.signing import sign
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options
from fahuo.carriers.emulation.words import said

STEPS = {
    Step.DECLARED: "FPX_L_RPIF",
    Step.COLLECTED: "FPX_C_SPLS",
    Step.RECEIVED: "FPX_C_AAF",
    Step.SORTED: "FPX_C_ADFF",
    Step.DEPARTED: "FPX_M_DFOA",
    Step.ARRIVED: "FPX_M_ATA",
    Step.IMPORT_CUSTOMS: "FPX_I_CC",
    Step.CUSTOMS_HELD: "FPX_I_HC",
    Step.CUSTOMS_RELEASED: "FPX_I_RCUK",
    Step.LAST_MILE: "FPX_D_STPP",
    Step.OUT_FOR_DELIVERY: "FPX_D_SD",
    Step.ADDRESS_UNCLEAR: "FPX_D_FDAD",
    Step.NOT_DELIVERED: "FPX_D_FD",
    Step.AT_PICKUP_POINT: "FPX_D_ADWP",
    Step.DELIVERED: "FPX_S_OK",
    Step.RETURNING: "FPX_O_RTR",
}
AT_ORIGIN = {Step.DECLARED, Step.COLLECTED, Step.RECEIVED, Step.SORTED, Step.DEPARTED}
FILES_KEPT = 1000
SAID = {
    "000012": "signature error",
    "000013": "app_key error",
    "000017": "too many requests within one minute",
}


class FourPXEmulator(Emulator):
    """One account and its orders. Every method comes to one address and is named in the query."""

    steps = STEPS
    checks_time = False  # no window for the timestamp is known

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(3 * 10**12 + secrets.randbelow(10**12))
        self._files: dict[str, bytes] = {}
        self._methods: dict[str, tuple[str, Operation]] = {
            "ds.xms.order.create": ("create", self._create),
            "ds.xms.order.get": ("find", self._get),
            "ds.xms.order.cancel": ("cancel", self._cancel),
            "ds.xms.order.hold": ("hold", self._hold),
            "ds.xms.label.get": ("label", self._label),
            "ds.xms.logistics_product.getlist": ("services", self._products),
            "ds.xms.estimated_cost.get": ("quote", self._estimate),
            "tr.order.tracking.get": ("track", self._track),
        }

    def routes(self) -> list[Route]:
        """The address of every method, and that of label files, which needs no key."""
        return [Route(PATH, self._called, methods=["POST"]), Route("/label/{name}", self._file)]

    def unauthorised(self) -> Response:
        """HTTP 200 with a code, as for everything."""
        return _no("000012")

    def too_many(self) -> Response:
        """HTTP 200 with a code."""
        return _no("000017")

    async def _called(self, request: Request) -> Response:
        method = request.query_params.get("method", "")
        if method not in self._methods:
            return PlainTextResponse("Internal Server Error", 500)
        if request.query_params.get("app_key") != self.options.credentials["app_key"]:
            return _no("000013")
        if not self._rightly_signed(request, await request.body()):
            return self.unauthorised()
        operation, work = self._methods[method]
        return await self.perform(operation, work, request)

    def _rightly_signed(self, request: Request, body: bytes) -> bool:
        query = request.query_params
        right = sign(
            self.options.credentials["app_secret"],
            app_key=query["app_key"],
            method=query["method"],
            timestamp=query.get("timestamp", ""),
            version=query.get("v", ""),
            body=body,
        )
        return query.get("format") == "json" and hmac.compare_digest(right, query.get("sign", ""))

    async def _create(self, request: Request) -> Response:
        order: dict[str, Any] = msgspec.json.decode(await request.body())
        if wrong := rules.first_fault(order):
            return _no("DS000004", wrong)
        reference = order["ref_no"]
        known = self.book.find(reference)
        if known is not None and self.options.clock() < known.booked_at + self.options.answer_after_ms / 1000:
            return _no("DS000007", f"Ref_no: {reference} in processing")
        if known is not None and self.options.refuse_duplicates:
            return _no("DS000004", f"ref_no {reference} already exist")
        return _yes(self._order(self.book.add(self._entry(order))))

    def _entry(self, order: dict[str, Any]) -> Entry:
        to, parcel = order["recipient_info"], order["parcel_list"][0]
        place = " ".join(filter(None, (to.get("post_code"), to["city"], to.get("state"))))
        return Entry(
            reference=order["ref_no"],
            number=f"4PX{next(self._serial):013d}CN",
            service=order["logistics_service_info"]["logistics_product_code"],
            country=to["country"],
            recipient=to["first_name"],
            address=f"{to['street']}\n{place}",
            weight_g=parcel["weight"],
            booked_at=self.options.clock(),
            goods=parcel["declare_product_info"][0]["declare_product_name_en"],
        )

    def _order(self, entry: Entry) -> dict[str, Any]:
        return {
            "ds_consignment_no": f"DS{entry.number[3:-2]}",
            "4px_tracking_no": entry.number,
            "ref_no": entry.reference,
            "label_barcode": entry.number,
            "logistics_channel_no": self.late_number(entry),
            "logistics_channel_name": "",
            "oda_result_sign": "N",
        }

    async def _get(self, request: Request) -> Response:
        found = self.book.all_of([(await _asked(request)).get("request_no", "")])
        if not found:
            return _no("DS000017", "order not found")
        return _yes([{"consignment_info": self._consignment(one), "parcel_confirm_info": {}} for one in found])

    def _consignment(self, entry: Entry) -> dict[str, Any]:
        status = "X" if entry.cancelled else "P"
        return {**self._order(entry), "consignment_status": status, "is_hold_sign": "Y" if entry.held else "N"}

    async def _label(self, request: Request) -> Response:
        entry = self.book.find((await _asked(request)).get("request_no", ""))
        if entry is None or entry.cancelled:
            return _no("DS000017", "order not found")
        entry.labels_asked += 1
        if entry.labels_asked <= self.options.label_not_ready:
            return _no("DS000046", "label does not exist")
        name = f"{secrets.token_hex(16)}.pdf"
        self._files[name] = self.drawn(entry, carrier="4PX", second=self.late_number(entry))
        if len(self._files) > FILES_KEPT:
            del self._files[next(iter(self._files))]
        urls = {"logistics_label": f"{request.base_url}label/{name}", "custom_label": "", "package_label": ""}
        answer = {"label_barcode": entry.number, "child_label_barcode": [], "label_url_info": urls}
        return _yes(msgspec.json.encode(answer).decode())  # JSON inside a string

    async def _file(self, request: Request) -> Response:
        content = self._files.get(request.path_params["name"])
        return Response(content, media_type="application/pdf") if content else PlainTextResponse("Not Found", 404)

    async def _cancel(self, request: Request) -> Response:
        asked = await _asked(request)
        entry = self.book.find(asked.get("request_no", ""))
        if not asked.get("cancel_reason"):
            return _no("DS000016", "cancel_reason is required")
        if entry is None:
            return _no("0", "Can not find this order")
        if entry.cancelled:
            return _no("DS000032", "委托单不是已预报状态", encoding="gbk")
        if len(self.events(entry)) > 1:
            return _no("DS000014", "委托单不可取消", encoding="gbk")
        self.book.cancel(entry)
        return _yes(None)

    async def _hold(self, request: Request) -> Response:
        asked = await _asked(request)
        entry = self.book.find(asked.get("request_no", ""))
        if entry is None or entry.cancelled:
            return _no("DS000017", "order not found")
        if entry.held is (asked.get("is_hold") == "Y"):
            return _no("DS000036" if entry.held else "DS000037", "already so")
        entry.held = not entry.held
        return _yes(None)

    async def _products(self, _request: Request) -> Response:
        return _yes(
            [
                {
                    "logistics_product_code": one.code,
                    "logistics_product_name_cn": one.name_zh,
                    "logistics_product_name_en": one.name_en,
                    "transport_mode": "4",
                    "order_track": "Y",
                }
                for one in SERVICES.values()
            ]
        )

    async def _estimate(self, request: Request) -> Response:
        asked = await _asked(request)
        if not asked.get("country_code") or not str(asked.get("weight", "")).isdigit():
            return _no("DS000004", "country_code and weight are required")
        return _yes(rules.estimates(int(asked["weight"])))

    async def _track(self, request: Request) -> Response:
        number = (await _asked(request)).get("deliveryOrderNo", "")
        entry = self.book.find(number)
        events = self.events(entry) if entry and not entry.cancelled else []
        checkpoints = [_checkpoint(event, entry.country) for event in events if entry]
        return _yes(
            {
                "deliveryOrderNo": number,
                "destinationCountry": entry.country if entry else "",
                "serverNum": self.late_number(entry) if entry else "",
                "trackingList": checkpoints,
            }
        )


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return FourPXEmulator(Options.of(demo, **options)).app()


async def _asked(request: Request) -> dict[str, Any]:
    asked: dict[str, Any] = msgspec.json.decode(await request.body())
    return asked


def _yes(content: object) -> Response:
    return json({"result": "1", "msg": "System processing succeeded", "errors": [], "data": content})


def _no(code: str, said: str = "", *, encoding: str = "utf-8") -> Response:
    fault = {"error_code": code, "error_msg": said or SAID[code], "error_data": "", "reference_code": ""}
    answer = msgspec.json.encode({"result": "0", "msg": "System processing failed", "errors": [fault], "data": None})
    return Response(answer.decode().encode(encoding), media_type="application/json")


def _checkpoint(event: Happening, country: str) -> dict[str, Any]:
    """The time is told on the Chinese clock, and the zone is that of the place."""
    at_home = event.step in AT_ORIGIN
    local = datetime.fromtimestamp(event.at, UTC) + timedelta(hours=8)
    return {
        "businessLinkCode": event.code,
        "occurDatetime": f"{local:%Y-%m-%d %H:%M:%S}",
        "timeZone": "UTC+08:00" if at_home else "UTC+01:00",
        "occurLocation": "Shenzhen" if at_home else "",
        "country": "CN" if at_home else country,
        "city": "",
        "trackingContent": said(event),
    }
