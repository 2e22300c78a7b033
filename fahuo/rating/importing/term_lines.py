"""Terms of a contract as lines that people type, and back: `2026-05-01 10.5`, `BATTERY_BUILTIN 30%`, `LIQUID 6.00`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation

from fahuo.rating.importing.mapping import FuelStep, OversizeTerm, PeakTerm, PremiumTerm
from fahuo.trade.text import tidy

_LIMITS = {"side": "over_side_mm", "girth": "over_girth_mm", "weight": "over_weight_g"}
_LIMIT = re.compile(r"(side|girth|weight)>(\d{1,7})")


class LineUnreadable(ValueError):
    """A line of a term means nothing, or says again what another one said. Its argument is the line.

    Who must act: whoever typed it.
    """


def fuel(text: str) -> tuple[FuelStep, ...]:
    """`10.5`, or with the day from which it holds: `2026-05-01 10.5`."""
    found = []
    for line, words in _lines(text):
        if len(words) not in {1, 2}:
            raise LineUnreadable(line)
        found.append(FuelStep(_percent(words[-1], line), _day(words[0], line) if len(words) == 2 else None))
    return tuple(found)


def fuel_text(steps: tuple[FuelStep, ...]) -> str:
    """Return the lines of fuel percentages."""
    return "\n".join(f"{step.since} {step.percent:f}" if step.since else f"{step.percent:f}" for step in steps)


def premiums(text: str) -> dict[str, PremiumTerm]:
    """`BATTERY_BUILTIN 30%` of the base, or `LIQUID 6.00` fixed."""
    found = {}
    for line, words in _lines(text):
        if len(words) != 2:
            raise LineUnreadable(line)
        shared, cargo = words[1].endswith("%"), words[0].upper()
        if cargo in found:
            raise LineUnreadable(line)
        found[cargo] = (
            PremiumTerm(percent=_percent(words[1], line)) if shared else PremiumTerm(fixed=_number(words[1], line))
        )
    return found


def premiums_text(terms: dict[str, PremiumTerm]) -> str:
    """Return the lines of premiums."""
    return "\n".join(
        f"{cargo} {term.percent:f}%" if term.percent else f"{cargo} {term.fixed:f}"
        for cargo, term in sorted(terms.items())
    )


def pairs(text: str) -> dict[str, str]:
    """`US_AK 22.50` or `英国(含北爱) = GB`: a word and what it means; nothing behind the sign means nothing."""
    found = {}
    for line, words in _lines(text):
        name, sign, meaning = line.partition("=")
        if not sign:
            if len(words) != 2:
                raise LineUnreadable(line)
            name, meaning = words
        if tidy(name) in found:
            raise LineUnreadable(line)
        found[tidy(name)] = tidy(meaning).upper()
    return found


def pairs_text(terms: dict[str, str], sign: str = " ") -> str:
    """Return the lines of pairs."""
    return "\n".join(f"{name}{sign}{meaning}".rstrip() for name, meaning in sorted(terms.items()))


def oversize(text: str) -> tuple[OversizeTerm, ...]:
    """`50.00 side>1200 girth>2400 weight>20000`: a fee and limits in mm and g."""
    found = []
    for line, words in _lines(text):
        limits = {}
        for word in words[1:]:
            read = _LIMIT.fullmatch(word.lower())
            if read is None or _LIMITS[read[1]] in limits:
                raise LineUnreadable(line)
            limits[_LIMITS[read[1]]] = int(read[2])
        if not limits:
            raise LineUnreadable(line)
        found.append(OversizeTerm(_number(words[0], line), **limits))
    return tuple(found)


def oversize_text(terms: tuple[OversizeTerm, ...]) -> str:
    """Return the lines of oversize fees."""
    return "\n".join(
        " ".join(
            [f"{term.fee:f}", *(f"{name}>{limit}" for name, key in _LIMITS.items() if (limit := getattr(term, key)))]
        )
        for term in terms
    )


def peak(text: str) -> tuple[PeakTerm, ...]:
    """`2026-11-01 2027-01-01 10% 2.00 US,GB`: first day, first day no more, percentage or amount or both, zones."""
    found = []
    for line, words in _lines(text):
        if len(words) < 3:
            raise LineUnreadable(line)
        since, until, *rest = words
        percent = fixed = Decimal(0)
        zones: tuple[str, ...] = ()
        for word in rest:
            if (word.endswith("%") and percent) or (re.fullmatch(r"[\d.]+", word) and fixed):
                raise LineUnreadable(line)
            if word.endswith("%"):
                percent = _percent(word, line)
            elif re.fullmatch(r"[\d.]+", word):
                fixed = _number(word, line)
            else:
                zones = tuple(word.split(","))
        found.append(PeakTerm(_day(since, line), _day(until, line), percent, fixed, zones))
    return tuple(found)


def peak_text(terms: tuple[PeakTerm, ...]) -> str:
    """Return the lines of peak charges."""
    lines = []
    for term in terms:
        parts = [str(term.since), str(term.until)]
        parts += [f"{term.percent:f}%"] if term.percent else []
        parts += [f"{term.fixed:f}"] if term.fixed else []
        parts += [",".join(term.zones)] if term.zones else []
        lines.append(" ".join(parts))
    return "\n".join(lines)


def tiers(text: str) -> tuple[tuple[int, Decimal], ...]:
    """`5000 3.5%`: from how many parcels a month, which percentage."""
    found = []
    for line, words in _lines(text):
        if len(words) != 2 or not words[0].isdecimal():
            raise LineUnreadable(line)
        found.append((int(words[0]), _percent(words[1], line)))
    return tuple(found)


def tiers_text(terms: tuple[tuple[int, Decimal], ...]) -> str:
    """Return the lines of rebate tiers."""
    return "\n".join(f"{since} {percent:f}%" for since, percent in terms)


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    for raw in text.splitlines():
        if line := tidy(raw):
            yield line, line.split()


def _number(word: str, line: str) -> Decimal:
    try:
        found = Decimal(word)
    except InvalidOperation:
        raise LineUnreadable(line) from None
    if not found.is_finite():
        raise LineUnreadable(line)
    return found


def _percent(word: str, line: str) -> Decimal:
    return _number(word.removesuffix("%"), line)


def _day(word: str, line: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise LineUnreadable(line) from None
