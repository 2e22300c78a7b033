"""Reading labels back, apart from the code that made them."""

from __future__ import annotations

from pathlib import Path

from fahuo.kit import barcode, pdf
from fahuo.kit.barcode import Symbology


def decoded(path: Path) -> list[set[str]]:
    """Return the texts of the codes of each page."""
    with pdf.opened(path.read_bytes()) as file:
        pages = range(file.page_count)
        return [set(barcode.read(file.rasterise(page), Symbology.CODE128, Symbology.QR)) for page in pages]
