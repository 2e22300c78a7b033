"""Cases and holders of devices, mats and covers of cars, stickers, boxes, pet articles: plastic unless said."""

from __future__ import annotations

from fahuo.hs.tables.shape import by_material

_BY_ARTICLE = {
    "wood": ("442199",),
    "bamboo": ("442191",),
    "aluminium": ("761699",),
    "steel": ("732690",),
    "metal": ("732690", "761699"),
    "plastic": ("392690",),
    "rubber": ("401699",),
    "textile": ("630790",),
    "paper": ("482390",),
    "leather": ("420500",),
}
_CASE = {
    "leather": ("420231", "420291"),
    "pu": ("420232", "392690"),
    "textile": ("420232", "420292"),
    "metal": ("761699", "732690"),
    "aluminium": ("761699",),
    "wood": ("442199",),
    "glass": ("392690", "702000"),
    "rubber": ("401699", "392690"),
    "plastic": ("392690", "420232"),
}

TABLES = {
    "phone_case": by_material(_CASE, ("392690", "420232")),
    "tablet_case": by_material(
        {**_CASE, "leather": ("420291", "420231"), "pu": ("420292", "420232"), "textile": ("420292",)},
        ("420292", "392690", "420232"),
    ),
    "phone_holder": by_material(_BY_ARTICLE, ("392690", "761699", "851779")),
    "laptop_stand": by_material(_BY_ARTICLE, ("761699", "392690", "732690")),
    "metal_stand": by_material(_BY_ARTICLE, ("732690", "852990", "830250")),
    "mousepad": by_material(
        {
            "rubber": ("401699", "847330"),
            "pu": ("392690", "420500"),
            "leather": ("420500",),
            "plastic": ("392690",),
            "textile": ("630790", "401699"),
            "cork": ("450390",),
            "felt": ("630790", "560290"),
            "aluminium": ("761699",),
            "glass": ("702000",),
        },
        ("401699", "392690", "847330"),
    ),
    "car_mat": by_material(
        {
            "rubber": ("401691", "401699"),
            "pvc": ("391810", "870829"),
            "silicone": ("392690",),
            "plastic": ("391890", "392690"),
            "pu": ("570500", "391890"),
            "leather": ("570500", "420500"),
            "textile": ("570500", "570339"),
        },
        ("570500", "401691", "391890"),
    ),
    "car_seat_cover": by_material(
        {
            "leather": ("940199", "420500"),
            "pu": ("940199", "392690"),
            "plastic": ("392690", "940199"),
            "cotton": ("630492",),
            "textile": ("630493", "940199"),
        },
        ("630493", "940199", "870899"),
    ),
    "steering_cover": by_material(
        {
            "leather": ("870894", "420500"),
            "pu": ("870894", "392690"),
            "plastic": ("392690", "870894"),
            "textile": ("630790", "870894"),
        },
        ("870894", "392690", "870899"),
    ),
    "sticker": by_material(
        {"paper": ("491199", "482110"), "metal": ("831000",), "plastic": ("391990", "491199")},
        ("391990", "491199", "482190"),
    ),
    "gift_box": by_material(
        {
            "paper": ("481920", "481910"),
            "wood": ("442090", "441510"),
            "metal": ("732690", "731021"),
            "plastic": ("392310", "392690"),
            "textile": ("420292", "630790"),
            "glass": ("701399",),
        },
        ("481920", "481910", "392310"),
    ),
    "pet_toy": by_material(
        {
            "rubber": ("401699",),
            "silicone": ("392690",),
            "plastic": ("392690",),
            "feather": ("670100", "630790"),
            "textile": ("630790",),
            "wood": ("442199",),
            "straw": ("460219",),
            "paper": ("482390",),
            "metal": ("732690",),
        },
        ("392690", "630790", "401699"),
        flags={"electric": ("854370", "950300", "392690")},
    ),
    "pet_bowl": by_material(
        {
            "steel": ("732393", "732399"),
            "metal": ("732399",),
            "porcelain": ("691110",),
            "ceramic": ("691200",),
            "wood": ("442199",),
            "bamboo": ("442191",),
            "textile": ("630790",),
            "plastic": ("392490",),
        },
        ("392490", "732399", "691200"),
        flags={"electric": ("392490", "850980", "841370")},
    ),
    "pet_furniture": by_material(
        {
            "wood": ("442199", "940360"),
            "paper": ("482390",),
            "straw": ("560890", "442199"),
            "textile": ("630790", "940490"),
            "plastic": ("392690", "392490"),
            "metal": ("732690",),
        },
        ("442199", "482390", "392690"),
    ),
    "hand_fan": by_material(
        {
            "paper": ("482390",),
            "bamboo": ("442191", "482390"),
            "wood": ("442199",),
            "plastic": ("392690",),
            "feather": ("670100",),
            "textile": ("630790", "442191"),
        },
        ("442191", "630790", "392690"),
    ),
}
