"""A carrier that answers no sooner than it may: a door before its emulator, for tests of who waits for whom."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.db import connection

from fahuo.carriers.emulation.web import web
from tests.fixtures.waiting import wait_until


@contextmanager
def held_back(url: str, until: Callable[[], object]) -> Iterator[str]:
    """Give another address of this emulator, at which every call waits until something is so."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _door(url, until))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _door(url: str, until: Callable[[], object]) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        """Lets a call through when it is time."""

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            try:
                wait_until(until)
            finally:
                connection.close()
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            answer = web().request(self.command, url + self.path, content=body, headers=headers)
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("content-type", "application/json"))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            pass

    return Door
