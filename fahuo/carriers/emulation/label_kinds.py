"""Good labels of the other kinds that carriers give: pictures, ZPL, a sheet of A4, lying on their side, as base64."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping

from PIL import Image

from fahuo.carriers.emulation.faults import FaultKind
from fahuo.carriers.emulation.label import Face, draw, plain
from fahuo.kit.pdf import rasterise

Size = tuple[int, int]
A4 = (210, 297)
_WIDTH, _HEIGHT = 800, 1200


def _picture(kind: str) -> Callable[[Face, Size], bytes]:
    def drawn(face: Face, size_mm: Size) -> bytes:
        target = io.BytesIO()
        Image.fromarray(rasterise(draw(face, size_mm=size_mm))).save(target, kind)
        return target.getvalue()

    return drawn


def _zpl(face: Face, _size_mm: Size) -> bytes:
    """Return the label for a 203 dpi printer of 4 inches, its bar code and its text native."""
    lines = [
        f"^FO4,4^GB{_WIDTH - 8},{_HEIGHT - 8},3^FS",
        _line(40, 50, 48, face.carrier),
        _line(40, 110, 30, face.service),
        _line(620, 50, 90, face.country),
        _line(40, 220, 40, face.recipient[:38]),
        *(_line(40, 280 + 44 * place, 34, line[:46]) for place, line in enumerate(face.address[:5])),
        *_bars(face.number, 560, 180),
        *(_bars(face.second, 800, 110) if face.second else ()),
        _line(40, 980, 28, face.goods[:50]),
        _line(40, 1030, 28, f"{face.weight_g / 1000:.3f} kg   Ref {face.reference}"),
        _line(40, 1090, 24, "EMULATED LABEL - NOT VALID FOR CARRIAGE"),
    ]
    return "\n".join([f"^XA^PW{_WIDTH}^LL{_HEIGHT}^LH0,0", *lines, "^XZ"]).encode("ascii")


def _line(x: int, y: int, size: int, text: str) -> str:
    return f"^FO{x},{y}^A0N,{size},{size}^FH^FD{_escaped(text)}^FS"


def _bars(number: str, y: int, height: int) -> list[str]:
    """Return the field of the printer's own Code 128, as wide as the paper allows."""
    symbols = 11 * (len(number) + 2) + 13  # ^BC writes every character in code set B
    module = 3 if 3 * (symbols + 20) <= _WIDTH else 2
    x = (_WIDTH - module * symbols) // 2
    return [f"^FO{x},{y}^BY{module}^BCN,{height},Y,N,N^FH^FD{_escaped(number)}^FS"]


def _escaped(text: str) -> str:
    """Write text so that no sign of it is a command; letters outside ASCII are left out, the bar code has none."""
    letters = plain(text).encode("ascii", "ignore").decode()
    return "".join(f"_{ord(sign):02X}" if sign in "^~_" else sign for sign in letters.replace("\n", " "))


def _in_base64(face: Face, size_mm: Size) -> bytes:
    return base64.encodebytes(draw(face, size_mm=size_mm))


KINDS: Mapping[FaultKind | None, Callable[[Face, Size], bytes]] = {
    FaultKind.LABEL_PNG: _picture("PNG"),
    FaultKind.LABEL_GIF: _picture("GIF"),
    FaultKind.LABEL_ZPL: _zpl,
    FaultKind.LABEL_A4: lambda face, size_mm: draw(face, size_mm=A4),
    FaultKind.LABEL_LANDSCAPE: lambda face, size_mm: draw(face, size_mm=size_mm, is_lying=True),
    FaultKind.LABEL_BASE64: _in_base64,
}
