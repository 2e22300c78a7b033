"""Which service's figures meet which parcel: a block of services over all parcels of a lot, or one for each parcel.

Both give arrays that can be reckoned with alike: service × parcel for a block, 1 × parcel for chosen services.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain.exact import Ints

_Any = npt.NDArray[Any]
_Kind = TypeVar("_Kind", bound=np.generic)


class Selection(ABC):
    """A choice of services for the parcels of a lot. `parcels` are places in the lot; `None` means all."""

    @abstractmethod
    def has(self, flags: _Any) -> bool:
        """Tell whether a figure per service is anything but 0 for a service of the selection."""

    @abstractmethod
    def figure(self, by_service: npt.NDArray[_Kind], parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """Return a figure per service, to be reckoned with service × parcel."""

    @abstractmethod
    def row(self, by_key: npt.NDArray[_Kind], key_at: Ints, parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """Return `by_key[key_at[service], parcel]` as service × parcel."""

    @abstractmethod
    def look(self, table: npt.NDArray[_Kind], at: Ints, parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """Return `table[service, at]` for places that are the same for all services."""

    @abstractmethod
    def look_each(self, table: npt.NDArray[_Kind], at: Ints) -> npt.NDArray[_Kind]:
        """Return `table[service, at]` for places that are service × parcel."""


class Block(Selection):
    """Services `start` to `end`, each over all parcels."""

    def __init__(self, start: int, end: int) -> None:
        """Take at least one service."""
        self.services = slice(start, end)
        self.only = start if end == start + 1 else -1

    def has(self, flags: _Any) -> bool:
        """See `Selection`."""
        return bool(flags[self.services].any())

    def figure(self, by_service: npt.NDArray[_Kind], parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """See `Selection`."""
        return by_service[self.services, None]

    def row(self, by_key: npt.NDArray[_Kind], key_at: Ints, parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """See `Selection`."""
        if self.only >= 0:
            at = int(key_at[self.only])
            rows = by_key[at : at + 1]
        else:
            rows = by_key[key_at[self.services]]
        return rows if parcels is None else rows[:, parcels]

    def look(self, table: npt.NDArray[_Kind], at: Ints, parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """See `Selection`."""
        if self.only >= 0:
            own: npt.NDArray[_Kind] = table[self.only].take(at, mode="clip")[None, :]
            return own
        found: npt.NDArray[_Kind] = table[self.services].take(at, axis=1, mode="clip")
        return found

    def look_each(self, table: npt.NDArray[_Kind], at: Ints) -> npt.NDArray[_Kind]:
        """See `Selection`."""
        if self.only >= 0:
            own: npt.NDArray[_Kind] = table[self.only].take(at, mode="clip")
            return own
        some = table[self.services]
        found: npt.NDArray[_Kind] = some.ravel().take(at + (np.arange(len(some)) * some.shape[1])[:, None], mode="clip")
        return found


class Chosen(Selection):
    """One service for each parcel."""

    def __init__(self, services: Ints) -> None:
        """Take the number of a service for each parcel of the lot."""
        self.services = services
        self.parcels = np.arange(len(services))

    def has(self, flags: _Any) -> bool:
        """See `Selection`."""
        return bool(flags.any())

    def _services(self, parcels: Ints | None) -> Ints:
        return self.services if parcels is None else self.services[parcels]

    def figure(self, by_service: npt.NDArray[_Kind], parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """See `Selection`."""
        found: npt.NDArray[_Kind] = by_service.take(self._services(parcels))[None, :]
        return found

    def row(self, by_key: npt.NDArray[_Kind], key_at: Ints, parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """See `Selection`."""
        return by_key[key_at.take(self._services(parcels)), self.parcels if parcels is None else parcels][None, :]

    def look(self, table: npt.NDArray[_Kind], at: Ints, parcels: Ints | None = None) -> npt.NDArray[_Kind]:
        """See `Selection`."""
        return table[self._services(parcels), at][None, :]

    def look_each(self, table: npt.NDArray[_Kind], at: Ints) -> npt.NDArray[_Kind]:
        """See `Selection`."""
        found: npt.NDArray[_Kind] = table[self.services, at[0]][None, :]
        return found
