"""A carrier's label for emulators: one page of 100 × 150 mm, or smaller, written directly as PDF (under 1 ms).

It is a design of ours and copies no carrier's. Bars are whole printer dots (203 dpi) wide; a smaller page is drawn at
three quarters, half or a quarter, so that bars of four dots stay whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.code128 import bars
from fahuo.kit.romanise import is_latin, place_in_latin
from fahuo.trade.latin import without_marks

MM = 72 / 25.4
WIDTH, HEIGHT = 100 * MM, 150 * MM
DOT = 25.4 / 203.2 * MM  # one dot of a 203 dpi printer (8 dots a millimetre)
MARGIN = 4 * MM


@dataclass(frozen=True, slots=True)
class Face:
    """What the label shows. `number` stands in the bar code; `second` in a smaller one when there is another number."""

    carrier: str
    service: str
    country: str
    number: str
    reference: str
    recipient: str
    address: Sequence[str]
    weight_g: int
    goods: str
    second: str = ""

    @classmethod
    def of(cls, entry: Entry, *, carrier: str, second: str = "") -> Face:
        """Take the face of a booking."""
        return cls(
            carrier=carrier,
            service=entry.service,
            country=entry.country,
            number=entry.number,
            reference=entry.reference,
            recipient=entry.recipient,
            address=entry.address.split("\n"),
            weight_g=entry.weight_g,
            goods=entry.goods,
            second=second,
        )

    def of_another(self) -> Face:
        """Return the face with a neighbour's numbers in the bar codes."""
        return replace(self, number=_next(self.number), second=_next(self.second))


def _next(number: str) -> str:
    last = (int(number[-1]) + 1) % 10 if number[-1:].isdigit() else 0
    return f"{number[:-1]}{last}" if number else ""


def draw(face: Face, *, size_mm: tuple[int, int] = (100, 150), is_lying: bool = False) -> bytes:
    """Return the PDF, on a page of this width and height; on a larger one it stands in the lower left corner.

    `is_lying`: the page is as much turned as what is on it, which reads upwards then.
    """
    width, height = size_mm
    factor = int(4 * min(width * MM / WIDTH, height * MM / HEIGHT, 1)) / 4
    placed = [] if factor == 1 else [f"{factor} 0 0 {factor} 0 0 cm"]
    if is_lying:
        placed.insert(0, f"0 1 -1 0 {height * MM:.3f} 0 cm")
        width, height = height, width
    content = "\n".join([*placed, *_head(face), *_address(face), *_codes(face), *_foot(face)])
    stream = content.encode("cp1252", "replace")
    return _pdf(stream, width * MM, height * MM)


def _head(face: Face) -> list[str]:
    top = HEIGHT - 22 * MM
    return [
        _box(0, top, WIDTH - 26 * MM, 22 * MM),
        f"0 0 0 rg {WIDTH - 26 * MM:.2f} {top:.2f} {26 * MM:.2f} {22 * MM:.2f} re f",
        _text(MARGIN, HEIGHT - 10 * MM, 16, face.carrier, bold=True),
        _text(MARGIN, HEIGHT - 17 * MM, 10, face.service),
        f"1 1 1 rg {_text(WIDTH - 21 * MM, HEIGHT - 15.5 * MM, 34, face.country, bold=True)} 0 0 0 rg",
    ]


def _address(face: Face) -> list[str]:
    top = HEIGHT - 29 * MM
    lines = enumerate(face.address[:5])
    return [
        _text(MARGIN, top, 7, "TO"),
        _text(MARGIN, top - 6 * MM, 12, face.recipient[:38], bold=True),
        *(_text(MARGIN, top - (11.5 + 5 * place) * MM, 10, line[:46]) for place, line in lines),
    ]


def _codes(face: Face) -> list[str]:
    top = HEIGHT - 68 * MM
    drawn = [_line(top), *_bars(face.number, top - 26 * MM, 22 * MM)]
    drawn.append(_text(MARGIN + 12 * MM, top - 31 * MM, 12, face.number, bold=True))
    if face.second:
        drawn += _bars(face.second, top - 51 * MM, 14 * MM)
        drawn.append(_text(MARGIN + 12 * MM, top - 55.5 * MM, 9, face.second))
    return drawn


def _foot(face: Face) -> list[str]:
    top = 22 * MM
    return [
        _line(top),
        _text(MARGIN, top - 6 * MM, 9, face.goods[:50]),
        _text(MARGIN, top - 12 * MM, 9, f"{face.weight_g / 1000:.3f} kg   Ref {face.reference}"),
        _text(MARGIN, top - 18 * MM, 7, "EMULATED LABEL - NOT VALID FOR CARRIAGE", bold=True),
    ]


def _bars(text: str, bottom: float, height: float) -> list[str]:
    """Draw Code 128, as wide as whole dots allow inside the quiet zones."""
    widths = bars(text)
    module = max(2, int((WIDTH / DOT - 2 * 40) // sum(widths))) * DOT
    at = (WIDTH - sum(widths) * module) / 2
    drawn = []
    for place, width in enumerate(widths):
        if place % 2 == 0:
            drawn.append(f"{at:.3f} {bottom:.2f} {width * module:.3f} {height:.2f} re")
        at += width * module
    return [*drawn, "f"]


def _text(x: float, y: float, size: float, text: str, *, bold: bool = False) -> str:
    escaped = plain(text).replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").replace("\n", " ")
    return f"BT /{'B' if bold else 'R'} {size} Tf {x:.2f} {y:.2f} Td ({escaped}) Tj ET"


def plain(text: str) -> str:
    """Return the text in letters that the printer's own font has: other scripts as they sound, marks left off."""
    return without_marks(text if is_latin(text) else place_in_latin(text, country="CN"))


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"0.8 w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S"


def _line(y: float) -> str:
    return f"0.8 w 0 {y:.2f} m {WIDTH:.2f} {y:.2f} l S"


def _pdf(stream: bytes, width: float, height: float) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.3f} {height:.3f}] /Contents 4 0 R "
        "/Resources << /Font << /R 5 0 R /B 6 0 R >> >> >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page.encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        font % b"Helvetica",
        font % b"Helvetica-Bold",
    ]
    return _assemble(objects)


def _assemble(objects: list[bytes]) -> bytes:
    """Number the objects and add the table that says where each begins."""
    written = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    written += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(written)
