"""Swimwear, tracksuits, sets, jumpsuits, costumes, workwear and other garments of 6112, 6114 and 6211."""

from __future__ import annotations

from fahuo.hs.facets import Facets
from fahuo.hs.tables.fibres import for_men, for_women, split, wool_cotton_synthetic
from fahuo.hs.tables.garments import INSTEAD, INSTEAD_WOVEN, baby, sweater
from fahuo.hs.tables.shape import Ranked, Table, by_garment, ranked

_OTHER_KNITTED = split("6114", cotton="20", synthetic="30", artificial="30", other="90")
_OTHER_WOVEN = {
    "MEN": split("6211", cotton="32", synthetic="33", artificial="33", other="39"),
    "WOMEN": split("6211", cotton="42", synthetic="43", artificial="43", other="49"),
}
OTHER_GARMENTS = {"KNITTED": {"ANY": _OTHER_KNITTED}, "WOVEN": _OTHER_WOVEN}
_SYNTHETIC_FIRST = {"synthetic": 1.0, "cotton": 0.35}

_SWIM = {
    "KNITTED": {"MEN": split("6112", synthetic="31", other="39"), "WOMEN": split("6112", synthetic="41", other="49")},
    "WOVEN": {"MEN": {"other": "621111"}, "WOMEN": {"other": "621112"}},
}
ski_suit = by_garment(
    {"WOVEN": {"ANY": {"other": "621120"}}, "KNITTED": {"ANY": {"other": "611220"}}},
    fibres={"synthetic": 1.0},
    make={"WOVEN": 1.0, "KNITTED": 0.15},
    sex={"ANY": 1.0},
)
swimsuit = by_garment(
    _SWIM,
    fibres={"synthetic": 1.0, "cotton": 0.05},
    make={"KNITTED": 1.0, "WOVEN": 0.2},
    sex={"WOMEN": 1.0, "MEN": 0.25},
)
swim_trunks = for_men(
    by_garment(_SWIM, fibres={"synthetic": 1.0}, make={"WOVEN": 1.0, "KNITTED": 0.8}, sex={"MEN": 1.0})
)
cover_up = for_women(
    by_garment(
        OTHER_GARMENTS,
        fibres={"synthetic": 1.0, "cotton": 0.4, "artificial": 0.4},
        make={"WOVEN": 1.0, "KNITTED": 0.7},
        sex={"WOMEN": 1.0},
    )
)
other_garment = by_garment(
    OTHER_GARMENTS,
    fibres=_SYNTHETIC_FIRST,
    make={"WOVEN": 1.0, "KNITTED": 0.7},
    sex={"WOMEN": 1.0, "MEN": 0.6},
    instead=INSTEAD,
)
jumpsuit = by_garment(
    OTHER_GARMENTS,
    fibres={"synthetic": 1.0, "cotton": 0.5},
    make={"WOVEN": 1.0, "KNITTED": 0.8},
    sex={"WOMEN": 1.0, "MEN": 0.2},
    instead=INSTEAD,
)
bodysuit = by_garment(
    OTHER_GARMENTS,
    fibres={"synthetic": 1.0, "cotton": 0.5},
    make={"KNITTED": 1.0, "WOVEN": 0.25},
    sex={"WOMEN": 1.0, "MEN": 0.1},
    instead={"BABY": baby},
)
romper = by_garment(
    OTHER_GARMENTS,
    fibres={"cotton": 1.0, "synthetic": 0.9},
    make={"KNITTED": 1.0, "WOVEN": 0.8},
    sex={"WOMEN": 1.0, "MEN": 0.2},
    instead=INSTEAD,
)
overalls = by_garment(
    {
        "WOVEN": {"MEN": wool_cotton_synthetic("62034"), "WOMEN": wool_cotton_synthetic("62046")},
        "KNITTED": {"MEN": wool_cotton_synthetic("61034"), "WOMEN": wool_cotton_synthetic("61046")},
    },
    fibres={"cotton": 1.0, "synthetic": 0.6},
    make={"WOVEN": 1.0, "KNITTED": 0.15},
    sex={"WOMEN": 1.0, "MEN": 0.9},
    instead=INSTEAD_WOVEN,
)
_TRACK = {
    "KNITTED": {"ANY": split("6112", cotton="11", synthetic="12", other="19")},
    "WOVEN": _OTHER_WOVEN,
}
tracksuit = by_garment(
    _TRACK,
    fibres={"synthetic": 1.0, "cotton": 0.7},
    make={"KNITTED": 1.0, "WOVEN": 0.35},
    sex={"WOMEN": 1.0, "MEN": 0.9},
    instead={"BABY": baby},
)
_ENSEMBLE = {
    "KNITTED": {
        "MEN": split("6103", cotton="22", synthetic="23", other="29"),
        "WOMEN": split("6104", cotton="22", synthetic="23", other="29"),
    },
    "WOVEN": {
        "MEN": split("6203", cotton="22", synthetic="23", other="29"),
        "WOMEN": split("6204", wool="21", cotton="22", synthetic="23", other="29"),
    },
}
_ensemble = by_garment(
    _ENSEMBLE,
    fibres={"synthetic": 1.0, "cotton": 0.7},
    make={"KNITTED": 1.0, "WOVEN": 0.7},
    sex={"WOMEN": 1.0, "MEN": 0.5},
    instead=INSTEAD,
)


def _of_set(facets: Facets) -> Ranked:
    """Clothes in sets: sports sets of top and trousers are tracksuits (6112, 6211), others are ensembles."""
    if facets.age == "BABY":
        return baby(facets)
    first = tracksuit if facets.says("track") else _ensemble
    second = _ensemble if facets.says("track") else tracksuit
    return ranked(*(code for code, _ in first(facets)[:2]), *(code for code, _ in second(facets)[:2]), second=0.65)


clothing_set = Table(_of_set, _ensemble.decides, _ensemble.options)


def _of_activewear(facets: Facets) -> Ranked:
    """Yoga sets of bra or top and leggings: no tracksuit without a jacket, so ensembles first."""
    first = _ensemble(facets.supposing(make=facets.make or "KNITTED"))
    return ranked(*(code for code, _ in first[:2]), "611430", "611212", second=0.6)


yoga_set = Table(_of_activewear, _ensemble.decides, _ensemble.options)


def _of_costume(facets: Facets) -> Ranked:
    """Costumes: well made textile ones are garments, simple festive ones 9505 (note 1 e to chapter 95)."""
    worn = [code for code, _ in other_garment(facets)[:2]]
    if facets.age == "BABY":
        return ranked(baby(facets)[0][0], "950590", second=0.7)
    if facets.says("christmas"):
        return ranked("950590", *worn, "950510", second=0.8)
    if facets.says("halloween"):
        return ranked(worn[0], "950590", *worn[1:], second=0.9)
    return ranked(worn[0], "950590", *worn[1:], second=0.7)


costume = Table(_of_costume, other_garment.decides, other_garment.options)


def _of_jersey(facets: Facets) -> Ranked:
    """Team and cycling jerseys: knitted polyester, as pullovers of 6110, T-shirts of 6109 or sportswear of 6114."""
    cotton = facets.pick({"cotton": True, "synthetic": False}) or False
    if cotton:
        return ranked("611020", "610910", "611420", second=0.8)
    return ranked("611030", "610990", "611430", second=0.85)


sports_jersey = Table(_of_jersey, ("material",), ("synthetic", "cotton"))


def _of_waistcoat(facets: Facets) -> Ranked:
    """Sleeveless: padded ones are outerwear (6201, 6202), knitted ones 6110, others 6211."""
    men = facets.sex == "MEN"
    if facets.age == "BABY":
        return baby(facets)
    if facets.has("leather"):
        return ranked("420310")
    padded, other = ("620140", "621133") if men else ("620240", "621143")
    if facets.has("cotton"):
        padded, other = ("620130", "621132") if men else ("620230", "621142")
    if facets.says("filled") or facets.of("FILLING"):
        return ranked(padded, other, "611030")
    if facets.make == "KNITTED" and facets.make_sure:
        return ranked(sweater(facets)[0][0], other, padded)
    return ranked(other, padded, "611030", second=0.7)


waistcoat = Table(_of_waistcoat, ("material", "make", "sex"), ("synthetic", "cotton", "leather"))
_workwear = by_garment(
    {"WOVEN": _OTHER_WOVEN, "KNITTED": {"ANY": _OTHER_KNITTED}},
    fibres={"synthetic": 1.0, "cotton": 0.8},
    make={"WOVEN": 1.0, "KNITTED": 0.1},
    sex={"MEN": 1.0, "WOMEN": 0.8},
)


def _of_workwear(facets: Facets) -> Ranked:
    """Work clothes; disposable ones of nonwoven are 6210.10, plastic ones 3926.20."""
    if facets.says("disposable"):
        return ranked("621010", "392620", *(code for code, _ in _workwear(facets)[:1]))
    if facets.has("plastic") and not facets.has("synthetic"):
        return ranked("392620", "621010")
    return _workwear(facets)


workwear = Table(_of_workwear, (*_workwear.decides, "disposable"), (*_workwear.options, "plastic"))


def _of_apron(facets: Facets) -> Ranked:
    if facets.has("leather"):
        return ranked("420340", "420310")
    if facets.has("plastic", "rubber") and not facets.has("textile"):
        return ranked("392620", "621143")
    if facets.has("cotton", "linen"):
        return ranked("621142", "621143", "621132")
    return ranked("621143", "621142", "392620", second=0.7)


apron = Table(_of_apron, ("material",), ("cotton", "synthetic", "plastic", "leather"))


def _of_raincoat(facets: Facets) -> Ranked:
    """Rainwear: of plastic sheet 3926.20, of textile coated 6210, of other textile 6201 or 6202."""
    men = facets.sex == "MEN"
    coated, plain = ("621020", "620140") if men else ("621030", "620240")
    if facets.has("plastic") and not facets.has("synthetic"):
        return ranked("392620", coated, plain)
    if facets.has("textile"):
        return ranked(plain, coated, "392620", second=0.8)
    return ranked("392620", coated, plain, second=0.8)


raincoat = Table(_of_raincoat, ("material", "sex"), ("plastic", "synthetic"))


def _of_latex(facets: Facets) -> Ranked:
    if facets.has("rubber"):
        return ranked("401590", "392620")
    return ranked("392620", "401590", "611430", second=0.6)


latex_wear = Table(_of_latex, ("material",), ("rubber", "pu"))

TABLES = {
    "ski_suit": ski_suit,
    "swimsuit": swimsuit,
    "swim_trunks": swim_trunks,
    "cover_up": cover_up,
    "other_garment": other_garment,
    "jumpsuit": jumpsuit,
    "bodysuit": bodysuit,
    "romper": romper,
    "overalls": overalls,
    "tracksuit": tracksuit,
    "clothing_set": clothing_set,
    "yoga_set": yoga_set,
    "costume": costume,
    "sports_jersey": sports_jersey,
    "waistcoat": waistcoat,
    "workwear": workwear,
    "apron": apron,
    "raincoat": raincoat,
    "latex_wear": latex_wear,
}
