"""Carpets and mats of chapter 57 and their neighbours of plastic or rubber; tents, tarpaulins, hammocks of 6306."""

from __future__ import annotations

from fahuo.hs.facets import Facets
from fahuo.hs.tables.shape import Ranked, Table, by_material, ranked

_RUGS: dict[str, dict[str, tuple[str, ...]]] = {
    "knotted": {"wool": ("570110", "570500"), "": ("570190", "570500")},
    "flatrug": {
        "wool": ("570291", "570500"),
        "cotton": ("570299", "570500"),
        "jute": ("570299", "570500"),
        "": ("570292", "570500"),
    },
    "tufted": {
        "wool": ("570310", "570500"),
        "nylon": ("570329", "570500"),
        "cotton": ("570390", "570500"),
        "": ("570339", "570500", "570242"),
    },
    "": {
        "jute": ("570299", "570500", "570220"),
        "felt": ("570490", "570500"),
        "wool": ("570310", "570339", "570242"),
        "cotton": ("570390", "570500", "570299"),
        "": ("570500", "570339", "570242"),
    },
}


def _of_rug(facets: Facets) -> Ranked:
    """Carpets: knotted 5701, woven 5702, tufted 5703, felt 5704, printed and other 5705; mats of plastic or rubber."""
    if facets.pick({"textile": True, "plastic": False, "rubber": False, "leather": False}) is False:
        return _hard_mat(facets)
    made = next((flag for flag in ("knotted", "flatrug", "tufted") if facets.says(flag)), "")
    choices = _RUGS[made]
    codes = facets.pick({name: one for name, one in choices.items() if name}) or choices[""]
    return ranked(*codes, second=0.7 if made else 0.85)


def _hard_mat(facets: Facets) -> Ranked:
    if facets.has("rubber"):
        return ranked("401691", "570500")
    if facets.has("foam", "eva"):
        return ranked("391890", "392490", "392690")
    if facets.has("leather") and not facets.has("pu"):
        return ranked("420500", "430390", "570500")
    return ranked("391810", "392490", "570500")


rug = Table(_of_rug, ("material", "tufted"), ("synthetic", "cotton", "wool", "plastic", "rubber"))
bath_mat = by_material(
    {
        "rubber": ("401691", "392490"),
        "pvc": ("392490", "391810"),
        "stone": ("681599", "680299"),
        "wood": ("441990", "442199"),
        "bamboo": ("441919", "460121"),
        "cotton": ("630260", "570390"),
        "textile": ("570500", "570339", "630293"),
        "plastic": ("392490", "391890"),
    },
    ("570500", "392490", "570339"),
)
door_mat = by_material(
    {
        "rubber": ("401691", "570500"),
        "jute": ("570220", "570500"),
        "plastic": ("391810", "570500"),
        "textile": ("570500", "570339"),
    },
    ("570500", "570339", "401691"),
)
play_mat = by_material(
    {
        "foam": ("392690", "391890"),
        "eva": ("392690", "391890"),
        "plastic": ("392690", "391890"),
        "textile": ("940440", "950300", "570500"),
    },
    ("392690", "950300", "570500"),
)
tent = by_material({"cotton": "630629", "synthetic": "630622"}, ("630622", "630629"))
tarpaulin = by_material(
    {"synthetic": ("630612", "392690"), "cotton": ("630619", "630612"), "plastic": ("392690", "630612", "392190")},
    ("630612", "392690"),
)
hammock = by_material({"cotton": ("630690", "560890"), "textile": ("630690", "560811")}, ("630690", "560890"))

TABLES = {
    "rug": rug,
    "bath_mat": bath_mat,
    "door_mat": door_mat,
    "play_mat": play_mat,
    "tent": tent,
    "tarpaulin": tarpaulin,
    "hammock": hammock,
}
