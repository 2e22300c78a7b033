"""How facets are said to a person, in English and Chinese."""

from __future__ import annotations

from fahuo.hs.facets import Facets

MAKE = {"KNITTED": ("knitted or crocheted", "针织或钩编"), "WOVEN": ("woven", "机织（梭织）")}
SEX = {"MEN": ("for men or boys", "男式"), "WOMEN": ("for women or girls, or for both", "女式或男女通用")}
AGE = {
    "BABY": ("for babies, up to 86 cm", "婴儿（身高不超过86厘米）"),
    "ADULT": ("for older children or adults", "儿童或成人"),
}
MATERIALS_ZH = {
    "cotton": "棉",
    "wool": "羊毛",
    "cashmere": "羊绒",
    "silk": "丝",
    "linen": "亚麻",
    "synthetic": "合成纤维",
    "artificial": "人造纤维（粘胶等）",
    "textile": "纺织材料",
    "leather": "皮革",
    "fur": "毛皮",
    "plastic": "塑料",
    "rubber": "橡胶",
    "wood": "木",
    "bamboo": "竹",
    "glass": "玻璃",
    "porcelain": "瓷",
    "ceramic": "陶",
    "steel": "钢铁",
    "iron": "钢铁",
    "aluminium": "铝",
    "copper": "铜",
    "silver": "银",
    "gold": "金",
    "zinc": "锌合金",
    "paper": "纸",
    "stone": "石",
    "pearl": "珍珠",
    "straw": "草藤编",
    "metal": "贱金属",
    "felt": "毡",
    "cork": "软木",
    "polyester": "涤纶",
    "nylon": "锦纶",
    "acrylic": "腈纶",
    "crystal": "水晶",
    "gemstone": "宝石",
    "hair": "毛发",
    "synthetic leather": "人造革",
    "pu": "人造革",
    "silicone": "硅胶",
    "other": "其他",
    "human hair": "真人发",
}
QUESTIONS = {
    "material": ("Of which material is it, mainly?", "主要材质是什么？"),
    "make": ("Is the fabric knitted or woven?", "面料是针织还是梭织？"),
    "sex": ("Who wears it?", "给谁穿的？"),
    "age": ("For babies, or for older ones?", "婴儿穿的，还是更大的？"),
    "article": ("Which of these is it?", "是下列哪一种商品？"),
    "nothing": ("What is it, of what is it made, and what for?", "这是什么商品？由什么材料制成？作什么用？"),
}


def value(facet: str, name: str) -> tuple[str, str]:
    """Return a facet's value in English and Chinese."""
    known = {"make": MAKE, "sex": SEX, "age": AGE}.get(facet, {})
    plain = name.replace("_", " ")
    return known.get(name) or (plain, MATERIALS_ZH.get(name, MATERIALS_ZH.get(plain, plain)))


def told(facets: Facets) -> tuple[tuple[str, str], ...]:
    """Return what a listing says, as pairs of facet and value."""
    pairs = [("material", found.name) for found in facets.of("BODY", "UPPER", "METAL")[:2]]
    pairs += [(name, getattr(facets, name)) for name in ("make", "sex", "age")]
    return tuple((name, said.lower()) for name, said in pairs if said)
