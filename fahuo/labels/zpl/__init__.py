"""Labels as ZPL II, the language of thermal printers: ours written, any read, ours read back.

write(contents, size, head)                one format per label: codes and foreign scripts as dots, the rest native
graphic(pixels)                            a whole label from an image
draw(content, head)                        what a printer would make of it, as far as labels need
check(content, expectations, size, head)   reads our own back from the bytes that are sent

What we send, what we read and what was never tried on a printer: docs/zpl.md.
"""

from __future__ import annotations

from fahuo.labels.zpl.graphic_field import graphic
from fahuo.labels.zpl.read_back import check
from fahuo.labels.zpl.reading import draw
from fahuo.labels.zpl.reading.unreadable import ZplUnreadable
from fahuo.labels.zpl.writing import write

__all__ = ["ZplUnreadable", "check", "draw", "graphic", "write"]
