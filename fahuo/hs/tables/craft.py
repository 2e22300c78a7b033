"""Sewing and craft: yarn, thread, fabric, lace, ribbon, cord, trimmings, buttons, zips, flowers."""

from __future__ import annotations

from fahuo.hs.facets import Facets
from fahuo.hs.tables.shape import Ranked, Table, by_material, ranked

yarn = by_material(
    {
        "cashmere": ("510910", "510990"),
        "wool": ("510910", "510990", "551120"),
        "cotton": ("520710", "520790"),
        "artificial": ("551130", "540600"),
        "linen": ("530610", "530620"),
        "silk": ("500600",),
        "acrylicfibre": ("551110", "551120"),
        "synthetic": ("551110", "551120", "540600"),
        "jute": ("530710", "560790"),
    },
    ("551110", "551120", "520710"),
)
sewing_thread = by_material(
    {
        "cotton": ("520420", "520411"),
        "silk": ("500600",),
        "artificial": ("540120", "550820"),
        "synthetic": ("540110", "550810"),
        "nylon": ("540110",),
        "linen": ("530610",),
    },
    ("540110", "520420", "550810"),
)
embroidery_thread = by_material(
    {"cotton": ("520420", "520710"), "silk": ("500600",), "artificial": ("540120",), "synthetic": ("540110", "550810")},
    ("520420", "520710", "540110"),
)


def _of_fabric(facets: Facets) -> Ranked:
    """Fabric by the metre: knitted ones chapter 60, woven ones by fibre and whether printed."""
    printed = facets.says("printed")
    if facets.has("pu", "pvc") and not facets.has("cotton"):
        return ranked("590320", "590310", "392113")
    if facets.make == "KNITTED":
        if facets.pick({"cotton": True, "synthetic": False}):
            return ranked("600624" if printed else "600622", "600410", "600632")
        return ranked("600634" if printed else "600632", "600410", "600192")
    woven = {
        "denim": ("520942", "521142"),
        "corduroy": ("580122", "580132"),
        "canvas": ("520929", "520919"),
        "cotton": ("520852", "520959", "521051") if printed else ("520832", "520852", "520932"),
        "linen": ("530919", "530929"),
        "silk": ("500720", "500790"),
        "wool": ("511219", "511119"),
        "artificial": ("540824", "551614") if printed else ("540822", "551612"),
        "nylon": ("540744",) if printed else ("540742",),
        "synthetic": ("540754", "540761") if printed else ("540752", "540761"),
        "jute": ("531090",),
    }
    codes = facets.pick(woven)
    return ranked(*codes, "540752") if codes else ranked("540752", "520852", "600632", "540761", second=0.75)


fabric = Table(_of_fabric, ("material", "make"), ("cotton", "synthetic", "linen", "wool"))
pile_fabric = by_material(
    {"cotton": ("580122", "600191"), "fauxfur": ("600110", "430400"), "synthetic": ("600192", "580137", "600110")},
    ("600192", "580137", "600110"),
)
leather_sheet = by_material(
    {"pu": ("590320", "392113"), "pvc": ("590310", "392112"), "leather": ("410799", "411200", "420500")},
    ("590320", "410799", "590310"),
)
felt = by_material(
    {"wool": ("560221", "560210"), "synthetic": ("560290", "560210", "560394")}, ("560210", "560290", "560221")
)
lace = by_material({"cotton": ("580429", "580421"), "synthetic": ("580421", "580429")}, ("580421", "580429", "581092"))
ribbon = by_material(
    {
        "cotton": ("580631", "580632"),
        "paper": ("482390",),
        "jute": ("580639",),
        "silk": ("580639",),
        "plastic": ("392690", "392099"),
        "synthetic": ("580632", "580810"),
    },
    ("580632", "580631"),
)
webbing = by_material({"cotton": ("580631",), "synthetic": ("580632",)}, ("580632", "580631"))
elastic_band = by_material({"rubber": ("400700", "401699")}, ("580620", "560410"))
rope = by_material(
    {
        "jute": ("560790", "560729"),
        "cotton": ("560790", "560900"),
        "leather": ("420500",),
        "steel": ("731210",),
        "pp": ("560749", "560750"),
        "nylon": ("560750", "560749"),
        "synthetic": ("560750", "560749"),
        "rubber": ("560410", "401699"),
        "plastic": ("391690", "392690"),
        "wool": ("560790",),
    },
    ("560750", "560749", "560790"),
)
net = by_material({"cotton": ("560890",), "steel": ("731449",), "textile": ("560819", "560811")}, ("560819", "560811"))
patch = by_material(
    {
        "cotton": ("581091", "581092"),
        "leather": ("420500",),
        "pu": ("392690", "420500"),
        "plastic": ("392690",),
        "synthetic": ("581092", "581010"),
    },
    ("581092", "581091", "581010"),
)
garment_label = by_material(
    {
        "leather": ("420500",),
        "paper": ("482110", "482190"),
        "cotton": ("580710", "580790"),
        "synthetic": ("580710", "580790"),
        "metal": ("831000",),
        "plastic": ("392690",),
    },
    ("580710", "580790"),
)
trimming = by_material(
    {"plastic": ("392690",), "feather": ("670100",), "fur": ("430390",), "textile": ("580890", "580810")},
    ("580890", "580810"),
)
tassel = by_material({"leather": ("420500",), "textile": ("580890",), "metal": ("711719",)}, ("580890", "560900"))
pompom = by_material(
    {"fur": ("430390",), "fauxfur": ("430400", "580890"), "textile": ("580890",)}, ("580890", "430400")
)
button = by_material(
    {
        "metal": ("960622", "960621"),
        "wood": ("960629",),
        "shell": ("960629",),
        "bone": ("960629",),
        "glass": ("960629",),
        "leather": ("960629",),
        "textile": ("960629",),
        "plastic": ("960621",),
        "fakepearl": ("960621", "960629"),
    },
    ("960621", "960622", "960629"),
)
zipper = by_material(
    {"nylon": "960719", "plastic": "960719", "resin": "960719", "metal": "960711"}, ("960719", "960711")
)
buckle = by_material(
    {"plastic": ("392690", "830890"), "metal": ("830890", "830810"), "leather": ("420500",), "wood": ("442199",)},
    ("830890", "392690"),
)
artificial_flower = by_material(
    {
        "plastic": ("670210", "670290"),
        "foam": ("670210", "670290"),
        "textile": ("670290", "670210"),
        "paper": ("670290",),
        "wood": ("670290",),
        "metal": ("670290", "830629"),
        "glass": ("701399", "670290"),
    },
    ("670290", "670210"),
)
artificial_plant = by_material({"textile": ("670290", "670210"), "plastic": ("670210", "670290")}, ("670210", "670290"))
craft_kit = by_material(
    {
        "wool": ("630800", "560221"),
        "textile": ("630800", "630790"),
        "plastic": ("950300", "392690"),
        "wood": ("950300", "442199"),
        "paper": ("950300", "482390"),
    },
    ("630800", "950300"),
)
macrame = by_material({"cotton": ("560900", "630499"), "textile": ("560900", "630493")}, ("560900", "630499", "630492"))

TABLES = {
    "yarn": yarn,
    "sewing_thread": sewing_thread,
    "embroidery_thread": embroidery_thread,
    "fabric": fabric,
    "pile_fabric": pile_fabric,
    "leather_sheet": leather_sheet,
    "felt": felt,
    "lace": lace,
    "ribbon": ribbon,
    "webbing": webbing,
    "elastic_band": elastic_band,
    "rope": rope,
    "net": net,
    "patch": patch,
    "garment_label": garment_label,
    "trimming": trimming,
    "tassel": tassel,
    "pompom": pompom,
    "button": button,
    "zipper": zipper,
    "buckle": buckle,
    "artificial_flower": artificial_flower,
    "artificial_plant": artificial_plant,
    "craft_kit": craft_kit,
    "macrame": macrame,
}
