"""Files that are damaged, hostile or simply more than we can draw: refused in words, and quickly."""

from __future__ import annotations

import time

import pytest

from fahuo.labels.tests.samples import LABEL
from fahuo.labels.zpl import ZplUnreadable, draw, write
from fahuo.labels.zpl.tests.samples import STRIPES, b64, z64

LABEL_OF = "^XA^PW400^LL300{}^XZ"
REFUSED = {
    "^FO1,1^BDN^FDx^FS": r"\^BD",
    "^FO1,1^ZQ1^FDx^FS": r"\^ZQ",
    "~JR": "~JR",
    "~JA": "~JA",
    "^MFN": r"\^MF",
    "~EG": "~EG",
    "^KDx": r"\^KD",
    "^JUF": r"\^JUF",
    "^NI": r"\^NI",
    "^PQ50": "printed 50 times",
    "^CC!": "other signs",
    "^MUM": r"\^MU",
    "^CI99": r"\^CI99",
    "^PW32000": r"\^PW",
    "^PW0": r"\^PW",
    "^LL999999": r"\^LL",
    "^LL-5": r"\^LL",
    "^PWabc": "not a number",
    "^FOnan,1": "too large|not a number",
    "^FO1e99,1": "too large",
    "^FO1,1^A0N,32000,32000^FDx^FS": r"\^A0",
    "^BY0": r"\^BY",
    "^FO1,1^XGR:NONE.GRF^FS": "NONE",
    "^FO1,1^GFA,4999999,4999999,1,FF^FS": "none that a label has",
    "^FO1,1^GFA,32,32,0,FF^FS": "none that a label has",
    "^FO1,1^GFA,-1,-1,-1,FF^FS": "none that a label has",
    "^FO1,1^GFA,32,32,4,F0F0^FS": "cut off",
    "^FO1,1^GFA,32,32,4,F0:?^FS": "no part of a graphic",
    "^FO1,1^GFB,32,32,4,abc^FS": "cut off",
    "^FO1,1^GFC,32,32,4,abc^FS": "compression",
    "^FO1,1^GFA,32,32,4," + z64(STRIPES)[:-4] + "0000^FS": "checksum",
    "^FO1,1^GFA,32,32,4," + z64(STRIPES)[:-9] + "^FS": "cut off or damaged",
    "^FO1,1^GFA,64,64,4," + b64(STRIPES) + "^FS": "cut off",
    "^FO1,1^GFA,32,32,4," + b64(STRIPES).replace("B64", "Z64") + "^FS": "damaged",
    "^FO1,1^BY2^BCN,80^FD>;12X4^FS": "pair of digits",
    "^FO1,1^BQN,2,5^FDno comma^FS": "error correction",
    "^CI28^FO1,1^A0N,30,30^FH^FD_FF_FE^FS": "utf-8",
    "^FO1,1^A0N,30,30^FD" + "x" * 4000 + "^FS": "4000 characters",
}


@pytest.mark.parametrize("fields", REFUSED)
def test_what_cannot_be_drawn_is_named(fields: str) -> None:
    with pytest.raises(ZplUnreadable, match=REFUSED[fields]):
        draw(LABEL_OF.format(fields).encode())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "prints no label"),
        (b"no zpl at all", "prints no label"),
        (b"%PDF-1.7 whatever %%EOF", "prints no label"),
        (b"^XA^FO1,1^GB9,9,9^FS", "cut off"),
        (b"^XA^FO1,1^GB9,9,9^FS^XA^FO1,1^GB9,9,9^FS^XZ", "cut off"),
        (b"^XZ", "not begun"),
        (b"^FO1,1^GB9,9,9^FS", "outside"),
        (b"^XA^XZ", "prints no label"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "."),
    ],
)
def test_what_is_no_label(content: bytes, reason: str) -> None:
    with pytest.raises(ZplUnreadable, match=reason):
        draw(content)


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.999])
def test_our_own_label_cut_off(share: float) -> None:
    content = write([LABEL])[0]
    with pytest.raises(ZplUnreadable):
        draw(content[: int(len(content.rstrip()) * share)])


BOMBS = {
    "50 MB": b"^XA" + b"A" * 50_000_000 + b"^XZ",
    "a Z64 that grows to 200 MB": LABEL_OF.format(
        "^FO1,1^GFA,3000000,3000000,100," + z64(bytes(200_000_000)) + "^FS"
    ).encode()
    * 200,
    "100,000 boxes over everything": LABEL_OF.format("^FO0,0^GB32000,32000,32000^FS" * 100_000).encode(),
    "10,000 huge letters": LABEL_OF.format("^FO0,0^A0N,3000,3000^FDWWWWWWWW^FS" * 10_000).encode(),
    "10,000 labels": b"^XA^FO1,1^GB9,9,9^FS^XZ" * 10_000,
    "a graphic a thousand times": f"~DGR:A.GRF,32,4,{STRIPES.hex()}".encode()
    + LABEL_OF.format("^FO0,0^XGR:A.GRF,10,10^FS" * 200_000).encode(),
    "one code as high as a house": LABEL_OF.format("^FO0,0^BY90^BCN,900000,N^FDABCDEFGHIJKLM^FS").encode(),
    "nothing but carets": b"^" * 5_000_000,
    "a repeated row": LABEL_OF.format("^FO0,0^GFA,4000000,4000000,4000,F" + ":" * 3_000_000 + "^FS").encode() * 50,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_a_second_or_two(name: str) -> None:
    start = time.process_time()
    with pytest.raises(ZplUnreadable):
        draw(BOMBS[name])
    assert time.process_time() - start < 6  # mostly below one; much more than that would be a bomb gone off
