"""SF Fengqiao messages in their own spelling (API overview and service pages, read 2026-11)."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Asked(msgspec.Struct, omit_defaults=True, rename="camel"):
    """What we send; empty fields are left out."""


class Answered(msgspec.Struct, rename="camel"):
    """What we read; unknown fields are ignored."""


class Envelope(Answered):
    """What surrounds every answer. `api_result_data` is JSON inside a string."""

    api_result_code: str
    api_error_msg: str | None = None
    api_response_id: str | None = msgspec.field(default=None, name="apiResponseID")
    api_result_data: msgspec.Raw = msgspec.Raw()


class Business(Answered):
    """What stands inside `apiResultData`; cloud printing answers in `obj`, the others in `msgData`."""

    success: bool
    error_code: str | int | None = None
    error_msg: str | None = None
    error_message: str | None = None
    msg_data: msgspec.Raw = msgspec.Raw()
    obj: msgspec.Raw = msgspec.Raw()


class ContactInfo(Asked):
    """Sender (`contact_type` 1) or recipient (2)."""

    contact_type: int
    contact: str
    mobile: str
    country: str
    address: str
    company: str = ""
    province: str = ""
    city: str = ""
    post_code: str = ""
    email: str = ""
    tax_no: str = ""


class CargoDetail(Asked):
    """One line of goods; `weight` in kilograms and `amount` of one unit."""

    name: str
    count: int
    unit: str
    weight: Decimal
    amount: Decimal
    currency: str
    source_area: str = ""


class CustomsInfo(Asked):
    """What a parcel that crosses a customs border declares."""

    declared_value: Decimal
    declared_value_currency: str


class NewOrder(Asked):
    """Body of `EXP_RECE_CREATE_ORDER`."""

    language: str
    order_id: str
    express_type_id: int
    pay_method: int
    is_gen_waybill_no: int
    is_return_routelabel: int
    parcel_qty: int
    total_weight: Decimal
    contact_info_list: list[ContactInfo]
    cargo_details: list[CargoDetail]
    monthly_card: str = ""
    is_docall: int = 0
    customs_info: CustomsInfo | None = None


class WaybillNo(Answered):
    """One number of an order: `waybill_type` 1 is the parcel's own."""

    waybill_no: str | None = None
    waybill_type: int | None = None


class Order(Answered):
    """Answer of create and of the look-up. `filter_result`: 1 a person at SF decides, 2 deliverable, 3 not."""

    order_id: str | None = None
    filter_result: int | None = None
    remark: str | None = None
    waybill_no_info_list: list[WaybillNo] | None = None


class Changed(Answered):
    """Answer of `EXP_RECE_UPDATE_ORDER`: `res_status` 2 is success, 1 says that order and waybill do not match."""

    order_id: str | None = None
    res_status: int | None = None


class LabelFile(Answered):
    """Where a label lies, and the token that opens it."""

    url: str | None = None
    token: str | None = None
    waybill_no: str | None = None


class Printed(Answered):
    """`obj` of cloud printing."""

    files: list[LabelFile] | None = None


class Route(Answered):
    """One entry of a parcel's routes; times are Chinese time."""

    accept_time: str | None = None
    accept_address: str | None = None
    remark: str | None = None
    op_code: str | int | None = None


class Routes(Answered):
    """One parcel with its routes."""

    mail_no: str | None = None
    routes: list[Route] | None = None


class RouteAnswer(Answered):
    """Answer of `EXP_RECE_SEARCH_ROUTES`."""

    route_resps: list[Routes] | None = None


class PushedRoute(Route):
    """One route as SF pushes it."""

    mailno: str = ""
    orderid: str | None = None


class PushedState(Answered):
    """One state of an order as SF pushes it."""

    order_no: str | None = None
    waybill_no: str | None = None
    order_state_code: str | None = None
    order_state_desc: str | None = None
    last_time: str | None = None


class PushBody(msgspec.Struct):
    """Routes, or states of orders."""

    WaybillRoute: list[PushedRoute] | None = None
    OrderState: list[PushedState] | None = None


class Pushed(msgspec.Struct):
    """A push."""

    Body: PushBody
