"""17TRACK from its own side: a key, numbers that were handed in, and what the world says about them."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from fahuo.carriers.adapters.track17 import emulator_rules as rules
from fahuo.carriers.adapters.track17.signing import sign
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options

LARGEST_BATCH = 40
WATCHED = "watched"
STEPS = {
    Step.DECLARED: "InfoReceived",
    Step.COLLECTED: "InTransit_PickedUp",
    Step.RECEIVED: "InTransit_Other",
    Step.SORTED: "InTransit_Other",
    Step.EXPORT_CUSTOMS: "InTransit_CustomsProcessing",
    Step.EXPORT_RELEASED: "InTransit_CustomsReleased",
    Step.DEPARTED: "InTransit_Departure",
    Step.ARRIVED: "InTransit_Arrival",
    Step.IMPORT_CUSTOMS: "InTransit_CustomsProcessing",
    Step.CUSTOMS_HELD: "InTransit_CustomsRequiringInformation",
    Step.CUSTOMS_RELEASED: "InTransit_CustomsReleased",
    Step.LAST_MILE: "InTransit_Other",
    Step.OUT_FOR_DELIVERY: "OutForDelivery_Other",
    Step.ADDRESS_UNCLEAR: "DeliveryFailure_InvalidAddress",
    Step.NOT_DELIVERED: "DeliveryFailure_NoBody",
    Step.AT_PICKUP_POINT: "AvailableForPickup_Other",
    Step.DELIVERED: "Delivered_Other",
    Step.RETURNING: "Exception_Returning",
    Step.RETURNED: "Exception_Returned",
    Step.LOST: "Exception_Lost",
}


class Track17Emulator(Emulator):
    """One account with its quota. A number that is handed in and unknown to the book begins to travel then."""

    steps = STEPS
    checks_time = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.quota_left = 100_000

    def routes(self) -> list[Route]:
        """The methods that the adapter uses."""
        return [
            self.route("/track/v2.2/register", "register", self._keyed(self._register), "POST"),
            self.route("/track/v2.2/gettrackinfo", "track", self._keyed(self._track_info), "POST"),
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 and the code of a wrong key."""
        return _failed(-18010002, 401)

    def too_many(self) -> Response:
        """HTTP 429, nothing more is documented."""
        return PlainTextResponse("Too Many Requests", 429)

    def push(self, entry: Entry, events: list[Happening]) -> tuple[Mapping[str, str], bytes] | None:
        """Return a webhook of v2."""
        body = msgspec.json.encode({"event": "TRACKING_UPDATED", "data": self._parcel(entry, events)})
        key = self.options.credentials["api_key"]
        return {"Content-Type": "application/json", "sign": sign(body, key)}, body

    def _keyed(self, work: Operation) -> Operation:
        """Check the key and the size of the batch before the work."""

        async def checked(request: Request) -> Response:
            key = self.options.credentials["api_key"]
            if not hmac.compare_digest(request.headers.get("17token", "").encode(), key.encode()):
                return self.unauthorised()
            return self._wrong_batch(await request.body()) or await work(request)

        return checked

    def _wrong_batch(self, body: bytes) -> Response | None:
        try:
            items = msgspec.json.decode(body, type=list[dict[str, Any]])
        except msgspec.DecodeError:
            return _failed(-18010013)
        if not items:
            return _failed(-18010010)
        return _failed(-18010014) if len(items) > LARGEST_BATCH else None

    async def _register(self, request: Request) -> Response:
        accepted, rejected = [], []
        for item in msgspec.json.decode(await request.body()):
            number = str(item.get("number", ""))
            code = rules.unregistrable(item) or self._unaccountable(number)
            if code:
                rejected.append({"number": number, "error": rules.fault(code, number)})
            else:
                accepted.append(self._watch(number, item))
        return _done(accepted, rejected)

    def _unaccountable(self, number: str) -> int:
        entry = self.book.find(number)
        if entry is not None and WATCHED in entry.extra:
            return -18019901
        return 0 if self.quota_left > 0 else -18019908

    def _watch(self, number: str, item: dict[str, Any]) -> dict[str, Any]:
        watched = {"carrier": item.get("carrier") or rules.CHINA_POST, "tag": item.get("tag")}
        self.quota_left -= 1
        entry = self.book.find(number)
        if entry is None:
            self.book.add(Entry(number, number, "", "US", "", "", 0, self.now(), extra={WATCHED: watched}))
        else:
            entry.extra[WATCHED] = watched
        return {"origin": 1, "number": number, **watched, "email": None, "lang": None}

    async def _track_info(self, request: Request) -> Response:
        accepted, rejected = [], []
        for item in msgspec.json.decode(await request.body()):
            number = str(item.get("number", ""))
            entry = self.book.find(number)
            if entry is None or WATCHED not in entry.extra:
                rejected.append({"number": number, "error": rules.fault(-18019902, number)})
            elif not (events := self.events(entry)):
                rejected.append({"number": number, "error": rules.fault(-18019909, number)})
            else:
                accepted.append(self._parcel(entry, events))
        return _done(accepted, rejected)

    def _parcel(self, entry: Entry, events: list[Happening]) -> dict[str, Any]:
        watched = entry.extra.get(WATCHED, {"carrier": rules.CHINA_POST, "tag": None})
        return {"number": entry.number, **watched, "param": None, "track_info": rules.whole_story(entry, events)}


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return Track17Emulator(Options.of(demo, **options)).app()


def _done(accepted: list[dict[str, Any]], rejected: list[dict[str, Any]]) -> Response:
    return json({"code": 0, "data": {"accepted": accepted, "rejected": rejected}})


def _failed(code: int, status: int = 200) -> Response:
    return json({"code": code, "data": {"errors": [rules.fault(code)]}}, status)
