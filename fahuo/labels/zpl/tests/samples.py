"""Texts that would like to be commands, and a label as a carrier might send it. All invented."""

from __future__ import annotations

import base64
import binascii
import zlib

HOSTILE = (
    "^XZ^XA^FDx",
    "~JA",
    "_5EXZ",
    "\\&\\(^FS^GB800,1200,800^FS",
    "~DGR:A.GRF,1,1,FF^XGR:A.GRF",
    "^CC!!XZ",
    "Anna^\r\n~JR",
    "\x02^XZ\x03\x1b~JA",
    "_",
)

STRIPES = bytes.fromhex("F0F00FF0") * 8  # 32 × 8 dots


def z64(packed: bytes) -> str:
    """Write bytes as they stand in ^GF and ~DG, deflated."""
    text = base64.b64encode(zlib.compress(packed)).decode()
    return f":Z64:{text}:{binascii.crc_hqx(text.encode(), 0):04x}"


def b64(packed: bytes) -> str:
    """The same, not deflated."""
    text = base64.b64encode(packed).decode()
    return f":B64:{text}:{binascii.crc_hqx(text.encode(), 0):04X}"


CARRIERS = f"""CT~~CD,~CC^~CT~
^XA~TA000~JSN^LT0^MNW^MTT^PON^PMN^LH0,0^JMA^PR4,4~SD20^JUS^LRN^CI27^XZ
~DGR:LOGO.GRF,32,4,{STRIPES.hex().upper()}
^XA^FX a remark, with a comma
^MMT^PW812^LL1218^LS0
^FO20,20^GB772,1178,3^FS
^FO40,40^XGR:LOGO.GRF,3,3^FS
^FT300,90^A0N,48,48^FDPARCEL EXPRESS^FS
^CF0,30^FO40,140^FB420,3,4,L^FDSofia Garcia Calle Mayor 5, 28013 Madrid\\&SPAIN^FS
^FO500,140^A0N,60,60^FR^GB220,80,80^FS
^FO520,152^A0N,60,60^FR^FDES-28^FS
^FO40,320^GB732,2,2^FS
^BY3,3,160^FT120,540^BCN,,Y,N,N,N^FD>;123456789012>6AB^FS
^BY2,3,10^FO60,640^BQN,2,6^FDMA,https://track.example/LX123^FS
^FO330,640^BXN,6,200^FDLX123456789ES^FS
^BY2^FO60,900^B7N,6,3,6,,N^FDLX123456789ES 28013^FS
^FO520,660^BY2^B3N,N,90,N^FDABC-12^FS
^FT790,1150^A0B,28,28^FH\\^FDcaf\\E9^FS
^PQ1,0,1,Y^XZ
"""
