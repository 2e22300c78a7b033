"""Read tensors of 32-bit floats from a safetensors file: a length, a JSON header, raw numbers."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_LONGEST_HEADER = 10_000_000


def read(path: Path) -> dict[str, NDArray[np.float32]]:
    """Return the tensors by name, as views of the mapped file: pages are read when they are used."""
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        if length > _LONGEST_HEADER:
            raise ValueError(f"{path.name} has a header of {length} bytes")
        header = json.loads(file.read(length))
    numbers = np.memmap(path, dtype=np.uint8, mode="r", offset=8 + length)
    return {
        name: _tensor(numbers, entry)
        for name, entry in header.items()
        if name != "__metadata__" and entry["dtype"] == "F32"
    }


def _tensor(numbers: NDArray[np.uint8], entry: dict[str, list[int]]) -> NDArray[np.float32]:
    begin, end = entry["data_offsets"]
    return np.asarray(numbers[begin:end]).view(np.float32).reshape(entry["shape"])
