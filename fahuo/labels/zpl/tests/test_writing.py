from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from fahuo.kit.barcode import BarcodeError
from fahuo.kit.text_shape import ShapedLine
from fahuo.labels import expectation_of
from fahuo.labels.codes import BOXES, place_bars, place_qr
from fahuo.labels.dots import Box, Head, page
from fahuo.labels.layout import lay_out
from fahuo.labels.tests.samples import LABEL, NASTY
from fahuo.labels.tests.test_layout import random_labels
from fahuo.labels.zpl import bitmap_text, check, draw, write
from fahuo.labels.zpl.glyphs import SMALLEST_STROKED, Dots, glyph, stamp
from fahuo.labels.zpl.native_text import escaped
from fahuo.labels.zpl.reading.commands import commands
from fahuo.labels.zpl.tests.samples import HOSTILE
from fahuo.trade.label import BarSymbology, LabelContent, LabelSize

ALL = [(size, head) for size in LabelSize for head in Head]


def the(content: LabelContent, size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203) -> bytes:
    return write([content], size, head)[0]


@pytest.mark.parametrize(("size", "head"), ALL)
def test_the_codes_are_sent_dot_for_dot(size: LabelSize, head: Head) -> None:
    drawn = draw(the(LABEL, size, head), head)[0]
    whole = head.box(page(size))
    assert drawn.shape == (whole.height, whole.width)
    for code in (place_bars(LABEL.barcode, size, head), place_qr(LABEL.qr, size, head)):
        box = code.box
        assert np.array_equal(drawn[box.y : box.bottom, box.x : box.right] == 0, code.intended())


@pytest.mark.parametrize("name", NASTY)
def test_the_nastiest_labels_read_back(name: str) -> None:
    for size, head in ((LabelSize.MM_100X150, Head.DPI_203), (LabelSize.MM_100X100, Head.DPI_300)):
        content = NASTY[name]
        assert check(the(content, size, head), [expectation_of(content)], size, head)[0].problem is None


@pytest.mark.slow
def test_any_text_at_all_can_be_written_and_keeps_off_the_codes() -> None:
    contents = random_labels(20)
    expectations = [expectation_of(content) for content in contents]
    for size, head in ALL:
        checks = check(b"".join(write(contents, size, head)), expectations, size, head)
        assert [one.problem for one in checks] == [None] * 20


@pytest.mark.parametrize("field", ["name", "street", "city", "company", "phone"])
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_a_buyer_writes_becomes_a_command(text: str, field: str) -> None:
    content = replace(LABEL, recipient=replace(LABEL.recipient, **{field: text}))
    allowed = {"^XA", "^XZ", "^CI", "^PW", "^LL", "^LH", "^PO", "^PM", "^LR", "^LS", "^FW", "^FO", "^FT", "^FB"}
    allowed |= {"^A", "^FH", "^FD", "^FR", "^FS", "^GF", "^GB"}
    found = [command.name for command in commands(the(content))]
    assert set(found) <= allowed
    assert found.count("^XA") == found.count("^XZ") == 1
    assert check(the(content), [expectation_of(content)])[0].passed


@pytest.mark.parametrize(
    ("symbology", "number"),
    [
        (BarSymbology.CODE39, "LX-123456789"),
        (BarSymbology.ITF, "12345678901234"),
        (BarSymbology.DATA_MATRIX, "LX123456789ES"),
    ],
)
def test_the_carriers_own_kind_of_bars(symbology: BarSymbology, number: str) -> None:
    content = replace(LABEL, barcode=number, symbology=symbology)
    for head in Head:
        outcome = check(the(content, head=head), [expectation_of(content)], LabelSize.MM_100X150, head)[0]
        assert (outcome.problem, outcome.decoded) == (None, (number, LABEL.qr))


def test_text_is_escaped_where_it_must_be() -> None:
    assert escaped("12 High Street, Flat 3") == b"^FD12 High Street, Flat 3"
    assert escaped("^XZ") == b"^FH^FD_5EXZ"
    assert escaped("~JA") == b"^FH^FD_7EJA"
    assert escaped("_5E") == b"^FH^FD_5F5E"


def test_words_are_sent_as_words() -> None:
    content = the(replace(LABEL, recipient=replace(LABEL.recipient, name="Anna Kowalska", city="Łódź")))
    assert b"^FDAnna Kowalska^FS" in content
    assert "Łódź".encode() not in content  # the printer's font may lack it, so it is sent as dots


def test_every_byte_is_plain() -> None:
    for content in write(list(NASTY.values())):
        assert re.fullmatch(rb"[\x20-\x7e]*\n", content)


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write([LABEL, LABEL])[0] == write([LABEL])[0]
    assert write([]) == []


def test_a_label_stays_small() -> None:
    assert len(the(LABEL)) < 20_000
    assert len(the(LABEL, head=Head.DPI_300)) < 30_000


@pytest.mark.parametrize("changes", [{"barcode": "运单"}, {"qr": "x" * 400}])
def test_what_cannot_be_a_code_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(BarcodeError):
        the(replace(LABEL, **changes))


@pytest.mark.parametrize(("size", "head"), ALL)
def test_no_dot_of_text_leaves_its_box(size: LabelSize, head: Head) -> None:
    for content in (LABEL, NASTY["long_everything"], NASTY["arabic"], *random_labels(4)):
        ink = draw(the(content, size, head), head)[0] == 0
        for box in allowed_boxes(content, size, head):
            ink[box.y : box.bottom, box.x : box.right] = False
        assert not ink.any()


def allowed_boxes(content: LabelContent, size: LabelSize, head: Head, *, extra: int = 1) -> list[Box]:
    """Return every box that anything may be drawn in, `extra` dots larger: the reader draws in whole dots."""
    sheet = lay_out(content, size)
    boxes = [head.box(box) for box in (*sheet.black, *BOXES[size], *[line.box for line in sheet.lines])]
    return [
        Box(max(0, box.x - extra), max(0, box.y - extra), box.width + 2 * extra, box.height + 2 * extra)
        for box in boxes
    ]


def test_lines_are_drawn_once_and_kept() -> None:
    write([LABEL])
    before = bitmap_text.drawn.cache_info().misses
    chance = random.Random(1)
    write([replace(LABEL, barcode=f"YT{chance.randrange(10**14)}") for _ in range(5)])
    assert bitmap_text.drawn.cache_info().misses == before


def wider(content: bytes, share: float = 1.7) -> bytes:
    """Return the label as a printer takes it whose font 0 is wider than the one that was measured."""
    return re.sub(
        rb"\^A0N,(\d+),(\d+)", lambda found: b"^A0N,%b,%d" % (found[1], round(int(found[2]) * share)), content
    )


@pytest.mark.parametrize(("size", "head"), ALL)
def test_the_widest_letters_of_a_printer_leave_the_codes_alone(size: LabelSize, head: Head) -> None:
    content = replace(LABEL, lines=tuple(replace(line, title_zh="") for line in LABEL.lines))
    wide = wider(the(content, size, head))
    box = place_qr(content.qr, size, head).box
    wiped = b"^FO%d,%d^GB%d,%d,%d,W^FS" % (*box, min(box.width, box.height))
    assert wide.count(wiped) == 1
    assert check(wide, [expectation_of(content)], size, head)[0].problem is None
    # Without the wiping, the goods to pick do run into the QR.
    assert check(wide.replace(wiped, b""), [expectation_of(content)], size, head)[0].problem is not None


@pytest.mark.parametrize(
    "name", ["latin", "chinese", "japanese", "korean", "arabic", "thai", "vietnamese", "stacked_marks"]
)
def test_a_line_is_its_glyphs_in_their_places(name: str) -> None:
    """Strips joined side by side against glyphs stamped one by one, joined letters and marks included."""
    seen = 0
    for line in {placed.line for placed in lay_out({"latin": LABEL, **NASTY}[name]).lines}:
        for size in (11, 20, 47):
            drawn = bitmap_text.drawn(line, size, size)
            dots = np.unpackbits(drawn.rows, axis=1)[:, : drawn.width].astype(bool)
            found = np.zeros((8 * size, dots.shape[1] + 8 * size), dtype=bool)
            wanted = found.copy()
            stamp(found, dots, drawn.left + 4 * size, drawn.top + 4 * size)
            for ink, x, y in _glyphs_of(line, size):
                stamp(wanted, ink, x + 4 * size, y + 4 * size)
            assert np.array_equal(found, wanted), (size, line.pieces)
            seen += int(wanted.any())
    assert seen > 60


def _glyphs_of(line: ShapedLine, size: int) -> Iterator[tuple[Dots, int, int]]:
    for piece in line.pieces:
        pen = piece.x * size
        for character in piece.text:
            stroke = 0.5 if piece.typeface.is_emboldened and size >= SMALLEST_STROKED else 0.0
            ink, left, top, advance = glyph(piece.typeface, character, size, size, stroke)
            if ink.size:
                yield ink, round(pen) + left, top - round(piece.y * size)
            pen += advance * size
