"""What each figure should be, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A figure's bound. `at_least` when more is better, else at most."""

    bound: float
    at_least: bool
    what: str

    def met(self, value: float) -> bool:
        """Say whether the value keeps the bound."""
        return value >= self.bound if self.at_least else value <= self.bound

    def sign(self) -> str:
        """Return the bound as printed: `≥ 500`."""
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}"


TARGETS = {
    "label_single_cpu_ms": Target(25, at_least=False, what="own label drawn, read back, compared; one a file"),
    "label_batch_cpu_ms": Target(10, at_least=False, what="the same, a hundred in one file"),
    "label_carrier_check_cpu_ms": Target(7, at_least=False, what="a carrier's label rasterised whole and decoded"),
    "import_per_s": Target(500, at_least=True, what="orders imported and checked, per CPU second"),
    "ship_per_s": Target(40.5, at_least=True, what="orders shipped, wall clock, all on this machine"),
    "ship_cpu_ms": Target(30, at_least=False, what="our own CPU time per shipped order"),
}
