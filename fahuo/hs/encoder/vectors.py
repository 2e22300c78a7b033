"""Vectors of our own phrases, kept in a file so that nobody waits for them: eight bits a number, keyed by the text.

A text that is not in the file has no vector and is left out; so an old file makes recognition less deep, never wrong.
`fahuo hs vectors` brings it up to date and encodes new texts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "phrases.npz"
_SCALE = 127.0


def key(text: str) -> int:
    """Return the number under which a text's vector is kept."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


def load(path: Path = FILE) -> dict[int, NDArray[np.int8]]:
    """Return what a file holds by key; nothing when there is none or it cannot be read."""
    try:
        with np.load(path, allow_pickle=False) as file:
            keys, rows = file["keys"], file["rows"]
            return dict(zip(keys.tolist(), rows, strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def save(vectors: Mapping[int, NDArray[np.int8]], path: Path = FILE) -> None:
    """Write the file, in order of keys, so that the same vectors make the same file."""
    keys = np.array(sorted(vectors), dtype=np.uint64)
    rows = np.stack([vectors[number] for number in keys.tolist()])
    fresh = path.with_name(f"{path.stem}.fresh.npz")
    np.savez_compressed(fresh, keys=keys, rows=rows)
    fresh.replace(path)


def shrink(rows: NDArray[np.float32]) -> NDArray[np.int8]:
    """Return rows of length 1 in eight bits, each stretched to use them."""
    widest = np.abs(rows).max(axis=1, keepdims=True)
    small: NDArray[np.int8] = np.round(rows / widest * _SCALE).astype(np.int8)
    return small


def grow(rows: Iterable[NDArray[np.int8]]) -> NDArray[np.float32]:
    """Return such rows as floats of length 1."""
    floats = np.stack(list(rows)).astype(np.float32)
    unit: NDArray[np.float32] = floats / np.linalg.norm(floats, axis=1, keepdims=True)
    return unit


def missing(texts: Sequence[str], vectors: Mapping[int, NDArray[np.int8]]) -> list[str]:
    """Return the texts that have no vector, each once."""
    return [text for text in dict.fromkeys(texts) if key(text) not in vectors]
