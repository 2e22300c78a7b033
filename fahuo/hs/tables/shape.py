"""The shapes of decision tables, so that a table is data: which material, make and wearer give which code."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from fahuo.hs.facet_words import wider
from fahuo.hs.facets import Facets, Part

Ranked = tuple[tuple[str, float], ...]
Codes = str | Sequence[str]
_AFTER_FIRST, _EACH_NEXT = 0.5, 0.7
_LEAK_ATTRIBUTE, _LEAK_TITLE, _LEAK_HINT = 0.12, 0.22, 0.45
_MOST = 6


def ranked(*codes: str, second: float = _AFTER_FIRST) -> Ranked:
    """Codes in their order with weights 1, `second`, `second` × 0.7 …; repeated ones only once."""
    once = tuple(dict.fromkeys(codes))
    return tuple((code, 1.0 if i == 0 else second * _EACH_NEXT ** (i - 1)) for i, code in enumerate(once))


@dataclass(frozen=True)
class Table:
    """A decision: `rule` gives the codes; `decides` names the facets that change them, most telling first.

    `options` are the materials worth asking for, in the order to offer them (names of `facet_words`).
    """

    rule: Callable[[Facets], Ranked]
    decides: tuple[str, ...] = ("material",)
    options: tuple[str, ...] = ()

    def __call__(self, facets: Facets) -> Ranked:
        """Codes for these facets, likeliest first."""
        return self.rule(facets)


def by_material(
    choices: Mapping[str, Codes],
    default: Codes,
    *,
    parts: tuple[Part, ...] = ("BODY",),
    flags: Mapping[str, Codes] | None = None,
) -> Table:
    """A table by material of the parts, in their order; a flag of `flags` beats the material.

    With no material the default comes first and what the materials would give stays possible behind it.
    """

    def rule(facets: Facets) -> Ranked:
        for flag, flagged in (flags or {}).items():
            if facets.says(flag):
                return ranked(*_codes(flagged), *_codes(default)[:1])
        codes = facets.pick(choices, *parts)
        if codes is None:
            return ranked(*_codes(default), *(_codes(one)[0] for one in list(choices.values())[:3]), second=0.75)
        second = 0.4 if facets.sure(*parts) else 0.7 if facets.hinted(*parts) else 0.55
        return ranked(*_codes(codes), *_codes(default)[:1], second=second)

    return Table(rule, ("material",), tuple(choices))


def _codes(codes: Codes) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)


Split = Mapping[str, str]
Cells = Mapping[str, Mapping[str, Split]]


def by_garment(
    cells: Cells,
    *,
    fibres: Mapping[str, float],
    make: Mapping[str, float],
    sex: Mapping[str, float],
    instead: Mapping[str, Callable[[Facets], Ranked]] | None = None,
) -> Table:
    """A garment: `cells[make][sex][fibre]` → code; the priors say what is likely when the listing is silent.

    Headings without a man/woman split use the key ANY. `instead` hands babies' (BABY), leather (LEATHER), plastic
    (PLASTIC) or fur (FUR) garments over to another table.
    """

    def rule(facets: Facets) -> Ranked:
        other = _elsewhere(facets, instead or {})
        if other:
            return other
        weights: dict[str, float] = {}
        chances = (_of_make(facets, make), _of_sex(facets, sex), _of_fibre(facets, fibres))
        for (m, wm), (s, ws), (fibre, wf) in product(*(chance.items() for chance in chances)):
            by_sex = cells.get(m, {})
            split = by_sex.get(s) or by_sex.get("ANY")
            code = _look(split, fibre) if split else None
            if code:
                weights[code] = max(weights.get(code, 0.0), wm * ws * wf)
        return _best(weights)

    splits_sex = any("ANY" not in by_sex for by_sex in cells.values())
    decides = ("material", *(("make",) if len(cells) > 1 else ()), *(("sex",) if splits_sex else ()))
    return Table(rule, decides, tuple(fibres))


def _elsewhere(facets: Facets, instead: Mapping[str, Callable[[Facets], Ranked]]) -> Ranked:
    first = next(iter(facets.of("BODY")), None)
    kinds = set(wider(first.name)) if first else set()
    for kind, table in instead.items():
        if (kind == "BABY" and facets.age == "BABY") or (kind.lower() in kinds):
            return table(facets)
    return ()


def _best(weights: Mapping[str, float]) -> Ranked:
    top = max(weights.values(), default=1.0)
    order = sorted(weights.items(), key=lambda item: -item[1])[:_MOST]
    return tuple((code, weight / top) for code, weight in order)


def _look(split: Split, fibre: str) -> str | None:
    for name in wider(fibre):
        if name in split:
            return split[name]
    return split.get("other")


def _of_make(facets: Facets, prior: Mapping[str, float]) -> Mapping[str, float]:
    if not facets.make:
        return prior
    leak = _LEAK_TITLE if facets.make_sure else _LEAK_HINT
    return {key: 1.0 if key == facets.make else leak for key in ("KNITTED", "WOVEN")}


def _of_sex(facets: Facets, prior: Mapping[str, float]) -> Mapping[str, float]:
    """For men and women alike means the women's heading (notes 9 to chapters 61 and 62), the other stays near."""
    known = {
        "MEN": {"MEN": 1.0, "WOMEN": 0.1},
        "WOMEN": {"WOMEN": 1.0, "MEN": 0.1},
        "BOTH": {"WOMEN": 1.0, "MEN": 0.7},
    }
    return known.get(facets.sex, prior)


def _of_fibre(facets: Facets, prior: Mapping[str, float]) -> Mapping[str, float]:
    """Fibres the listing names in their order; the others of the prior leak in, little when an attribute named it."""
    named = [found.name for found in facets.of("BODY", "UPPER") if "textile" in wider(found.name)]
    fibres = [name for name in named if name != "textile"]
    if not fibres:
        return prior
    leak = _LEAK_ATTRIBUTE if facets.sure("BODY") else _LEAK_HINT if facets.hinted("BODY") else _LEAK_TITLE
    weights = {name: leak * weight for name, weight in prior.items()}
    for place, name in reversed(list(enumerate(fibres[:3]))):
        weights[name] = 1.0 * 0.4**place
    return weights
