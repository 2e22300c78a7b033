"""Parts of a country that carriers treat as far away, told from the postcode or else from the province."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

NONE = "none"


@dataclass(frozen=True, slots=True)
class RemoteArea:
    """One area: its code, the country, the starts of its postcodes, its province's names (folded)."""

    code: str
    country: str
    own_country: str
    postcode_starts: tuple[str, ...]
    provinces: frozenset[str]


def areas(rule: Mapping[str, Mapping[str, Any]]) -> tuple[RemoteArea, ...]:
    """Return the areas as the rule book writes them."""
    return tuple(
        RemoteArea(
            code=code,
            country=item["country"],
            own_country=item.get("own_country", ""),
            postcode_starts=tuple(item["postcode_starts"]),
            provinces=frozenset(name.casefold() for name in item["provinces"]),
        )
        for code, item in rule.items()
    )


def find(country: str, province: str, postcode: str, known: Iterable[RemoteArea]) -> str:
    """Return the area's code or `none`. A well-formed postcode decides; without one the province does."""
    in_country = [area for area in known if country in (area.country, area.own_country)]
    for area in in_country:
        if country == area.own_country:
            return area.code
    start = postcode[:5]
    if len(start) == 5 and start.isdecimal():
        return next((area.code for area in in_country if start.startswith(area.postcode_starts)), NONE)
    named = province.casefold().strip(" .")
    return next((area.code for area in in_country if named in area.provinces), NONE)
