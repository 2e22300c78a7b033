"""The one question worth asking: a facet that decides between the candidates, else which article it is."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.hs import spoken
from fahuo.hs.answer import Ask, Band, Candidate, Option
from fahuo.hs.contrast import supposed
from fahuo.hs.facets import Facets
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.tables import Table

# A facet is asked for when the codes it chooses between hold at least this share of the probability.
WORTH_ASKING = 0.5
_MOST_OPTIONS = 5
NOTHING = Ask(*spoken.QUESTIONS["nothing"])


def ask(candidates: Sequence[Candidate], band: Band, table: Table | None, facets: Facets) -> Ask | None:
    """Return the question, or None when the first candidate may stand."""
    if band is Band.HIGH:
        return None
    if table and (found := _facet(candidates, table, facets)):
        return found
    return _article(candidates) if band is Band.LOW else None


def _facet(candidates: Sequence[Candidate], table: Table, facets: Facets) -> Ask | None:
    """The facet whose answers part the candidates: the one that leaves the least to the likeliest answer."""
    chance = {candidate.code: candidate.probability for candidate in candidates}
    by_facet: dict[str, dict[str, list[str]]] = {}
    for facet, value, code in supposed(table, facets):
        if not _is_sure(facets, facet):
            by_facet.setdefault(facet, {}).setdefault(code, []).append(value)
    for codes in by_facet.values():
        for code, _ in table(facets)[:1]:  # what it is taken for as long as nothing is said
            codes.setdefault(code, ["other"])
    best: tuple[float, str] = (0.0, "")
    for facet, codes in by_facet.items():
        shares = [chance.get(code, 0.0) for code in codes]
        if len(codes) > 1 and sum(shares) >= WORTH_ASKING * sum(chance.values()):
            best = max(best, (sum(shares) - max(shares), facet))
    facet = best[1]
    if not facet:
        return None
    ranked = sorted(by_facet[facet].items(), key=lambda item: -chance.get(item[0], 0.0))[:_MOST_OPTIONS]
    return Ask(*spoken.QUESTIONS[facet], tuple(_option(facet, values, code) for code, values in ranked))


def _is_sure(facets: Facets, facet: str) -> bool:
    if facet == "material":
        return facets.sure("BODY", "UPPER", "METAL")
    return bool(getattr(facets, facet)) and (facet != "make" or facets.make_sure)


def _option(facet: str, values: Sequence[str], code: str) -> Option:
    said = [spoken.value(facet, value) for value in values]
    return Option(" / ".join(en for en, _ in said), "、".join(zh for _, zh in said), (code,))


def _article(candidates: Sequence[Candidate]) -> Ask | None:
    """Offer the headings of the candidates, each with its codes; their texts exist in English only."""
    headings: dict[str, list[str]] = {}
    for candidate in candidates:
        headings.setdefault(candidate.code[:4], []).append(candidate.code)
    if len(headings) < 2:
        return None
    options = []
    for heading, codes in headings.items():
        text = f"{heading} {nomenclature().text(heading)}"
        options.append(Option(text, text, tuple(codes)))
    return Ask(*spoken.QUESTIONS["article"], tuple(options))
