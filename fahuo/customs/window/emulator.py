"""An emulated single window as a small ASGI app. `fahuo emulate-window` serves it; see docs/operations.md."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import httpx
import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from fahuo.carriers.emulation.faults import Fault, FaultKind, Faults, Reset, Silence
from fahuo.customs.ceb.envelope import DxpAnswer, answer, from_json, unpack
from fahuo.customs.ceb.safe_xml import MessageRefused
from fahuo.customs.window.client import POST_PATH, RECEIPTS_PATH
from fahuo.customs.window.office import Office
from fahuo.customs.window.options import ENVIRONMENT, Options, OptionsRefused, Registered, read_options, registered
from fahuo.kit import http

PUSH_EVERY_S = 0.2
_Work = Callable[[Request, Registered], Awaitable[Response]]


class Emulator:
    """The window's addresses, and those of whoever keeps it (below `/_emulator`)."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.office = Office(options)
        self.faults = Faults(options.faults)
        self._pushed: dict[str, int] = {}

    def app(self) -> Starlette:
        """Return the application; `app.state.emulator` leads back here."""
        routes = [
            Route(POST_PATH, self._behind_account("post", self._post), methods=["POST"]),
            Route(RECEIPTS_PATH, self._behind_account("receipts", self._receipts), methods=["GET"]),
            Route("/_emulator/book", self._show_book, methods=["GET"]),
            Route("/_emulator/declarants", self._register, methods=["POST"]),
            Route("/_emulator/faults", self._set_faults, methods=["GET", "POST", "DELETE"]),
            Route("/_emulator/release", self._release, methods=["POST"]),
            Route("/_emulator/clock", self._move_clock, methods=["POST"]),
        ]
        application = Starlette(routes=routes, lifespan=self._pushing)
        application.state.emulator = self
        return application

    def register(self, one: Registered) -> None:
        """Give a firm an account, or change it."""
        self.office.accounts[one.account] = one

    async def push_once(self, client: httpx.AsyncClient) -> int:
        """Send every account's new receipts to `push_url`; what is not accepted waits. Return how many went."""
        sent = 0
        for account in list(self.office.accounts):
            url = self.options.push_url.replace("{account}", account)
            since = self._pushed.get(account, 0)
            messages, cursor, _ = self.office.outbox(account).page(since, self.options.page, self.office.now())
            for content in messages:
                request = client.build_request("POST", url, content=content, headers={"Content-Type": "text/xml"})
                accepted = await http.send(client, request)
                if accepted.status_code >= 300:
                    return sent
                sent += 1
            self._pushed[account] = cursor
        return sent

    def _behind_account(self, operation: str, work: _Work) -> Callable[[Request], Awaitable[Response]]:
        """Let only accounts in, with latency and the fault that is due."""

        async def endpoint(request: Request) -> Response:
            if self.options.latency_ms:
                await asyncio.sleep(self.options.latency_ms / 1000)
            account = self._account(request)
            if account is None:
                return Response("unknown account", 401, {"WWW-Authenticate": "Basic"})
            fault = self.faults.take(operation)
            if fault is None:
                return await work(request, account)
            if fault.after:
                await work(request, account)
            return _broken(fault)

        return endpoint

    async def _post(self, request: Request, account: Registered) -> Response:
        body = await request.body()
        is_xml = request.headers.get("Content-Type", "").startswith("text/xml")
        try:
            envelope = unpack(body) if is_xml else from_json(body)
            code, text = self.office.take(account, envelope)
        except MessageRefused as refused:
            code, text = "0001", str(refused)
        if is_xml:
            at = datetime.fromtimestamp(self.office.now(), UTC)
            said = answer(account.dxp_id, [DxpAnswer("EPORT", code, text)], at)
            return Response(said, 200, None, "text/xml;charset=utf-8")
        return _json({"ResponseCode": code, "ResponseInfo": text})

    async def _receipts(self, request: Request, account: Registered) -> Response:
        since = request.query_params.get("since", "0")
        if not (since.isascii() and since.isdigit() and len(since) < 12):
            return _json({"error": "since is a number"}, 400)
        now = self.office.now()
        messages, cursor, more = self.office.outbox(account.account).page(int(since), self.options.page, now)
        return _json({"cursor": cursor, "messages": messages, "more": more})

    async def _show_book(self, request: Request) -> Response:
        return _json(self.office.book.as_plain(self.office.now()))

    async def _register(self, request: Request) -> Response:
        try:
            self.register(registered(_mapping(await request.body())))
        except OptionsRefused as error:
            return _json({"error": str(error)}, 400)
        return _json({"accounts": sorted(self.office.accounts)})

    async def _set_faults(self, request: Request) -> Response:
        if request.method == "DELETE":
            self.faults.clear()
        if request.method == "POST":
            try:
                self.faults.add(Fault.parse(str(_mapping(await request.body()).get("fault", ""))))
            except (OptionsRefused, ValueError) as error:
                return _json({"error": str(error)}, 400)
        return _json({"faults": self.faults.as_list()})

    async def _release(self, request: Request) -> Response:
        try:
            number = str(_mapping(await request.body() or b"{}").get("copNo", ""))
        except OptionsRefused as error:
            return _json({"error": str(error)}, 400)
        return _json({"released": self.office.release(number)})

    async def _move_clock(self, request: Request) -> Response:
        try:
            seconds = float(_mapping(await request.body()).get("advance_s", 0))
        except (OptionsRefused, TypeError, ValueError) as error:
            return _json({"error": str(error)}, 400)
        self.office.advanced_s += max(seconds, 0.0)
        return _json({"advanced_s": self.office.advanced_s})

    def _account(self, request: Request) -> Registered | None:
        scheme, _, credentials = request.headers.get("Authorization", "").partition(" ")
        try:
            name, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        account = self.office.accounts.get(name)
        if scheme != "Basic" or account is None:
            return None
        return account if hmac.compare_digest(account.password.encode(), password.encode()) else None

    @asynccontextmanager
    async def _pushing(self, app: Starlette) -> AsyncIterator[None]:
        if not self.options.push_url:
            yield
            return
        task = asyncio.create_task(self._push_for_ever())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _push_for_ever(self) -> None:
        async with http.client(loopback=[self.options.push_url.split("{")[0]]) as client:
            while True:
                with suppress(http.HttpFailure):
                    await self.push_once(client)
                await asyncio.sleep(PUSH_EVERY_S)


def app(options: Options | None = None, **plain: Any) -> Starlette:
    """Return an emulated window: with options, or with plain values of them."""
    return Emulator(options if options is not None else read_options(plain)).app()


def served() -> Starlette:
    """Return the window that the environment describes, for the process that serves it."""
    return app(**msgspec.json.decode(os.environ.get(ENVIRONMENT, "{}")))


def _json(value: object, status: int = 200) -> Response:
    return Response(msgspec.json.encode(value), status, None, "application/json;charset=utf-8")


def _mapping(content: bytes) -> Mapping[str, Any]:
    try:
        return msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise OptionsRefused(f"JSON is wanted: {error}") from error


def _broken(fault: FaultKind) -> Response:
    match fault:
        case FaultKind.SILENCE_BEFORE | FaultKind.SILENCE_AFTER:
            return Silence()
        case FaultKind.RESET_BEFORE | FaultKind.RESET_AFTER:
            return Reset()
        case FaultKind.RATE_LIMIT:
            return Response("too many requests", 429, {"Retry-After": "1"})
        case FaultKind.GARBAGE_AFTER:
            return Response("<html>gateway</html>", 200, media_type="text/html")
    return Response("bad gateway", 502)
