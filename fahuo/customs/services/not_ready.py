"""Why nothing can be signed or sent for a firm."""

from __future__ import annotations


class NotReady(Exception):
    """Nothing can be signed or sent for this firm; `code` is that of the problem."""

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the code."""
        super().__init__(f"{code} {detail}".strip())
        self.code, self.detail = code, detail
