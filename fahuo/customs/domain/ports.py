"""Ports of destination as a firm sets them: `US 3190, DE 2110`, a country and the code of its port."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SPLIT = re.compile(r"[,;，；\n]+")
_PAIR = re.compile(r"([A-Z]{2})[ =:：]+([0-9A-Z]{3,4})")


def ports(text: str) -> Mapping[str, str]:
    """Return the codes by country; what cannot be read is left out, and `unreadable` names it."""
    return {found[1]: found[2] for part in _parts(text) if (found := _PAIR.fullmatch(part))}


def unreadable(text: str) -> tuple[str, ...]:
    """Return the parts that name no country with a code of three or four letters or digits, or name one again."""
    seen: set[str] = set()
    wrong = []
    for part in _parts(text):
        found = _PAIR.fullmatch(part)
        if found is None or found[1] in seen:
            wrong.append(part)
        else:
            seen.add(found[1])
    return tuple(wrong)


def _parts(text: str) -> list[str]:
    return [part.strip().upper() for part in _SPLIT.split(text) if part.strip()]
