"""DHL Express from the carrier's side. Sentences that no source gives are invented and said so in docs/carriers."""

from __future__ import annotations

import base64
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

from fahuo.carriers.adapters.dhl_express import emulator_rules as rules
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options

STEPS = {
    Step.DECLARED: "SD",
    Step.COLLECTED: "PU",
    Step.RECEIVED: "SA",
    Step.SORTED: "PL",
    Step.DEPARTED: "DF",
    Step.ARRIVED: "AF",
    Step.IMPORT_CUSTOMS: "IC",
    Step.CUSTOMS_HELD: "CD",
    Step.CUSTOMS_RELEASED: "CR",
    Step.LAST_MILE: "AR",
    Step.OUT_FOR_DELIVERY: "WC",
    Step.ADDRESS_UNCLEAR: "BA",
    Step.NOT_DELIVERED: "NH",
    Step.AT_PICKUP_POINT: "CC",
    Step.DELIVERED: "OK",
    Step.RETURNED: "RT",
}


class DhlExpressEmulator(Emulator):
    """One account and its shipments. DHL books the same reference again and does not look at the time of a call."""

    steps = STEPS
    checks_time = False
    unique_references = False
    labels_take_time = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(10**8 + secrets.randbelow(8 * 10**8))

    def routes(self) -> list[Route]:
        """The addresses that the adapter uses."""
        return [
            self.route("/shipments", "create", self._known(self._ship), "POST"),
            self.route("/shipments/{number}/get-image", "label", self._known(self._image)),
            self.route("/tracking", "track", self._known(self._tracking)),
            self.route("/pickups", "order_pickup", self._known(self._pickup), "POST"),
            self.route("/pickups/{number}", "cancel_pickup", self._known(self._no_pickup), "DELETE"),
            self.route("/rates", "quote", self._known(self._rates), "POST"),
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 with a title and nothing else."""
        return _no(401, "Unauthorized", "Invalid Credentials")

    def too_many(self) -> Response:
        """HTTP 429; it does not say when to come back."""
        return _no(429, "Too Many Requests", "Too many requests within defined time period, please try again later.")

    def _known(self, work: Operation) -> Operation:
        """Check key and secret before the work."""

        async def checked(request: Request) -> Response:
            account = self.options.credentials
            pair = f"{account['api_key']}:{account['api_secret']}".encode()
            right = f"Basic {base64.b64encode(pair).decode()}"
            known = hmac.compare_digest(right, request.headers.get("authorization", ""))
            return await work(request) if known else self.unauthorised()

        return checked

    async def _ship(self, request: Request) -> Response:
        shipment: dict[str, Any] = msgspec.json.decode(await request.body())
        if faults := rules.faults(shipment, self.options.credentials["account_number"]):
            return _no(422, "Validation error", "Multiple problems found, see Additional Details", faults)
        entry = self.book.add(self._entry(shipment))
        booked = {
            "shipmentTrackingNumber": entry.number,
            "packages": [{"referenceNumber": 1, "trackingNumber": f"JD01{entry.number}"}],
            "documents": [{"imageFormat": "PDF", "content": self._label(entry), "typeCode": "label"}],
            "shipmentCharges": [{"currencyType": "BILLC", "priceCurrency": "CNY", "price": 289.24}],
        }
        return json(booked, 201)

    def _entry(self, shipment: dict[str, Any]) -> Entry:
        receiver = shipment["customerDetails"]["receiverDetails"]
        address, content = receiver["postalAddress"], shipment["content"]
        lines = [address.get(f"addressLine{place}") for place in (1, 2, 3)]
        place = " ".join(filter(None, (address.get("postalCode"), address["cityName"])))
        return Entry(
            reference=shipment["customerReferences"][0]["value"],
            number=rules.waybill_number(next(self._serial)),
            service=shipment["productCode"],
            country=address["countryCode"],
            recipient=receiver["contactInformation"]["fullName"],
            address="\n".join([*filter(None, lines), place]),
            weight_g=round(sum(piece["weight"] for piece in content["packages"]) * 1000),
            booked_at=self.now(),
            goods=content["description"],
        )

    def _label(self, entry: Entry) -> str:
        return base64.b64encode(self.drawn(entry, carrier="DHL EXPRESS")).decode("ascii")

    async def _image(self, request: Request) -> Response:
        entry = self.book.find(request.path_params["number"])
        if entry is None:
            return _no(404, "Not Found", "No shipments found")
        document = {"typeCode": "waybill", "encodingFormat": "PDF", "content": self._label(entry)}
        return json({"documents": [{"shipmentTrackingNumber": entry.number, **document}]})

    async def _pickup(self, request: Request) -> Response:
        asked: dict[str, Any] = msgspec.json.decode(await request.body())
        ready = rules.moment(asked["plannedPickupDateAndTime"])
        close = rules.on_day(ready, asked["closeTime"])
        fault = self.pickups.fault(ready, close, datetime.fromtimestamp(self.now(), UTC))
        if faults := rules.pickup_faults(asked, self.options.credentials["account_number"], fault):
            return _no(400, "Bad request", "Multiple problems found, see Additional Details", faults)
        address = asked["customerDetails"]["shipperDetails"]["postalAddress"]
        place = f"{address['addressLine1']}, {address['cityName']}"
        parcels = sum(len(one["packages"]) for one in asked["shipmentDetails"])
        entry = self.pickups.take(asked.get("remark", "").partition(" ")[0], place, ready, close, parcels)
        return json({"dispatchConfirmationNumbers": [entry.number], "warnings": []}, 201)

    async def _no_pickup(self, request: Request) -> Response:
        entry = self.pickups.find(request.path_params["number"])
        if entry is None:
            return _no(404, "Not Found", "Pickup not found")
        if entry.cancelled:
            return _no(400, "Bad request", "Pickup already cancelled or completed")
        entry.cancelled = True
        return Response(status_code=200)

    async def _rates(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())
        return json({"products": rules.products(sum(piece["weight"] for piece in asked["packages"]))})

    async def _tracking(self, request: Request) -> Response:
        found = [self.book.find(number) for number in request.query_params.getlist("shipmentTrackingNumber")]
        shipments = [self._tracked(entry) for entry in found if entry is not None and not entry.cancelled]
        return json({"shipments": shipments}) if shipments else _no(404, "Not Found", "No shipments found")

    def _tracked(self, entry: Entry) -> dict[str, Any]:
        # The newest event stands first.
        events = [_checkpoint(event) for event in reversed(self.events(entry))]
        return {"shipmentTrackingNumber": entry.number, "status": "Success", "events": events}


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return DhlExpressEmulator(Options.of(demo, **options)).app()


def _no(status: int, title: str, detail: str, additional: list[str] | None = None) -> Response:
    said = {"instance": "/expressapi", "title": title, "detail": detail, "status": str(status)}
    return json({**said, "additionalDetails": additional} if additional else said, status)


def _checkpoint(event: Happening) -> dict[str, Any]:
    local = datetime.fromtimestamp(event.at + 8 * 3600, UTC)
    return {
        "date": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M:%S}",
        "GMTOffset": "+08:00",
        "typeCode": event.code,
        "description": event.code,
        "serviceArea": [{"code": "SZX", "description": "SHENZHEN-CHINA"}],
    }
