"""Everything recognition looks things up in, loaded once in a process: lexicon, categories, vectors of phrases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.encoder import vectors
from fahuo.hs.encoder.minilm import MiniLM, minilm
from fahuo.hs.kin_phrases import KinPhrases
from fahuo.hs.lexicon_files import FOLDER, Entry, read_categories, read_families
from fahuo.hs.phrasebook import Phrasebook
from fahuo.hs.tables import TABLES, Table

_lock = Lock()


@dataclass(frozen=True, slots=True)
class Library:
    """The lexicon in memory. `rows` has a vector for each encoded phrase, `row_entries` the entry it belongs to."""

    words: Phrasebook
    categories: Phrasebook
    encoder: MiniLM | None
    rows: NDArray[np.float32]
    row_entries: NDArray[np.intp]
    kin: KinPhrases


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
    rows, row_entries = _rows(entries, kept) if encoder else _rows((), kept)
    return Library(
        Phrasebook(entries, tables), Phrasebook(categories, tables), encoder, rows, row_entries, KinPhrases(entries)
    )


def encoded_texts(entry: Entry) -> tuple[str, ...]:
    """Return the texts of an entry that have a vector: its English phrases."""
    return entry.english


def _rows(entries: tuple[Entry, ...], kept: Path) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
    known = vectors.load(kept) if entries else {}
    found = [
        (number, known[place])
        for number, entry in enumerate(entries)
        for place in map(vectors.key, encoded_texts(entry))
        if place in known
    ]
    if not found:
        return np.zeros((0, 384), dtype=np.float32), np.zeros(0, dtype=np.intp)
    return vectors.grow(row for _, row in found), np.array([number for number, _ in found], dtype=np.intp)
