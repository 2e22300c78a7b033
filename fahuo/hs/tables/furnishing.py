"""Ornaments, frames, pots, lamps' shades and furniture: the material decides the subheading."""

from __future__ import annotations

from fahuo.hs.tables.shape import by_material

_ORNAMENT = {
    "bamboo": ("442019", "442191"),
    "wood": ("442019", "442011", "442199"),
    "porcelain": ("691310",),
    "ceramic": ("691390", "691310"),
    "glass": ("701399", "701890"),
    "crystal": ("701399", "711620"),
    "gem": ("711620", "680299"),
    "stone": ("680299", "711620"),
    "gypsum": ("680990",),
    "concrete": ("681099",),
    "metal": ("830629", "830621"),
    "paper": ("482390",),
    "straw": ("460219",),
    "shell": ("960190",),
    "wax": ("960200", "340600"),
    "feather": ("670100",),
    "textile": ("630790", "950300"),
    "plastic": ("392640",),
}
_FURNITURE = {
    "bamboo": ("940382",),
    "straw": ("940383", "940389"),
    "wood": ("940360",),
    "metal": ("940320",),
    "plastic": ("940370",),
    "glass": ("940389", "940320"),
    "stone": ("940389",),
    "paper": ("940389",),
    "textile": ("940389", "940320", "630790"),
}

TABLES = {
    "ornament": by_material(_ORNAMENT, ("392640", "830629", "442019"), flags={"christmas": ("950510", "392640")}),
    "plastic_ornament": by_material(
        {key: _ORNAMENT[key] for key in ("wood", "ceramic", "metal", "glass")} | {"plastic": ("392640", "392690")},
        ("392640", "392690"),
    ),
    "wall_decor": by_material(
        {**_ORNAMENT, "textile": ("630790", "630499")},
        ("442019", "392640", "830629"),
        flags={"christmas": ("950510", "950590"), "halloween": ("950590",)},
    ),
    "vase": by_material(
        {
            "glass": ("701399",),
            "crystal": ("701399", "701391"),
            "porcelain": ("691310",),
            "ceramic": ("691390", "691310"),
            "plastic": ("392490", "392640"),
            "metal": ("830629", "732690"),
            "wood": ("442019", "442199"),
            "stone": ("680299",),
            "straw": ("460219",),
            "paper": ("482390",),
        },
        ("691390", "701399", "392490"),
    ),
    "flower_pot": by_material(
        {
            "plastic": ("392490", "392690"),
            "porcelain": ("691310", "691410"),
            "ceramic": ("691390", "691490"),
            "metal": ("732690", "830629"),
            "wood": ("442199",),
            "textile": ("630790", "630533"),
            "felt": ("630790", "560394"),
            "concrete": ("681099",),
            "glass": ("701399",),
            "straw": ("460219",),
            "paper": ("482370",),
        },
        ("392490", "392690", "691390"),
    ),
    "frame": by_material(
        {
            "bamboo": ("441490",),
            "wood": ("441490", "441410"),
            "metal": ("830630",),
            "plastic": ("392490", "392690"),
            "glass": ("701399", "830630"),
            "paper": ("482390",),
            "leather": ("420500",),
        },
        ("441490", "392490", "830630"),
    ),
    "candle_holder": by_material(
        {"glass": ("701399", "940550"), "ceramic": ("691390", "940550"), "wood": ("940550", "442019")},
        ("940550", "701399", "830629"),
    ),
    "incense_burner": by_material(
        {
            "porcelain": ("691310",),
            "ceramic": ("691390", "691310"),
            "copper": ("741810", "741980"),
            "metal": ("732399", "830629"),
            "wood": ("442019", "442199"),
            "bamboo": ("442191",),
            "glass": ("701399",),
            "stone": ("680299",),
            "plastic": ("392490", "392640"),
        },
        ("691390", "691310", "732399"),
    ),
    "lampshade": by_material(
        {
            "glass": ("940591",),
            "crystal": ("940591", "701810"),
            "plastic": ("940592",),
            "metal": ("940599",),
            "textile": ("940599",),
            "paper": ("940599",),
            "wood": ("940599",),
            "straw": ("940599",),
        },
        ("940599", "940592", "940591"),
    ),
    "shelf": by_material(_FURNITURE, ("940320", "940360", "940370")),
    "table": by_material(_FURNITURE, ("940360", "940320", "940370")),
    "cabinet": by_material(_FURNITURE, ("940360", "940370", "940320")),
    "chair": by_material(
        {
            "wood": ("940169", "940161"),
            "bamboo": ("940152",),
            "straw": ("940153", "940159"),
            "metal": ("940179", "940171"),
            "plastic": ("940180", "940179"),
            "textile": ("940179", "940171", "940161"),
            "leather": ("940161", "940171"),
        },
        ("940179", "940180", "940169"),
    ),
}
