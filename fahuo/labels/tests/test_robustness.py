from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFilter

import fahuo
from fahuo.kit import pdf
from fahuo.kit.barcode import Grey, Symbology, code128_modules
from fahuo.kit.image_page import Dots, dots_of_image, pages_of_dots
from fahuo.labels import render
from fahuo.labels.codes import BOXES
from fahuo.labels.defects import LADDERS, Defect, Picture
from fahuo.labels.dots import Head
from fahuo.labels.robustness import measure, of_label
from fahuo.labels.tests.samples import LABEL
from fahuo.trade.label import LabelSize

NUMBER = LABEL.barcode


def page_with_bars(module: int, quiet: int = 10, *, frame: int = 4, upright: bool = True) -> Grey:
    """A page whose only code has modules of so many dots; black strokes stand `quiet` modules beside it."""
    bars = np.where(code128_modules(NUMBER).repeat(module), 0, 255).astype(np.uint8)
    white = np.full(quiet * module, 255, dtype=np.uint8)
    stroke = np.zeros(frame, dtype=np.uint8)
    row = np.concatenate((stroke, white, bars, white, stroke))
    page = np.full((1200, 1200), 255, dtype=np.uint8)
    page[200:330, 100 : 100 + len(row)] = row
    return page if upright else np.ascontiguousarray(np.rot90(page))


def score(page: Grey) -> int:
    found = measure(page, NUMBER)
    return found.score if found else 0


def figures() -> str:
    """The table of docs/labels.md."""
    rows = ["| our label | head | label | bars | QR |", "|---|---|---|---|---|"]
    for size in LabelSize:
        for head in Head:
            found = of_label(render([LABEL], size, head), NUMBER, head)
            assert found
            bars, qr = (code.score for code in found.codes)
            rows.append(
                f"| {size.width_mm} × {size.height_mm} mm | {head.name[4:]} dpi | {found.score} | {bars} | {qr} |"
            )
    return "\n".join(rows)


def test_the_figures_of_the_documents_are_these() -> None:
    assert figures() in (Path(fahuo.__file__).parents[1] / "docs/labels.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ours() -> bytes:
    return render([LABEL])


def test_our_label_bears_much_and_says_what(ours: bytes) -> None:
    found = of_label(ours, NUMBER)
    assert found
    bars, qr = found.codes
    assert (bars.symbology, bars.text, bars.says_number) == (Symbology.CODE128, NUMBER, True)
    assert (qr.symbology, qr.text, qr.says_number) == (Symbology.QR, LABEL.qr, False)
    assert found.score == bars.score
    assert bars.score >= 65
    assert qr.score >= 55
    assert set(bars.reached) == set(Defect)
    assert bars.reached[Defect.GAIN] >= 1
    assert bars.reached[Defect.LOSS] >= 1
    assert bars.reached[Defect.ROTATION] >= 3
    assert bars.reached[Defect.DEAD_PINS] >= 1


def test_the_same_label_has_the_same_figure(ours: bytes) -> None:
    assert of_label(ours, NUMBER) == of_label(ours, NUMBER)


def test_a_finer_head_bears_more(ours: bytes) -> None:
    coarse, fine = of_label(ours, NUMBER), of_label(render([LABEL], head=Head.DPI_300), NUMBER, Head.DPI_300)
    assert coarse
    assert fine
    assert fine.score > coarse.score


def test_narrow_modules_bear_less() -> None:
    # The figures that docs/labels.md gives for comparison.
    assert [score(page_with_bars(module)) for module in (1, 2, 3)] == [0, 56, 63]
    assert score(page_with_bars(4)) > 65


def test_a_short_quiet_zone_bears_less() -> None:
    assert [score(page_with_bars(4, quiet)) for quiet in (6, 5, 3)] == [63, 30, 0]


def test_a_blurred_gif_bears_less_than_a_crisp_one() -> None:
    # As some carriers give them: bars of 0.25 and 0.375 mm, made smaller for the screen and enlarged for the paper.
    for module, blur, shrink, lost in ((2, 1.5, 1.0, 50), (3, 0, 0.8, 15)):
        crisp = Image.fromarray(page_with_bars(module)[:, :800])
        size = round(crisp.width * shrink), round(crisp.height * shrink)
        blurred = crisp.filter(ImageFilter.GaussianBlur(blur)).resize(size, Image.Resampling.BICUBIC)
        found = [of_label(_as_gif(image), NUMBER) for image in (crisp, blurred)]
        assert found[0]
        assert (found[1].score if found[1] else 0) < found[0].score - lost


def _as_gif(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "GIF")
    pixels = dots_of_image(target.getvalue()).pixels
    return pages_of_dots([Dots(pixels, pixels.shape[1] / 100 * 25.4)])  # a page of 100 mm


def test_a_standing_code_counts_like_a_lying_one() -> None:
    lying, standing = measure(page_with_bars(3), NUMBER), measure(page_with_bars(3, upright=False), NUMBER)
    assert lying
    assert standing
    assert abs(standing.score - lying.score) <= 5


def test_the_number_may_follow_the_postcode() -> None:
    assert measure(page_with_bars(3), NUMBER[-6:]) is None
    found = measure(page_with_bars(3), f" {NUMBER[:4]} {NUMBER[4:]}")
    assert found
    assert found.codes[0].says_number


@pytest.mark.parametrize("content", [b"", b"junk", b"%PDF-1.4\n%%EOF"])
def test_what_is_no_label_has_no_figure(content: bytes) -> None:
    assert of_label(content, NUMBER) is None


def test_another_number_has_no_figure(ours: bytes) -> None:
    assert of_label(ours, "YT9999999999999999") is None
    assert of_label(ours, "") is None


@pytest.fixture(scope="module")
def picture(ours: bytes) -> Picture:
    box = BOXES[LabelSize.MM_100X150].bars
    pixels = pdf.rasterise(ours, crop=pdf.Crop(*box))
    return Picture(pixels, 64, 8, 700, 130, 40, 8.0)


@pytest.mark.parametrize("defect", Defect)
def test_every_step_of_every_defect_spoils_more(picture: Picture, defect: Defect) -> None:
    ladder = LADDERS[defect]
    assert list(ladder.strengths) == sorted(set(ladder.strengths))
    spoilt = [ladder.spoil(picture, strength) for strength in ladder.strengths]
    again = [ladder.spoil(picture, strength) for strength in ladder.strengths]
    for images, same in zip(spoilt, again, strict=True):
        assert all(image.dtype == np.uint8 for image in images)
        assert all(np.array_equal(image, other) for image, other in zip(images, same, strict=True))
        assert not any(
            image.shape == picture.pixels.shape and np.array_equal(image, picture.pixels) for image in images
        )
    if defect not in {Defect.ROTATION, Defect.SKEW, Defect.SHIFT}:
        differences = [np.abs(images[0].astype(int) - picture.pixels).sum() for images in spoilt]
        assert differences == sorted(differences)
        assert differences[-1] > differences[0]


def test_a_dead_pin_leaves_a_white_column(picture: Picture) -> None:
    for image in LADDERS[Defect.DEAD_PINS].spoil(picture, 2):
        changed = np.flatnonzero((image != picture.pixels).any(axis=0))
        assert 1 <= len(changed) <= 2
        assert (image[:, changed] == 255).all()


def test_gain_widens_bars_by_the_dots_said(picture: Picture) -> None:
    row = (LADDERS[Defect.GAIN].spoil(picture, 1)[0] < 128)[60]
    before = (picture.pixels < 128)[60]
    assert row.sum() - before.sum() == np.flatnonzero(np.diff(before.astype(int)) == 1).size
