"""What is said to the card's local client and what it answers: JSON texts over one WebSocket.

Read in published programs of users and in the client's own script for browsers; never tried with a real card. All names
and words stand in this module, so that they can be corrected in one place.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from fahuo.customs.card.failures import (
    CardFailed,
    CardLocked,
    NoAnswer,
    NotInserted,
    PinWrong,
    SigningRefused,
)

USUAL_PORT = 61232
SIGN = "cus-sec_SpcSignDataAsPEM"
GREETING = "open"
METHOD, NUMBER, STATUS = "_method", "_id", "_status"
ASKED, ANSWERED = "args", "_args"
CONTENT, PIN = "inData", "passwd"
DONE, VALUES, FAULTS = "Result", "Data", "Error"
GOOD_STATUS = "00"

# Refusals by their words, the first that fits. A wrong PIN is looked for before a missing card, since a card that is
# asked again with a wrong PIN locks itself. What fits nothing is taken for the worst.
_WRONG = "错|不正确|不对|失败|无效|wrong|incorrect|invalid|error|fail"
_REFUSALS: tuple[tuple[re.Pattern[str], type[CardFailed]], ...] = (
    (re.compile(r"锁定|锁死|已锁|被锁|锁卡|\block(?:ed)?\b|6983", re.IGNORECASE), CardLocked),
    (re.compile(rf"(?:密码|口令|\bPIN\b|passw).{{0,16}}(?:{_WRONG})|63C[0-9A-F]", re.IGNORECASE), PinWrong),
    (re.compile(r"Custom50070\b|复位读卡器失败|未插|没有插|请插|无卡|no card\b", re.IGNORECASE), NotInserted),
)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Reply:
    """A signature, and the number of the certificate that made it, empty if the client does not say."""

    signature: bytes
    certificate_number: str


def question(number: int, content: str, pin: str) -> str:
    """Return what asks for one signature. It holds the PIN: send it and keep it nowhere."""
    asked = {METHOD: SIGN, NUMBER: number, ASKED: {CONTENT: content, PIN: pin}}
    return msgspec.json.encode(asked).decode()


def reply(text: str | bytes, number: int, pin: str) -> Reply | None:
    """Return what an answer brings; None when it answers something else, such as a greeting.

    Raises `CardFailed`: the refusal that its words tell of, or `NoAnswer` when it cannot be read.
    """
    said = _read(text)
    if METHOD in said and (said[METHOD] != SIGN or str(said.get(NUMBER, number)) != str(number)):
        return None
    inner = said.get(ANSWERED, said)
    if not isinstance(inner, dict) or not isinstance(inner.get(DONE), bool):
        raise NoAnswer("it answered in another shape")
    if not inner[DONE] or str(said.get(STATUS, GOOD_STATUS)) != GOOD_STATUS:
        raise refusal(inner.get(FAULTS), pin)
    return _signed(inner.get(VALUES))


def refusal(faults: object, pin: str) -> CardFailed:
    """Return which failure the words of the client tell of; the PIN is never among those that are kept."""
    words = " ".join(str(one) for one in faults) if isinstance(faults, list) else str(faults or "")
    plain = " ".join(words.replace(pin, "…").split() if pin else words.split())
    for pattern, failure in _REFUSALS:
        if pattern.search(plain):
            return failure(plain[:_LONGEST])
    return SigningRefused(plain[:_LONGEST])


def _read(text: str | bytes) -> dict[str, Any]:
    try:
        said = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        said = None  # raised below, so that the answer is no part of the exception
    if not isinstance(said, dict):
        raise NoAnswer("it answered no JSON")
    return said


def _signed(values: object) -> Reply:
    texts: Sequence[object] = values if isinstance(values, list) else ()
    first = str(texts[0]) if texts else ""
    try:
        signature = base64.b64decode("".join(first.split()), validate=True)
    except (binascii.Error, ValueError):
        signature = b""
    if not signature:
        raise NoAnswer("it answered without a signature")
    return Reply(signature, str(texts[1]).strip() if len(texts) > 1 else "")
