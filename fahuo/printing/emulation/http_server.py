"""A small HTTP server for one ASGI application: it can break a connection off in the middle, as a printer does."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from starlette.types import ASGIApp

_LARGEST_HEAD = 65536


async def start(app: ASGIApp, port: int = 0) -> asyncio.Server:
    """Serve the application on a port of 127.0.0.1; 0 takes a free one. What it raises breaks the connection off."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await _exchange(app, reader, writer):
                pass
        except (ConnectionError, h11.RemoteProtocolError):
            writer.transport.abort()
        finally:
            writer.close()

    return await asyncio.start_server(serve, "127.0.0.1", port)


async def _exchange(app: ASGIApp, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
    """Answer one request; False when the other side has gone. Every answer closes its connection."""
    connection = h11.Connection(h11.SERVER, _LARGEST_HEAD)
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            await _answer(app, connection, head, bytes(body), writer)
            return False
        else:
            return False


async def _answer(
    app: ASGIApp, connection: h11.Connection, head: h11.Request, body: bytes, writer: asyncio.StreamWriter
) -> None:
    path, _, query = head.target.partition(b"?")
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": head.method.decode(),
        "scheme": "http", "path": path.decode(), "raw_path": path, "query_string": query, "root_path": "",
        "headers": [(name.lower(), value) for name, value in head.headers], "client": None, "server": None,
    }  # fmt: skip

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = [*message.get("headers", ()), (b"connection", b"close")]
            writer.write(connection.send(h11.Response(status_code=message["status"], headers=headers)) or b"")
        else:
            writer.write(connection.send(h11.Data(data=message.get("body", b""))) or b"")
            if not message.get("more_body"):
                writer.write(connection.send(h11.EndOfMessage()) or b"")
        await writer.drain()

    await app(scope, receive, send)
