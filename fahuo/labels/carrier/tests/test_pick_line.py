"""Our pick line on carriers' labels: there, readable in every script, and never near a code."""

from __future__ import annotations

import numpy as np
import pytest

from fahuo.kit import barcode, pdf
from fahuo.labels.carrier import Foreign, normalise
from fahuo.labels.carrier.tests import files
from fahuo.labels.carrier.tests.files import NUMBER, canvas_of, draw_bars, draw_label, finished, label_pdf, picture
from fahuo.trade.label import LabelSize

LINES = [
    "A-017 · 8123456789012345 · 2 × SKU-1, 1 × SKU-2",
    "A-018 · 8123456789012345 · 2 × 红色手机壳，1 × 蓝色",
    "A-019 · 8123456789012345 · 2 × غطاء هاتف أحمر",
    "A-020 · " + "a very long list of things, " * 20,
]


def pages(content: bytes, line: str, size: LabelSize = LabelSize.MM_100X150) -> tuple[np.ndarray, np.ndarray, bool]:
    """Return the page with the line, where the line's dots are, and whether it was left off.

    The same label with another line is placed alike: what differs are the two lines.
    """
    normal = normalise([Foreign(content, NUMBER, line), Foreign(content, NUMBER, "·")], size)
    result = normal.results[0]
    assert result.check.problem is None
    drawn, without = files.dark(normal.content, 0), files.dark(normal.content, 1)
    return drawn, drawn & ~without, result.pick_line_left_off


def gap_mm(box: tuple[int, int, int, int], dots: np.ndarray) -> float:
    """Return how far the nearest of the dots is from the box (left, top, right, bottom)."""
    rows, columns = np.nonzero(dots)
    across = np.maximum(0, np.maximum(box[0] - columns, columns + 1 - box[2]))
    along = np.maximum(0, np.maximum(box[1] - rows, rows + 1 - box[3]))
    return float(np.hypot(across, along).min()) / 8


def code_with_quiet_zone(image: np.ndarray) -> tuple[int, int, int, int]:
    grey = np.where(image, 0, 255).astype(np.uint8)
    found = barcode.find(grey, barcode.Symbology.CODE128, is_patient=True)[0]
    module = max(found.right - found.left, found.bottom - found.top) / len(barcode.code128_modules(NUMBER))
    quiet = round(10 * module)
    if found.is_standing:
        return found.left, found.top - quiet, found.right, found.bottom + quiet
    return found.left - quiet, found.top, found.right + quiet, found.bottom


def code_at_the_edge(bottom: float) -> bytes:
    canvas = canvas_of(100, 150)
    canvas.drawString(30, 250, files.NAME)
    draw_bars(canvas, NUMBER, 50, bottom, 0.375)
    return finished(canvas)


LABELS = {
    "framed": label_pdf(),
    "small": label_pdf(width=76, height=130, module_mm=0.3),
    "bars at the foot": code_at_the_edge(3),
    "bars at the head": code_at_the_edge(129),
    "lying": files.lying_pdf(),
    "picture with a margin": picture(margin=7),
}


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("kind", LABELS)
def test_the_line_stands_on_the_page_and_away_from_the_code(kind: str, line: str) -> None:
    drawn, dots, is_left_off = pages(LABELS[kind], line)
    assert not is_left_off
    assert dots.sum() > 400
    assert gap_mm(code_with_quiet_zone(drawn), dots) >= 2
    rows, columns = np.nonzero(dots)
    assert rows.min() >= 4
    assert columns.min() >= 4
    assert rows.max() < drawn.shape[0] - 4
    assert columns.max() < drawn.shape[1] - 4


def test_a_framed_label_becomes_a_little_smaller_for_it() -> None:
    plain, lined = (normalise([Foreign(label_pdf(), NUMBER, line)]).content for line in ("", LINES[0]))
    before, after = (files.ink_box_mm(content) for content in (plain, lined))
    assert before[3] - before[1] == pytest.approx(146, abs=0.5)
    found = barcode.find(pdf.rasterise(lined), barcode.Symbology.CODE128)[0]
    full = barcode.find(pdf.rasterise(plain), barcode.Symbology.CODE128)[0]
    assert 0.94 <= (found.right - found.left) / (full.right - full.left) < 1
    assert after[0] < 1.5  # the line begins left of the frame


def test_a_picture_without_a_margin_keeps_its_dots_and_goes_without() -> None:
    normal = normalise([Foreign(picture(), NUMBER, LINES[0])])
    assert normal.results[0].pick_line_left_off
    assert normal.results[0].check.passed
    assert np.array_equal(files.dark(normal.content), files.dark(normalise([Foreign(picture(), NUMBER)]).content))


def test_modules_of_two_dots_are_not_made_smaller_for_it() -> None:
    normal = normalise([Foreign(label_pdf(module_mm=0.25, margin=0.5), NUMBER, LINES[0])])
    assert normal.results[0].pick_line_left_off
    assert normal.results[0].check.passed


def test_the_line_is_seen_on_a_label_with_a_white_ground() -> None:
    canvas = canvas_of(100, 150)
    canvas.setFillGray(1)
    canvas.rect(0, 0, 300, 450, stroke=0, fill=1)
    canvas.setFillGray(0)
    draw_label(canvas, height=140)
    _, dots, is_left_off = pages(finished(canvas), LINES[0])
    assert not is_left_off
    assert dots.sum() > 400


def test_codes_that_stand_are_kept_clear_as_well() -> None:
    """A second, standing bar code reaches down to the edge where the line would stand."""
    canvas = canvas_of(100, 150)
    draw_bars(canvas, NUMBER, 50, 100, 0.375)
    canvas.rotate(90)
    draw_bars(canvas, files.OTHER, 32, -28, 0.3)
    drawn, dots, _ = pages(finished(canvas), LINES[0])
    grey = np.where(np.rot90(drawn), 0, 255).astype(np.uint8)
    found = next(c for c in barcode.find(grey, barcode.Symbology.CODE128) if c.text == files.OTHER)
    quiet = round(10 * 0.3 * 8)
    box = (found.left - quiet, found.top, found.right + quiet, found.bottom)
    assert dots.sum() == 0 or gap_mm(box, np.rot90(dots)) >= 2


def test_fonts_are_embedded_once_for_a_batch() -> None:
    labels = [Foreign(label_pdf(), NUMBER, f"A-{number:03d} · 2 × 红色手机壳") for number in range(20)]
    few, many = len(normalise(labels[:2]).content), len(normalise(labels).content)
    assert (many - few) / 18 < 4000
