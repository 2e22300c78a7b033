"""One PDF for the printer, out of our own labels and carriers' ones."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.kit import pdf


def merge_for_print(labels: Sequence[bytes]) -> bytes:
    """Return one PDF with the pages of all label files in sequence.

    For carriers' files. Our own labels are better drawn anew into one file by `render`: that embeds each font once
    instead of once per label, a sixth of the size. Raises `fahuo.kit.pdf.PdfUnreadable` naming the bad file
    (counted from 1) and `ValueError` for an empty sequence.
    """
    return labels[0] if len(labels) == 1 and pdf.page_count(labels[0]) else pdf.merge(labels)
