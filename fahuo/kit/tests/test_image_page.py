"""Pictures of labels become pages."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from fahuo.kit import pdf
from fahuo.kit.image_page import page_of_image


def picture(width: int, height: int, kind: str = "GIF") -> bytes:
    target = io.BytesIO()
    Image.new("1", (width, height), 1).save(target, kind)
    return target.getvalue()


@pytest.mark.parametrize("kind", ["GIF", "PNG"])
def test_the_page_has_the_size_of_the_label(kind: str) -> None:
    content = page_of_image(picture(800, 1200, kind), width_mm=100, height_mm=150)
    assert pdf.page_count(content) == 1
    assert pdf.page_size_mm(content) == pytest.approx((100, 150))


def test_a_picture_on_its_side_is_turned_and_fills_the_page() -> None:
    lying = Image.new("L", (1200, 800), 255)
    lying.paste(0, (0, 0, 100, 800))  # a black bar at its left end, which is the top when turned clockwise
    target = io.BytesIO()
    lying.save(target, "PNG")
    pixels = pdf.rasterise(page_of_image(target.getvalue(), width_mm=100, height_mm=150))
    assert pixels[20, pixels.shape[1] // 2] < 50
    assert pixels[-20, pixels.shape[1] // 2] > 200


@pytest.mark.parametrize("content", [b"", b"<html>", b"GIF89a", b"%PDF-1.4"])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(pdf.PdfUnreadable):
        page_of_image(content, width_mm=100, height_mm=150)


def test_a_picture_that_unpacks_to_a_giant_is_refused() -> None:
    with pytest.raises(pdf.PdfUnreadable, match="too large"):
        page_of_image(picture(9_000, 9_000), width_mm=100, height_mm=150)
