"""How facets are said to a person, in English and Chinese."""

from __future__ import annotations

from fahuo.hs.facets import Facets

MAKE = {"KNITTED": ("knitted or crocheted", "针织或钩编"), "WOVEN": ("woven", "机织（梭织）")}
SEX = {"MEN": ("for men or boys", "男式"), "WOMEN": ("for women or girls, or for both", "女式或男女通用")}
AGE = {
    "BABY": ("for babies, up to 86 cm", "婴儿（身高不超过86厘米）"),
    "ADULT": ("for older children or adults", "儿童或成人"),
}
# Names of `facet_words`: how they are said; what is missing is said by its name.
MATERIALS = {
    "cotton": ("cotton", "棉"),
    "wool": ("wool", "羊毛"),
    "cashmere": ("cashmere", "羊绒"),
    "finehair": ("fine animal hair", "动物细毛"),
    "silk": ("silk", "丝"),
    "linen": ("flax or ramie", "亚麻或苎麻"),
    "synthetic": ("synthetic fibres (polyester, nylon …)", "合成纤维（涤纶、锦纶等）"),
    "artificial": ("artificial fibres (viscose, modal …)", "人造纤维（粘胶、莫代尔等）"),
    "textile": ("textile", "纺织材料"),
    "polyester": ("polyester", "涤纶"),
    "nylon": ("nylon", "锦纶"),
    "leather": ("leather", "皮革"),
    "complether": ("composition leather", "再生皮革"),
    "pu": ("imitation leather (PU)", "人造革（PU）"),
    "suede": ("imitation suede", "仿麂皮"),
    "fur": ("fur", "毛皮"),
    "fauxfur": ("imitation fur", "人造毛皮"),
    "plastic": ("plastics", "塑料"),
    "silicone": ("silicone", "硅胶"),
    "rubber": ("rubber", "橡胶"),
    "wood": ("wood", "木"),
    "bamboo": ("bamboo", "竹"),
    "straw": ("straw or rattan", "草、藤"),
    "glass": ("glass", "玻璃"),
    "crystal": ("crystal glass", "水晶玻璃"),
    "rhinestone": ("rhinestone", "水钻"),
    "porcelain": ("porcelain", "瓷"),
    "ceramic": ("ceramics", "陶"),
    "steel": ("iron or steel", "钢铁"),
    "aluminium": ("aluminium", "铝"),
    "copper": ("copper or brass", "铜"),
    "zinc": ("zinc alloy", "锌合金"),
    "metal": ("base metal", "贱金属"),
    "titanium": ("titanium", "钛"),
    "silver": ("silver", "银"),
    "gold": ("gold", "金"),
    "goldfilled": ("gold-plated metal", "镀金金属"),
    "precious": ("precious metal", "贵金属"),
    "stone": ("stone", "石"),
    "gem": ("natural gemstone", "天然宝石"),
    "syngem": ("synthetic gemstone", "合成宝石"),
    "pearl": ("pearl", "珍珠"),
    "fakepearl": ("imitation pearl", "仿珍珠"),
    "shell": ("shell", "贝壳"),
    "paper": ("paper", "纸"),
    "felt": ("felt", "毡"),
    "cork": ("cork", "软木"),
    "foam": ("foam", "泡沫"),
    "resin": ("resin", "树脂"),
    "humanhair": ("human hair", "真人发"),
    "synhair": ("synthetic hair", "化纤发"),
    "animalhair": ("animal hair", "动物毛"),
    "acrylic": ("acrylic plastics", "亚克力"),
    "acrylicfibre": ("acrylic fibre", "腈纶"),
    "pvc": ("PVC", "PVC塑料"),
    "pp": ("polypropylene", "聚丙烯"),
    "eva": ("EVA", "EVA泡棉"),
    "latex": ("latex", "乳胶"),
    "jute": ("jute", "黄麻"),
    "feather": ("feathers", "羽毛"),
    "bone": ("bone or horn", "骨或角"),
    "moissanite": ("moissanite", "莫桑石"),
    "diamond": ("diamond", "钻石"),
    "other": ("something else", "其他"),
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
    return known.get(name) or MATERIALS.get(name) or (name, name)


def told(facets: Facets) -> tuple[tuple[str, str], ...]:
    """Return what a listing says, as pairs of facet and value."""
    pairs = [("material", found.name) for found in facets.of("BODY", "UPPER", "METAL")[:2]]
    pairs += [(name, getattr(facets, name)) for name in ("make", "sex", "age")]
    return tuple((name, said.lower()) for name, said in pairs if said)
