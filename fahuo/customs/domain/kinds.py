"""The customs papers there are."""

from __future__ import annotations

from enum import StrEnum


class PaperKind(StrEnum):
    """One kind of customs paper."""

    INVOICE = "INVOICE"
    PACKING_LIST = "PACKING_LIST"
    CN22 = "CN22"
    CN23 = "CN23"

    @property
    def shows_value(self) -> bool:
        """Say whether the goods' value, HS codes and origins stand on it: on all but the packing list."""
        return self is not PaperKind.PACKING_LIST
