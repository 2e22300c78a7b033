"""Our ZPL as code that is not ours draws it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fahuo.kit.barcode import Grey, Symbology, find
from fahuo.labels import expectation_of
from fahuo.labels.codes import place_bars, place_qr
from fahuo.labels.dots import Head, page
from fahuo.labels.own_check import check_images
from fahuo.labels.tests.samples import LABEL, NASTY
from fahuo.labels.zpl import draw, write
from fahuo.labels.zpl.tests import foreign
from fahuo.labels.zpl.tests.samples import CARRIERS, HOSTILE
from fahuo.labels.zpl.tests.test_writing import allowed_boxes, wider
from fahuo.trade.label import LabelContent, LabelSize

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(foreign.MISSING), reason=foreign.MISSING),
]

_HOSTILE = replace(
    LABEL,
    recipient=replace(LABEL.recipient, name=HOSTILE[0], street=HOSTILE[3], city=HOSTILE[4], phone=HOSTILE[1]),
    reference=HOSTILE[2],
    order_number=HOSTILE[5],
)
CASES: dict[str, tuple[LabelContent, LabelSize, Head]] = {
    "latin": (LABEL, LabelSize.MM_100X150, Head.DPI_203),
    "latin, 300 dpi": (LABEL, LabelSize.MM_100X150, Head.DPI_300),
    "chinese": (NASTY["chinese"], LabelSize.MM_100X150, Head.DPI_300),
    "arabic, square": (NASTY["arabic"], LabelSize.MM_100X100, Head.DPI_203),
    "long, square, 300 dpi": (NASTY["long_everything"], LabelSize.MM_100X100, Head.DPI_300),
    "long": (NASTY["long_everything"], LabelSize.MM_100X150, Head.DPI_203),
    "hostile": (_HOSTILE, LabelSize.MM_100X150, Head.DPI_203),
    "hostile, square": (_HOSTILE, LabelSize.MM_100X100, Head.DPI_203),
}


@pytest.fixture(scope="module")
def pictures() -> dict[str, Grey]:
    files = [(write([content], size, head)[0], head) for content, size, head in CASES.values()]
    wide = [(wider(content), head) for content, head in files]
    drawn = foreign.drawn([*files, *wide, (CARRIERS.encode("cp1252"), Head.DPI_203)])
    return dict(zip([*CASES, *[f"{name}, wide" for name in CASES], "carrier's"], drawn, strict=True))


@pytest.mark.parametrize("font", ["", ", wide"])
@pytest.mark.parametrize("name", CASES)
def test_both_codes_are_what_we_meant_to_the_dot(pictures: dict[str, Grey], name: str, font: str) -> None:
    content, size, head = CASES[name]
    picture = pictures[name + font]
    bars, qr = place_bars(content.barcode, size, head), place_qr(content.qr, size, head)
    crops = [np.ascontiguousarray(picture[box.y : box.bottom, box.x : box.right]) for box in (bars.box, qr.box)]
    outcome = check_images(bars, qr, expectation_of(content), *crops)
    assert outcome.problem is None
    assert outcome.decoded == (content.barcode, content.qr)


@pytest.mark.parametrize("name", CASES)
def test_text_stays_where_the_layout_put_it(pictures: dict[str, Grey], name: str) -> None:
    content, size, head = CASES[name]
    ink = pictures[name] < 128
    whole = head.box(page(size))
    assert not ink[whole.height :].any()
    assert not ink[:, whole.width :].any()
    for box in allowed_boxes(content, size, head):
        ink[box.y : box.bottom, box.x : box.right] = False
    assert not ink.any()


@pytest.mark.parametrize("name", ["latin", "chinese", "arabic, square"])
def test_our_reader_draws_nearly_the_same(pictures: dict[str, Grey], name: str) -> None:
    """All graphics are equal to the dot; letters of font 0 differ in shape, not in place."""
    content, size, head = CASES[name]
    own = draw(write([content], size, head)[0], head)[0] < 128
    other = pictures[name][: own.shape[0], : own.shape[1]] < 128
    assert np.mean(own != other) < 0.035
    assert abs(float(own.mean()) - float(other.mean())) < 0.01


def test_a_carriers_label_says_the_same_to_both(pictures: dict[str, Grey]) -> None:
    other = pictures["carrier's"]
    own = draw(CARRIERS.encode("cp1252"), Head.DPI_203)[0]
    ours = {(code.symbology, code.text): code for code in find(own, *Symbology, is_patient=True)}
    theirs = {(code.symbology, code.text): code for code in find(other, *Symbology, is_patient=True)}
    assert ours.keys() == theirs.keys()
    assert len(ours) == 5
    for key, code in ours.items():
        assert max(abs(code.left - theirs[key].left), abs(code.top - theirs[key].top)) <= 1, key
