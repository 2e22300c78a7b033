"""An item's number in Code 128, as a drawing that a paper takes in."""

from __future__ import annotations

from fahuo.kit import barcode

# Three dots of a 203 dpi head, or two where the number is long.
_MODULES_MM = (0.375, 0.25)
_ROOM_MM = 88
_HEIGHT_MM = 9.5


def bars(number: str) -> str:
    """Return the bars as SVG with their white margins; empty for a number that cannot be a bar code or is too long.

    The number itself is printed beside it in any case.
    """
    try:
        modules = barcode.code128_modules(number)
    except barcode.BarcodeError:
        return ""
    width = len(modules) + 2 * barcode.CODE128_QUIET_MODULES
    module_mm = next((size for size in _MODULES_MM if size * width <= _ROOM_MM), None)
    if module_mm is None:
        return ""
    runs = barcode.black_runs(modules.reshape(1, -1))
    path = "".join(f"M{start + barcode.CODE128_QUIET_MODULES} 0h{length}v10h-{length}z" for _, start, length in runs)
    size = f'width="{width * module_mm}mm" height="{_HEIGHT_MM}mm" viewBox="0 0 {width} 10"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} preserveAspectRatio="none"><path d="{path}"/></svg>'
