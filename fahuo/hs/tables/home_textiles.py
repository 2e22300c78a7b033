"""Home textiles: bed linen 6302, blankets 6301, curtains 6303, furnishing 6304, others 6305 to 6307, 9404."""

from __future__ import annotations

from fahuo.hs.facets import Facets
from fahuo.hs.tables.shape import Ranked, Table, by_material, ranked

_BED_PRINTED = {"cotton": "630221", "synthetic": "630222", "artificial": "630222", "textile": "630229"}
_BED_PLAIN = {"cotton": "630231", "synthetic": "630232", "artificial": "630232", "textile": "630239"}
_FIBRES = ("cotton", "synthetic")


def _of_bed(facets: Facets) -> Ranked:
    """Bed linen: knitted 6302.10, else printed or not and by fibre; which print is rarely said in a title."""
    knitted = facets.make == "KNITTED" and facets.make_sure
    printed, plain = facets.pick(_BED_PRINTED), facets.pick(_BED_PLAIN)
    if printed is None or plain is None:
        printed, plain = ("630222", "630232")
    other = ("630222", "630232") if printed == "630221" else ("630221", "630231")
    pair = (plain, printed) if facets.says("plain") and not facets.says("printed") else (printed, plain)
    if not facets.says("plain", "printed"):
        pair = (plain, printed) if facets.pick({"silk": True, "linen": True}) else (printed, plain)
    return ranked(*(("630210",) if knitted else ()), *pair, *other, "630210", second=0.7)


bed_linen = Table(_of_bed, ("material", "print"), _FIBRES)
mattress_cover = by_material(
    {"cotton": ("630231", "630790"), "synthetic": ("630232", "630790"), "plastic": ("392490", "630790")},
    ("630232", "630231", "630790"),
)
quilt = by_material({"textile": ("940440", "630419")}, ("940440", "630419"))
bedspread = by_material({"textile": ("940440", "630419", "630411")}, ("940440", "630419", "630411"))
pillow = by_material(
    {"latex": ("940490",), "foam": ("940490",), "pvc": ("392690", "940490"), "textile": ("940490",)}, ("940490",)
)
mattress = by_material(
    {
        "latex": ("940421",),
        "foam": ("940421", "940429"),
        "pvc": ("392690", "630640"),
        "straw": ("460129", "940429"),
        "textile": ("940429", "940421"),
    },
    ("940421", "940429"),
)
cushion_cover = by_material(
    {
        "cotton": ("630492", "630493"),
        "linen": ("630499", "630492"),
        "synthetic": ("630493", "630492"),
        "leather": ("420500",),
    },
    ("630493", "630492", "630491"),
)


def _of_slipcover(facets: Facets) -> Ranked:
    """Sofa and chair covers: the stretch ones are knitted (6304.91), others by fibre."""
    if facets.has("plastic") and not facets.has("textile"):
        return ranked("392690", "630493")
    fibre = facets.pick({"cotton": "630492", "synthetic": "630493", "textile": "630499"}) or "630493"
    if facets.make == "KNITTED" or facets.says("elastic"):
        return ranked("630491", fibre, "630493", second=0.5 if facets.make == "KNITTED" else 0.85)
    return ranked(fibre, "630491", "630492", second=0.6)


slipcover = Table(_of_slipcover, ("material", "make"), _FIBRES)
furnishing = by_material(
    {
        "cotton": ("630492", "630493"),
        "synthetic": ("630493", "630492"),
        "textile": ("630499", "630493"),
        "paper": ("482390",),
    },
    ("630493", "630492", "630499"),
)
tapestry = by_material(
    {"cotton": ("630492", "630493", "580500"), "synthetic": ("630493", "630492"), "wool": ("580500", "630499")},
    ("630493", "630492", "580500"),
)


def _of_curtain(facets: Facets) -> Ranked:
    """Curtains: cotton .91, synthetic .92; knitted nets .12; plastic 3924.90 (shower) or 3925.30 (blinds)."""
    if facets.has("plastic", "eva") and not facets.has("textile"):
        return ranked("392490", "392530", "630392")
    if facets.has("bamboo"):
        return ranked("460121", "442199")
    fibre = facets.pick({"cotton": "630391", "synthetic": "630392", "textile": "630399"}) or "630392"
    if facets.make == "KNITTED" and facets.make_sure:
        return ranked("630312", fibre, second=0.7)
    return ranked(fibre, "630392", "630391", "630312", second=0.45)


curtain = Table(_of_curtain, ("material", "make"), ("synthetic", "cotton", "plastic"))
shower_curtain = by_material({"textile": ("630392", "392490"), "plastic": ("392490", "630392")}, ("630392", "392490"))
blinds = by_material(
    {
        "bamboo": ("460121", "442199"),
        "wood": ("442199", "392530"),
        "aluminium": ("761699", "830890"),
        "textile": ("630392", "630391"),
        "plastic": ("392530", "630392"),
        "paper": ("482390",),
    },
    ("630392", "392530"),
)
bead_curtain = by_material(
    {
        "glass": ("701890", "701810"),
        "wood": ("442199",),
        "bamboo": ("460121", "442199"),
        "plastic": ("392690", "392490"),
        "textile": ("630399", "630392"),
    },
    ("392690", "630392", "442199"),
)
tablecloth = by_material(
    {
        "pvc": ("392490", "630253"),
        "linen": ("630259", "630253"),
        "cotton": ("630251", "630253"),
        "synthetic": ("630253", "630251"),
        "paper": ("481830", "482390"),
        "plastic": ("392490", "630253"),
        "jute": ("630259",),
    },
    ("630253", "630251", "392490"),
)
placemat = by_material(
    {
        "cotton": ("630251",),
        "straw": ("460199", "460129"),
        "bamboo": ("460121", "441919"),
        "silicone": ("392410", "392490"),
        "plastic": ("392410", "392490"),
        "leather": ("420500",),
        "textile": ("630253", "630259"),
        "cork": ("450390",),
        "wood": ("441990",),
        "jute": ("630259",),
    },
    ("392490", "630253", "392410"),
)


def _of_towel(facets: Facets) -> Ranked:
    """Towels: cotton terry .60, other cotton .91, man-made .93. Towels are terry unless said otherwise."""
    if facets.says("disposable"):
        return ranked("630790", "630293", "481820")
    if facets.pick({"synthetic": True, "cotton": False}):
        return ranked("630293", "630710", "630260")
    if facets.has("linen"):
        return ranked("630299", "630291")
    if facets.pick({"cotton": True}) and "muslin" in facets.text:
        return ranked("630291", "630260")
    return ranked("630260", "630293", "630291", second=0.5 if facets.has("cotton") else 0.7)


towel = Table(_of_towel, ("material",), _FIBRES)
kitchen_towel = by_material(
    {
        "cotton": ("630291", "630260", "630710"),
        "linen": ("630299",),
        "synthetic": ("630710", "630293"),
        "paper": ("481820",),
    },
    ("630710", "630291", "630293"),
)


def _of_blanket(facets: Facets) -> Ranked:
    if facets.says("electric"):
        return ranked("630110", "630140")
    code = facets.pick({"wool": "630120", "cotton": "630130", "synthetic": "630140", "textile": "630190"})
    if code:
        return ranked(code, "630140", "630190", second=0.4)
    return ranked("630140", "630130", "630190", second=0.6)


blanket = Table(_of_blanket, ("material",), ("synthetic", "cotton", "wool"))
baby_swaddle = by_material(
    {"cotton": ("630130", "630790", "611120"), "artificial": ("630190", "630790"), "synthetic": ("630140", "611130")},
    ("630130", "630790", "611120"),
)


packing_sack = by_material(
    {
        "jute": "630510",
        "cotton": ("630520", "420292"),
        "pp": ("630533", "392329"),
        "synthetic": ("630539", "630533"),
        "plastic": ("392329", "392321"),
    },
    ("630533", "630590", "392329"),
)
storage_bag = by_material(
    {
        "plastic": ("392329", "392321", "392490"),
        "leather": ("420291",),
        "textile": ("630790", "420292"),
        "straw": ("460219",),
        "paper": ("481950",),
    },
    ("630790", "420292", "392329"),
)
storage_basket = by_material(
    {
        "straw": ("460219", "460212"),
        "jute": ("630790", "460219"),
        "textile": ("630790", "560900"),
        "bamboo": ("460211", "441919"),
        "metal": ("732690", "732399"),
        "plastic": ("392490", "392690"),
        "wood": ("442199",),
    },
    ("630790", "392490", "460219"),
)
dust_cover = by_material(
    {"plastic": ("392690", "630790"), "leather": ("420500",), "textile": ("630790",)}, ("630790", "392690")
)
face_mask = by_material(
    {"silicone": ("392690", "902000"), "textile": ("630790",), "paper": ("481890", "630790")}, ("630790", "902000")
)
pet_bed = by_material(
    {
        "wood": ("442199", "940490"),
        "plastic": ("392490", "392690"),
        "straw": ("460219",),
        "textile": ("940490", "630790"),
    },
    ("940490", "630790"),
)

TABLES = {
    "bed_linen": bed_linen,
    "mattress_cover": mattress_cover,
    "quilt": quilt,
    "bedspread": bedspread,
    "pillow": pillow,
    "mattress": mattress,
    "cushion_cover": cushion_cover,
    "slipcover": slipcover,
    "furnishing": furnishing,
    "tapestry": tapestry,
    "curtain": curtain,
    "shower_curtain": shower_curtain,
    "blinds": blinds,
    "bead_curtain": bead_curtain,
    "tablecloth": tablecloth,
    "placemat": placemat,
    "towel": towel,
    "kitchen_towel": kitchen_towel,
    "blanket": blanket,
    "baby_swaddle": baby_swaddle,
    "packing_sack": packing_sack,
    "storage_bag": storage_bag,
    "storage_basket": storage_basket,
    "dust_cover": dust_cover,
    "face_mask": face_mask,
    "pet_bed": pet_bed,
}
