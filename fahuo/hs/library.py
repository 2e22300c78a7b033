"""Everything recognition looks things up in, loaded once in a process: lexicon, categories, vectors of phrases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.encoder import vectors
from fahuo.hs.encoder.minilm import MiniLM, minilm
from fahuo.hs.encoder.vectors import Vectors
from fahuo.hs.kin_phrases import KinPhrases
from fahuo.hs.lexicon_files import FOLDER, Entry, read_categories, read_families
from fahuo.hs.phrasebook import Phrasebook
from fahuo.hs.tables import TABLES, Table

_lock = Lock()
# Of each line so many phrases get a vector; more of them were not measured to help.
_ENCODED = 8


@dataclass(frozen=True, slots=True)
class Library:
    """The lexicon in memory. `rows` has a vector for each encoded phrase, `row_entries` the entry it belongs to.

    `unencoded` counts phrases that lack their vector, because the lexicon is newer than the file of vectors: the
    encoder does not hear those. They are never encoded here, which would take a minute; `fahuo hs vectors` does it.
    """

    words: Phrasebook
    categories: Phrasebook
    encoder: MiniLM | None
    directions: NDArray[np.float32]
    rows: NDArray[np.float32]
    row_entries: NDArray[np.intp]
    kin: KinPhrases
    unencoded: int = 0


def library(*, deep: bool = True) -> Library:
    """Return the shipped library; `deep=False` leaves the encoder out, as where its package is not installed."""
    with _lock:
        return _shipped(deep)


@lru_cache(maxsize=2)
def _shipped(deep: bool) -> Library:
    return assemble(FOLDER, TABLES, deep=deep)


def assemble(folder: Path, tables: Mapping[str, Table], *, deep: bool, kept: Path = vectors.FILE) -> Library:
    """Build a library from a folder of lexicon files; lines that were refused are left out."""
    entries, _ = read_families(folder, tables)
    categories, _ = read_categories(folder, tables)
    encoder = minilm() if deep else None
    known = vectors.load(kept) if encoder else Vectors()
    rows, row_entries = _rows(entries, known)
    return Library(
        words=Phrasebook(entries, tables),
        categories=Phrasebook(categories, tables),
        encoder=encoder,
        directions=known.directions,
        rows=rows,
        row_entries=row_entries,
        kin=KinPhrases(entries),
        unencoded=len(known.missing(_texts(entries))) if encoder else 0,
    )


def shipped_texts() -> list[str]:
    """Return every text of the shipped lexicon that should have a vector."""
    return _texts(read_families(FOLDER, TABLES)[0])


def encoded_texts(entry: Entry) -> tuple[str, ...]:
    """Return the texts of an entry that have a vector: its first English phrases."""
    return entry.english[:_ENCODED]


def _texts(entries: Iterable[Entry]) -> list[str]:
    return [text for entry in entries for text in encoded_texts(entry)]


def _rows(entries: tuple[Entry, ...], kept: Vectors) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    found = [
        (number, kept.rows[place])
        for number, entry in enumerate(entries)
        for place in map(vectors.key, encoded_texts(entry))
        if place in kept.rows
    ]
    if not found:
        return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.intp)
    return vectors.grown(row for _, row in found), np.array([number for number, _ in found], dtype=np.intp)
