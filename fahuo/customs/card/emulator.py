"""An emulated card with its local client: a key made on the spot, a PIN that is counted, faults on demand.

`fahuo emulate-card` serves it; it listens on loopback only. Its words for refusals are its own.
"""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import msgspec
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from fahuo.customs.card import wire
from fahuo.customs.card.client import SILENT
from fahuo.customs.ceb import identities
from fahuo.customs.ceb.algorithms import ALGORITHMS, KeySort
from fahuo.customs.ceb.identities import Identity
from fahuo.customs.ceb.signers import Signer, signer_of

TRIES = 5
FAULTS = ("slow", "disconnect", "wrong_data", "garbage", "no_card", "other_card", "refuse")
# What a card reckons with is its own choice; nobody is asked.
_OWN_WAY: Mapping[KeySort, str] = MappingProxyType({KeySort.RSA: "RSA-SHA1", KeySort.SM2: "GM-2022"})
SLOW_S = 60.0


@dataclass(slots=True)
class EmulatedCard:
    """A card in a reader. `sort` is its kind of key, `algorithms` the name of the set that it signs with.

    `fault` holds until it is emptied. `sign_s` is what one signature takes. `asked` counts questions, `signed`
    signatures; `left` are the tries of the PIN before it locks. `gone` is set once nobody serves it: no slow answer is
    waited for any more.
    """

    sort: KeySort = KeySort.RSA
    pin: str = field(default="88888888", repr=False)
    algorithms: str = ""
    identity: Identity | None = field(default=None, repr=False)
    fault: str = ""
    sign_s: float = 0.0
    left: int = TRIES
    asked: int = 0
    signed: int = 0
    at_once: int = 0
    most_at_once: int = 0
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)
    gone: threading.Event = field(default_factory=threading.Event, repr=False)
    _signer: Signer | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Make a key with its certificate unless one was given."""
        self.identity = self.identity or identities.make(self.sort, "Emulated card", at=datetime.now(UTC))
        self._signer = signer_of(self.identity.key, self.identity.certificate)
        self.algorithms = self.algorithms or _OWN_WAY[self._signer.certificate.sort]

    @property
    def certificate(self) -> bytes:
        """The certificate of the card, in DER."""
        assert self.identity is not None
        return self.identity.certificate

    def answer(self, text: str | bytes) -> str | None:
        """Return the answer to a question; None breaks the connection off."""
        asked = msgspec.json.decode(text)
        with self._guard:
            self.asked += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return self._answer(asked)
        finally:
            with self._guard:
                self.at_once -= 1

    def _answer(self, asked: dict[str, Any]) -> str | None:
        if self.fault == "slow" and self.gone.wait(SLOW_S):
            return None
        if self.fault == "garbage":
            return "<html>"
        given = asked[wire.ASKED]
        stop = self._stop(given.get(wire.PIN, ""))
        if self.fault == "disconnect":
            return None
        done = {wire.DONE: False, wire.VALUES: [], wire.FAULTS: [stop, "Err:Emulated"]} if stop else self._sign(given)
        head = {wire.NUMBER: asked.get(wire.NUMBER), wire.METHOD: asked.get(wire.METHOD), wire.STATUS: wire.GOOD_STATUS}
        return msgspec.json.encode(head | {wire.ANSWERED: done}).decode()

    def _stop(self, pin: str) -> str:
        """Return why nothing is signed, empty if nothing speaks against it; count a wrong PIN."""
        if self.fault == "no_card":
            return "请插入卡"
        if self.fault == "refuse":
            return f"系统繁忙 {pin}"
        with self._guard:
            if self.left <= 0:
                return "卡已锁定"
            if pin != self.pin:
                self.left -= 1
                return f"密码错误，还可重试 {self.left} 次" if self.left else "卡已锁定"
            self.left = TRIES
        return ""

    def _sign(self, given: dict[str, Any]) -> dict[str, Any]:
        assert self._signer is not None
        time.sleep(self.sign_s)
        content = given[wire.CONTENT].encode()
        octets = content + b" " if self.fault == "wrong_data" else content
        value = self._signer.sign(octets, ALGORITHMS[self.algorithms])
        number = "0BADCA4D" if self.fault == "other_card" else self._signer.certificate.serial.lower()
        with self._guard:
            self.signed += 1
        return {wire.DONE: True, wire.VALUES: [base64.b64encode(value).decode(), number], wire.FAULTS: []}


@contextmanager
def running(card: EmulatedCard, *, port: int = 0) -> Iterator[str]:
    """Serve the card's client on loopback in a thread of its own; gives its address, and ends it afterwards."""

    def talk(line: ServerConnection) -> None:
        try:
            line.send(msgspec.json.encode({wire.METHOD: wire.GREETING, wire.STATUS: wire.GOOD_STATUS}).decode())
            for text in line:
                if (said := card.answer(text)) is None:
                    return
                line.send(said)
        except ConnectionClosed:
            return

    card.gone.clear()
    with serve(talk, "127.0.0.1", port, logger=SILENT, ping_interval=None, close_timeout=1) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        finally:
            card.gone.set()
            server.shutdown()
            thread.join(timeout=10)
