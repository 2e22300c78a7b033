"""The circuits of this process: one for each account, shared by all threads, kept in step with the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from fahuo.carriers.domain.circuit import Circuit, Ended, Entry, State, after
from fahuo.carriers.services.slots import Slots

STALE_AFTER_S = 5.0


@dataclass(slots=True)
class FuseBox:
    """What this process knows of one account. `kept` is True while the database has a row that says the same.

    `resets` counts how often somebody changed or tested the account: a key that was read before says nothing since.
    """

    circuit: Circuit = field(default_factory=Circuit)
    kept: bool = False
    read_at: float = field(default_factory=monotonic)
    slots: Slots = field(default_factory=lambda: Slots(1))
    probed: bool = False
    resets: int = 0
    lock: Lock = field(default_factory=Lock)

    def adopt(self, stored: Circuit | None) -> None:
        """Take over what the database says when it is newer; a row that is gone was reset by somebody."""
        with self.lock:
            if stored is None:
                if self.kept:
                    self.circuit, self.kept = Circuit(), False
                    self.resets += 1
                return
            mine = self.circuit.changed_at
            if mine is None or (stored.changed_at is not None and stored.changed_at > mine):
                self.circuit = stored
            self.kept = True

    def end(self, ended: Ended) -> Circuit | None:
        """Take note of a call; return the circuit when others must be told."""
        with self.lock:
            before, self.circuit = self.circuit, after(self.circuit, ended)
            self.probed = self.probed and not ended.probe
            return self.circuit if self.circuit.changed_at != before.changed_at else None

    def stale(self) -> bool:
        """Tell, to one asker each time, that the database should be read again."""
        if monotonic() - self.read_at < STALE_AFTER_S:
            return False
        self.read_at = monotonic()
        return True

    @property
    def closed(self) -> bool:
        """True while all is well."""
        return self.circuit.state is State.CLOSED

    def may_probe(self, entered: Entry) -> bool:
        """Reserve the probe within this process."""
        with self.lock:
            if entered is not Entry.AS_PROBE or self.probed:
                return False
            self.probed = True
            return True


_BOXES: dict[int, FuseBox] = {}
_LOCK = Lock()


def box_of(account_id: int, most: int) -> FuseBox:
    """Return the one box of an account in this process; without an account in the database, a new one each time."""
    with _LOCK:
        box = _BOXES.setdefault(account_id, FuseBox()) if account_id else FuseBox()
    if box.slots.most != most:
        box.slots.resize(most)
    return box
