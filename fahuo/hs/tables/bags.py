"""Bags, cases and wallets, heading 4202: the kind gives the group, the outer surface the last digit.

Leather 1, plastic sheeting or textile 2, everything else 9; moulded plastic is 9 except for trunks and suit-cases,
where plastics of every kind are .12. Small carrying cases of wood, metal or paper go where their material goes.
"""

from __future__ import annotations

from fahuo.hs.facets import Facets
from fahuo.hs.tables.shape import Ranked, Table, by_material, ranked

_LEATHER, _SHEET, _OTHER = 1, 2, 9
_OPTIONS = ("leather", "pu", "textile")


def _group(prefix: str, *, moulded: int, also: tuple[str, ...] = ()) -> Table:
    """A group of 4202: PU, plastic sheet and textile .x2, leather .x1; `also` are neighbours worth showing."""
    choices = {
        "pu": _SHEET,
        "leather": _LEATHER,
        "nylon": _SHEET,
        "pp": _SHEET,
        "textile": _SHEET,
        "eva": _SHEET,
        "pvc": _SHEET,
        "abs": moulded,
        "plastic": moulded,
        "rubber": _OTHER,
        "wood": _OTHER,
        "metal": _OTHER,
        "straw": _OTHER,
        "paper": _OTHER,
    }

    def rule(facets: Facets) -> Ranked:
        last = facets.pick(choices)
        first = f"{prefix}{last or _SHEET}"
        others = [f"{prefix}{one}" for one in (_SHEET, _LEATHER, _OTHER) if one != last]
        second = 0.35 if facets.sure() else 0.5 if last else 0.6
        return ranked(first, *also, *others, second=second)

    return Table(rule, ("material",), _OPTIONS)


luggage = _group("42021", moulded=_SHEET)
vanity_case = _group("42021", moulded=_SHEET, also=("420292",))
handbag = _group("42022", moulded=_OTHER)
straw_bag = by_material(
    {"straw": ("460219", "420229", "460290"), "textile": ("420222", "460219")}, ("460219", "420222")
)
pocket = _group("42023", moulded=_OTHER)
case = _group("42029", moulded=_OTHER)
backpack = _group("42029", moulded=_SHEET)
toolbox = by_material(
    {
        "textile": ("420292", "420212"),
        "leather": ("420291", "420292"),
        "aluminium": ("420219", "761699"),
        "metal": ("732690", "420219"),
        "plastic": ("392690", "420212", "392310"),
    },
    ("420292", "420212", "392690"),
)
phone_pouch = _group("42023", moulded=_OTHER, also=("420292",))
jewellery_box = by_material(
    {
        "wood": ("442090", "420299"),
        "bamboo": ("442090", "442199"),
        "paper": ("420299", "481950"),
        "pu": ("420292", "420291"),
        "leather": ("420291", "420292"),
        "textile": ("420292", "420299"),
        "glass": ("701399", "420299"),
        "metal": ("830629", "420299"),
        "acrylic": ("392690", "392490"),
        "plastic": ("392310", "420292", "392690"),
    },
    ("420292", "442090", "420299"),
)
shopping_bag = by_material(
    {
        "cotton": ("420222", "420292", "630520"),
        "jute": ("420222", "630510"),
        "textile": ("420292", "420222", "630533"),
        "plastic": ("392321", "420292"),
        "paper": ("481940",),
    },
    ("420292", "420222", "630790"),
)
drawstring_bag = by_material(
    {
        "cotton": ("420292", "630520"),
        "jute": ("630510", "420292"),
        "synthetic": ("420292", "630790", "630539"),
        "plastic": ("392329", "392321"),
    },
    ("420292", "630790", "630590"),
)
bag_part = by_material(
    {
        "leather": ("420500", "420292"),
        "pu": ("392690", "420500"),
        "plastic": ("392690", "830890"),
        "metal": ("731589", "830890", "830810"),
        "textile": ("630790", "580632"),
        "wood": ("442199",),
    },
    ("420500", "830890", "630790"),
)
luggage_tag = by_material(
    {
        "pu": ("392690", "420500"),
        "leather": ("420500", "420239"),
        "silicone": "392690",
        "plastic": "392690",
        "metal": "732690",
    },
    ("392690", "420500", "420232"),
)
leather_goods = by_material(
    {"pu": ("392690", "420500"), "leather": ("420500", "420291"), "textile": ("630790",), "plastic": ("392690",)},
    ("420500", "392690"),
)
pet_carrier = by_material(
    {"plastic": ("392690", "420212"), "textile": ("420292", "420100"), "metal": ("732690",)}, ("420292", "420100")
)
keychain = by_material(
    {
        "leather": ("420500", "420231", "732690"),
        "pu": ("392690", "420500", "732690"),
        "acrylic": ("392640", "392690"),
        "plastic": ("392690", "392640"),
        "textile": ("630790", "950300"),
        "zinc": ("790700", "732690", "711719"),
        "steel": ("732690", "711719"),
        "copper": ("741980", "711719"),
        "aluminium": ("761699", "732690"),
        "metal": ("732690", "711719"),
        "wood": ("442199", "442019"),
        "fur": ("430390", "430400"),
    },
    ("732690", "392690", "711719"),
)
lanyard = by_material(
    {"textile": ("630790", "560900"), "leather": ("420500",), "plastic": ("392690",), "metal": ("732690",)},
    ("630790", "560900", "392690"),
)

TABLES = {
    "luggage": luggage,
    "vanity_case": vanity_case,
    "handbag": handbag,
    "straw_bag": straw_bag,
    "pocket_article": pocket,
    "case": case,
    "backpack": backpack,
    "toolbox": toolbox,
    "phone_pouch": phone_pouch,
    "jewellery_box": jewellery_box,
    "shopping_bag": shopping_bag,
    "drawstring_bag": drawstring_bag,
    "bag_part": bag_part,
    "luggage_tag": luggage_tag,
    "leather_goods": leather_goods,
    "pet_carrier": pet_carrier,
    "keychain": keychain,
    "lanyard": lanyard,
}
