"""Carriers' labels (承运商面单): PDF, PNG, GIF, JPEG, ZPL or base64 of these become pages of the print size.

normalise(labels, size, head)   one PDF for the batch, our pick line on it, every label read back from it
check(content, barcode=…)       whether one label, as it came, passes all that; asked when it is fetched
as_zpl(labels, size, head)      the same for printers that take ZPL

The rules, and what happens to bad input: docs/carrier-labels.md.
"""

from __future__ import annotations

from fahuo.labels.carrier.foreign import Foreign, Normalised, NormalLabel
from fahuo.labels.carrier.normalising import check, normalise
from fahuo.labels.carrier.zebra import as_zpl

__all__ = ["Foreign", "NormalLabel", "Normalised", "as_zpl", "check", "normalise"]
