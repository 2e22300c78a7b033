"""Parts of pages on new pages: cut out, turned, scaled, in sequence, with an overlay on top of white."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit import pdf
from fahuo.kit.pdf import POINTS_PER_MM as MM
from fahuo.kit.pdf_pages import Matrix, Part, Stamp, StampUnreadable, compose


def page(*boxes: tuple[float, float, float, float], width: float = 60, height: float = 40, turn: int = 0) -> bytes:
    """A white page with black boxes: left, top, width, height in millimetres; then rotated."""
    canvas = Canvas("unused", pagesize=(width * MM, height * MM), invariant=1)
    canvas.setFillGray(1)
    canvas.rect(0, 0, width * MM, height * MM, stroke=0, fill=1)
    canvas.setFillGray(0)
    for left, top, wide, high in boxes:
        canvas.rect(left * MM, (height - top - high) * MM, wide * MM, high * MM, stroke=0, fill=1)
    canvas.showPage()
    document = pypdfium2.PdfDocument(bytes(canvas.getpdfdata()))
    document[0].set_rotation(turn)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def box_of(content: bytes, number: int = 0) -> tuple[float, ...]:
    """Return left, top, width and height of all black in millimetres."""
    rows, columns = np.nonzero(pdf.rasterise(content, number) < 128)
    left, top = columns.min() / 8, rows.min() / 8
    return left, top, (columns.max() + 1) / 8 - left, (rows.max() + 1) / 8 - top


WHOLE = Part(0, 0, 60, 40)


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ({}, (5, 10, 20, 8)),
        ({"x": 7, "y": 3}, (12, 13, 20, 8)),
        ({"scale": 0.5}, (2.5, 5, 10, 4)),
        ({"scale": 0.5, "x": 10}, (12.5, 5, 10, 4)),
        ({"is_turned": True}, (40 - 18, 5, 8, 20)),
        ({"is_turned": True, "scale": 0.5, "x": 1}, (12, 2.5, 4, 10)),
        ({"part": Part(15, 12, 30, 20)}, (0, 0, 10, 6)),  # what lies outside the part is not shown
        ({"part": Part(15, 12, 30, 20), "is_turned": True, "y": 4}, (20 - 6, 4, 6, 10)),
    ],
)
def test_where_it_goes(stamp: dict[str, object], expected: tuple[float, ...]) -> None:
    source = page((5, 10, 20, 8))
    content = compose([Stamp(source, 0, **{"part": WHOLE, **stamp})], 80, 80)  # type: ignore[arg-type]
    assert pdf.page_size_mm(content) == pytest.approx((80, 80))
    assert box_of(content) == pytest.approx(expected, abs=0.13)


@pytest.mark.parametrize(
    ("turn", "expected"),
    [(90, (40 - 18, 5, 8, 20)), (180, (60 - 25, 40 - 18, 20, 8)), (270, (10, 60 - 25, 8, 20))],
)
def test_a_rotated_page_is_taken_as_it_is_shown(turn: int, expected: tuple[float, ...]) -> None:
    source = page((5, 10, 20, 8), turn=turn)
    assert box_of(source) == pytest.approx(expected, abs=0.13)
    width, height = pdf.page_size_mm(source)
    assert box_of(compose([Stamp(source, 0, Part(0, 0, width, height))], 80, 80)) == pytest.approx(expected, abs=0.13)
    left, top, wide, high = expected
    cut = compose([Stamp(source, 0, Part(left + 2, top + 1, wide, high))], 80, 80)
    assert box_of(cut) == pytest.approx((0, 0, wide - 2, high - 1), abs=0.13)


def test_two_parts_of_one_page_and_another_file_in_sequence() -> None:
    source = page((5, 5, 10, 10), (40, 20, 15, 5))
    stamps = [
        Stamp(source, 0, Part(0, 0, 30, 40)),
        Stamp(source, 0, Part(30, 0, 30, 40)),
        Stamp(page((1, 1, 2, 2)), 0, WHOLE),
    ]
    content = compose(stamps, 60, 60)
    assert [box_of(content, number) for number in range(3)] == [
        pytest.approx((5, 5, 10, 10), abs=0.13),
        pytest.approx((10, 20, 15, 5), abs=0.13),
        pytest.approx((1, 1, 2, 2), abs=0.13),
    ]


def test_an_overlay_lies_on_top() -> None:
    canvas = Canvas("unused", pagesize=(80 * MM, 80 * MM))
    canvas.beginForm("line", 0, 0, 80 * MM, 80 * MM)
    canvas.rect(30 * MM, 70 * MM, 10 * MM, 5 * MM, stroke=0, fill=1)
    canvas.endForm()
    canvas.doForm("line")
    canvas.showPage()
    content = compose([Stamp(page(), 0, WHOLE)], 80, 80, bytes(canvas.getpdfdata()))
    assert box_of(content) == pytest.approx((30, 5, 10, 5), abs=0.13)


def test_what_cannot_be_copied_is_named() -> None:
    good = Stamp(page(), 0, WHOLE)
    for bad in (Stamp(b"no PDF", 0, WHOLE), Stamp(page(), 7, WHOLE)):
        with pytest.raises(StampUnreadable) as caught:
            compose([good, bad], 80, 80)
        assert caught.value.stamp == 1
    with pytest.raises(ValueError, match="No page"):
        compose([], 80, 80)
    with pytest.raises(ValueError, match="1 overlays for 2 pages"):
        compose([good, good], 80, 80, page())


def test_maps_go_forth_and_back() -> None:
    there = Matrix(0, 2, -3, 0, 5, 7).then(Matrix(1, 0, 0, -1, 0, 100))
    assert there.inverse().apply(*there.apply(3, 4)) == pytest.approx((3, 4))
    assert there.apply(3, 4) == (-7, 87)
