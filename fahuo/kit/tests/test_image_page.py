"""Pictures of labels become pages, dot for dot and as large as they were meant."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from fahuo.kit import pdf
from fahuo.kit.image_page import Dots, dots_of_image, pages_of_dots, resolution


def picture(width: int, height: int, kind: str = "GIF", **options: object) -> bytes:
    target = io.BytesIO()
    Image.new("1", (width, height), 1).save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("width", "height", "stated", "expected"),
    [
        (800, 1200, 0, 203.2),  # 100 × 150 mm
        (812, 1218, 0, 203.2),  # 4 × 6 inch
        (1218, 812, 0, 203.2),
        (1200, 1800, 0, 300),
        (1181, 1772, 0, 300),
        (1400, 800, 0, 203.2),  # 4 × 7 inch, lying
        (2400, 3600, 0, 600),
        (400, 600, 0, 100),
        (384, 576, 96, 96),
        (800, 1200, 72, 203.2),  # what the file says makes no label
        (1654, 2339, 200, 200),  # A4, as it says
        (700, 900, 0, 203.2),
        (9000, 100, 0, 9000 / 150 * 25.4),
    ],
)
def test_the_resolution_is_the_one_at_which_it_is_a_label(
    width: int, height: int, stated: float, expected: float
) -> None:
    assert resolution(width, height, stated) == pytest.approx(expected)


@pytest.mark.parametrize("kind", ["GIF", "PNG", "JPEG"])
def test_a_picture_is_read(kind: str) -> None:
    dots = dots_of_image(picture(800, 1200, kind))
    assert dots.pixels.shape == (1200, 800)
    assert dots.pixels.min() == 255
    assert dots.dpi == pytest.approx(203.2)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_dot_arrives(seed: int) -> None:
    """Black and white stay so and grey stays grey, whether packed one bit a dot or eight."""
    rng = np.random.default_rng(seed)
    black = np.where(rng.random((1200, 800)) < 0.5, 0, 255).astype(np.uint8)
    grey = rng.integers(0, 256, (1200, 800)).astype(np.uint8)
    content = pages_of_dots([Dots(black, 203.2), Dots(grey, 203.2)])
    assert pdf.page_size_mm(content) == pytest.approx((100, 150))
    assert np.array_equal(pdf.rasterise(content, 0), black)
    assert np.array_equal(pdf.rasterise(content, 1), grey)


def test_noise_of_compression_is_made_black_and_white() -> None:
    image = np.full((1200, 800), 250, dtype=np.uint8)
    image[200:400, 100:700:6] = 12
    assert set(np.unique(pdf.rasterise(pages_of_dots([Dots(image, 203.2)])))) == {0, 255}


@pytest.mark.parametrize("content", [b"", b"<html>", b"GIF89a", b"%PDF-1.4", picture(800, 1200, "PNG")[:-60]])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(pdf.PdfUnreadable):
        dots_of_image(content)


@pytest.mark.parametrize("side", [9_000, 10_000])
def test_a_picture_that_unpacks_to_a_giant_is_refused(side: int) -> None:
    with pytest.raises(pdf.PdfUnreadable, match="too large"):
        dots_of_image(picture(side, side))
