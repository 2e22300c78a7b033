"""Bar codes: length and check digit."""

from __future__ import annotations

import pytest

from fahuo.trade.gtin import gtin


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("4006381333931", "4006381333931"),  # 4+0·3+0+6·3+3+8·3+1+3·3+3+3·3+9+3·3 = 89, to 90: 1
        ("400-6381 333931", "4006381333931"),
        ("036000291452", "036000291452"),  # UPC
        ("96385074", "96385074"),
        ("10614141000415", "10614141000415"),
        ("", ""),
        ("4006381333930", None),
        ("40063813339", None),
        ("400638133393X", None),
        ("00000000", None),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", None),
    ],
)
def test_gtin(text: str, digits: str | None) -> None:
    assert gtin(text) == digits
