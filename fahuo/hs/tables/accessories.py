"""What is worn with garments: gloves, scarves, ties, belts, socks, hats, headbands."""

from __future__ import annotations

from fahuo.hs.facets import Facets
from fahuo.hs.tables.fibres import split
from fahuo.hs.tables.garments import baby
from fahuo.hs.tables.shape import Ranked, Table, by_garment, by_material, ranked

_GLOVE_FIBRES = {"synthetic": 1.0, "wool": 0.35, "cotton": 0.35}
_knitted_gloves = by_garment(
    {
        "KNITTED": {"ANY": split("6116", wool="91", cotton="92", synthetic="93", other="99")},
        "WOVEN": {"ANY": {"other": "621600"}},
    },
    fibres=_GLOVE_FIBRES,
    make={"KNITTED": 1.0, "WOVEN": 0.6},
    sex={"ANY": 1.0},
    instead={"BABY": baby},
)


def _of_gloves(facets: Facets) -> Ranked:
    """Leather 4203, rubber 4015, plastic 3926.20, coated knit 6116.10, other knit 6116.9, woven 6216."""
    if facets.has("leather") and not facets.has("pu"):
        return ranked("420329", "420321", "611693")
    if facets.says("coated"):
        return ranked("611610", "621600", "401519")
    if facets.has("rubber") and not facets.has("textile"):
        return ranked("401519", "401512", "611610")
    if facets.has("plastic") and not facets.has("textile", "pu"):
        return ranked("392620", "401519", "611610")
    if facets.has("pu"):
        return ranked("621600", "392620", "611693", second=0.6)
    return _knitted_gloves(facets)


gloves = Table(_of_gloves, ("material", "make"), ("synthetic", "wool", "cotton", "leather", "rubber", "plastic"))


def _of_sports_gloves(facets: Facets) -> Ranked:
    """Gloves for riding, fitness, ski, golf: leather palms 4203.21, else by make; coated palms 6116.10."""
    if facets.has("leather") and not facets.has("pu"):
        return ranked("420321", "420329", "621600")
    plain = [code for code, _ in _knitted_gloves(facets)[:2]]
    return ranked(*plain, "621600", "611610", "420321", second=0.75)


sports_gloves = Table(_of_sports_gloves, ("material", "make"), ("synthetic", "cotton", "leather"))
work_gloves = by_material(
    {
        "leather": ("420329", "420321"),
        "rubber": ("401519", "611610"),
        "plastic": ("611610", "392620"),
        "cotton": ("611692", "611610"),
        "synthetic": ("611610", "611693"),
    },
    ("611610", "611693", "420329"),
    flags={"coated": ("611610", "621600")},
)
scarf = by_garment(
    {
        "WOVEN": {"ANY": split("6214", silk="10", wool="20", synthetic="30", artificial="40", other="90")},
        "KNITTED": {"ANY": {"other": "611710"}},
    },
    fibres={"synthetic": 1.0, "cotton": 0.35, "wool": 0.3, "silk": 0.15},
    make={"WOVEN": 1.0, "KNITTED": 0.45},
    sex={"ANY": 1.0},
)
knitted_scarf = by_garment(
    {
        "KNITTED": {"ANY": {"other": "611710"}},
        "WOVEN": {"ANY": split("6214", silk="10", wool="20", synthetic="30", artificial="40", other="90")},
    },
    fibres={"synthetic": 1.0, "wool": 0.4},
    make={"KNITTED": 1.0, "WOVEN": 0.25},
    sex={"ANY": 1.0},
)
silk_scarf = by_material(
    {"synthetic": ("621430", "621410"), "artificial": ("621440", "621430"), "silk": "621410", "cotton": "621490"},
    ("621410", "621430"),
)
hijab = by_garment(
    {
        "WOVEN": {"ANY": split("6214", silk="10", wool="20", synthetic="30", artificial="40", other="90")},
        "KNITTED": {"ANY": {"other": "611710"}},
    },
    fibres={"synthetic": 1.0, "cotton": 0.4, "artificial": 0.4},
    make={"WOVEN": 1.0, "KNITTED": 0.6},
    sex={"ANY": 1.0},
)
tie = by_garment(
    {
        "WOVEN": {"ANY": split("6215", silk="10", synthetic="20", artificial="20", other="90")},
        "KNITTED": {"ANY": {"other": "611780"}},
    },
    fibres={"synthetic": 1.0, "silk": 0.45, "cotton": 0.1},
    make={"WOVEN": 1.0, "KNITTED": 0.05},
    sex={"ANY": 1.0},
)
handkerchief = by_garment(
    {"WOVEN": {"ANY": split("6213", cotton="20", other="90")}},
    fibres={"cotton": 1.0, "synthetic": 0.5},
    make={"WOVEN": 1.0},
    sex={"ANY": 1.0},
)
bandana = by_material(
    {
        "cotton": ("621320", "621490", "621430"),
        "synthetic": ("621430", "621390", "611710"),
        "silk": ("621410", "621390"),
    },
    ("621490", "621320", "621430"),
)
belt = by_material(
    {
        "pu": ("392620", "420330"),
        "leather": ("420330", "392620"),
        "plastic": ("392620", "621710"),
        "textile": ("621710", "611780"),
        "metal": ("711719", "732690"),
    },
    ("420330", "392620", "621710"),
)
suspenders = by_material({"leather": ("420340", "621290")}, ("621290", "621710"))
_SOCKS = split("6115", wool="94", cotton="95", synthetic="96", other="99")
_socks = by_garment(
    {"KNITTED": {"ANY": _SOCKS}},
    fibres={"cotton": 1.0, "synthetic": 0.9, "wool": 0.1},
    make={"KNITTED": 1.0},
    sex={"ANY": 1.0},
    instead={"BABY": baby},
)


def _of_socks(facets: Facets) -> Ranked:
    if facets.says("compression"):
        return ranked("611510", *(code for code, _ in _socks(facets)[:2]))
    return _socks(facets)


socks = Table(_of_socks, ("material", "compression"), ("cotton", "synthetic", "wool"))


def _of_tights(facets: Facets) -> Ranked:
    """Pantyhose: fine ones (yarn under 67 decitex) 6115.21, thick ones 6115.22; other fibres 6115.29."""
    if facets.age == "BABY":
        return baby(facets)
    if facets.says("compression"):
        return ranked("611510", "611521")
    if facets.has("cotton", "wool") and not facets.has("synthetic"):
        return ranked("611529", "611522")
    if facets.says("filled") or facets.has("fleece", "fauxfur"):
        return ranked("611522", "611521", "610463")
    return ranked("611521", "611522", "611530")


tights = Table(_of_tights, ("material",), ("synthetic", "cotton"))
hat = by_material(
    {
        "straw": ("650400", "650500"),
        "paper": ("650400", "650500"),
        "fur": ("650699", "650500"),
        "leather": ("650699", "650500"),
        "felt": ("650500", "650699"),
        "textile": ("650500", "650400"),
        "plastic": ("650691", "650500"),
        "rubber": ("650691", "650500"),
    },
    ("650500", "650400", "650699"),
)
sun_hat = by_material(
    {"straw": ("650400", "650500"), "paper": ("650400", "650500"), "textile": ("650500", "650400")},
    ("650500", "650400"),
)
headband = by_material(
    {
        "plastic": ("961511", "961590"),
        "textile": ("621710", "611780", "961590"),
        "metal": ("961519", "961590"),
        "leather": ("420340", "621710"),
    },
    ("961590", "621710", "611780"),
)
sweatband = by_material({"cotton": ("611780", "621710"), "synthetic": ("611780", "621710")}, ("611780", "621710"))
baby_bib = by_material(
    {
        "silicone": ("392490", "392620"),
        "plastic": ("392620", "392490"),
        "cotton": ("611120", "620920"),
        "synthetic": ("611130", "620930"),
    },
    ("611120", "620920", "392490"),
)
fur_article = by_material(
    {"fauxfur": ("430400", "430310"), "fur": ("430310", "430390"), "synthetic": ("430400",)}, ("430310", "430400")
)
fur_trim = by_material({"fauxfur": "430400", "fur": ("430390", "430310")}, ("430390", "430400"))

TABLES = {
    "gloves": gloves,
    "sports_gloves": sports_gloves,
    "work_gloves": work_gloves,
    "scarf": scarf,
    "knitted_scarf": knitted_scarf,
    "silk_scarf": silk_scarf,
    "hijab": hijab,
    "tie": tie,
    "handkerchief": handkerchief,
    "bandana": bandana,
    "belt": belt,
    "suspenders": suspenders,
    "socks": socks,
    "tights": tights,
    "hat": hat,
    "sun_hat": sun_hat,
    "headband": headband,
    "sweatband": sweatband,
    "baby_bib": baby_bib,
    "fur_article": fur_article,
    "fur_trim": fur_trim,
}
