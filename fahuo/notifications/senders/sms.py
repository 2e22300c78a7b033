"""SMS. `Gateway` is what any adapter offers; `AliyunSms` speaks to Alibaba Cloud's Dysmsapi (2017-05-25).

An SMS costs money, so a doubtful one is asked for by our own id (OutId) and never simply repeated: Dysmsapi does not
recognise a repetition. Sources, read 2026-11-22: help.aliyun.com SendSms, QuerySendDetails (one phone, one day of the
last thirty, up to fifty a page; SendStatus 1 waits for the receipt, 2 failed, 3 arrived), error codes isv.* and isp.*.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from enum import Enum
from typing import Protocol

import httpx
import msgspec

from fahuo.kit import clock, wire
from fahuo.notifications.domain.message import Doubtful, Later, Message, Outcome, Refused, Sent, clipped
from fahuo.notifications.senders.exchange import exchange, plain
from fahuo.notifications.senders.signing import acs3, canonical_query

VERSION = "2017-05-25"
VARIABLE_LENGTH = 35  # the longest value of a template's variable
PAGE_SIZE = 50
MOST_PAGES = 5
CHINA = timezone(timedelta(hours=8))  # their days


class Unknown(Enum):
    """Asked for a message: it is not there."""

    NOT_FOUND = "NOT_FOUND"


class Gateway(Protocol):
    """Sends SMS, and says what became of one."""

    async def send(self, message: Message, *, phone: str) -> Outcome:
        """Send to a number in E.164."""

    async def ask(self, name: str, *, phone: str, at: datetime) -> Outcome | Unknown:
        """Say what became of the message of this name that was put together at `at`."""


@dataclass(frozen=True, slots=True)
class SmsAccount:
    """The operator's access. `template` has the variables `subject` and `count`."""

    url: str = ""
    key_id: str = ""
    secret: str = ""
    sign_name: str = ""
    templates: Mapping[str, str] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether SMS can be sent at all."""
        return bool(self.url and self.key_id and self.secret and self.sign_name and self.templates)


# Their code → ours, and whether the same message may be sent again.
LATER = {
    "isv.BUSINESS_LIMIT_CONTROL": "NOTIFY_RATE_LIMITED",
    "isv.DAY_LIMIT_CONTROL": "NOTIFY_RATE_LIMITED",
    "isv.MONTH_LIMIT_CONTROL": "NOTIFY_RATE_LIMITED",
    "BUSINESS_LIMIT_CONTROL_MINUTE": "NOTIFY_RATE_LIMITED",
    "BUSINESS_LIMIT_CONTROL_PHONE": "NOTIFY_RATE_LIMITED",
    "isv.BUSINESS_LIMIT_HOUR": "NOTIFY_RATE_LIMITED",
    "isv.BUSINESS_LIMIT_DAY": "NOTIFY_RATE_LIMITED",
    "Throttling.User": "NOTIFY_RATE_LIMITED",
    "Throttling": "NOTIFY_RATE_LIMITED",
    "isv.AMOUNT_NOT_ENOUGH": "NOTIFY_NO_CREDIT",
    "isv.OUT_OF_SERVICE": "NOTIFY_NO_CREDIT",
    "isv.BILLING_DEDUCTION_ERROR": "NOTIFY_NO_CREDIT",
    "isv.PRODUCT_UN_SUBSCRIPT": "NOTIFY_KEY_REFUSED",
    "isv.PRODUCT_UNSUBSCRIBE": "NOTIFY_KEY_REFUSED",
    "isv.ACCOUNT_NOT_EXISTS": "NOTIFY_KEY_REFUSED",
    "isv.ACCOUNT_ABNORMAL": "NOTIFY_KEY_REFUSED",
    "isp.RAM_PERMISSION_DENY": "NOTIFY_KEY_REFUSED",
    "SignatureDoesNotMatch": "NOTIFY_KEY_REFUSED",
    "SignatureNonceUsed": "NOTIFY_KEY_REFUSED",
    "InvalidTimeStamp.Expired": "NOTIFY_KEY_REFUSED",
    "InvalidAccessKeyId.NotFound": "NOTIFY_KEY_REFUSED",
    "InvalidAccessKeyId.Inactive": "NOTIFY_KEY_REFUSED",
    "isv.SMS_SIGNATURE_ILLEGAL": "NOTIFY_SMS_TEMPLATE",
    "isv.SMS_TEMPLATE_ILLEGAL": "NOTIFY_SMS_TEMPLATE",
    "isv.SMS_SIGNATURE_SCENE_ILLEGAL": "NOTIFY_SMS_TEMPLATE",
    "isv.TEMPLATE_MISSING_PARAMETERS": "NOTIFY_SMS_TEMPLATE",
    "isv.TEMPLATE_PARAMS_ILLEGAL": "NOTIFY_SMS_TEMPLATE",
}
NEVER = {
    "isv.MOBILE_NUMBER_ILLEGAL": "NOTIFY_ADDRESS_REFUSED",
    "isv.NOT_SUPPORTED_COUNTRY": "NOTIFY_ADDRESS_REFUSED",
    "isv.DENY_IP_RANGE": "NOTIFY_REFUSED",
    "isv.PARAM_LENGTH_LIMIT": "NOTIFY_REFUSED",
    "isv.PARAM_NOT_SUPPORT_URL": "NOTIFY_REFUSED",
    "isv.BLACK_KEY_CONTROL_LIMIT": "NOTIFY_REFUSED",
    "isv.INVALID_JSON_PARAM": "NOTIFY_REFUSED",
    "isv.INVALID_PARAMETERS": "NOTIFY_REFUSED",
}
# They may have acted: their system failed while it did.
OPEN = frozenset(("isp.SYSTEM_ERROR", "isp.UNKNOWN", "isp.GATEWAY_ERROR", "InternalError", "ServiceUnavailable"))


class SendAnswer(msgspec.Struct, rename="pascal"):
    """What SendSms answers."""

    code: str
    message: str = ""
    biz_id: str = ""


class Detail(msgspec.Struct, rename="pascal"):
    """One SMS as they keep it."""

    send_status: int
    out_id: str = ""
    err_code: str = ""
    biz_id: str = ""


class Details(msgspec.Struct):
    """The list within its envelope."""

    found: list[Detail] = msgspec.field(name="SmsSendDetailDTO", default_factory=list)


class DetailsAnswer(msgspec.Struct, rename="pascal"):
    """What QuerySendDetails answers."""

    code: str
    message: str = ""
    total_count: int = 0
    details: Details = msgspec.field(name="SmsSendDetailDTOs", default_factory=Details)


@dataclass(frozen=True, slots=True)
class AliyunSms:
    """Speaks to Dysmsapi with one client."""

    client: httpx.AsyncClient
    account: SmsAccount

    async def send(self, message: Message, *, phone: str) -> Outcome:
        """Send one SMS for the whole message: its first subject, and how many there are."""
        values = {"subject": clipped(message.items[0].subject, VARIABLE_LENGTH), "count": str(len(message.items))}
        template = self.account.templates.get(message.language) or next(iter(self.account.templates.values()))
        answer = await self._call(
            "SendSms",
            {
                "PhoneNumbers": national(phone),
                "SignName": self.account.sign_name,
                "TemplateCode": template,
                "TemplateParam": wire.encode(values).decode(),
                "OutId": message.name,
            },
        )
        if not isinstance(answer, httpx.Response):
            return answer
        try:
            said = wire.decode(answer.content, SendAnswer)
        except wire.UnreadableReply as error:
            return Doubtful("NOTIFY_UNREADABLE", plain(error))
        return Sent(said.biz_id) if said.code == "OK" else _judged(said.code, said.message, self.account)

    async def ask(self, name: str, *, phone: str, at: datetime) -> Outcome | Unknown:
        """Look through what was sent to this number on the day, on the next when it is near midnight, and today when
        whoever wrote down that day had a clock that ran ahead.
        """
        first = at.astimezone(CHINA).date()
        last = clock.now().astimezone(CHINA).date()
        for day in sorted({first, min(last, first + timedelta(days=1))}):
            found = await self._find(name, national(phone), f"{day:%Y%m%d}")
            if found is not Unknown.NOT_FOUND:
                return found
        return Unknown.NOT_FOUND

    async def _find(self, name: str, phone: str, day: str) -> Outcome | Unknown:
        for page in range(1, MOST_PAGES + 1):
            query = {"PhoneNumber": phone, "SendDate": day, "PageSize": str(PAGE_SIZE), "CurrentPage": str(page)}
            answer = await self._call("QuerySendDetails", query)
            if not isinstance(answer, httpx.Response):
                return Doubtful("NOTIFY_NO_ANSWER", getattr(answer, "detail", ""), left=False)
            try:
                said = wire.decode(answer.content, DetailsAnswer)
            except wire.UnreadableReply as error:
                return Doubtful("NOTIFY_UNREADABLE", plain(error), left=False)
            if said.code != "OK":
                return Doubtful(
                    "NOTIFY_NO_ANSWER", plain(f"{said.code} {said.message}", (self.account.secret,)), left=False
                )
            for one in said.details.found:
                if one.out_id == name:
                    return Refused("NOTIFY_SMS_LOST", plain(one.err_code)) if one.send_status == 2 else Sent(one.biz_id)
            if page * PAGE_SIZE >= said.total_count:
                return Unknown.NOT_FOUND
        return Doubtful("NOTIFY_NO_ANSWER", f"more than {MOST_PAGES * PAGE_SIZE} SMS on {day}", left=False)

    async def _call(self, action: str, parameters: Mapping[str, str]) -> httpx.Response | Outcome:
        query = canonical_query(parameters)
        url = httpx.URL(self.account.url)
        headers = {
            "host": url.netloc.decode(),
            "x-acs-action": action,
            "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
            "x-acs-date": f"{clock.now():%Y-%m-%dT%H:%M:%SZ}",
            "x-acs-signature-nonce": uuid.uuid4().hex,
            "x-acs-version": VERSION,
        }
        account = self.account
        headers["Authorization"] = acs3(
            key_id=account.key_id, secret=account.secret, method="POST", query=query, headers=headers
        )
        request = self.client.build_request("POST", url.copy_with(path="/", query=query.encode()), headers=headers)
        return await exchange(self.client, request)


def national(phone: str) -> str:
    """Return a number in E.164 as Dysmsapi wants it: eleven digits in China, else country code and number."""
    return phone.removeprefix("+86") if phone.startswith("+86") else phone.removeprefix("+")


def _judged(code: str, said: str, account: SmsAccount) -> Outcome:
    detail = plain(f"{code} {said}", (account.secret, account.key_id))
    if code in OPEN:
        return Doubtful("NOTIFY_SERVER_ERROR", detail)
    if code in NEVER:
        return Refused(NEVER[code], detail)
    ours = LATER.get(code, "NOTIFY_REFUSED")
    if ours == "NOTIFY_RATE_LIMITED":
        return Later(ours, detail, wait_s=60.0, broken=False)
    return Later(ours, detail)
