"""Garments, chapters 61 and 62: knitted or woven, men's or women's, fibre; and what is worn with them.

Headings as of HS 2022; garments for babies (up to 86 cm) go to 6111 and 6209 (notes 6 and 5).
"""

from __future__ import annotations

from collections.abc import Callable

from fahuo.hs.facets import Facets
from fahuo.hs.tables.fibres import (
    COTTON_OR_SYNTHETIC,
    KNIT_FIRST,
    KNIT_ONLY,
    MEN_FIRST,
    OUTER,
    WOMEN_FIRST,
    WOMEN_ONLY,
    WOVEN_FIRST,
    WOVEN_ONLY,
    cotton_manmade,
    for_women,
    split,
    wool_cotton_synthetic,
)
from fahuo.hs.tables.shape import Ranked, Table, by_garment, ranked

_ALL_BABIES = {
    "KNITTED": {"ANY": split("6111", cotton="20", synthetic="30", other="90")},
    "WOVEN": {"ANY": split("6209", cotton="20", synthetic="30", other="90")},
}
baby = by_garment(_ALL_BABIES, fibres=COTTON_OR_SYNTHETIC, make=KNIT_FIRST, sex={"ANY": 1.0})
baby_woven_first = by_garment(_ALL_BABIES, fibres=COTTON_OR_SYNTHETIC, make=WOVEN_FIRST, sex={"ANY": 1.0})


def leather_garment(facets: Facets) -> Ranked:
    """Return the codes of a garment of leather."""
    return ranked("420310", "420340") if facets.age != "BABY" else ranked("420310")


def fur_garment(facets: Facets) -> Ranked:
    """Return the codes of a garment of fur, natural or artificial."""
    return ranked("430310", "430390") if not facets.has("fauxfur") else ranked("430400", "430310")


INSTEAD: dict[str, Callable[[Facets], Ranked]] = {"BABY": baby, "LEATHER": leather_garment}
INSTEAD_WOVEN: dict[str, Callable[[Facets], Ranked]] = {"BABY": baby_woven_first, "LEATHER": leather_garment}

tshirt = by_garment(
    {"KNITTED": {"ANY": split("6109", cotton="10", other="90")}},
    fibres={"cotton": 1.0, "synthetic": 0.8},
    make=KNIT_ONLY,
    sex={"ANY": 1.0},
    instead={"BABY": baby},
)
tank = by_garment(
    {
        "KNITTED": {"ANY": split("6109", cotton="10", other="90")},
        "WOVEN": {
            "MEN": split("6207", cotton="91", other="99"),
            "WOMEN": cotton_manmade("6208", cotton="91", manmade="92", other="99"),
        },
    },
    fibres={"synthetic": 1.0, "cotton": 0.9},
    make={"KNITTED": 1.0, "WOVEN": 0.25},
    sex=WOMEN_FIRST,
    instead={"BABY": baby},
)
sweater = by_garment(
    {
        "KNITTED": {
            "ANY": {
                **split("6110", wool="11", cashmere="12", finehair="19", cotton="20"),
                **split("6110", synthetic="30", artificial="30", other="90"),
            }
        }
    },
    fibres={"synthetic": 1.0, "cotton": 0.7, "wool": 0.3},
    make=KNIT_ONLY,
    sex={"ANY": 1.0},
    instead={"BABY": baby},
)
hoodie = by_garment(
    {"KNITTED": {"ANY": split("6110", cotton="20", synthetic="30", artificial="30", wool="11", other="90")}},
    fibres={"synthetic": 1.0, "cotton": 0.9},
    make=KNIT_ONLY,
    sex={"ANY": 1.0},
    instead={"BABY": baby},
)
_COAT_WOVEN = {
    "MEN": split("6201", wool="20", cotton="30", synthetic="40", artificial="40", other="90"),
    "WOMEN": split("6202", wool="20", cotton="30", synthetic="40", artificial="40", other="90"),
}
_COAT_KNITTED = {
    "MEN": split("6101", cotton="20", synthetic="30", artificial="30", other="90"),
    "WOMEN": split("6102", wool="10", cotton="20", synthetic="30", artificial="30", other="90"),
}
_coat = by_garment(
    {"WOVEN": _COAT_WOVEN, "KNITTED": _COAT_KNITTED},
    fibres=OUTER,
    make={"WOVEN": 1.0, "KNITTED": 0.25},
    sex=WOMEN_FIRST,
    instead=INSTEAD_WOVEN,
)
_fleece = by_garment(
    {"KNITTED": _COAT_KNITTED, "WOVEN": _COAT_WOVEN},
    fibres={"synthetic": 1.0, "cotton": 0.3},
    make={"KNITTED": 1.0, "WOVEN": 0.5},
    sex=MEN_FIRST,
    instead=INSTEAD,
)


def _of_coat(facets: Facets) -> Ranked:
    """Fur beats all; PU counts as woven man-made fabric coated (6210 where the textile does not show), so both."""
    if facets.has("fur") and not facets.has("synthetic"):
        return fur_garment(facets)
    if facets.has("fauxfur"):
        return ranked("430400", *(code for code, _ in _coat(facets)), second=0.6)
    if facets.has("pu") and not facets.has("leather"):
        men = facets.sex == "MEN"
        return ranked("620140" if men else "620240", "621020" if men else "621030", "392620", second=0.8)
    return _coat(facets)


coat = Table(_of_coat, _coat.decides, (*_coat.options, "leather", "pu"))
fleece_jacket = _fleece
blazer = by_garment(
    {
        "WOVEN": {"MEN": wool_cotton_synthetic("62033"), "WOMEN": wool_cotton_synthetic("62043")},
        "KNITTED": {"MEN": wool_cotton_synthetic("61033"), "WOMEN": wool_cotton_synthetic("61043")},
    },
    fibres=OUTER,
    make={"WOVEN": 1.0, "KNITTED": 0.2},
    sex=WOMEN_FIRST,
    instead=INSTEAD_WOVEN,
)
suit = by_garment(
    {
        "WOVEN": {
            "MEN": split("6203", wool="11", synthetic="12", other="19"),
            "WOMEN": split("6204", wool="11", cotton="12", synthetic="13", other="19"),
        },
        "KNITTED": {"MEN": {"other": "610310"}, "WOMEN": split("6104", synthetic="13", other="19")},
    },
    fibres={"synthetic": 1.0, "wool": 0.5, "cotton": 0.25},
    make={"WOVEN": 1.0, "KNITTED": 0.12},
    sex=MEN_FIRST,
    instead=INSTEAD_WOVEN,
)
TROUSERS = {
    "WOVEN": {"MEN": wool_cotton_synthetic("62034"), "WOMEN": wool_cotton_synthetic("62046")},
    "KNITTED": {"MEN": wool_cotton_synthetic("61034"), "WOMEN": wool_cotton_synthetic("61046")},
}
trousers = by_garment(
    TROUSERS,
    fibres={"synthetic": 1.0, "cotton": 0.8, "wool": 0.1},
    make={"WOVEN": 1.0, "KNITTED": 0.5},
    sex=MEN_FIRST | {"WOMEN": 0.7},
    instead=INSTEAD,
)
sweatpants = by_garment(
    TROUSERS,
    fibres={"synthetic": 1.0, "cotton": 0.8},
    make={"KNITTED": 1.0, "WOVEN": 0.45},
    sex=MEN_FIRST | {"WOMEN": 0.7},
    instead=INSTEAD,
)
jeans = by_garment(
    {"WOVEN": TROUSERS["WOVEN"]},
    fibres={"cotton": 1.0, "synthetic": 0.1},
    make=WOVEN_ONLY,
    sex=WOMEN_FIRST | {"MEN": 0.7},
    instead={"BABY": baby_woven_first},
)
shorts = by_garment(
    TROUSERS,
    fibres={"synthetic": 1.0, "cotton": 0.7},
    make={"WOVEN": 1.0, "KNITTED": 0.7},
    sex=MEN_FIRST,
    instead=INSTEAD,
)
leggings = by_garment(
    {"KNITTED": TROUSERS["KNITTED"]},
    fibres={"synthetic": 1.0, "cotton": 0.4},
    make=KNIT_ONLY,
    sex={"WOMEN": 1.0, "MEN": 0.15},
    instead={"BABY": baby, "LEATHER": leather_garment},
)
_DRESSES = {
    "WOVEN": {"WOMEN": split("62044", wool="1", cotton="2", synthetic="3", artificial="4", other="9")},
    "KNITTED": {"WOMEN": split("61044", wool="1", cotton="2", synthetic="3", artificial="4", other="9")},
}


dress = for_women(
    by_garment(
        _DRESSES,
        fibres={"synthetic": 1.0, "cotton": 0.5, "artificial": 0.35},
        make={"WOVEN": 1.0, "KNITTED": 0.6},
        sex=WOMEN_ONLY,
        instead=INSTEAD,
    )
)
gown = for_women(
    by_garment(
        _DRESSES,
        fibres={"synthetic": 1.0, "silk": 0.15, "cotton": 0.1},
        make={"WOVEN": 1.0, "KNITTED": 0.3},
        sex=WOMEN_ONLY,
        instead=INSTEAD_WOVEN,
    )
)
knitted_dress = for_women(
    by_garment(
        _DRESSES,
        fibres={"synthetic": 1.0, "cotton": 0.6, "artificial": 0.35},
        make={"KNITTED": 1.0, "WOVEN": 0.4},
        sex=WOMEN_ONLY,
        instead=INSTEAD,
    )
)
skirt = for_women(
    by_garment(
        {"WOVEN": {"WOMEN": wool_cotton_synthetic("62045")}, "KNITTED": {"WOMEN": wool_cotton_synthetic("61045")}},
        fibres={"synthetic": 1.0, "cotton": 0.5},
        make={"WOVEN": 1.0, "KNITTED": 0.5},
        sex=WOMEN_ONLY,
        instead=INSTEAD,
    )
)
_BLOUSE_WOVEN = split("6206", silk="10", wool="20", cotton="30", synthetic="40", artificial="40", other="90")
_BLOUSE_KNITTED = cotton_manmade("6106", cotton="10", manmade="20", other="90")
_SHIRT_WOVEN = cotton_manmade("6205", cotton="20", manmade="30", other="90")
_SHIRT_KNITTED = cotton_manmade("6105", cotton="10", manmade="20", other="90")
_SHIRTS = {
    "WOVEN": {"MEN": _SHIRT_WOVEN, "WOMEN": _BLOUSE_WOVEN},
    "KNITTED": {"MEN": _SHIRT_KNITTED, "WOMEN": _BLOUSE_KNITTED},
}
blouse = for_women(
    by_garment(
        _SHIRTS,
        fibres={"synthetic": 1.0, "cotton": 0.5},
        make={"WOVEN": 1.0, "KNITTED": 0.35},
        sex=WOMEN_ONLY,
        instead=INSTEAD_WOVEN,
    )
)
shirt = by_garment(
    _SHIRTS,
    fibres=COTTON_OR_SYNTHETIC,
    make={"WOVEN": 1.0, "KNITTED": 0.25},
    sex=MEN_FIRST,
    instead=INSTEAD_WOVEN,
)
polo = by_garment(
    {"KNITTED": _SHIRTS["KNITTED"]},
    fibres={"cotton": 1.0, "synthetic": 0.85},
    make=KNIT_ONLY,
    sex=MEN_FIRST,
    instead={"BABY": baby},
)
top = by_garment(
    {"KNITTED": {"ANY": split("6109", cotton="10", other="90")}, "WOVEN": {"ANY": _BLOUSE_WOVEN}},
    fibres={"synthetic": 1.0, "cotton": 0.7},
    make={"KNITTED": 1.0, "WOVEN": 0.6},
    sex={"ANY": 1.0},
    instead=INSTEAD,
)

TABLES = {
    "baby": baby,
    "baby_woven_first": baby_woven_first,
    "tshirt": tshirt,
    "tank": tank,
    "sweater": sweater,
    "hoodie": hoodie,
    "coat": coat,
    "fleece_jacket": fleece_jacket,
    "blazer": blazer,
    "suit": suit,
    "trousers": trousers,
    "sweatpants": sweatpants,
    "jeans": jeans,
    "shorts": shorts,
    "leggings": leggings,
    "dress": dress,
    "gown": gown,
    "knitted_dress": knitted_dress,
    "skirt": skirt,
    "blouse": blouse,
    "shirt": shirt,
    "polo": polo,
    "top": top,
}
