"""Labels are what their bytes are, however they are wrapped and whatever they are called."""

from __future__ import annotations

import base64

import pytest

from fahuo.kit.label_bytes import MAX_BYTES, NotALabel, Unfit, sniff
from fahuo.trade.label import LabelFormat

PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256))
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(251))
ZPL = b"^XA^FO20,20^A0N,40^FDabc^FS^XZ"
STANDARD = base64.b64encode(PNG)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, LabelFormat.PDF),
        (b"\r\n" + PDF, LabelFormat.PDF),
        (b"junk of a mail gateway\n" + PDF, LabelFormat.PDF),
        (PNG, LabelFormat.PNG),
        (b"GIF87a" + PNG, LabelFormat.GIF),
        (b"GIF89a" + PNG, LabelFormat.GIF),
        (b"\xff\xd8\xff\xe0" + PNG, LabelFormat.JPEG),
        (ZPL, LabelFormat.ZPL),
        (b"\xef\xbb\xbf" + ZPL, LabelFormat.ZPL),
        (b"CT~~CD,~CC^~CT~\r\n" + ZPL, LabelFormat.ZPL),
        (b"~DGR:LOGO.GRF,4,1,FFFFFFFF\n" + ZPL, LabelFormat.ZPL),
        (ZPL.lower(), LabelFormat.ZPL),
    ],
)
def test_plain(content: bytes, expected: LabelFormat) -> None:
    assert sniff(content).format is expected


@pytest.mark.parametrize(
    "wrapped",
    [
        STANDARD,
        base64.encodebytes(PNG),
        STANDARD.rstrip(b"="),
        base64.urlsafe_b64encode(PNG),
        b"data:application/pdf;base64," + STANDARD,
        b"DATA:image/png;charset=utf-8;base64," + base64.urlsafe_b64encode(PNG),
        b'"' + STANDARD.replace(b"/", b"\\/") + b'"',
        b"data:;base64," + STANDARD.replace(b"+", b"%2B").replace(b"=", b"%3D"),
        STANDARD[:60] + b"\\r\\n" + STANDARD[60:],
    ],
)
def test_wrapped_in_base64(wrapped: bytes) -> None:
    assert sniff(wrapped) == (LabelFormat.PNG, PNG)


def test_a_data_address_without_base64() -> None:
    assert sniff(b"data:text/plain,%5EXA%5EFO20,20%5EFDabc%5EFS%5EXZ") == (LabelFormat.ZPL, b"^XA^FO20,20^FDabc^FS^XZ")


@pytest.mark.parametrize(
    ("content", "why", "named"),
    [
        (b"", Unfit.EMPTY, "empty"),
        (b"\n \x00\t", Unfit.EMPTY, "empty"),
        (b"\xef\xbb\xbf", Unfit.EMPTY, "empty"),
        (b"<html>", Unfit.MESSAGE, "web page"),
        (b"<!DOCTYPE HTML><p>%PDF-1.4 is what you want", Unfit.MESSAGE, "web page"),
        (b"<?xml version='1.0'?>", Unfit.MESSAGE, "XML"),
        (b'{"a": "%PDF-1.4"}', Unfit.MESSAGE, "JSON"),
        (b"[]", Unfit.MESSAGE, "JSON"),
        ("订单不存在".encode(), Unfit.MESSAGE, "text"),
        (b"OK", Unfit.MESSAGE, "text"),
        (base64.b64encode(b"<html>a page in base64</html>"), Unfit.MESSAGE, "text"),
        (b"PK\x03\x04" + bytes(40), Unfit.STRANGE, "ZIP"),
        (b"\x1f\x8b" + bytes(40), Unfit.STRANGE, "gzip"),
        (b"II*\x00" + bytes(40), Unfit.STRANGE, "TIFF"),
        (bytes(range(128, 256)), Unfit.STRANGE, "no PDF"),
        (b"\x89PNG", Unfit.STRANGE, "no PDF"),
        (b"%PDF-1.4" + bytes(MAX_BYTES), Unfit.TOO_LARGE, "21 MB"),
    ],
)
def test_what_is_no_label(content: bytes, why: Unfit, named: str) -> None:
    with pytest.raises(NotALabel, match=named) as caught:
        sniff(content)
    assert caught.value.why is why
    assert str(caught.value).count("订") == 0
