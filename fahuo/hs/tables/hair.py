"""Hair: wigs and false hair (6704), hair for making them (6703), ornaments and combs (9615), lashes."""

from __future__ import annotations

from fahuo.hs.tables.shape import by_material

wig = by_material(
    {"humanhair": ("670420", "670411"), "animalhair": ("670490", "670411"), "synthetic": ("670411", "670419")},
    ("670411", "670420"),
)
lace_wig = by_material(
    {"humanhair": ("670420", "670411"), "synhair": ("670411", "670420"), "polyester": ("670411",), "pp": ("670411",)},
    ("670420", "670411"),
)
hair_piece = by_material(
    {"humanhair": ("670420", "670419"), "animalhair": ("670490", "670419"), "synthetic": ("670419", "670420")},
    ("670419", "670420"),
)
lashes = by_material(
    {
        "animalhair": ("670490", "670419"),
        "fur": ("670490", "670419"),
        "humanhair": ("670420", "670419"),
        "synthetic": "670419",
    },
    ("670419", "670490"),
)
hair_clip = by_material(
    {
        "plastic": ("961511", "961519"),
        "rubber": ("961511",),
        "textile": ("961519", "961511", "961590"),
        "metal": ("961519", "961590"),
        "wood": ("961519",),
        "shell": ("961519",),
        "pearl": ("961519",),
        "glass": ("961519", "961511"),
    },
    ("961511", "961519", "961590"),
    parts=("BODY", "METAL"),
)
comb = by_material(
    {
        "plastic": ("961511", "961519"),
        "rubber": ("961511",),
        "wood": ("961519",),
        "bone": ("961519",),
        "metal": ("961519",),
        "stone": ("961519",),
        "bamboo": ("961519",),
    },
    ("961511", "961519"),
)
hair_ornament = by_material(
    {
        "silver": ("711311", "961590"),
        "plastic": ("961511", "961590"),
        "textile": ("961590", "621710", "961519"),
        "metal": ("961519", "961590", "711719"),
        "glass": ("961519", "961590"),
        "feather": ("961590", "670100"),
    },
    ("961519", "961590", "961511"),
    parts=("METAL", "BODY"),
)
crown = by_material(
    {
        "plastic": ("711790", "961511", "950590"),
        "metal": ("711719", "961519"),
        "textile": ("961590", "670290"),
        "paper": ("950590",),
    },
    ("711719", "961519", "961590"),
)
hair_tie = by_material(
    {
        "plastic": ("961590", "392690"),
        "rubber": ("401699", "961590"),
        "textile": ("611780", "621710", "961590"),
        "leather": ("420340", "961590"),
    },
    ("611780", "961590", "621710", "401699"),
)
scrunchie = by_material(
    {
        "synthetic": ("621710", "611780", "961590"),
        "silk": ("621710", "961590"),
        "textile": ("621710", "611780", "961590"),
    },
    ("621710", "961590", "611780"),
)

TABLES = {
    "wig": wig,
    "lace_wig": lace_wig,
    "hair_piece": hair_piece,
    "lashes": lashes,
    "hair_clip": hair_clip,
    "comb": comb,
    "hair_ornament": hair_ornament,
    "crown": crown,
    "hair_tie": hair_tie,
    "scrunchie": scrunchie,
}
