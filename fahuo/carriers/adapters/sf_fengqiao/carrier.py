"""SF Fengqiao as the contract wants it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import httpx
import msgspec

from fahuo.carriers.adapters.sf_fengqiao import mapping, tracking, wire
from fahuo.carriers.adapters.sf_fengqiao.client import Answer, Client
from fahuo.carriers.contract import Account, Carrier, Push, PushAnswer
from fahuo.carriers.errors import Case, NotFound, NotReady, Refused, Unexpected
from fahuo.carriers.reading import label_file
from fahuo.kit import transcript
from fahuo.kit.wire import UnreadableReply, decode, one
from fahuo.trade.booking import Booking
from fahuo.trade.label import LabelFile
from fahuo.trade.tracking import TrackingEvent
from fahuo.trade.waybill import Waybill

CANCEL = 2
CHANGED, MISMATCH = 2, 1  # resStatus
WIDTH_MM, HEIGHT_MM = 76, 130
TEMPLATE = "fm_76130_standard_{}"


class SfFengqiao(Carrier):
    """One account at SF Fengqiao."""

    code = mapping.CODE

    def __init__(self, client: Client, account: Account) -> None:
        self._client = client
        self._terms = mapping.Terms.of(account)
        self._template = TEMPLATE.format(account.credentials["partner_id"])
        self._phone_end = account.credentials.get("phone_end", "")

    async def create(self, booking: Booking) -> Waybill:
        """Book one parcel. An order number is good for one booking for ever, also after that was cancelled."""
        order = mapping.to_order(booking, self._terms)
        answer = await self._client.post("create", "EXP_RECE_CREATE_ORDER", order)
        waybill = _waybill(answer, booking.reference)
        if waybill.cancelled:
            raise Refused("SF does not deliver to this address.", **answer.reply.case())
        return waybill

    async def find(self, reference: str) -> Waybill | None:
        """Ask by order number; None after "no such order" alone. Of a cancelled one SF may not tell the number."""
        asked = {"language": mapping.CHINESE, "orderId": reference}
        try:
            answer = await self._client.post("find", "EXP_RECE_SEARCH_ORDER_RESP", asked)
        except NotFound:
            return None
        except mapping.CancelledAlready:
            return Waybill(mapping.CODE, reference, "", cancelled=True)
        return _waybill(answer, reference)

    async def label(self, waybill: Waybill) -> LabelFile:
        """Have the label made, then fetch it from the address that SF gives, with the token that belongs to it."""
        asked = {
            "templateCode": self._template,
            "version": "2.0",
            "fileType": "pdf",
            "sync": True,
            "documents": [{"masterWaybillNo": waybill.number}],
        }
        answer = await self._client.post("label", "COM_RECE_CLOUD_PRINT_WAYBILLS", asked)
        with answer.reply.readable():
            printed = one(answer.business.obj, wire.Printed)
        file = next((file for file in (printed.files if printed else None) or [] if file.url), None)
        if file is None or not file.url:
            raise NotReady("SF is still making the label.", **answer.reply.case())
        content = await self._client.download("label", file.url, file.token or "")
        with answer.reply.readable():
            return replace(label_file(content), width_mm=WIDTH_MM, height_mm=HEIGHT_MM)

    async def cancel(self, waybill: Waybill) -> None:
        """Cancel; what is cancelled already stays so."""
        numbers = [{"waybillType": mapping.MAIN_WAYBILL, "waybillNo": waybill.number}] if waybill.number else []
        asked = {"orderId": waybill.reference, "dealType": CANCEL, "waybillNoInfoList": numbers}
        try:
            answer = await self._client.post("cancel", "EXP_RECE_UPDATE_ORDER", asked)
        except mapping.CancelledAlready:
            return
        except mapping.CancelledOrConfirmed:
            found = await self.find(waybill.reference)
            if found is None or not found.cancelled:
                raise
            return
        _check_changed(answer)

    async def track(self, number: str) -> tuple[TrackingEvent, ...]:
        """Ask for the routes of one parcel."""
        return (await self.track_many([number]))[number]

    async def track_many(self, numbers: Sequence[str]) -> Mapping[str, tuple[TrackingEvent, ...]]:
        """Ask for the routes of up to ten parcels. SF shows none where the phone's last digits do not fit."""
        asked = {
            "language": mapping.CHINESE,
            "trackingType": 1,
            "trackingNumber": list(numbers),
            "methodType": 1,
            **({"checkPhoneNo": self._phone_end} if self._phone_end else {}),
        }
        try:
            answer = await self._client.post("track", "EXP_RECE_SEARCH_ROUTES", asked)
        except NotFound:
            return dict.fromkeys(numbers, ())
        with answer.reply.readable():
            found = one(answer.business.msg_data, wire.RouteAnswer)
        parcels = (found.route_resps if found else None) or []
        told = {parcel.mail_no: tracking.to_events(parcel.routes or []) for parcel in parcels}
        return {number: told.get(number, ()) for number in numbers}

    def parse_push(self, headers: Mapping[str, str], body: bytes) -> tuple[Push, ...]:
        """Read a push of routes or order states. SF signs none: only a secret address tells them from forged ones."""
        case = Case(carrier=mapping.CODE, operation="push", transcript=transcript.scrub(body))
        try:
            pushed = decode(body, wire.Pushed).Body
        except UnreadableReply as error:
            raise Unexpected(f"The push cannot be read: {error}", **case) from error
        if pushed.WaybillRoute is None and pushed.OrderState is None:
            raise Unexpected("The push holds neither routes nor order states.", **case)
        return tracking.to_pushes(pushed)

    def push_answer(self, taken: bool) -> PushAnswer:
        """Answer as the route push wants it where its form is JSON: 0000 taken, 1000 to be sent again."""
        said = {"return_code": "0000", "return_msg": "成功"} if taken else {"return_code": "1000", "return_msg": "失败"}
        return PushAnswer(200 if taken else 503, msgspec.json.encode(said))


def open_carrier(account: Account, client: httpx.AsyncClient) -> SfFengqiao:
    """Return SF Fengqiao for this account."""
    return SfFengqiao(Client(account, client), account)


def _waybill(answer: Answer, reference: str) -> Waybill:
    with answer.reply.readable():
        order = one(answer.business.msg_data, wire.Order)
    if order is None:
        raise Unexpected("The reply holds no order.", **answer.reply.case())
    return mapping.to_waybill(order, reference, answer.reply)


def _check_changed(answer: Answer) -> None:
    with answer.reply.readable():
        changed = one(answer.business.msg_data, wire.Changed)
    status = changed.res_status if changed else None
    if status == MISMATCH:
        raise Refused("SF says that order and waybill do not match.", **answer.reply.case())
    if status != CHANGED:
        raise Unexpected(f"SF answers the cancellation with status {status}.", **answer.reply.case())
