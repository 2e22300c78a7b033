"""Keeps what is dear to make as long as the very objects that it was made of are asked for again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """At most `most` results, the least recently used one goes first. Objects are compared by identity.

    The key holds on to the objects, so that an identity cannot come to mean something else.
    """

    def __init__(self, most: int) -> None:
        """Keep nothing yet."""
        self._most, self._lock = most, Lock()
        self._found: OrderedDict[Hashable, tuple[tuple[Any, ...], T]] = OrderedDict()

    def get(self, objects: tuple[Any, ...], values: Hashable, make: Callable[[], T]) -> T:
        """Return what was made of these objects and equal values, made now if it is not there."""
        key = (*map(id, objects), values)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key][1]
        made = make()
        with self._lock:
            self._found[key] = (objects, made)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made
