"""Runs the receivers: beside a test in threads of their own, or for good from the command line."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from fahuo.notifications.emulation import mailbox
from fahuo.notifications.emulation.doors import DOORS, ROBOT_KEY, Call, Reply
from fahuo.notifications.emulation.post_room import PostRoom

LARGEST = 5_000_000


@dataclass(frozen=True, slots=True)
class Running:
    """Receivers that are there: what they hold, and where they are."""

    room: PostRoom
    url: str
    mail_port: int

    def address(self, kind: str) -> dict[str, str]:
        """Return what a channel of this kind wants to know."""
        if kind == "DINGTALK":
            return {"url": f"{self.url}/robot/send?access_token={ROBOT_KEY}", "secret": self.room.secret}
        if kind == "WECOM":
            return {"url": f"{self.url}/cgi-bin/webhook/send?key={ROBOT_KEY}"}
        if kind == "WEBHOOK":
            return {"url": f"{self.url}/webhook", "secret": self.room.secret}
        return {"to": "amy@example.com" if kind == "EMAIL" else "+8613800138000"}


@contextmanager
def running(
    room: PostRoom, *, port: int = 0, mail_port: int = 0, certificate: tuple[Path, Path] | None = None
) -> Iterator[Running]:
    """Serve on loopback while the block runs."""
    with ExitStack() as stack:
        server = ThreadingHTTPServer(("127.0.0.1", port), _speaking(room))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        stack.callback(server.server_close)
        stack.callback(server.shutdown)
        mail = mailbox.controller(room, socket.create_server(("127.0.0.1", mail_port)), certificate=certificate)
        mail.start()
        stack.callback(mail.stop)
        stack.callback(room.answering.set)  # so that nothing waits any more
        yield Running(room, f"http://127.0.0.1:{server.server_address[1]}", mail.port)


def _speaking(room: PostRoom) -> type[BaseHTTPRequestHandler]:
    class Speaker(BaseHTTPRequestHandler):
        """Hands each request to its door."""

        def do_GET(self) -> None:
            self._answer()

        def do_POST(self) -> None:
            self._answer()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

        def _answer(self) -> None:
            path, _, query = self.path.partition("?")
            body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
            heard = {name.lower(): value for name, value in self.headers.items()}
            door = DOORS.get(path)
            reply = door(room, Call(self.command, path, query, heard, body)) if door else Reply(404)
            if path != "/_received":
                room.let_wait()
            self.close_connection = True
            if reply is not None:
                content = reply.raw or msgspec.json.encode(reply.content)
                self.send_response(reply.status)
                for name, value in (*reply.headers.items(), ("Content-Length", str(len(content)))):
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

    return Speaker
