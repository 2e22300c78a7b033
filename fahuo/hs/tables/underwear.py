"""Underwear and nightwear, headings 6107, 6108, 6207, 6208, 6212."""

from __future__ import annotations

from fahuo.hs.facets import Facets
from fahuo.hs.tables.fibres import (
    COTTON_OR_SYNTHETIC,
    KNIT_ONLY,
    MEN_ONLY,
    WOMEN_FIRST,
    WOMEN_ONLY,
    cotton_manmade,
    for_men,
    for_women,
    split,
)
from fahuo.hs.tables.garments import baby
from fahuo.hs.tables.shape import Ranked, Table, by_garment, ranked

pajamas = by_garment(
    {
        "KNITTED": {
            "MEN": cotton_manmade("6107", cotton="21", manmade="22", other="29"),
            "WOMEN": cotton_manmade("6108", cotton="31", manmade="32", other="39"),
        },
        "WOVEN": {
            "MEN": cotton_manmade("6207", cotton="21", manmade="22", other="29"),
            "WOMEN": cotton_manmade("6208", cotton="21", manmade="22", other="29"),
        },
    },
    fibres={"synthetic": 1.0, "cotton": 0.9},
    make={"KNITTED": 1.0, "WOVEN": 0.7},
    sex=WOMEN_FIRST,
    instead={"BABY": baby},
)
robe = by_garment(
    {
        "WOVEN": {
            "MEN": split("6207", cotton="91", other="99"),
            "WOMEN": cotton_manmade("6208", cotton="91", manmade="92", other="99"),
        },
        "KNITTED": {
            "MEN": split("6107", cotton="91", other="99"),
            "WOMEN": cotton_manmade("6108", cotton="91", manmade="92", other="99"),
        },
    },
    fibres={"synthetic": 1.0, "cotton": 0.8},
    make={"WOVEN": 1.0, "KNITTED": 0.8},
    sex=WOMEN_FIRST,
    instead={"BABY": baby},
)
slip = for_women(
    by_garment(
        {
            "KNITTED": {"WOMEN": split("6108", synthetic="11", artificial="11", other="19")},
            "WOVEN": {"WOMEN": split("6208", synthetic="11", artificial="11", other="19")},
        },
        fibres={"synthetic": 1.0, "cotton": 0.2},
        make={"KNITTED": 1.0, "WOVEN": 0.8},
        sex=WOMEN_ONLY,
    )
)
panties = for_women(
    by_garment(
        {
            "KNITTED": {"WOMEN": cotton_manmade("6108", cotton="21", manmade="22", other="29")},
            "WOVEN": {"WOMEN": cotton_manmade("6208", cotton="91", manmade="92", other="99")},
        },
        fibres={"synthetic": 1.0, "cotton": 0.85},
        make={"KNITTED": 1.0, "WOVEN": 0.08},
        sex=WOMEN_ONLY,
        instead={"BABY": baby},
    )
)
underpants = for_men(
    by_garment(
        {
            "KNITTED": {"MEN": cotton_manmade("6107", cotton="11", manmade="12", other="19")},
            "WOVEN": {"MEN": split("6207", cotton="11", other="19")},
        },
        fibres=COTTON_OR_SYNTHETIC | {"artificial": 0.5},
        make={"KNITTED": 1.0, "WOVEN": 0.12},
        sex=MEN_ONLY,
        instead={"BABY": baby},
    )
)
_BRIEFS_ANY = {
    "KNITTED": {
        "MEN": cotton_manmade("6107", cotton="11", manmade="12", other="19"),
        "WOMEN": cotton_manmade("6108", cotton="21", manmade="22", other="29"),
    }
}
underwear = by_garment(
    _BRIEFS_ANY,
    fibres=COTTON_OR_SYNTHETIC,
    make=KNIT_ONLY,
    sex={"WOMEN": 1.0, "MEN": 0.9},
    instead={"BABY": baby},
)


def _thermal(facets: Facets) -> Ranked:
    """Long underwear: underpants of 6107 or 6108 below, vests of 6109 above; a set holds both."""
    below = underwear(facets)
    vest = "610910" if facets.pick({"cotton": True}) else "610990"
    return ranked(below[0][0], vest, "610899" if facets.sex == "WOMEN" else "610719", second=0.8)


thermal_underwear = Table(_thermal, underwear.decides, underwear.options)
nightwear_fine = for_women(
    by_garment(
        {
            "KNITTED": {"WOMEN": cotton_manmade("6108", cotton="91", manmade="92", other="99")},
            "WOVEN": {"WOMEN": cotton_manmade("6208", cotton="91", manmade="92", other="99")},
        },
        fibres={"synthetic": 1.0, "cotton": 0.1},
        make={"KNITTED": 1.0, "WOVEN": 0.8},
        sex=WOMEN_ONLY,
    )
)

TABLES = {
    "pajamas": pajamas,
    "robe": robe,
    "slip": slip,
    "panties": panties,
    "underpants": underpants,
    "underwear": underwear,
    "thermal_underwear": thermal_underwear,
    "nightwear_fine": nightwear_fine,
}
