"""The line to a card's local client: one WebSocket for one signature, and one signature at a time for each address."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from websockets.client import ClientProtocol
from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection
from websockets.uri import parse_uri

from fahuo.customs.card import wire
from fahuo.customs.card.failures import CardFailed, NoAnswer, NotReached
from fahuo.customs.card.wire import Reply
from fahuo.kit import networks
from fahuo.kit.networks import Networks

_CONNECT_WITHIN_S = 5.0
_CLOSE_WITHIN_S = 1.0
_LARGEST_ANSWER = 256 * 1024
_MOST_ANSWERS = 20
_NUMBER = 1
_TLS = "wss"
# Frames are written to logs at the level DEBUG, and ours hold the PIN. This logger belongs to no tree.
SILENT = logging.Logger("card", logging.CRITICAL + 1)
_TURNS: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


@dataclass(frozen=True, slots=True)
class CardClient:
    """Where a card's client listens, and the PIN that it wants."""

    url: str
    pin: str = field(repr=False)
    networks: Networks
    answer_within_s: float = 30.0

    def sign(self, content: str) -> Reply:
        """Ask for one signature, once; raise `CardFailed`."""
        with _TURNS[self.url], self._line() as line:
            return self._ask(line, content)

    def _ask(self, line: ClientConnection, content: str) -> Reply:
        failed: CardFailed
        try:
            line.send(wire.question(_NUMBER, content, self.pin))
            return self._answer(line)
        except TimeoutError:
            failed = NoAnswer(f"no answer within {self.answer_within_s:g} s")
        except (WebSocketException, OSError, EOFError):
            failed = NoAnswer("the connection broke off")
        raise failed  # here, so that what was sent hangs on no exception

    def _answer(self, line: ClientConnection) -> Reply:
        deadline = time.monotonic() + self.answer_within_s
        for _ in range(_MOST_ANSWERS):
            text = line.recv(timeout=max(0.0, deadline - time.monotonic()))
            if (found := wire.reply(text, _NUMBER, self.pin)) is not None:
                return found
        raise NoAnswer("it answered something else")

    @contextmanager
    def _line(self) -> Iterator[ClientConnection]:
        """Connect by address, so that no second look-up can lead elsewhere; neither redirects nor proxies are taken."""
        try:
            line = self._connected()
        except (WebSocketException, OSError, EOFError, ValueError) as error:
            raise NotReached(_reason(error)) from None
        with line:
            yield line

    def _connected(self) -> ClientConnection:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or wire.USUAL_PORT
        found = networks.addresses(host, port, self.networks)
        plain = socket.create_connection((found[0], port), timeout=_CONNECT_WITHIN_S)
        try:
            if parts.scheme == _TLS:
                plain = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            plain.settimeout(None)
            protocol = ClientProtocol(parse_uri(self.url), max_size=_LARGEST_ANSWER, logger=SILENT)
            line = ClientConnection(plain, protocol, ping_interval=None, close_timeout=_CLOSE_WITHIN_S)
            line.handshake(timeout=_CONNECT_WITHIN_S)
        except BaseException:
            plain.close()
            raise
        return line


def is_address(url: str) -> bool:
    """Tell whether this has the form of a card client's address: scheme, host and perhaps a port, nothing else."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    bare = not (parts.username or parts.password or parts.query or parts.fragment) and parts.path in {"", "/"}
    return parts.scheme in {"ws", _TLS} and bool(parts.hostname) and port != 0 and bare


def _reason(error: Exception) -> str:
    if isinstance(error, networks.NetworkRefused):
        return str(error)
    if isinstance(error, TimeoutError):
        return f"no connection within {_CONNECT_WITHIN_S:g} s"
    return (error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__)[:100]
