"""What is wrong with a message that we were about to write."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class FieldError:
    """One field that cannot be written. `path`: `Order[0].lines[2].qty`; `code`: in the error book."""

    path: str
    code: str
    detail: str = ""

    @property
    def problem(self) -> Problem:
        """The same as a problem."""
        return Problem(self.code, self.path, self.detail)

    @property
    def node(self) -> int | None:
        """The place of the node among those given, None for what concerns the whole message."""
        name, bracket, rest = self.path.partition("[")
        return int(rest.partition("]")[0]) if bracket and "." not in name else None


class FieldErrors(Exception):
    """A message that was not written; `errors` says why, all at once."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        """Keep them all."""
        self.errors = tuple(errors)
        super().__init__("; ".join(f"{error.path}: {error.code} {error.detail}".strip() for error in self.errors[:5]))
