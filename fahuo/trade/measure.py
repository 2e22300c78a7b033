"""Weight in whole grams, length in whole millimetres."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Outer dimensions in millimetres, longest side first."""

    length_mm: int
    width_mm: int
    height_mm: int

    @classmethod
    def of(cls, *sides_mm: int) -> Size:
        """Sort three sides into length ≥ width ≥ height."""
        length, width, height = sorted(sides_mm, reverse=True)
        return cls(length, width, height)

    @property
    def volume_mm3(self) -> int:
        """Length × width × height."""
        return self.length_mm * self.width_mm * self.height_mm

    @property
    def girth_mm(self) -> int:
        """Length plus twice width plus twice height: what carriers limit as "length and girth"."""
        return self.length_mm + 2 * (self.width_mm + self.height_mm)

    def volumetric_weight_g(self, divisor: int) -> int:
        """Return cm³ ÷ divisor (cm³ per kg) in grams, rounded half up.

        mm³ ÷ divisor is already grams: 1 cm³ = 1,000 mm³ and 1 kg = 1,000 g.
        """
        return (2 * self.volume_mm3 + divisor) // (2 * divisor)
