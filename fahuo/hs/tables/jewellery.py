"""Jewellery (7113, 7116, 7117), its stones, pearls, beads and findings (7101 to 7104, 7018), watches (91).

Silver and gold: 7113; natural pearls or stones without precious metal: 7116; base metal, plated or not: 7117.19; other
materials: 7117.90. Plating does not make base metal precious; "gold" in a title is mostly a colour.
"""

from __future__ import annotations

from fahuo.hs.facets import Facets, Part
from fahuo.hs.tables.shape import Ranked, Table, by_material, ranked

_PARTS: tuple[Part, ...] = ("METAL", "BODY")
_OPTIONS = ("steel", "silver", "gem", "plastic", "gold", "pearl")
_CHOICES: dict[str, tuple[str, ...]] = {
    "silver": ("711311", "711719"),
    "gold": ("711319", "711719"),
    "platinum": ("711319", "711311"),
    "goldfilled": ("711719", "711320"),
    "metal": ("711719", "711790"),
    "moissanite": ("711311", "711719", "711620"),
    "zircon": ("711719", "711311"),
    "amber": ("711620", "711790"),
    "gem": ("711620", "711719"),
    "stone": ("711620", "711790"),
    "pearl": ("711610", "711719"),
    "rhinestone": ("711719", "711790"),
    "crystal": ("711719", "711620", "711790"),
    "fakepearl": ("711719", "711790", "711610"),
    "glass": ("711790", "711719"),
    "leather": ("711790", "711719"),
    "plastic": ("711790", "711719"),
    "rubber": ("711790",),
    "wood": ("711790", "711719"),
    "bamboo": ("711790",),
    "textile": ("711790", "711719"),
    "shell": ("711790", "960190", "711719"),
    "bone": ("711790", "960190"),
    "coral": ("711790", "960190"),
    "feather": ("711790", "711719"),
    "ceramic": ("711790",),
    "straw": ("711790",),
}
_BEADS_FIRST = {"gem", "stone", "pearl", "amber", "wood", "glass", "plastic", "shell", "textile", "leather"}


def _piece(default: tuple[str, ...], *, beaded: bool = False) -> Table:
    """A piece of jewellery. Strung pieces follow their beads, the others their metal."""

    def rule(facets: Facets) -> Ranked:
        precious = facets.pick({"silver": "711311", "gold": "711319", "platinum": "711319"}, *_PARTS)
        if precious and not (facets.has("goldfilled") and precious == "711319"):
            return ranked(precious, "711719", second=0.35 if facets.sure(*_PARTS) else 0.5)
        strung = beaded or facets.says("beaded")
        parts: tuple[Part, ...] = ("BODY", "STONE", "METAL") if strung else ("METAL", "BODY")
        codes = facets.pick({k: v for k, v in _CHOICES.items() if k in _BEADS_FIRST}, *parts) if strung else None
        codes = codes or facets.pick(_CHOICES, *parts) or facets.pick(_CHOICES, "STONE")
        if not codes:
            return ranked(*default, second=0.75)
        return ranked(*codes, *default[:1], second=0.45)

    return Table(rule, ("material",), _OPTIONS)


jewel = _piece(("711719", "711790", "711311", "711620"))
bead_bracelet = _piece(("711620", "711790", "711719"), beaded=True)
stone_jewel = _piece(("711620", "711719"), beaded=True)
pearl_jewel = by_material(
    {
        "silver": ("711311", "711610"),
        "gold": ("711319", "711610"),
        "pearl": ("711610", "711719"),
        "fakepearl": ("711719", "711790", "711610"),
    },
    ("711719", "711610", "711790"),
    parts=("METAL", "BODY", "STONE"),
)
cufflinks = by_material(
    {"silver": ("711311", "711711"), "gold": ("711319", "711711"), "metal": ("711711", "711719")},
    ("711711", "711719"),
    parts=_PARTS,
)
findings = by_material(
    {
        "silver": ("711311", "711719"),
        "gold": ("711319", "711719"),
        "steel": ("711719", "732690"),
        "copper": ("711719", "741980"),
        "metal": ("711719", "830890"),
        "plastic": ("711790", "392690"),
        "glass": ("701810", "711790"),
        "leather": ("420500",),
        "textile": ("560900", "560750"),
        "wood": ("442199", "711790"),
        "shell": ("960190", "711790"),
    },
    ("711719", "711790", "830890"),
    parts=_PARTS,
)
beads = by_material(
    {
        "silver": ("711311", "711719"),
        "gold": ("711319",),
        "glass": ("701810", "711790"),
        "gem": ("710399", "711620"),
        "stone": ("710399", "711620"),
        "wood": ("442199", "711790"),
        "bone": ("960190",),
        "shell": ("960190", "711790"),
        "fakepearl": ("392690", "701810"),
        "pearl": ("710122", "711610"),
        "plastic": ("392690", "711790"),
        "ceramic": ("691490", "691390"),
        "metal": ("830890", "711719"),
    },
    ("701810", "392690", "711790"),
    parts=("BODY", "METAL"),
)
metal_beads = by_material(
    {
        "silver": ("711311", "830890"),
        "gold": ("711319", "830890"),
        "plastic": ("392690",),
        "metal": ("830890", "711719"),
    },
    ("830890", "711719"),
    parts=_PARTS,
)
loose_stone = by_material(
    {
        "moissanite": ("710491", "710499"),
        "syngem": ("710499", "710491"),
        "diamond": ("710239", "710491"),
        "gem": ("710399", "710310"),
        "glass": ("701810", "710499"),
        "stone": ("710399", "710310"),
    },
    ("710399", "710499", "701810"),
    parts=("BODY", "STONE"),
)
charm = _piece(("711719", "711790", "711311"))
pin_badge = by_material(
    {
        "silver": ("711311",),
        "textile": ("581092", "580710"),
        "plastic": ("711790", "392690"),
        "acrylic": ("711790", "392640"),
        "metal": ("711719", "830890"),
    },
    ("711719", "711790"),
    parts=_PARTS,
)
piercing = by_material(
    {
        "silver": ("711311", "711719"),
        "gold": ("711319", "711719"),
        "metal": ("711719", "711790"),
        "plastic": ("711790", "711719"),
        "wood": ("711790",),
        "stone": ("711620", "711719"),
        "glass": ("711790", "711620"),
    },
    ("711719", "711790"),
    parts=_PARTS,
)


def _of_watch(facets: Facets) -> Ranked:
    """Wrist-watches of 9102 by drive and display; cases of precious metal are 9101 and only shown when named."""
    if facets.says("pocketwatch"):
        return ranked("910291", "910299") if not facets.says("mechanical") else ranked("910299", "910291")
    if facets.says("mechanical") and not facets.says("quartz"):
        codes: tuple[str, ...] = ("910229", "910221") if facets.says("handwound") else ("910221", "910229")
    elif facets.says("digital"):
        codes = ("910212", "910219", "910211")
    else:
        codes = ("910211", "910212", "910219")
    if facets.pick({"gold": True, "platinum": True}, "METAL", "BODY") and not facets.says("plated"):
        solid = {"910211": "910111", "910212": "910119", "910221": "910121", "910229": "910129"}
        return ranked(codes[0], solid[codes[0]], *codes[1:])
    return ranked(*codes)


watch = Table(_of_watch, ("movement",))
watch_strap = by_material(
    {
        "leather": ("911390",),
        "plastic": ("911390",),
        "textile": ("911390",),
        "rubber": ("911390",),
        "ceramic": ("911390",),
        "precious": ("911310", "911320"),
        "metal": ("911320", "911390"),
    },
    ("911390", "911320"),
    parts=("BODY", "METAL"),
)
watch_box = by_material(
    {
        "leather": ("420291", "420292"),
        "wood": ("442090", "420299"),
        "paper": ("481950", "420299"),
        "metal": ("420299", "732690"),
        "plastic": ("420292", "392310"),
        "textile": ("420292",),
    },
    ("420292", "442090"),
)

TABLES = {
    "jewel": jewel,
    "bead_bracelet": bead_bracelet,
    "stone_jewel": stone_jewel,
    "pearl_jewel": pearl_jewel,
    "cufflinks": cufflinks,
    "jewel_findings": findings,
    "beads": beads,
    "metal_beads": metal_beads,
    "loose_stone": loose_stone,
    "charm": charm,
    "pin_badge": pin_badge,
    "piercing": piercing,
    "watch": watch,
    "watch_strap": watch_strap,
    "watch_box": watch_box,
}
