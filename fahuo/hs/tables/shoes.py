"""Footwear, chapter 64: the material of the upper decides the heading, what it is for and its height the subheading.

Leather uppers 6403, rubber or plastic (also PU) 6402, textile 6404 when the sole is rubber or plastic; wood, cork or
textile soles 6405. Trainers with textile uppers are 6404.11 whatever they are worn for.
"""

from __future__ import annotations

from fahuo.hs.facets import Facets, Part
from fahuo.hs.tables.shape import Ranked, Table, by_material, ranked

_PARTS: tuple[Part, ...] = ("UPPER", "BODY")
_OPTIONS = ("leather", "pu", "textile")
# Kind of shoe → upper → codes; "" is the order when the listing does not say.
_KINDS: dict[str, dict[str, tuple[str, ...]]] = {
    "SPORT": {
        "leather": ("640319", "640399", "640411"),
        "pu": ("640219", "640299", "640411"),
        "plastic": ("640219", "640299", "640411"),
        "rubber": ("640219", "640299", "640411"),
        "textile": ("640411", "640419", "640219"),
        "": ("640411", "640219", "640319", "640419"),
    },
    "SNEAKER": {
        "leather": ("640399", "640319", "640411"),
        "pu": ("640299", "640219", "640411"),
        "plastic": ("640299", "640219", "640411"),
        "rubber": ("640299", "640219", "640411"),
        "textile": ("640411", "640419", "640299"),
        "": ("640411", "640299", "640419", "640399"),
    },
    "STUDDED": {
        "leather": ("640319", "640399"),
        "textile": ("640411", "640219"),
        "plastic": ("640219", "640411"),
        "rubber": ("640219", "640411"),
        "": ("640219", "640411", "640319"),
    },
    "LOW": {
        "leather": ("640399", "640359", "640299"),
        "pu": ("640299", "640419"),
        "plastic": ("640299", "640419"),
        "rubber": ("640299", "640199"),
        "textile": ("640419", "640299", "640520"),
        "straw": ("640590", "640419"),
        "": ("640299", "640419", "640399"),
    },
    "DRESS": {
        "leather": ("640399", "640359", "640299"),
        "pu": ("640299", "640399"),
        "plastic": ("640299", "640419"),
        "textile": ("640419", "640299", "640399"),
        "": ("640399", "640299", "640359"),
    },
    "HEEL": {
        "leather": ("640399", "640359", "640299"),
        "pu": ("640299", "640419"),
        "plastic": ("640299", "640419"),
        "textile": ("640419", "640299", "640420"),
        "": ("640299", "640419", "640399"),
    },
    "CANVAS": {
        "leather": ("640399",),
        "plastic": ("640299", "640419"),
        "textile": ("640419", "640411"),
        "": ("640419", "640411"),
    },
    "SANDAL": {
        "leather": ("640399", "640359", "640320"),
        "pu": ("640299", "640419"),
        "plastic": ("640299", "640419"),
        "rubber": ("640299", "640419"),
        "textile": ("640419", "640299"),
        "straw": ("640590", "640419"),
        "": ("640299", "640419", "640399"),
    },
    "SLIPPER": {
        "leather": ("640399", "640359"),
        "plastic": ("640299", "640419"),
        "rubber": ("640299", "640419"),
        "textile": ("640419", "640520", "640299"),
        "straw": ("640590", "640419"),
        "": ("640299", "640419", "640520"),
    },
    "WARM_SLIPPER": {
        "leather": ("640399", "640419"),
        "plastic": ("640299", "640419"),
        "textile": ("640419", "640520", "640299"),
        "": ("640419", "640299", "640520"),
    },
    "CLOG": {
        "leather": ("640399", "640359"),
        "textile": ("640419", "640299"),
        "plastic": ("640299", "640199"),
        "wood": ("640590", "640299"),
        "": ("640299", "640399"),
    },
    "BOOT": {
        "leather": ("640391", "640351", "640291"),
        "pu": ("640291", "640391"),
        "plastic": ("640291", "640192"),
        "rubber": ("640192", "640291"),
        "textile": ("640419", "640291"),
        "": ("640291", "640391", "640419"),
    },
    "SNOW_BOOT": {
        "leather": ("640391", "640419"),
        "pu": ("640291", "640419"),
        "plastic": ("640291", "640419"),
        "rubber": ("640291", "640192"),
        "textile": ("640419", "640291"),
        "": ("640419", "640291", "640391"),
    },
    "RAIN": {
        "textile": ("640419", "640192"),
        "": ("640192", "640199", "640291"),
    },
    "SAFETY": {
        "leather": ("640340", "640391"),
        "plastic": ("640291", "640299"),
        "textile": ("640411", "640419"),
        "": ("640340", "640299", "640419"),
    },
    "HIKING": {
        "leather": ("640399", "640391", "640411"),
        "plastic": ("640299", "640291", "640411"),
        "textile": ("640411", "640419", "640399"),
        "": ("640411", "640299", "640399"),
    },
    "DANCE": {
        "leather": ("640359", "640399"),
        "plastic": ("640299", "640419"),
        "textile": ("640419", "640520", "640411"),
        "": ("640419", "640299", "640399"),
    },
    "WATER": {
        "plastic": ("640299", "640219"),
        "rubber": ("640299", "640219"),
        "textile": ("640411", "640419"),
        "": ("640411", "640419", "640299"),
    },
    "SKI": {"leather": ("640312", "640212"), "": ("640212", "640312")},
    "BABY_SHOE": {
        "leather": ("640399", "640510"),
        "plastic": ("640299", "640419"),
        "textile": ("640419", "640520", "611120"),
        "": ("640419", "640299", "640520"),
    },
    "FLIP_FLOP": {
        "leather": ("640320", "640399"),
        "textile": ("640419", "640220"),
        "": ("640220", "640299"),
    },
}
_HIGH = {"640299": "640291", "640399": "640391", "640359": "640351", "640199": "640192"}


def _upper(facets: Facets, choices: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Codes by the upper. "Suede" in an attribute is leather by its own word list, flock counts as PU there."""
    found = facets.pick({name: codes for name, codes in choices.items() if name}, *_PARTS)
    return found if found is not None else ()


def _shoe(kind: str) -> Table:
    choices = _KINDS[kind]

    def rule(facets: Facets) -> Ranked:
        codes, second = _upper(facets, choices), 0.45 if facets.sure(*_PARTS) else 0.6
        if not codes:
            codes, second = choices[""], 0.8
        codes = tuple(dict.fromkeys((*codes, *choices[""][:2])))
        if facets.says("hightop") and not facets.says("lowtop") and kind in {"SNEAKER", "LOW", "HIKING", "DRESS"}:
            codes = (*(_HIGH.get(code, code) for code in codes), codes[0])
        if facets.says("safety") and kind not in {"SAFETY", "RAIN"}:
            codes = (*codes[:1], "640340", *codes[1:])
        return ranked(*codes[:6], second=second)

    return Table(rule, ("material",), tuple(name for name in _OPTIONS if name in choices or "plastic" in choices))


shoe_upper_part = by_material({"leather": "640610", "textile": "640610"}, ("640610", "640690"))
shoelace = by_material(
    {"leather": ("420500", "630790"), "plastic": ("392690", "630790"), "rubber": ("401699", "630790")},
    ("630790", "560900", "640690"),
)
insole_table = by_material({"leather": ("640690", "420500")}, ("640690",))
shoe_cover = by_material(
    {"plastic": ("640199", "392620", "392690"), "rubber": ("640199", "401590"), "textile": ("630790", "640520")},
    ("640199", "392690", "630790"),
    flags={"disposable": ("392690", "630790")},
)

TABLES = {
    **{f"shoe_{kind.lower()}": _shoe(kind) for kind in _KINDS},
    "shoe_upper_part": shoe_upper_part,
    "shoelace": shoelace,
    "shoe_cover": shoe_cover,
    "insole": insole_table,
}
