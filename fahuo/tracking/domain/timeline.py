"""The events of one parcel as a person reads them: all sources in one line of time, what two tell shown once.

Two events of different sources are the same when they say the same milestone within half an hour, or the same words
within fourteen hours, which is as far as a mistaken time zone can carry a moment. Of one source nothing is ever left
out: what it says twice, it says twice.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from fahuo.trade.milestone import Milestone

SAME_MILESTONE_WITHIN = timedelta(minutes=30)
SAME_WORDS_WITHIN = timedelta(hours=14)
_LOOKED_AT = 50  # of one source, how many candidates are tried for a match
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Told:
    """One event as one source told it. `odd` says why it counts for nothing, else it is empty."""

    at: datetime
    carrier: str
    milestone: str
    reason: str = ""
    raw_code: str = ""
    description: str = ""
    place: str = ""
    country: str = ""
    raw_time: str = ""
    odd: str = ""


@dataclass(slots=True)
class Line:
    """One thing that happened, told by one source or by several; the fullest of them speaks."""

    told: list[Told]

    @property
    def voice(self) -> Told:
        """The one that is shown: who names a place, then who says most, then who was first."""
        return max(
            self.told, key=lambda one: (bool(one.place or one.country), len(one.description), -one.at.timestamp())
        )

    @property
    def at(self) -> datetime:
        """When it happened, as the one that speaks has it."""
        return self.voice.at

    @property
    def carriers(self) -> tuple[str, ...]:
        """Who told it, the one that speaks first."""
        voice = self.voice
        return (voice.carrier, *sorted(one.carrier for one in self.told if one is not voice))


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lines by time, the latest first; `odd` are events that cannot have happened when they say."""

    lines: tuple[Line, ...]
    odd: tuple[Told, ...]


def timeline(events: Iterable[Told]) -> Timeline:
    """Merge the events of all sources. The same events in any sequence give the same timeline."""
    ordered = sorted(events, key=_by_time)
    lines = _merged([one for one in ordered if not one.odd])
    lines.sort(key=lambda line: _by_time(line.voice), reverse=True)
    return Timeline(tuple(lines), tuple(one for one in ordered if one.odd))


def _by_time(one: Told) -> tuple[datetime, str, str, str, str]:
    return (one.at, one.carrier, one.raw_code, one.description, one.place)


def _merged(events: Sequence[Told]) -> list[Line]:
    sources = frozenset(one.carrier for one in events)
    if len(sources) < 2:
        return [Line([one]) for one in events]
    lines: list[Line] = []
    waiting = _Waiting(sources)
    for one in events:
        found = waiting.twin(one)
        if found is None:
            found = Line([])
            lines.append(found)
            waiting.put(found, one)
        found.told.append(one)
    return lines


class _Waiting:
    """Lines that another source may still tell, by what was said and who said it first; those out of reach fall off."""

    def __init__(self, sources: frozenset[str]) -> None:
        self._sources = sources
        self._lines: dict[tuple[str, str, str], deque[tuple[datetime, Line]]] = {}

    def put(self, line: Line, one: Told) -> None:
        for kind, said, _within in _keys(one):
            self._lines.setdefault((kind, said, one.carrier), deque()).append((one.at, line))

    def twin(self, one: Told) -> Line | None:
        for kind, said, within in _keys(one):
            for source in sorted(self._sources - {one.carrier}):
                queue = self._lines.get((kind, said, source), deque())
                while queue and (one.at - queue[0][0] > within or len(queue[0][1].told) == len(self._sources)):
                    queue.popleft()
                for _at, line in islice(queue, _LOOKED_AT):
                    if all(other.carrier != one.carrier for other in line.told):
                        return line
        return None


def _keys(one: Told) -> list[tuple[str, str, timedelta]]:
    """Return what may be shared with another source, the surer first, each with how far apart it may be."""
    words = _NOT_WORDS.sub(" ", one.description.casefold()).strip()
    keys = [("words", words, SAME_WORDS_WITHIN)] if words else []
    if one.milestone != Milestone.UNMAPPED:
        keys.append(("milestone", f"{one.milestone} {one.reason}", SAME_MILESTONE_WITHIN))
    return keys
