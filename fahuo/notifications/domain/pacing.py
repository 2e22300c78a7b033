"""How fast a channel is used, how much goes into one message, and when something is tried again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

# Seconds between two messages of a channel; what comes meanwhile goes into the next one. Robots may speak twenty times
# a minute, then they are silent for ten; an SMS costs money; nobody reads an e-mail every second.
GAP_S = {"EMAIL": 20, "SMS": 60, "WEBHOOK": 0, "DINGTALK": 4, "WECOM": 4}
MOST_ITEMS = {"EMAIL": 500, "SMS": 500, "WEBHOOK": 100, "DINGTALK": 500, "WECOM": 500}
MESSAGES_AT_ONCE = 5  # of a channel without a gap

BACKOFF_S = (10, 30, 60, 120, 300, 600, 1200, 1800, 3600)
MOST_ATTEMPTS = 24  # about sixteen hours
ASK_S = (20, 60, 180, 600, 1800)  # an SMS that may have been taken
SETTLED = timedelta(minutes=3)  # "not found" counts only when the other side had so long to write it down
LONGEST_PAUSE = timedelta(hours=2)  # a channel that is to be free later than this was told by a clock that ran ahead
DEAD = timedelta(days=1)  # a channel that failed for so long loses what waits
# One failure may be an accident; these are told at once.
LASTING = frozenset(("NOTIFY_KEY_REFUSED", "NOTIFY_ADDRESS_REFUSED", "NOTIFY_ADDRESS_FORBIDDEN", "NOTIFY_NOT_SET_UP",
                     "NOTIFY_NO_CREDIT", "NOTIFY_SMS_TEMPLATE", "NOTIFY_CERTIFICATE", "NOTIFY_SECRETS"))  # fmt: skip
TOLD_AFTER = 3


def backoff(attempts: int, asked_s: float | None = None) -> timedelta:
    """Return the wait after so many attempts, at least what the other side asked for."""
    usual = BACKOFF_S[min(max(attempts, 1), len(BACKOFF_S)) - 1]
    return timedelta(seconds=max(usual, asked_s or 0))


def ask_again(attempts: int) -> timedelta | None:
    """Return the wait before an SMS is asked for once more; None when a person must look."""
    return timedelta(seconds=ASK_S[attempts - 1]) if 1 <= attempts <= len(ASK_S) else None


def worth_telling(code: str, failures: int) -> bool:
    """Whether people should hear that a channel fails."""
    return code in LASTING or failures >= TOLD_AFTER


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that is due. `bundle` is set when it may have left already, together with others of the same."""

    id: int
    bundle: str | None
    due_at: datetime


def bundled(waiting: Sequence[Waiting], kind: str, *, failing: bool) -> list[tuple[str | None, list[int]]]:
    """Put deliveries of one channel together: what may have left keeps its company, the rest is filled up.

    Return at most as many messages as the channel takes at once; one while it fails. They take turns by how long they
    have been due, and each attempt puts the next one off: what fails again and again holds up nothing else.
    """
    again: dict[str, list[Waiting]] = {}
    fresh: list[Waiting] = []
    for one in waiting:
        (fresh if one.bundle is None else again.setdefault(one.bundle, [])).append(one)
    most = MOST_ITEMS[kind]
    messages: list[tuple[str | None, list[Waiting], list[Waiting]]] = [
        *((bundle, rows, rows) for bundle, rows in again.items()),
        *((None, fresh[start : start + most], fresh) for start in range(0, len(fresh), most)),
    ]
    messages.sort(key=lambda message: min(one.due_at for one in message[2]))
    messages = messages[: 1 if failing or GAP_S[kind] else MESSAGES_AT_ONCE]
    return [(bundle, [one.id for one in rows]) for bundle, rows, _together in messages]
