"""The book of an emulated carrier: what it has accepted, in memory and, if wanted, in a file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec


@dataclass(slots=True)
class Entry:
    """One booking as the carrier holds it.

    `plot` is its script when somebody chose one, `speed` how many emulated seconds it lives in one, also when the
    emulator starts again with another; `extra` is whatever else this carrier keeps.
    """

    reference: str
    number: str
    service: str
    country: str
    recipient: str
    address: str
    weight_g: int
    booked_at: float
    goods: str = ""
    cancelled: bool = False
    labels_asked: int = 0
    held: bool = False
    plot: str = ""
    speed: float = 0
    extra: dict[str, Any] = field(default_factory=dict)

    def summary(self) -> dict[str, Any]:
        """What `/_emulator/orders` shows of it."""
        return {"reference": self.reference, "number": self.number, "cancelled": self.cancelled}


class Book:
    """All bookings. With a file, each is written and handed to the system before it is answered."""

    def __init__(self, path: Path | None = None, *, speed: float = 1) -> None:
        self._speed = speed
        self.entries: list[Entry] = []
        self._of_reference: dict[str, list[Entry]] = {}
        self._by_number: dict[str, Entry] = {}
        self._file = None
        if path is not None:
            self._read(path)
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def find(self, number: str) -> Entry | None:
        """Look up by reference or by number; with several of one reference, the first."""
        return self._by_number.get(number) or next(iter(self._of_reference.get(number, ())), None)

    def add(self, entry: Entry) -> Entry:
        """Accept a booking."""
        entry.speed = entry.speed or self._speed
        self._keep(entry)
        self._write({"create": asdict(entry)})
        return entry

    def cancel(self, entry: Entry) -> None:
        """Mark as cancelled."""
        entry.cancelled = True
        self._write({"cancel": entry.number})

    def choose_plot(self, entry: Entry, plot: str) -> None:
        """Let this parcel travel by another script."""
        entry.plot = plot
        self._write({"plot": plot, "number": entry.number})

    def all_of(self, numbers: Iterable[str]) -> list[Entry]:
        """Return every booking of these references or numbers, also the second one of a reference."""
        found = [self._by_number.get(number) for number in numbers]
        entries = [entry for number in numbers for entry in self._of_reference.get(number, ())]
        return list({id(entry): entry for entry in (*found, *entries) if entry is not None}.values())

    def _keep(self, entry: Entry) -> None:
        self.entries.append(entry)
        self._of_reference.setdefault(entry.reference, []).append(entry)
        self._by_number[entry.number] = entry

    def _write(self, line: dict[str, Any]) -> None:
        if self._file is not None:
            os.write(self._file, msgspec.json.encode(line) + b"\n")

    def _read(self, path: Path) -> None:
        """Go on where an earlier run stopped; a line that a kill cut short was never answered."""
        for line in path.read_bytes().splitlines() if path.exists() else []:
            try:
                written = msgspec.json.decode(line)
            except msgspec.DecodeError:
                continue
            if "create" in written:
                self._keep(Entry(**written["create"]))
            elif (entry := self._by_number.get(written.get("cancel", ""))) is not None:
                entry.cancelled = True
            elif (entry := self._by_number.get(written.get("number", ""))) is not None:
                entry.plot = written["plot"]
