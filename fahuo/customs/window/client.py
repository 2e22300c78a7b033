"""Sends messages to the single window and fetches its receipts. Never repeats by itself: the caller decides."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field

import httpx
import msgspec

from fahuo.customs.ceb.envelope import Envelope, pack, read_answer, to_json
from fahuo.customs.ceb.safe_xml import MessageRefused
from fahuo.kit.http import HttpFailure, NotSent, send

POST_PATH = "/messages"
RECEIPTS_PATH = "/receipts"
JSON, DXP = "JSON", "DXP"
LONGEST_WAIT_S = 3600.0  # a window that asks for more is asked again after an hour
LARGEST_CURSOR = 2**53  # what JSON says exactly
_TYPES = {JSON: "application/json;charset=utf-8", DXP: "text/xml;charset=utf-8"}


class WindowFailure(Exception):
    """The window did not take a message, or we do not know."""


class NotReached(WindowFailure):
    """Nothing arrived, or the window said to come later: the same message may be sent again.

    `retry_after` in seconds, when the window said so.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        """Keep when to come back."""
        super().__init__(message)
        self.retry_after = retry_after


class NotAuthorised(NotReached):
    """Account or password is wrong: nobody looked at the message, and it may go once they are right."""


class Refused(WindowFailure):
    """The window said no: the same message will be refused again. `code` is its own (0001 format, 1001 signature …)."""

    def __init__(self, code: str, text: str) -> None:
        """Keep code and text."""
        super().__init__(f"{code} {text}".strip())
        self.code = code
        self.text = text


class Doubtful(WindowFailure):
    """The message left and no readable answer came: it may have been taken. Only receipts tell."""


@dataclass(frozen=True, slots=True)
class Access:
    """Where the window is, and the account there. The password is never shown.

    `shape` is how messages are packed: JSON, or DXP for the envelope of the exchange, which names the card as well.
    """

    url: str
    account: str
    password: str = field(repr=False)
    shape: str = JSON

    @property
    def _credentials(self) -> str:
        return base64.b64encode(f"{self.account}:{self.password}".encode()).decode()

    def request(
        self, http: httpx.AsyncClient, method: str, path: str, *, content: bytes | None = None, **query: int
    ) -> httpx.Request:
        """Return a request with the account in it."""
        headers = {"Authorization": f"Basic {self._credentials}", "Content-Type": _TYPES[self.shape]}
        url = self.url.rstrip("/") + path
        return http.build_request(method, url, content=content, headers=headers, params=query or None)


@dataclass(frozen=True, slots=True)
class Taken:
    """The window has the message; what becomes of it receipts will say."""

    message_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """Receipt messages since a cursor, oldest first, and the cursor to ask with next time."""

    messages: tuple[bytes, ...]
    cursor: int
    more: bool


class _Answer(msgspec.Struct):
    ResponseCode: str
    ResponseInfo: str = ""


class _Page(msgspec.Struct):
    cursor: int
    messages: list[bytes]  # base64
    more: bool = False


async def post(http: httpx.AsyncClient, access: Access, envelope: Envelope) -> Taken:
    """Send one message; raise `NotReached`, `Refused` or `Doubtful`."""
    packed = pack(envelope) if access.shape == DXP else to_json(envelope)
    request = access.request(http, "POST", POST_PATH, content=packed)
    try:
        response = await send(http, request)
    except NotSent as error:
        raise NotReached(str(error)) from error
    except HttpFailure as error:
        raise Doubtful(str(error)) from error
    _refused_before(response)
    try:
        answer = _read_dxp(response.content) if access.shape == DXP else _read_json(response.content)
    except (msgspec.DecodeError, MessageRefused) as error:
        raise Doubtful(f"HTTP {response.status_code} without a readable answer") from error
    if response.status_code >= 500:
        raise Doubtful(f"HTTP {response.status_code}: {answer.ResponseInfo}"[:200])
    if answer.ResponseCode.strip("0"):
        raise Refused(answer.ResponseCode[:9], answer.ResponseInfo[:500])
    if response.status_code >= 300:
        raise Doubtful(f"HTTP {response.status_code} that says it was taken")
    return Taken(envelope.message_id, answer.ResponseInfo[:500])


async def fetch_receipts(http: httpx.AsyncClient, access: Access, since: int = 0) -> Fetched:
    """Ask for receipts since a cursor; raise `NotReached`. Asking changes nothing at the window."""
    try:
        response = await send(http, access.request(http, "GET", RECEIPTS_PATH, since=since))
    except HttpFailure as error:
        raise NotReached(str(error)) from error
    _refused_before(response)
    if response.status_code != 200:
        raise NotReached(f"HTTP {response.status_code}")
    try:
        page = msgspec.json.decode(response.content, type=_Page)
    except msgspec.DecodeError as error:
        raise NotReached("receipts that cannot be read") from error
    if not since <= page.cursor <= LARGEST_CURSOR or (page.more and page.cursor == since):
        raise NotReached("a cursor that goes back, or too far")
    return Fetched(tuple(page.messages), page.cursor, page.more)


def _read_json(content: bytes) -> _Answer:
    answer = msgspec.json.decode(content, type=_Answer)
    code, text = (said.replace("\x00", "").strip() for said in (answer.ResponseCode, answer.ResponseInfo))
    if not code:
        raise MessageRefused("ENVELOPE", "no ResponseCode")
    return _Answer(code, text)


def _read_dxp(content: bytes) -> _Answer:
    """Return what the nodes of the exchange say: the first that did not take it, else the last."""
    answers = read_answer(content)
    one = next((answer for answer in answers if not answer.is_taken), answers[-1])
    if not one.code:
        raise MessageRefused("ENVELOPE", "no ResponseCode")
    return _Answer(one.code, one.text)


def _refused_before(response: httpx.Response) -> None:
    """Raise for an answer that was given before anybody looked at the message."""
    if response.status_code in (401, 403):
        raise NotAuthorised(f"HTTP {response.status_code}: the window does not know the account or the password")
    if response.status_code == 429:
        raise NotReached("too many calls", _seconds(response.headers.get("Retry-After", "")))
    if response.status_code in (404, 405):
        raise NotReached(f"HTTP {response.status_code}: no window at this address")
    if response.status_code == 413:
        raise Refused("413", "the message is too large for the window")


def _seconds(text: str) -> float | None:
    return min(float(text), LONGEST_WAIT_S) if text.isascii() and text.isdigit() else None
