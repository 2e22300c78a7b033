"""Where parcels go: 240 destinations, their postcodes, and which of those are remote."""

from __future__ import annotations

import random
from datetime import date
from functools import cache

from fahuo import rulebook
from fahuo.trade.country import ISO_COUNTRIES

# Nobody lives there, or nothing is carried there.
_LEFT_OUT = frozenset({"AQ", "BV", "GS", "HM", "IO", "KP", "PN", "TF", "UM"})
DESTINATIONS = tuple(sorted(ISO_COUNTRIES - _LEFT_OUT))

# How many of a thousand orders go where; the rest is spread over all destinations.
SHARES = {
    "US": 230, "BR": 100, "KR": 95, "ES": 80, "FR": 70, "DE": 60, "PL": 50, "GB": 45, "MX": 40, "IL": 30, "SA": 30,
    "IT": 25, "JP": 20, "CA": 20, "AU": 20, "NL": 15, "PT": 10, "CL": 10,
}  # fmt: skip
# Digits of a postcode and how it is written; # is a digit, the first three are the part that ranges are made of.
FORMATS = {
    "US": "#####", "BR": "#####-###", "KR": "#####", "ES": "#####", "FR": "#####", "DE": "#####", "PL": "##-###",
    "MX": "#####", "SA": "#####", "IT": "#####", "JP": "###-####", "AU": "####", "PT": "####-###", "IL": "#######",
    "CL": "#######", "NL": "#### AB",
}  # fmt: skip
_BEGINNINGS_EACH = 30  # remote three-digit beginnings a country


@cache
def remote_beginnings(country: str) -> tuple[str, ...]:
    """Return the three-digit beginnings of remote postcodes; carriers' lists hold parts of them and nothing else."""
    chance = random.Random(f"remote {country}")
    return tuple(f"{number:03d}" for number in sorted(chance.sample(range(100, 1000), _BEGINNINGS_EACH)))


@cache
def _beginnings(country: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return all beginnings: ordinary ones, and those that a carrier's list or an area of the rule book may hold."""
    areas = rulebook.value("destinations.remote_areas", on=date(2026, 11, 22)).values()
    prefixes = tuple(prefix for area in areas if area["country"] == country for prefix in area["prefixes"].split())
    listed = set(remote_beginnings(country))
    every = [f"{number:03d}" for number in range(100, 1000)]
    remote = [text for text in every if text in listed or text.startswith(prefixes)]
    return tuple(text for text in every if text not in remote), tuple(remote)


def country(chance: random.Random) -> str:
    """Draw a destination."""
    if chance.random() * 1000 < sum(SHARES.values()):
        return chance.choices(_COMMON, cum_weights=_CUMULATED)[0]
    return chance.choice(DESTINATIONS)


def postcode(chance: random.Random, where: str, *, remote: bool) -> str:
    """Draw a postcode as a buyer writes it; countries whose postcodes have letters or none at all get a simple one."""
    if where == "GB":
        begins = chance.choice(("KW", "IV", "HS", "ZE")) if remote else "M"
        return f"{begins}{chance.randint(1, 40)} {chance.randint(1, 9)}AB"
    if where == "CA":
        return f"{'X0A' if remote else 'M5V'} {chance.randint(1, 9)}A{chance.randint(1, 9)}"
    if where not in FORMATS:
        return ""
    begins = chance.choice(_beginnings(where)[remote])
    form = FORMATS[where]
    digits = begins + str(chance.randrange(10**6)).zfill(6)
    for digit in digits[: form.count("#")]:
        form = form.replace("#", digit, 1)
    return form


_COMMON = tuple(SHARES)
_CUMULATED = tuple(sum(list(SHARES.values())[: place + 1]) for place in range(len(SHARES)))
