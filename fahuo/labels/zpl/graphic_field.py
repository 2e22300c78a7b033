"""Dots as a ^GF field: deflated, in base64, with a checksum (ZPL II Programming Guide, "^GF" and "Z64").

The checksum is CRC-16 (polynomial 0x1021, starting with 0) over the base64 letters.
"""

from __future__ import annotations

from binascii import b2a_base64, crc_hqx

import numpy as np
from isal import isal_zlib

from fahuo.kit.barcode import Grey

_DARK = 128


def field(rows: bytes, row_bytes: int) -> bytes:
    """Return `^GFA,…` for rows of `row_bytes` bytes each, eight dots to the byte, 1 for black."""
    text = b2a_base64(isal_zlib.compress(rows, 1), newline=False)
    count = len(rows)
    return b"^GFA,%d,%d,%d,:Z64:%b:%04X" % (count, count, row_bytes, text, crc_hqx(text, 0))


def graphic(pixels: Grey) -> bytes:
    """Return a whole label from an image of which each pixel is a dot of the head; darker than half is black."""
    height, width = pixels.shape
    rows = np.packbits(pixels < _DARK, axis=1)
    return b"^XA^PW%d^LL%d^LH0,0^PON^PMN^LRN^LS0^FO0,0%b^FS^XZ\n" % (
        width,
        height,
        field(rows.tobytes(), rows.shape[1]),
    )
