"""FedEx from the other side. Sentences that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

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

LARGEST_BATCH = 30
ORIGIN = "CN"
STEPS = {
    Step.DECLARED: "OC",
    Step.COLLECTED: "PU",
    Step.RECEIVED: "OF",
    Step.SORTED: "DP",
    Step.EXPORT_CUSTOMS: "CP",
    Step.EXPORT_RELEASED: "CC",
    Step.DEPARTED: "IT",
    Step.ARRIVED: "AR",
    Step.IMPORT_CUSTOMS: "CP",
    Step.CUSTOMS_HELD: "CD",
    Step.CUSTOMS_RELEASED: "CC",
    Step.LAST_MILE: "FD",
    Step.OUT_FOR_DELIVERY: "OD",
    Step.ADDRESS_UNCLEAR: "DE",
    Step.NOT_DELIVERED: "DE",
    Step.AT_PICKUP_POINT: "HL",
    Step.DELIVERED: "DL",
    Step.RETURNING: "RS",
    Step.LOST: "SE",
}
SAID = {
    "OC": "Shipment information sent to FedEx",
    "PU": "Picked up",
    "OF": "At FedEx origin facility",
    "DP": "Left FedEx origin facility",
    "CP": "Clearance in progress",
    "CC": "International shipment release",
    "IT": "In transit",
    "AR": "Arrived at FedEx hub",
    "CD": "Clearance delay",
    "FD": "At destination sort facility",
    "OD": "On FedEx vehicle for delivery",
    "DE": "Delivery exception",
    "HL": "Ready for pickup",
    "DL": "Delivered",
    "RS": "Returning package to shipper",
    "SE": "Shipment exception",
}
EXCEPTIONS = {
    Step.CUSTOMS_HELD: ("A12", "Package available for clearance, more information is needed"),
    Step.ADDRESS_UNCLEAR: ("03", "Incorrect address"),
    Step.NOT_DELIVERED: ("08", "Customer not available or business closed"),
    Step.LOST: ("71", "Unable to locate package"),
}
_AT_HOME = {Step.DECLARED, Step.COLLECTED, Step.RECEIVED, Step.SORTED, Step.EXPORT_CUSTOMS, Step.EXPORT_RELEASED}
_CHINA, _ABROAD = timezone(timedelta(hours=8)), timezone(timedelta(hours=-6))


class FedExEmulator(Emulator):
    """One project and its tokens. Every parcel of the book is known; one that was cancelled is not."""

    steps = STEPS
    checks_time = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._tokens: dict[str, float] = {}

    def routes(self) -> list[Route]:
        """The addresses that the adapter uses."""
        return [
            self.route("/oauth/token", "token", self._token, "POST"),
            self.route("/track/v1/trackingnumbers", "track", self._known(self._track), "POST"),
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 in FedEx's envelope."""
        return _no(401, "NOT.AUTHORIZED.ERROR", "Access token expired or is invalid.")

    def too_many(self) -> Response:
        """HTTP 429; FedEx does not say when to come back."""
        return _no(429, "TOO.MANY.REQUESTS.ERROR", "We have received too many requests. Please try again later.")

    async def _token(self, request: Request) -> Response:
        form = {key: values[0] for key, values in parse_qs((await request.body()).decode("ascii", "replace")).items()}
        account = self.options.credentials
        right = all(_same(form.get(key, ""), account[key]) for key in ("client_id", "client_secret"))
        if form.get("grant_type") != "client_credentials" or not right:
            return _no(401, "NOT.AUTHORIZED.ERROR", "The given client credentials were not valid.")
        token = secrets.token_urlsafe(24)
        self._tokens[token] = self.options.clock() + self.options.token_lifetime_s
        lent = {"token_type": "bearer", "expires_in": self.options.token_lifetime_s, "scope": "CXS"}
        return json({"access_token": token, **lent})

    def _known(self, work: Operation) -> Operation:
        """Check the token before the work."""

        async def checked(request: Request) -> Response:
            scheme, _, token = request.headers.get("authorization", "").partition(" ")
            if scheme.lower() != "bearer" or self._tokens.get(token, 0) < self.options.clock():
                return self.unauthorised()
            return await work(request)

        return checked

    async def _track(self, request: Request) -> Response:
        wanted = msgspec.json.decode(await request.body())["trackingInfo"]
        numbers = [entry["trackingNumberInfo"]["trackingNumber"] for entry in wanted]
        if not numbers:
            return _no(400, "TRACKING.TRACKINGNUMBER.EMPTY", "Please provide tracking number.")
        if len(numbers) > LARGEST_BATCH:
            return _no(400, "TRACKING.TRACKINGINFO.LIMITEXCEEDED", "Please provide up to 30 tracking numbers.")
        results = [{"trackingNumber": number, "trackResults": [self._tracked(number)]} for number in numbers]
        return json({"transactionId": secrets.token_hex(16), "output": {"completeTrackResults": results}})

    def _tracked(self, number: str) -> dict[str, Any]:
        asked = {"trackingNumber": number, "trackingNumberUniqueId": "", "carrierCode": ""}
        entry = self.book.find(number)
        if entry is None or entry.cancelled:
            said = "Tracking number cannot be found. Please correct the tracking number and try again."
            return {
                "trackingNumberInfo": asked,
                "error": {"code": "TRACKING.TRACKINGNUMBER.NOTFOUND", "message": said},
            }
        scans = [_scan(entry, event) for event in reversed(self.events(entry))]
        latest = {"code": scans[0]["eventType"], "derivedCode": scans[0]["derivedStatusCode"]}
        return {
            "trackingNumberInfo": {**asked, "trackingNumberUniqueId": f"{number}~FX", "carrierCode": "FDXE"},
            "shipperInformation": {"address": {"city": "Shenzhen", "countryCode": ORIGIN}},
            "recipientInformation": {"address": {"countryCode": entry.country}},
            "latestStatusDetail": {**latest, "description": scans[0]["eventDescription"]},
            "scanEvents": scans,
        }


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return FedExEmulator(Options.of(demo, **options)).app()


def _same(given: str, right: str) -> bool:
    return hmac.compare_digest(given.encode(), right.encode())


def _no(status: int, code: str, message: str) -> Response:
    fault = {"code": code, "message": message}
    return json({"transactionId": secrets.token_hex(16), "errors": [fault]}, status)


def _scan(entry: Entry, event: Happening) -> dict[str, Any]:
    home = event.step in _AT_HOME
    code, reason = EXCEPTIONS.get(event.step, ("", "")) if event.step else ("", "")
    place = {"city": "SHENZHEN", "countryCode": ORIGIN} if home else {"city": "MEMPHIS", "countryCode": entry.country}
    return {
        "date": datetime.fromtimestamp(event.at, _CHINA if home else _ABROAD).isoformat(timespec="seconds"),
        "eventType": event.code,
        "eventDescription": SAID.get(event.code, event.code),
        "exceptionCode": code,
        "exceptionDescription": reason,
        "scanLocation": {"streetLines": [""], "stateOrProvinceCode": "", "postalCode": "", **place},
        "locationType": "FEDEX_FACILITY",
        "derivedStatusCode": event.code,
        "derivedStatus": SAID.get(event.code, event.code),
    }
