"""Reading what carriers write: moments, money, files as base64. What cannot be read is an `UnreadableReply`.

Inside a block `with reply.readable()` that becomes `Unexpected` with the transcript of the call.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime, tzinfo
from decimal import Decimal, InvalidOperation

from fahuo.kit.label_bytes import NotALabel, sniff
from fahuo.kit.wire import UnreadableReply
from fahuo.trade.label import LabelFile
from fahuo.trade.money import Money

# What some systems write for "no date" (0001-01-01, 1970-01-01) lies before, 9999-12-31 after.
FIRST_YEAR, LAST_YEAR = 2000, 2999


def moment(written: str | None, zone: tzinfo = UTC) -> datetime | None:
    """Return the moment of an ISO date and time in UTC; None for what is none.

    `zone` is meant where none is written. A date that stands for "no date" is none.
    """
    try:
        read = datetime.fromisoformat((written or "").strip())
    except ValueError:
        return None
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        return None
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)


def money(amount: Decimal | str, currency: str) -> Money:
    """Return an amount of money; text is read as a decimal number."""
    try:
        return Money(Decimal(amount), currency)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise UnreadableReply(f"{amount} {currency} is no amount of money") from error


def from_base64(text: str) -> bytes:
    """Return the bytes of a base64 text.

    It may be broken over lines, begin with `data:…;base64,`, use the alphabet for URLs and lack its `=` at the end.
    """
    bare = "".join(text.split())
    if bare[:5].lower() == "data:":
        bare = bare.partition(",")[2]
    bare = bare.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except ValueError as error:
        raise UnreadableReply("this is no base64") from error


def label_file(content: bytes) -> LabelFile:
    """Return a label as what its bytes truly are, unwrapped from base64, whatever it was called."""
    try:
        return LabelFile(*sniff(content))
    except NotALabel as error:
        raise UnreadableReply(f"the label cannot be printed: {error}") from error
