"""Problems: what is wrong, where, and for whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops an order, at one field.

    `code` is a stable name in capitals (`POSTCODE_FORMAT`); its cause and fix in both languages are in the
    error book (`fahuo.trade.error_book`). `field` is a dotted path in our words (`address.postcode`,
    `lines[2].hs_code`); `detail` is the value or the reason, never a whole address.
    """

    code: str
    field: str = ""
    detail: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the problem as stored and as sent over the API."""
        return {"code": self.code, "field": self.field, "detail": self.detail}
