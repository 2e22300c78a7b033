"""What carriers should not send, and do: each a clear problem, none a crash, nothing opened that is too large."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from functools import cache

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit.pdf import POINTS_PER_MM as MM
from fahuo.labels.carrier import Foreign, check, normalise
from fahuo.labels.carrier.tests import files
from fahuo.labels.carrier.tests.files import NUMBER, canvas_of, draw_label, finished, label_pdf, picture

MB = 1024 * 1024


def outcome(content: bytes) -> tuple[str, str]:
    found = check(content, barcode=NUMBER)
    assert found.passed is (found.problem is None)
    return (found.problem.code, found.problem.detail) if found.problem else ("", "")


def encrypted(*, for_all: bool) -> bytes:
    lock = StandardEncryption("" if for_all else "secret", ownerPassword="owner", canPrint=1)
    canvas = Canvas("unused", pagesize=(100 * MM, 150 * MM), encrypt=lock)
    draw_label(canvas)
    return finished(canvas)


def huge_media_box() -> bytes:
    canvas = canvas_of(5000, 5000)
    draw_label(canvas)
    return finished(canvas)


@cache
def bomb_png(side: int = 20_000) -> bytes:
    """A PNG of side × side white dots: some kilobytes that unpack to 400 million."""
    rows, row = zlib.compressobj(9), b"\x00" + b"\xff" * (side // 8)
    body = b"".join(rows.compress(row) for _ in range(side)) + rows.flush()
    chunks = [(b"IHDR", struct.pack(">LLBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", body), (b"IEND", b"")]
    packed = [
        struct.pack(">L", len(part)) + kind + part + struct.pack(">L", zlib.crc32(kind + part)) for kind, part in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


BAD = {
    "nothing": (b"", "LABEL_EMPTY"),
    "blanks": (b" \r\n\t ", "LABEL_EMPTY"),
    "web page": (b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>", "LABEL_IS_A_MESSAGE"),
    "XML": (b'<?xml version="1.0"?><error>busy</error>', "LABEL_IS_A_MESSAGE"),
    "JSON": (b'{"code": 500, "message": "\xe7\xb3\xbb\xe7\xbb\x9f\xe7\xb9\x81\xe5\xbf\x99"}', "LABEL_IS_A_MESSAGE"),
    "text": ("系统繁忙，请稍后再试".encode(), "LABEL_IS_A_MESSAGE"),
    "web page in base64": (files.in_base64(b"<html>502 Bad Gateway, please try again</html>"), "LABEL_IS_A_MESSAGE"),
    "ZIP": (b"PK\x03\x04" + bytes(range(200)), "LABEL_UNREADABLE"),
    "noise": (bytes(range(255, 0, -1)) * 9, "LABEL_UNREADABLE"),
    "PDF, cut off": (label_pdf()[:-300], "LABEL_UNREADABLE"),
    "PDF, its middle overwritten": (label_pdf()[:300] + bytes(900) + label_pdf()[1200:], "LABEL_"),
    "PDF header only": (b"%PDF-1.4\n%%EOF", "LABEL_UNREADABLE"),
    "PDF, locked": (encrypted(for_all=False), "LABEL_UNREADABLE"),
    "PDF of one empty page": (finished(canvas_of(100, 150)), "LABEL_EMPTY"),
    "PDF, five metres wide": (huge_media_box(), "LABEL_UNREADABLE"),
    "PNG, cut off": (picture()[:-200], "LABEL_UNREADABLE"),
    "PNG that is none": (b"\x89PNG\r\n\x1a\n" + bytes(900), "LABEL_UNREADABLE"),
    "PNG bomb": (bomb_png(), "LABEL_UNREADABLE"),
    "PNG bomb in base64": (files.in_base64(bomb_png()), "LABEL_UNREADABLE"),
    "GIF, cut off": (picture("GIF")[:400], "LABEL_"),
    "JPEG, cut off": (picture("JPEG")[:3000], "LABEL_UNREADABLE"),
    "ZPL with a drawing that is cut off": (b"^XA^FO0,0^GFA,96000,96000,100,:Z64:eJz", "LABEL_"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input(kind: str) -> None:
    content, code = BAD[kind]
    found, detail = outcome(content)
    assert found.startswith(code), detail
    assert "KOWALSKA" not in detail


def test_what_it_is_called_does_not_count() -> None:
    """A PDF that calls itself PNG, a PNG that calls itself PDF: read as what they are."""
    assert outcome(files.in_base64(label_pdf(), prefix="data:image/png;base64,")) == ("", "")
    assert outcome(files.in_base64(picture(), prefix="data:application/pdf;base64,")) == ("", "")


def test_a_pdf_that_anybody_may_open_but_not_change_is_read() -> None:
    assert outcome(encrypted(for_all=True)) == ("", "")


@pytest.mark.parametrize("start", [b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"^XA", b"JVBERi0xLjQK", b""])
def test_fifty_megabytes_are_refused_without_being_decoded(start: bytes) -> None:
    content = start + b"A" * (50 * MB)
    tracemalloc.start()
    try:
        assert outcome(content)[0] == "LABEL_TOO_LARGE"
        assert tracemalloc.get_traced_memory()[1] < MB
    finally:
        tracemalloc.stop()


def test_a_bomb_is_refused_before_it_goes_off() -> None:
    content = bomb_png()
    assert len(content) < MB
    tracemalloc.start()
    try:
        outcome(content)
        assert tracemalloc.get_traced_memory()[1] < 8 * MB
    finally:
        tracemalloc.stop()


def test_transparent_pictures_are_printed_on_white() -> None:
    image = Image.open(io.BytesIO(picture())).convert("L")
    target = io.BytesIO()
    shown = Image.merge("LA", (Image.new("L", image.size, 0), image.point(lambda grey: 255 - grey)))
    shown.save(target, "PNG")
    assert outcome(target.getvalue()) == ("", "")


def test_pictures_of_sixteen_bits_and_with_white_on_black() -> None:
    image = Image.open(io.BytesIO(picture())).convert("L")
    deep, inverted = io.BytesIO(), io.BytesIO()
    Image.fromarray(np.asarray(image).astype("uint16") * 257).save(deep, "PNG")
    image.point(lambda grey: 255 - grey).save(inverted, "PNG")
    assert outcome(deep.getvalue()) == ("", "")
    assert outcome(inverted.getvalue())[0] == "LABEL_CODE_NOT_FOUND"


def test_a_line_in_the_quiet_zone() -> None:
    canvas = canvas_of(100, 150)
    draw_label(canvas)
    canvas.rect(18 * MM, 66 * MM, 0.5 * MM, 18 * MM, stroke=0, fill=1)
    assert outcome(finished(canvas))[0] == "LABEL_QUIET_ZONE"


def test_an_empty_number_is_on_no_label() -> None:
    found = check(label_pdf(), barcode="")
    assert found.problem
    assert found.problem.code == "LABEL_WRONG_NUMBER"


def test_nothing_of_a_label_that_failed_is_left_in_the_file() -> None:
    """A picture inside the file would be found by whoever looks: the failed label's page was never made."""
    good, bad = label_pdf(), picture(number=files.OTHER)
    normal = normalise([Foreign(good, NUMBER), Foreign(bad, NUMBER)])
    alone = normalise([Foreign(good, NUMBER)])
    assert [result.check.passed for result in normal.results] == [True, False]
    assert len(normal.content) == len(alone.content)
    assert len(pypdfium2.PdfDocument(normal.content)) == 1
