"""What is drawn and what came of it, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fahuo.kit import barcode
from fahuo.kit.barcode import Grey, Symbology
from fahuo.labels.carrier import Foreign
from fahuo.labels.outcome import CODE_NOT_FOUND, WRONG_NUMBER
from fahuo.labels.own_check import Expectation, expectation_of
from fahuo.shipments.queries import Work
from fahuo.trade.label import LabelContent
from fahuo.trade.problem import Problem

LONGEST_PICK_LINE = 70


@dataclass(frozen=True, slots=True)
class Labelling:
    """One label to be drawn: `content` of ours, or `foreign`, the carrier's as it came."""

    shipment_id: int
    barcode: str
    content: LabelContent | None = None
    foreign: Foreign | None = None

    @classmethod
    def ours(cls, shipment_id: int, content: LabelContent, place: str) -> Labelling:
        """Return a label that we draw; `place` is what the parcel is called in its batch."""
        return cls(shipment_id, content.barcode, replace(content, pick=place) if place else content)

    @classmethod
    def theirs(cls, shipment_id: int, stored: bytes, number: str, pick_line: str) -> Labelling:
        """Return a label that the carrier drew."""
        return cls(shipment_id, number, foreign=Foreign(stored, number, pick_line))

    @property
    def expectation(self) -> Expectation:
        """What the codes of our own label must say; `ValueError` for a carrier's."""
        if self.content is None:
            raise ValueError("A carrier's label is known by its number only")
        return expectation_of(self.content)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One file of labels that was read back, and what is not in it."""

    content: bytes = b""
    pages: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    problems: Mapping[int, Problem] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()


def pick_line_of(row: Work, place: str) -> str:
    """Return what stands at the edge of a carrier's label: the parcel's place, the order's number, its goods."""
    goods = [f"{line.sku} ×{line.quantity}" for line in row.booking.parcel.lines]
    start = " ".join(word for word in (place, f"#{row.order_number}") if word)
    for shown in range(len(goods), 0, -1):
        rest = f" +{len(goods) - shown}" if shown < len(goods) else ""
        line = f"{start}  {', '.join(goods[:shown])}{rest}"
        if len(line) <= LONGEST_PICK_LINE:
            return line
    return start


def fault_of(image: Grey, number: str) -> Problem | None:
    """Read a carrier's label in the finished file once more: one of its codes must say the number."""
    for patient in (False, True):
        symbologies = tuple(Symbology) if patient else (Symbology.CODE128, Symbology.QR)
        texts = {_bare(code.text) for code in barcode.find(image, *symbologies, is_patient=patient)}
        if any(_says(text, _bare(number)) for text in texts):
            return None
    if texts:
        return Problem(WRONG_NUMBER, "barcode", " ".join(sorted(texts))[:80])
    return Problem(CODE_NOT_FOUND, "barcode", number)


def _says(text: str, number: str) -> bool:
    # USPS puts 420 and the ZIP code before the number in the same bars (Publication 199, "IMpb barcode").
    return text == number or (text.startswith("420") and text.endswith(number))


def _bare(text: str) -> str:
    return "".join(text.split())
