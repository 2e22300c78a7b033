"""UPS from the carrier's side. Sentences that no source gives are invented and said so in docs/carriers."""

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

from fahuo.carriers.adapters.ups import emulator_rules as rules
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.emulation.app import Emulator, Operation, json
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step
from fahuo.carriers.emulation.options import Options

STEPS = {
    Step.DECLARED: "M:MP",
    Step.COLLECTED: "P:PU",
    Step.RECEIVED: "I:OR",
    Step.SORTED: "I:DP",
    Step.EXPORT_CUSTOMS: "I:EP",
    Step.EXPORT_RELEASED: "I:EX",
    Step.ARRIVED: "I:AR",
    Step.IMPORT_CUSTOMS: "I:IP",
    Step.CUSTOMS_HELD: "X:CH",
    Step.CUSTOMS_RELEASED: "I:CC",
    Step.LAST_MILE: "I:AR",
    Step.OUT_FOR_DELIVERY: "O:OT",
    Step.ADDRESS_UNCLEAR: "X:AD",
    Step.NOT_DELIVERED: "X:NA",
    Step.AT_PICKUP_POINT: "I:ZP",
    Step.DELIVERED: "D:F4",
    Step.RETURNING: "X:UR",
    Step.RETURNED: "RS:RS",
    Step.LOST: "X:LO",
}


class UpsEmulator(Emulator):
    """One account, its tokens and its shipments. UPS books the same reference again and does not look at the time."""

    steps = STEPS
    checks_time = False
    unique_references = False
    labels_take_time = False

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self._tokens: dict[str, float] = {}
        # A new run starts elsewhere, so that two runs do not give one number to two parcels.
        self._serial = itertools.count(secrets.randbelow(8 * 10**6))

    def routes(self) -> list[Route]:
        """The addresses that the adapter uses."""
        return [
            self.route("/security/v1/oauth/token", "token", self._token, "POST"),
            self.route("/api/shipments/v2409/ship", "create", self._known(self._ship), "POST"),
            self.route("/api/labels/v1/recovery", "label", self._known(self._recovery), "POST"),
            self.route("/api/shipments/v2409/void/cancel/{number}", "cancel", self._known(self._void), "DELETE"),
            self.route("/api/pickupcreation/v2409/pickup", "order_pickup", self._known(self._pickup), "POST"),
            self.route("/api/shipments/v2409/pickup/oncall", "find_pickup", self._known(self._pending)),
            self.route("/api/shipments/v2409/pickup/02", "cancel_pickup", self._known(self._no_pickup), "DELETE"),
            self.route("/api/track/v1/details/{number}", "track", self._known(self._track)),
            self.route("/api/rating/v2409/Shop", "quote", self._known(self._rate), "POST"),
        ]

    def unauthorised(self) -> Response:
        """HTTP 401 with UPS's code."""
        return _no("250002", "Invalid Authentication Information.", 401)

    def too_many(self) -> Response:
        """HTTP 429 with UPS's code; it does not say when to come back."""
        return _no("10429", "Too Many Requests", 429)

    async def _token(self, request: Request) -> Response:
        account = self.options.credentials
        pair = f"{account['client_id']}:{account['client_secret']}".encode()
        right = f"Basic {base64.b64encode(pair).decode()}"
        if not hmac.compare_digest(right, request.headers.get("authorization", "")):
            return _no("10401", "ClientId is Invalid", 401)
        token = secrets.token_urlsafe(24)
        self._tokens[token] = self.options.clock() + self.options.token_lifetime_s
        lent = {"access_token": token, "expires_in": str(self.options.token_lifetime_s), "status": "approved"}
        return json({"token_type": "Bearer", "issued_at": str(int(self.options.clock() * 1000)), **lent})

    def _known(self, work: Operation) -> Operation:
        """Check the token before the work."""

        async def checked(request: Request) -> Response:
            token = request.headers.get("authorization", "").removeprefix("Bearer ")
            return await work(request) if self._tokens.get(token, 0) >= self.options.clock() else self.unauthorised()

        return checked

    async def _ship(self, request: Request) -> Response:
        asked: dict[str, Any] = msgspec.json.decode(await request.body())
        shipment = asked["ShipmentRequest"]["Shipment"]
        account_number = self.options.credentials["account_number"]
        if fault := rules.first_fault(shipment, account_number):
            return _no(*fault)
        entry = self.book.add(self._entry(shipment, account_number))
        charges = {"TotalCharges": {"CurrencyCode": "CNY", "MonetaryValue": "214.50"}}
        parcel = {"TrackingNumber": entry.number, "ShippingLabel": self._label(entry)}
        results = {
            "ShipmentIdentificationNumber": entry.number,
            "ShipmentCharges": charges,
            "PackageResults": [parcel],
        }
        return json({"ShipmentResponse": {"Response": {"ResponseStatus": {"Code": "1"}}, "ShipmentResults": results}})

    def _entry(self, shipment: dict[str, Any], account_number: str) -> Entry:
        recipient, service = shipment["ShipTo"], shipment["Service"]["Code"]
        address = recipient["Address"]
        place = " ".join(filter(None, (address.get("PostalCode"), address["City"], address.get("StateProvinceCode"))))
        weights = [float(parcel["PackageWeight"]["Weight"]) for parcel in shipment["Package"]]
        return Entry(
            reference=shipment["ReferenceNumber"][0]["Value"],
            number=rules.waybill_number(account_number, service, next(self._serial)),
            service=service,
            country=address["CountryCode"],
            recipient=recipient["Name"],
            address="\n".join([*address["AddressLine"], place]),
            weight_g=round(sum(weights) * 1000),
            booked_at=self.now(),
            goods=shipment.get("Description", ""),
        )

    def _label(self, entry: Entry) -> dict[str, Any]:
        return {"ImageFormat": {"Code": "GIF"}, "GraphicImage": rules.picture(self.drawn(entry, carrier="UPS"))}

    async def _recovery(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())["LabelRecoveryRequest"]
        entry = self.book.find(asked["TrackingNumber"])
        if entry is None or entry.cancelled:
            return _no("300022", "No shipment found for the tracking number")
        label = {"LabelImageFormat": {"Code": "GIF"}, "GraphicImage": self._label(entry)["GraphicImage"]}
        found = {"TrackingNumber": entry.number, "LabelImage": label}
        return json({"LabelRecoveryResponse": {"ShipmentIdentificationNumber": entry.number, "LabelResults": found}})

    async def _void(self, request: Request) -> Response:
        entry = self.book.find(request.path_params["number"])
        if entry is None:
            return _no("190102", "No shipment found within the allowed void period")
        if entry.cancelled:
            return _no("190117", "The shipment has already been voided")
        self.book.cancel(entry)
        status = {"Code": "1", "Description": "Voided"}
        return json({"VoidShipmentResponse": {"SummaryResult": {"Status": status}}})

    async def _pickup(self, request: Request) -> Response:
        asked = msgspec.json.decode(await request.body())["PickupCreationRequest"]
        ready, close = rules.window(asked)
        fault = self.pickups.fault(ready, close, datetime.fromtimestamp(self.now(), UTC))
        if refusal := rules.pickup_fault(asked, self.options.credentials["account_number"], fault):
            return _no(*refusal)
        place = rules.place(asked["PickupAddress"])
        count = sum(int(piece["Quantity"]) for piece in asked["PickupPiece"])
        # UPS comes once: a second order for the same place and day is answered with the first one's number.
        standing = self.pickups.standing(place, ready)
        entry = standing or self.pickups.take(asked["ReferenceNumber"], place, ready, close, count)
        return json({"PickupCreationResponse": {"Response": rules.WELL, "PRN": entry.number, "RateStatus": rules.FREE}})

    async def _pending(self, request: Request) -> Response:
        if request.headers.get("accountnumber") != self.options.credentials["account_number"]:
            return _no("9510113", "Missing or invalid account number")
        today = datetime.fromtimestamp(self.now(), rules.CHINA).date()
        rows = [rules.pending(entry) for entry in self.pickups.entries if rules.is_pending(entry, today)]
        return json({"PickupPendingStatusResponse": {"Response": rules.WELL, "PendingStatus": rows}})

    async def _no_pickup(self, request: Request) -> Response:
        entry = self.pickups.find(request.headers.get("prn", ""))
        if entry is None:
            return _no("190102", "No pickup request found for the PRN")
        if entry.cancelled:
            return _no("9510115", "The pickup has already been cancelled")
        entry.cancelled = True
        return json({"PickupCancelResponse": {"Response": rules.WELL, "PickupType": "01"}})

    async def _rate(self, request: Request) -> Response:
        shipment = msgspec.json.decode(await request.body())["RateRequest"]["Shipment"]
        weight_kg = sum(float(parcel["PackageWeight"]["Weight"]) for parcel in shipment["Package"])
        return json({"RateResponse": {"RatedShipment": rules.price_rows(weight_kg)}})

    async def _track(self, request: Request) -> Response:
        number = request.path_params["number"]
        entry = self.book.find(number)
        if entry is None or entry.cancelled:
            warnings = [{"code": "TW0001", "message": "Tracking Information Not Found"}]
            return json({"trackResponse": {"shipment": [{"inquiryNumber": number, "warnings": warnings}]}})
        # The newest activity stands first.
        activity = [_activity(event) for event in reversed(self.events(entry))]
        parcel = {"trackingNumber": entry.number, "activity": activity}
        return json({"trackResponse": {"shipment": [{"inquiryNumber": number, "package": [parcel]}]}})


def make_app(**options: Any) -> Starlette:
    """Return the emulator as an ASGI application; options as in `emulation.options`."""
    demo = read_manifest(Path(__file__).parent).demo_credentials
    return UpsEmulator(Options.of(demo, **options)).app()


def _no(code: str, message: str, status: int = 400) -> Response:
    return json({"response": {"errors": [{"code": code, "message": message}]}}, status)


def _activity(event: Happening) -> dict[str, Any]:
    kind, _, code = event.code.partition(":")
    utc = datetime.fromtimestamp(event.at, UTC)
    local = datetime.fromtimestamp(event.at + 8 * 3600, UTC)
    return {
        "status": {"type": kind, "code": code, "statusCode": "", "description": event.code},
        "location": {"address": {"city": "SHENZHEN", "countryCode": "CN"}},
        "date": f"{local:%Y%m%d}",
        "time": f"{local:%H%M%S}",
        "gmtDate": f"{utc:%Y%m%d}",
        "gmtTime": f"{utc:%H:%M:%S}",
        "gmtOffset": "+08:00",
    }
