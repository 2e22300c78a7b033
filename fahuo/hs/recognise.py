"""Recognise the HS-6 code of a listing: `recognise(Question(title="蓝牙耳机 充电盒"))`.

Read (`reading.py`), gather evidence in streams (`streams.py`), weigh it (`features.py`, `model.py`), explain and ask
(`contrast.py`, `asks.py`). A proposal, to be confirmed by a person; nothing is fetched, nothing is stored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fahuo.hs import asks, contrast, spoken
from fahuo.hs.answer import Answer, Band, Candidate
from fahuo.hs.features import Candidates, features
from fahuo.hs.learned import Learned, accepted_before, lessons, well_taught
from fahuo.hs.library import Library, library
from fahuo.hs.model import Model, kind_of_model, model
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.pairs import pair_of
from fahuo.hs.question import Question
from fahuo.hs.reading import read
from fahuo.hs.streams import Evidence, gather, names_article, says_nothing
from fahuo.hs.tables import Table

MOST = 5
_MOST_WORDS = 3
_RISING = (Band.LOW, Band.MEDIUM, Band.HIGH)
# A code that no word of the listing names must be this likely to be shown at all.
LEAST_UNNAMED = 0.25
_RECORD = "accepted for this very title before"


def recognise(question: Question, *, learned: Learned | None = None, deep: bool = True) -> Answer:
    """Return at most five candidates, the band of the first, and at most one question.

    `learned` is what the seller has accepted before. `deep=False` leaves the encoder out; it is left out by itself
    where its package is not installed. A listing that says nothing gets no candidate and a question.
    """
    shelf = library(deep=deep)
    listing = bool(question.category_en or question.category_zh)
    return answer(question, shelf, model(kind_of_model(deep=shelf.encoder is not None, listing=listing)), learned)


def recognise_many(questions: Iterable[Question], *, learned: Learned | None = None, deep: bool = True) -> list[Answer]:
    """Return the answers in the order of the questions."""
    return [recognise(question, learned=learned, deep=deep) for question in questions]


def answer(question: Question, shelf: Library, weights: Model, learned: Learned | None = None) -> Answer:
    """Answer with this library and these weights; `recognise` takes the shipped ones."""
    evidence = gather(read(question, shelf.words, shelf.categories), shelf)
    record = accepted_before(learned, question.title)
    taught = {code: more for code, more in lessons(learned, question.title).items() if nomenclature().knows(code)}
    if nomenclature().knows(record):
        return _from_record(record, evidence, shelf, weights, taught)
    sure = well_taught(learned, question.title)
    if says_nothing(evidence) and not sure:
        return Answer((), Band.LOW, asks.NOTHING)
    candidates = _ranked(evidence, shelf, weights, taught)
    if not candidates or _is_a_guess(candidates[0], evidence, taught):
        return Answer((), Band.LOW, asks.NOTHING)
    plain = weights.by_title is None and not taught
    band = _band(candidates[0], evidence, shelf, weights, plain or candidates[0].code in sure)
    table = _table(evidence, candidates[0].code, shelf)
    return Answer(candidates, band, asks.ask(candidates, band, table, evidence.reading.facets))


def _is_a_guess(first: Candidate, evidence: Evidence, taught: dict[str, float]) -> bool:
    """Say whether nothing names an article and likeness alone does not make a code likely either."""
    return not names_article(evidence) and first.code not in taught and first.probability < LEAST_UNNAMED


def _band(first: Candidate, evidence: Evidence, shelf: Library, weights: Model, sure: bool) -> Band:
    """HIGH needs a listing that names an article, and a title that says the code itself.

    `sure`: it does, as neither category nor lessons moved it, or the seller taught it often enough.
    """
    found = weights.band(first.probability)
    if found is Band.LOW or not names_article(evidence):
        return min(found, Band.MEDIUM, key=_RISING.index)
    if found is Band.HIGH and sure:
        return Band.HIGH
    return Band.HIGH if _says_itself(first.code, evidence, shelf, weights) else Band.MEDIUM


def _says_itself(code: str, evidence: Evidence, shelf: Library, weights: Model) -> bool:
    """Say whether the model for titles is sure of a code without what the category or the seller's past adds."""
    question = replace(evidence.reading.question, category_en="", category_zh="")
    if question != evidence.reading.question:
        evidence = gather(read(question, shelf.words, shelf.categories), shelf)
    found = features(evidence)
    by_title = weights.by_title or weights
    chance = by_title.probabilities(found)[found.places == nomenclature().place[code]].sum()
    return by_title.band(float(chance)) is Band.HIGH


def _from_record(record: str, evidence: Evidence, shelf: Library, weights: Model, taught: dict[str, float]) -> Answer:
    others = [found for found in _ranked(evidence, shelf, weights, taught) if found.code != record]
    first = _candidate(record, 1.0, evidence)
    kept = replace(first, words=(evidence.reading.question.title,), why=_RECORD, from_record=True)
    return Answer((kept, *others[: MOST - 1]), Band.HIGH)


def _ranked(evidence: Evidence, shelf: Library, weights: Model, taught: dict[str, float]) -> tuple[Candidate, ...]:
    found = features(evidence, frozenset(taught))
    shares = weights.probabilities(found, _more(found, taught))
    codes = nomenclature().codes
    order = np.argsort(-shares, kind="stable")[:MOST]
    best = [_candidate(codes[found.places[at]], float(shares[at]), evidence) for at in order]
    return tuple(_told_apart(place, best, evidence, shelf) for place in range(len(best)))


def _more(found: Candidates, taught: dict[str, float]) -> NDArray[np.float32] | None:
    if not taught:
        return None
    codes = nomenclature().codes
    return np.array([taught.get(codes[place], 0.0) for place in found.places], dtype=np.float32)


def _candidate(code: str, probability: float, evidence: Evidence) -> Candidate:
    known = nomenclature()
    heard = sorted(evidence.hits.get(code, []), key=lambda item: -item[0])
    return Candidate(
        code=code,
        probability=round(probability, 4),
        words=tuple(dict.fromkeys(hit.words for _, hit in heard))[:_MOST_WORDS],
        facets=spoken.told(evidence.reading.facets),
        heading=known.text(code[:4]),
        subheading=known.text(code),
    )


def _told_apart(place: int, best: list[Candidate], evidence: Evidence, shelf: Library) -> Candidate:
    """Say of a candidate what would make it the next one; of the last, what would make it the first."""
    this = best[place]
    other = best[place + 1] if place + 1 < len(best) else best[0]
    pair, why = pair_of(this.code, frozenset(candidate.code for candidate in best))
    if not why and other is not this:
        table = _table(evidence, this.code, shelf)
        why = contrast.difference(table, evidence.reading.facets, this.code, other.code)
    return replace(this, why=why, pair=pair)


def _table(evidence: Evidence, code: str, shelf: Library) -> Table | None:
    """The decision table that gave a code the most, if a table did."""
    heard = evidence.hits.get(code)
    return shelf.words.table(max(heard, key=lambda item: item[0])[1].entry) if heard else None
