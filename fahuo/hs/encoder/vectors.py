"""Vectors of our own phrases, kept in a file so that nobody waits for them: few numbers of eight bits, by their text.

The encoder's 384 numbers are turned onto the 80 directions in which our phrases differ most; as measured, that loses
nothing. A text that is not in the file has no vector and is left out; so an old file makes recognition less deep, never
wrong. `fahuo hs vectors` brings it up to date and encodes new texts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FILE = Path(__file__).parent / "phrases.npz"
WIDTH = 80
_SCALE = 127.0


@dataclass(frozen=True, slots=True)
class Vectors:
    """Rows by key of their text, and the directions that they are measured along (one column each)."""

    rows: Mapping[int, NDArray[np.int8]] = field(default_factory=dict)
    directions: Floats = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Return the texts that have no vector, each once."""
        return [text for text in dict.fromkeys(texts) if key(text) not in self.rows]


def key(text: str) -> int:
    """Return the number under which a text's vector is kept."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def load(path: Path = FILE) -> Vectors:
    """Return what a file holds; nothing when there is none or it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as file:
            rows = dict(zip(file["keys"].tolist(), file["rows"], strict=True))
            return Vectors(rows, file["directions"].astype(np.float32))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return Vectors()


def save(vectors: Vectors, path: Path = FILE) -> None:
    """Write the file, in order of keys, so that the same vectors make the same file."""
    keys = np.array(sorted(vectors.rows), dtype=np.uint64)
    rows = np.stack([vectors.rows[number] for number in keys.tolist()])
    fresh = path.with_name(f"{path.stem}.fresh.npz")
    np.savez_compressed(fresh, keys=keys, rows=rows, directions=vectors.directions.astype(np.float16))
    fresh.replace(path)


def added(vectors: Vectors, texts: Sequence[str], rows: Floats) -> Vectors:
    """Return the vectors with those of more texts; the first ones settle the directions."""
    directions = vectors.directions if vectors.rows else _directions(rows)
    small = _shrunk(turned(rows, directions))
    return Vectors({**vectors.rows, **dict(zip(map(key, texts), small, strict=True))}, directions)


def turned(rows: Floats, directions: Floats) -> Floats:
    """Return encoder rows along the directions, of length 1."""
    along = rows @ directions
    unit: Floats = along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    return unit


def grown(rows: Iterable[NDArray[np.int8]]) -> Floats:
    """Return kept rows as floats of length 1."""
    floats = np.stack(list(rows)).astype(np.float32)
    unit: Floats = floats / np.maximum(np.linalg.norm(floats, axis=1, keepdims=True), 1e-9)
    return unit


def _directions(rows: Floats) -> Floats:
    """Return those in which the rows differ most, as many as there are to have."""
    # Rounded as in the file, so that a row is the same whether it was made before or after saving.
    across = np.linalg.svd(rows, full_matrices=False)[2][:WIDTH].T
    return across.astype(np.float16).astype(np.float32)


def _shrunk(rows: Floats) -> NDArray[np.int8]:
    """Return rows in eight bits, each stretched to use them."""
    widest = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-9)
    small: NDArray[np.int8] = np.round(rows / widest * _SCALE).astype(np.int8)
    return small
