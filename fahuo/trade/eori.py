"""The number by which EU customs know an importer or exporter (EORI)."""

from __future__ import annotations

import re

_FORM = re.compile(r"[A-Z]{2}[A-Z0-9]{1,15}")


def eori_formed(number: str) -> bool:
    """Tell whether a number has the form of an EORI: a country, then up to 15 capital letters or digits.

    There is no check digit; whether a number exists can only be asked of the Commission.
    """
    return _FORM.fullmatch(number) is not None
