"""What is answered: candidates with probability and reason, a band, and at most one question back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """How far the first candidate may be trusted. Only HIGH may be filled in before a person has looked."""

    HIGH = "HIGH"
    MEDIUM = "MEDIUM"
    LOW = "LOW"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One code of six digits.

    `words` are those of the listing that spoke for it, as written; `facets` what was read of material, making and
    wearer; `heading` and `subheading` the nomenclature's text; `why` says what sets it apart from the next candidate;
    `from_record` is true when the seller has accepted this code for the very same title; `pair` names a code that is
    as well founded under another reading of the nomenclature.
    """

    code: str
    probability: float
    words: tuple[str, ...] = ()
    facets: tuple[tuple[str, str], ...] = ()
    heading: str = ""
    subheading: str = ""
    why: str = ""
    from_record: bool = False
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question, and the codes it leads to."""

    text_en: str
    text_zh: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """The one question whose answer decides most. Without options it wants words: what is it, of what, for what."""

    question_en: str
    question_zh: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """At most five candidates, the likeliest first; none when the listing says nothing."""

    candidates: tuple[Candidate, ...]
    band: Band
    asks: Ask | None = None
