"""What services of the catalogue raise for a value that cannot be."""

from __future__ import annotations


class NotAllowed(ValueError):
    """The value cannot be. Who must act: the clerk; `field` says where."""

    def __init__(self, field: str, value: object) -> None:
        super().__init__(f"{field}: {value!r}")
        self.field = field
