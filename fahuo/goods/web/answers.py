"""What recognition said, in the words of the page."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fahuo.hs.answer import Answer, Ask, Band, Candidate
from fahuo.hs.nomenclature import nomenclature

BAND_WORDS = {
    Band.HIGH: (_("High confidence"), "good"),
    Band.MEDIUM: (_("Medium confidence"), ""),
    Band.LOW: (_("Low confidence"), "bad"),
}
FACETS = {"material": _("Material"), "make": _("Making"), "sex": _("Wearer"), "age": _("Age")}


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """One code as the page shows it. `share`: its probability in whole percent."""

    code: str
    dotted: str
    share: int
    words: tuple[str, ...]
    facets: tuple[tuple[str, str], ...]
    heading: str
    subheading: str
    why: str
    from_record: bool
    pair: str


@dataclass(frozen=True, slots=True)
class ShownOption:
    """One answer to the question, and the codes it leaves, joined for an address."""

    text: str
    codes: str


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """An answer in the page's language; the texts of the nomenclature are English in both."""

    candidates: tuple[ShownCandidate, ...]
    band: str
    band_words: str
    tone: str
    question: str
    options: tuple[ShownOption, ...]
    lead: str


def shown(answer: Answer) -> ShownAnswer:
    """Return an answer as the page shows it."""
    words, tone = BAND_WORDS[answer.band]
    question, options = _question(answer.asks)
    return ShownAnswer(
        candidates=tuple(_candidate(candidate) for candidate in answer.candidates),
        band=answer.band.value,
        band_words=str(words),
        tone=tone,
        question=question,
        options=options,
        lead=_lead(answer),
    )


def _candidate(candidate: Candidate) -> ShownCandidate:
    return ShownCandidate(
        code=candidate.code,
        dotted=f"{candidate.code[:4]}.{candidate.code[4:]}",
        share=round(candidate.probability * 100),
        words=candidate.words,
        facets=tuple((str(FACETS.get(name, name)), value) for name, value in candidate.facets),
        heading=candidate.heading,
        subheading=candidate.subheading,
        why=candidate.why,
        from_record=candidate.from_record,
        pair=f"{candidate.pair} {nomenclature().text(candidate.pair)}" if candidate.pair else "",
    )


def _question(asks: Ask | None) -> tuple[str, tuple[ShownOption, ...]]:
    if asks is None:
        return "", ()
    chinese = (get_language() or "").startswith("zh")
    options = (ShownOption(one.text_zh if chinese else one.text_en, ",".join(one.codes)) for one in asks.options)
    return (asks.question_zh if chinese else asks.question_en), tuple(options)


def _lead(answer: Answer) -> str:
    """How far the first is ahead of the second."""
    if len(answer.candidates) < 2 or answer.candidates[0].from_record:
        return ""
    first, second = answer.candidates[:2]
    points = round((first.probability - second.probability) * 100)
    return now("%(points)s points ahead of %(code)s") % {
        "points": points,
        "code": f"{second.code[:4]}.{second.code[4:]}",
    }
