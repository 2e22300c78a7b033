"""USPS from the other side. Sentences that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import hmac
import secrets
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options

LARGEST_BATCH = 35
NOT_AVAILABLE = "Tracking is not available for this item. The tracking number may be invalid or not known yet."
STEPS = {
    Step.DECLARED: "MA",
    Step.COLLECTED: "03",
    Step.RECEIVED: "OA",
    Step.SORTED: "10",
    Step.ARRIVED: "U1",
    Step.LAST_MILE: "07",
    Step.OUT_FOR_DELIVERY: "OF",
    Step.ADDRESS_UNCLEAR: "22",
    Step.NOT_DELIVERED: "02",
    Step.AT_PICKUP_POINT: "16",
    Step.DELIVERED: "01",
    Step.RETURNING: "09",
    Step.LOST: "11",
}
TYPES = {
    "MA": "Pre-Shipment Info Sent to USPS, USPS Awaiting Item",
    "03": "Picked Up",
    "OA": "Accepted at USPS Origin Facility",
    "10": "Processed Through Facility",
    "U1": "Arrived at USPS Regional Facility",
    "07": "Arrived at Post Office",
    "OF": "Out for Delivery",
    "22": "Insufficient Address",
    "02": "Notice Left (No Authorized Recipient Available)",
    "16": "Available for Pickup",
    "01": "Delivered, In/At Mailbox",
    "09": "Return to Sender",
    "11": "Dead Letter",
}
EASTERN = timezone(timedelta(hours=-5))


class UspsEmulator(Emulator):
    """One application and its tokens. Every parcel of the book is known; one that was cancelled is not."""

    steps = STEPS
    checks_time = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._tokens: dict[str, float] = {}

    def routes(self) -> list[Route]:
        """The addresses that the adapter uses."""
        return [
            self.route("/oauth2/v3/token", "token", self._token, "POST"),
            self.route("/tracking/v3r2/tracking", "track", self._known(self._track), "POST"),
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 in USPS's envelope."""
        return _no(401, "Invalid token.")

    def too_many(self) -> Response:
        """HTTP 429 with the seconds to wait."""
        return json(_fault(429, "Quota limit exceeded."), 429, {"Retry-After": "1"})

    async def _token(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body(), type=dict[str, str])
        if asked.get("grant_type") != "client_credentials":
            return json({"error": "unsupported_grant_type"}, 400)
        account = self.options.credentials
        if not all(_same(asked.get(key, ""), account[key]) for key in ("client_id", "client_secret")):
            return json({"error": "invalid_client", "error_description": "Client credentials are invalid."}, 401)
        token = secrets.token_urlsafe(24)
        self._tokens[token] = self.options.clock() + self.options.token_lifetime_s
        lent = {"token_type": "Bearer", "expires_in": self.options.token_lifetime_s, "scope": "tracking"}
        return json({"access_token": token, **lent, "issued_at": int(self.options.clock() * 1000)})

    def _known(self, work: Operation) -> Operation:
        """Check the token before the work."""

        async def checked(request: Request) -> Response:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            if scheme != "Bearer" or self._tokens.get(token, 0) < self.options.clock():
                return self.unauthorised()
            return await work(request)

        return checked

    async def _track(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body(), type=list[dict[str, str]])
        if not 0 < len(asked) <= LARGEST_BATCH:
            return _no(400, f"Between 1 and {LARGEST_BATCH} tracking numbers are required.")
        found = [self._tracked(item.get("trackingNumber", "")) for item in asked]
        known = sum("trackingEvents" in parcel for parcel in found)
        if not known:
            return _no(404, NOT_AVAILABLE)
        return json(found, 200 if known == len(found) else 207)

    def _tracked(self, number: str) -> dict[str, Any]:
        entry = self.book.find(number)
        if entry is None or entry.cancelled:
            return {"trackingNumber": number, "statusCode": "404", **_fault(404, NOT_AVAILABLE)}
        events = self.events(entry)
        latest = _event(entry, events[-1])
        return {
            "trackingNumber": entry.number,
            "statusCode": "200",
            "status": latest["eventType"],
            "statusCategory": "Delivered" if events[-1].step is Step.DELIVERED else "In Transit",
            "mailClass": "Priority Mail",
            "trackingEvents": [_event(entry, event) for event in reversed(events)],
        }


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return UspsEmulator(Options.of(demo, **options)).app()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())


def _fault(status: int, message: str) -> dict[str, Any]:
    return {"apiVersion": "/tracking/v3r2", "error": {"code": str(status), "message": message, "errors": []}}


def _no(status: int, message: str) -> Response:
    return json(_fault(status, message), status)


def _event(entry: Entry, event: Happening) -> dict[str, Any]:
    local = datetime.fromtimestamp(event.at, EASTERN)
    return {
        "eventCode": event.code,
        "eventType": TYPES.get(event.code, event.code),
        "eventTimestamp": f"{local:%Y-%m-%dT%H:%M:%S}",
        "GMTTimestamp": f"{datetime.fromtimestamp(event.at, UTC):%Y-%m-%dT%H:%M:%S.000Z}",
        "GMTOffset": "-5:00",
        "eventCity": "NEW YORK",
        "eventState": "NY",
        "eventZIPCode": "10001",
        "eventCountry": "" if entry.country == "US" else entry.country,
    }
