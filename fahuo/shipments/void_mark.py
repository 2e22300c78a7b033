"""A label that does not count any more, with VOID burnt into its picture: saved or printed, it stays visible."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

from fahuo.kit.pdf import Grey

WORD = "VOID"
RED = (192, 40, 45)
FADED = 0.45  # of the ink that stays: the codes must not be scanned from a screen either


def void_picture(pixels: Grey) -> bytes:
    """Return the label as PNG, pale, with a struck-through VOID across it."""
    paper = Image.fromarray(pixels).point(lambda ink: 255 - round((255 - ink) * FADED)).convert("RGB")
    mark = _mark(paper.width, paper.height)
    paper.paste(Image.new("RGB", paper.size, RED), mask=mark)
    written = io.BytesIO()
    paper.save(written, "PNG")
    return written.getvalue()


@lru_cache(maxsize=4)
def _mark(width: int, height: int) -> Image.Image:
    """Return where ink goes: the word from corner to corner, and two bars that no scanner reads across."""
    mark = Image.new("L", (width, height), 0)
    draw = ImageDraw.Draw(mark)
    for start, end in (((0, 0), (width, height)), ((0, height), (width, 0))):
        draw.line((*start, *end), fill=200, width=max(width // 40, 2))
    word = Image.new("L", (width, width // 2), 0)
    font = ImageFont.load_default(size=width // 3)
    ImageDraw.Draw(word).text((width // 2, width // 4), WORD, fill=235, font=font, anchor="mm")
    turned = word.rotate(32, expand=True)
    place = ((width - turned.width) // 2, (height - turned.height) // 2)
    mark.paste(turned, place, mask=turned)
    return mark
