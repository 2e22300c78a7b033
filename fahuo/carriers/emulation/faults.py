"""Faults on demand: an emulator fails as it is told, at the operation and as often as it is told."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PARTIAL_LENGTH = 4096


class FaultKind(StrEnum):
    """What goes wrong. `…_after` means that the carrier has done what was asked.

    The label faults go with the operation `label`: another parcel's label, one that is cut short, and good labels of
    other kinds (as picture or ZPL, in a corner of A4, lying on its side, as base64 text where a file belongs). Those of
    pushes go with `push`: sent twice, and the newest event first.
    """

    SILENCE_BEFORE = "silence_before"
    SILENCE_AFTER = "silence_after"
    RESET_BEFORE = "reset_before"
    RESET_AFTER = "reset_after"
    ERROR_BEFORE = "error_before"
    ERROR_AFTER = "error_after"
    GARBAGE_AFTER = "garbage_after"
    RATE_LIMIT = "rate_limit"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105
    WRONG_LABEL = "wrong_label"
    BROKEN_LABEL = "broken_label"
    LABEL_PNG = "label_png"
    LABEL_GIF = "label_gif"
    LABEL_ZPL = "label_zpl"
    LABEL_A4 = "label_a4"
    LABEL_LANDSCAPE = "label_landscape"
    LABEL_BASE64 = "label_base64"
    DUPLICATE_PUSH = "duplicate_push"
    SHUFFLED_PUSH = "shuffled_push"

    @property
    def after(self) -> bool:
        """True when the carrier acts first and fails to tell."""
        return self.value.endswith("_after")

    @property
    def changes_label(self) -> bool:
        """True when the call goes well and the label it gives is worthless, or of another kind."""
        return self.value.endswith("_label") or self.value.startswith("label_")


@dataclass(slots=True)
class Fault:
    """One fault. `operation` is `create`, `find`, `label`, …, `*` for all; `times` None is without end.

    With `every_s` it comes in bursts: only during the first `for_s` seconds of each such span, counted from the start.
    """

    kind: FaultKind
    operation: str = "*"
    times: int | None = 1
    probability: float = 1.0
    every_s: float = 0
    for_s: float = 0

    @classmethod
    def read(cls, written: str | Mapping[str, Any]) -> Fault:
        """Read text as `parse` does, or a table `{kind, operation, percent, every_s, for_s}`, for ever unless told."""
        if isinstance(written, str):
            return cls.parse(written)
        plain = {"times": None, **written, "kind": FaultKind(written["kind"])}
        if "percent" in plain:
            plain["probability"] = float(plain.pop("percent")) / 100
        return cls(**plain)

    def raging(self, elapsed_s: float) -> bool:
        """Tell whether a fault that comes in bursts is on, so long after the start."""
        return not self.every_s or elapsed_s % self.every_s < self.for_s

    @classmethod
    def parse(cls, text: str) -> Fault:
        """Read `create:silence_after`, `label:rate_limit:3` (three times) or `create:reset_after:2%` (for ever)."""
        match = re.fullmatch(r"([a-z_*]+):([a-z0-9_]+)(?::(?:(\d+)|([\d.]+)%))?", text)
        if match is None or match[2] not in set(FaultKind):
            kinds = ", ".join(FaultKind)
            raise ValueError(f"Not a fault: {text!r}. Write operation:kind[:times or percent%]; kinds: {kinds}.")
        if match[4]:
            return cls(FaultKind(match[2]), match[1], None, float(match[4]) / 100)
        return cls(FaultKind(match[2]), match[1], int(match[3] or 1))


class Faults:
    """The faults that wait, in the order in which they were set."""

    def __init__(self, faults: tuple[Fault, ...] = (), clock: Callable[[], float] = time.monotonic) -> None:
        self._waiting = list(faults)
        self._clock = clock
        self._started = clock()
        self._random = random.Random(20261122)  # noqa: S311  the same faults in every run

    def add(self, fault: Fault) -> None:
        """Set one more."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Heal."""
        self._waiting.clear()

    def take(self, operation: str) -> FaultKind | None:
        """Return what goes wrong with this call, and count it."""
        elapsed = self._clock() - self._started
        for fault in self._waiting:
            if fault.operation not in ("*", operation) or not fault.raging(elapsed):
                continue
            if self._random.random() >= fault.probability:
                continue
            if fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
            return fault.kind
        return None

    def as_list(self) -> list[dict[str, Any]]:
        """Return what still waits."""
        return [asdict(fault) for fault in self._waiting]


class Silence(Response):
    """Never answers: waits until the caller has hung up."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for the caller to go."""
        while (await receive())["type"] != "http.disconnect":
            pass


class Reset(Response):
    """Breaks off in the middle of the answer: announces more bytes than it sends."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a head and a bit, then end."""
        headers = [(b"content-type", b"application/json"), (b"content-length", str(PARTIAL_LENGTH).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"success":', "more_body": True})
        raise ConnectionResetError("told to break off")
