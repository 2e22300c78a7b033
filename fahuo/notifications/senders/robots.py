"""Robots of DingTalk and WeCom groups: a message in Markdown, an answer whose HTTP status is 200 even when it is no.

DingTalk signs with a time stamp and a secret. WeCom's robots have no signature: the key in the address is all there is.
Sources, read 2026-11-22: open.dingtalk.com "custom robot" (twenty messages a minute, then ten minutes of silence;
errcode); developer.work.weixin.qq.com 91770 (twenty messages a minute; Markdown up to 4,096 bytes; `<@userid>`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
import msgspec

from fahuo.kit import clock, wire
from fahuo.notifications.domain.message import Later, Message, Outcome, Refused, Sent, clipped, fitted
from fahuo.notifications.senders.exchange import exchange, plain
from fahuo.notifications.senders.signing import dingtalk as dingtalk_sign

DINGTALK_BYTES = 15_000
WECOM_BYTES = 4_000  # of 4,096, with room for a mention's brackets
MORE = {"zh": "……另有 {} 条，请到系统中查看。", "en": "… and {} more, to be seen in Fahuo."}
BODY_LENGTH = 300
GLUE = "\n\n"
_MARKUP = re.compile(r"([\\`*_\[\]()#<>|~])")


class Answer(msgspec.Struct):
    """What both robots answer."""

    errcode: int
    errmsg: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an errcode means for us; `wait_s` when the robot stays silent for a known time."""

    code: str
    broken: bool = True
    wait_s: float | None = None
    never: bool = False


LIMITED = "NOTIFY_RATE_LIMITED"
# DingTalk. 310000 is the answer to a wrong signature, a missing keyword, and an address that is not on the list.
DINGTALK_CODES: dict[int, Meaning] = {
    -1: Meaning("NOTIFY_SERVER_ERROR"),
    130101: Meaning(LIMITED, broken=False, wait_s=600),
    90030: Meaning(LIMITED, wait_s=3600),
    410100: Meaning(LIMITED, broken=False, wait_s=600),
    310000: Meaning("NOTIFY_KEY_REFUSED"),
    300001: Meaning("NOTIFY_KEY_REFUSED"),
    300005: Meaning("NOTIFY_KEY_REFUSED"),
    400101: Meaning("NOTIFY_KEY_REFUSED"),
    400102: Meaning("NOTIFY_ADDRESS_REFUSED"),
    400013: Meaning("NOTIFY_ADDRESS_REFUSED"),
    40035: Meaning("NOTIFY_REFUSED", never=True),
    430101: Meaning("NOTIFY_REFUSED", never=True),
    430102: Meaning("NOTIFY_REFUSED", never=True),
    430103: Meaning("NOTIFY_REFUSED", never=True),
    430104: Meaning("NOTIFY_REFUSED", never=True),
}
WECOM_CODES: dict[int, Meaning] = {
    -1: Meaning("NOTIFY_SERVER_ERROR"),
    45009: Meaning(LIMITED, broken=False, wait_s=60),
    45033: Meaning(LIMITED, broken=False, wait_s=60),
    93000: Meaning("NOTIFY_KEY_REFUSED"),
    93004: Meaning("NOTIFY_ADDRESS_REFUSED"),
    93008: Meaning("NOTIFY_ADDRESS_REFUSED"),
    40058: Meaning("NOTIFY_REFUSED", never=True),
    44004: Meaning("NOTIFY_REFUSED", never=True),
}
UNKNOWN = Meaning("NOTIFY_REFUSED")


async def send_dingtalk(
    client: httpx.AsyncClient, message: Message, *, url: str, secret: str, mentions: Sequence[str] = ()
) -> Outcome:
    """Send to a DingTalk group; `mentions` are phone numbers of its members, called by urgent messages only."""
    timestamp = str(int(clock.now().timestamp() * 1000))
    signed = f"{url}&timestamp={timestamp}&sign={dingtalk_sign(secret, timestamp)}" if secret else url
    called = list(mentions) if message.urgent else []
    body = {
        "msgtype": "markdown",
        "markdown": {
            "title": clipped(message.title, 100),
            "text": markdown(message, DINGTALK_BYTES, " ".join(f"@{phone}" for phone in called)),
        },
        "at": {"atMobiles": called, "isAtAll": False},
    }
    return await _post(client, signed, body, DINGTALK_CODES, (secret, url.partition("access_token=")[2]))


async def send_wecom(client: httpx.AsyncClient, message: Message, *, url: str, mentions: Sequence[str] = ()) -> Outcome:
    """Send to a WeCom group; `mentions` are user ids of its members, called by urgent messages only."""
    called = " ".join(f"<@{name}>" for name in mentions) if message.urgent else ""
    body = {"msgtype": "markdown", "markdown": {"content": markdown(message, WECOM_BYTES, called)}}
    return await _post(client, url, body, WECOM_CODES, (url.partition("key=")[2],))


def markdown(message: Message, limit: int, called: str = "") -> str:
    """Return the message in Markdown, within the limit in bytes. What people wrote is never taken for markup."""
    head = [f"**{escaped(message.title)}**"] if len(message.items) > 1 else []
    tail = [called] if called else []
    room = limit - sum(len(line.encode()) + len(GLUE) for line in (*head, *tail))
    lines = [_line(item.subject, item.body, item.url) for item in message.items]
    return GLUE.join([*head, fitted(lines, room, MORE[message.language], GLUE), *tail])


def escaped(text: str) -> str:
    """Return the text so that no sign of it is markup."""
    return _MARKUP.sub(r"\\\1", text)


def _line(subject: str, body: str, url: str) -> str:
    first = f"[{escaped(subject)}]({url})" if url else escaped(subject)
    rest = clipped(" ".join(body.split()), BODY_LENGTH)
    return f"{first} {escaped(rest)}" if rest else first


async def _post(
    client: httpx.AsyncClient, url: str, body: object, codes: Mapping[int, Meaning], secrets: Sequence[str]
) -> Outcome:
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = await exchange(client, client.build_request("POST", url, content=wire.encode(body), headers=headers))
    if not isinstance(answer, httpx.Response):
        return answer
    if answer.status_code != 200:
        return Later("NOTIFY_ADDRESS_REFUSED", f"HTTP {answer.status_code}")
    try:
        said = wire.decode(answer.content, Answer)
    except wire.UnreadableReply as error:
        return Later("NOTIFY_UNREADABLE", plain(error))
    if said.errcode == 0:
        return Sent()
    meaning = codes.get(said.errcode, UNKNOWN)
    detail = plain(f"{said.errcode} {said.errmsg}", secrets)
    if meaning.never:
        return Refused(meaning.code, detail)
    return Later(meaning.code, detail, meaning.wait_s, broken=meaning.broken)
