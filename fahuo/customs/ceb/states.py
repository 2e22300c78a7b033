"""What the codes of receipts mean."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ERROR = "ERROR"
# returnStatus → our state. Codes may be skipped or come out of turn; their times say which is the newest.
STATES: Mapping[str, str] = MappingProxyType(
    {
        "1": "STAGED",
        "2": "SUBMITTED",
        "3": "SENT",
        "4": "SEND_FAILED",
        "100": "REJECTED",
        "120": "ACCEPTED",
        "300": "REVIEW",
        "399": "CONCLUDED",
        "500": "INSPECTION",
        "501": "DETAINED",
        "502": "DETAINED",
        "503": "DETAINED",
        "505": "DETAINED",
        "599": "DETAINED",
        "600": "SUSPENDED",
        "700": "RETURNED",
        "800": "RELEASED",
        "899": "CLOSED",
    }
)


def state_of(code: str) -> str:
    """Return our state for a code; negative ones are errors, one that nobody wrote down gives empty text."""
    if code.startswith("-") and code[1:].isascii() and code[1:].isdigit():
        return ERROR
    return STATES.get(code, "")
