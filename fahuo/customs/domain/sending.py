"""What becomes of a message that left, or did not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

WRITTEN, TAKEN, DOUBTFUL, REFUSED = "WRITTEN", "TAKEN", "DOUBTFUL", "REFUSED"
_LONGEST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a try to send ended. `wait`: when it is looked at again; None: never by itself."""

    status: str
    code: str = ""
    text: str = ""
    wait: timedelta | None = None

    @property
    def answer(self) -> dict[str, str]:
        """Return what is kept of the answer."""
        return {"code": self.code, "text": self.text}


def taken(text: str) -> Ending:
    """The window has it."""
    return Ending(TAKEN, "", text)


def refused(code: str, text: str) -> Ending:
    """The window will never take these bytes."""
    return Ending(REFUSED, code, text)


def not_reached(text: str, *, tries: int, backoff: timedelta, asked_for: float | None = None) -> Ending:
    """Nothing arrived: the same bytes go out again later."""
    grown: timedelta = min(backoff * 2 ** min(tries, 10), _LONGEST)
    wait = max(grown, timedelta(seconds=asked_for)) if asked_for is not None else grown
    return Ending(WRITTEN, "WINDOW_NOT_REACHED", text, wait)


def doubtful(text: str, *, waited: timedelta, look_again: timedelta, deadline: timedelta) -> Ending:
    """It may have arrived: look for receipts again and again, and after the deadline leave it to a person."""
    wait = look_again if waited < deadline else None
    return Ending(DOUBTFUL, "WINDOW_NO_ANSWER", text, wait)
