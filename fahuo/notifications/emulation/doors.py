"""The doors that are reached by HTTP, each in the real one's words. A reply of None breaks the connection off."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote

import msgspec

from fahuo.notifications.emulation.post_room import Fault, PostRoom

WINDOW_S = 300  # of a webhook's time stamp
HOUR_MS = 3_600_000
WECOM_BYTES = 4096
ROBOT_KEY = "emulated-robot"
SMS_KEY_ID = "emulated-key-id"


@dataclass(frozen=True, slots=True)
class Call:
    """One request."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def parameters(self) -> dict[str, str]:
        """The query, decoded."""
        return dict(parse_qsl(self.query, keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: JSON, or `raw` as it is."""

    status: int = 200
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: bytes = b""


Door = Callable[[PostRoom, Call], Reply | None]
_GARBAGE = Reply(raw=b"<html><body>Sign in to the network</body></html>")
_SMS_FAULTS: dict[Fault | None, str] = {
    Fault.LIMITED: "isv.BUSINESS_LIMIT_CONTROL",
    Fault.REFUSED: "isv.AMOUNT_NOT_ENOUGH",
}
_ELSEWHERE = Reply(302, {}, {"Location": "http://169.254.169.254/"})


def webhook(room: PostRoom, call: Call) -> Reply | None:
    """Check time and signature over `timestamp.body`; an id that is there already is taken and not kept twice."""
    fault = room.fault("WEBHOOK")
    if fault in (Fault.BROKEN, Fault.LOST, Fault.REDIRECT):
        return {Fault.BROKEN: Reply(500), Fault.REDIRECT: _ELSEWHERE}.get(fault)
    stamp = call.headers.get("x-fahuo-timestamp", "")
    signed = hmac.new(room.secret.encode(), stamp.encode() + b"." + call.body, hashlib.sha256).hexdigest()
    if not stamp.isdigit() or abs(time.time() - int(stamp)) > WINDOW_S:
        room.turn_away("WEBHOOK", "time stamp")
        return Reply(401, {"error": "time stamp"})
    if not hmac.compare_digest(call.headers.get("x-fahuo-signature", ""), f"v1={signed}"):
        room.turn_away("WEBHOOK", "signature")
        return Reply(401, {"error": "signature"})
    if fault in (Fault.LIMITED, Fault.REFUSED):
        return Reply(429, {}, {"Retry-After": "30"}) if fault is Fault.LIMITED else Reply(422)
    name = call.headers.get("x-fahuo-id", "")
    if all(one["id"] != name for one in room.arrived["WEBHOOK"]):
        room.keep("WEBHOOK", msgspec.json.decode(call.body))
    return None if fault is Fault.SILENT else Reply(content={"ok": True})


def dingtalk(room: PostRoom, call: Call) -> Reply | None:
    """Check token, time (an hour) and sign; no answer has another status than 200."""
    fault, given = room.fault("DINGTALK"), call.parameters
    if fault in (Fault.LOST, Fault.BROKEN, Fault.GARBAGE):
        return {Fault.BROKEN: Reply(500), Fault.GARBAGE: _GARBAGE}.get(fault)
    stamp = given.get("timestamp", "")
    expected = hmac.new(room.secret.encode(), f"{stamp}\n{room.secret}".encode(), hashlib.sha256).digest()
    if given.get("access_token") != ROBOT_KEY:
        return _robot(300001, "token is not exist")
    late = not stamp.isdigit() or abs(time.time() * 1000 - int(stamp)) > HOUR_MS
    if late or given.get("sign") != base64.b64encode(expected).decode():
        room.turn_away("DINGTALK", "sign")
        return _robot(310000, "sign not match")
    if fault is Fault.LIMITED or room.too_many("DINGTALK"):
        return _robot(130101, "send too fast, exceed 20 times per minute")
    message = msgspec.json.decode(call.body)
    if fault is Fault.REFUSED or message.get("msgtype") != "markdown" or not message["markdown"].get("title"):
        return _robot(40035, "missing parameter")
    room.keep("DINGTALK", message)
    return None if fault is Fault.SILENT else _robot(0, "ok")


def wecom(room: PostRoom, call: Call) -> Reply | None:
    """Check the key and the length; there is no signature."""
    fault = room.fault("WECOM")
    if fault in (Fault.LOST, Fault.BROKEN, Fault.GARBAGE):
        return {Fault.BROKEN: Reply(500), Fault.GARBAGE: _GARBAGE}.get(fault)
    if call.parameters.get("key") != ROBOT_KEY:
        return _robot(93000, f"invalid webhook url, hint: {call.parameters.get('key')}")
    if fault is Fault.LIMITED or room.too_many("WECOM"):
        return _robot(45009, "api freq out of limit")
    message = msgspec.json.decode(call.body)
    content = message.get("markdown", {}).get("content", "")
    if fault is Fault.REFUSED or not content or len(content.encode()) > WECOM_BYTES:
        return _robot(40058, "markdown.content exceed max length 4096")
    room.keep("WECOM", message)
    return None if fault is Fault.SILENT else _robot(0, "ok")


def _robot(code: int, said: str) -> Reply:
    return Reply(content={"errcode": code, "errmsg": said})


def sms(room: PostRoom, call: Call) -> Reply | None:
    """Dysmsapi: check the V3 signature, then SendSms or QuerySendDetails."""
    action = call.headers.get("x-acs-action", "")
    fault = room.fault("SMS") if action == "SendSms" else None
    if fault in (Fault.LOST, Fault.BROKEN):
        return Reply(500) if fault is Fault.BROKEN else None
    if not _acs3_fits(room, call):
        room.turn_away("SMS", "signature")
        return Reply(400, {"Code": "SignatureDoesNotMatch", "Message": "Specified signature is not matched."})
    if fault in _SMS_FAULTS:
        return _said(_SMS_FAULTS[fault])
    if action == "SendSms":
        return _sent(room, call.parameters, silent=fault is Fault.SILENT)
    return _details(room, call.parameters) if action == "QuerySendDetails" else Reply(404, {"Code": "InvalidAction"})


def _sent(room: PostRoom, given: Mapping[str, str], *, silent: bool) -> Reply | None:
    phone = given.get("PhoneNumbers", "")
    if not phone.isdigit() or (len(phone) == 11) != phone.startswith("1") or len(phone) < 7:
        return _said("isv.MOBILE_NUMBER_ILLEGAL")
    if given.get("TemplateCode") != "SMS_100" or given.get("SignName") != "Fahuo":
        return _said("isv.SMS_TEMPLATE_ILLEGAL")
    values = msgspec.json.decode(given.get("TemplateParam", "{}"))
    if set(values) != {"subject", "count"} or any(len(text) > 35 for text in values.values()):
        return _said("isv.PARAM_LENGTH_LIMIT")
    number = uuid.uuid4().hex
    day = time.strftime("%Y%m%d", time.gmtime(time.time() + 8 * 3600))
    kept = {"phone": phone, "out_id": given.get("OutId", ""), "biz_id": number, "day": day, "values": values}
    room.keep("SMS", kept)
    return None if silent else Reply(content={"Code": "OK", "Message": "OK", "BizId": number, "RequestId": number})


def _details(room: PostRoom, given: Mapping[str, str]) -> Reply:
    found = [
        {
            "PhoneNum": one["phone"],
            "SendStatus": 3,
            "OutId": one["out_id"],
            "BizId": one["biz_id"],
            "ErrCode": "DELIVERED",
        }
        for one in room.arrived["SMS"]
        if one["phone"] == given.get("PhoneNumber") and one["day"] == given.get("SendDate")
    ]
    start = (int(given.get("CurrentPage", "1")) - 1) * int(given.get("PageSize", "10"))
    page = found[start : start + int(given.get("PageSize", "10"))]
    listed = {"SmsSendDetailDTO": page}
    return Reply(content={"Code": "OK", "Message": "OK", "TotalCount": len(found), "SmsSendDetailDTOs": listed})


def _said(code: str) -> Reply:
    return Reply(content={"Code": code, "Message": code, "RequestId": uuid.uuid4().hex})


def _acs3_fits(room: PostRoom, call: Call) -> bool:
    """Reckon the signature again from what arrived."""
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    parts = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
    names = parts.get("SignedHeaders", "")
    needed = {"host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version"}
    if scheme != "ACS3-HMAC-SHA256" or parts.get("Credential") != SMS_KEY_ID or not needed <= set(names.split(";")):
        return False
    body = hashlib.sha256(call.body).hexdigest()
    pairs = sorted(parse_qsl(call.query, keep_blank_values=True))
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    head = "".join(f"{name}:{call.headers.get(name, '')}\n" for name in names.split(";"))
    canonical = f"{call.method}\n{call.path}\n{query}\n{head}\n{names}\n{body}"
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    expected = hmac.new(room.secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return body == call.headers.get("x-acs-content-sha256") and hmac.compare_digest(parts["Signature"], expected)


def desk(room: PostRoom, call: Call) -> Reply:
    """The keeper's side: GET lists what arrived, POST puts faults in store (`door`, `fault`, `times`)."""
    if call.method == "GET":
        return Reply(content=room.listed())
    wish = msgspec.json.decode(call.body)
    room.spoil(wish["door"], Fault(wish["fault"]), int(wish.get("times", 1)))
    return Reply(content=wish)


DOORS: dict[str, Door] = {
    "/webhook": webhook,
    "/robot/send": dingtalk,
    "/cgi-bin/webhook/send": wecom,
    "/": sms,
    "/_received": desk,
}
