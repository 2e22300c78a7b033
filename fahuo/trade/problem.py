"""Problems: what is wrong, where, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem stops the parcel, is a warning, or only something to know."""

    BLOCK = "BLOCK"
    WARN = "WARN"
    NOTE = "NOTE"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops an order, or that somebody should know, at one field.

    `code` is a stable name in capitals (`POSTCODE_FORMAT`); its cause and fix in both languages are in the
    error book (`fahuo.trade.error_book`). `field` is a dotted path in our words (`address.postcode`,
    `lines[2].hs_code`); `detail` is the value or the reason, never a whole address. `rule` is the id of the rule
    that was broken (`EU-01`), empty where none is named.
    """

    code: str
    field: str = ""
    detail: str = ""
    severity: Severity = Severity.BLOCK
    rule: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the problem as stored and as sent over the API; what is as usual is left out."""
        plain = {"code": self.code, "field": self.field, "detail": self.detail}
        if self.severity is not Severity.BLOCK:
            plain["severity"] = self.severity.value
        if self.rule:
            plain["rule"] = self.rule
        return plain
