"""Decision tables: valid for whatever is read, and right where the nomenclature leaves no doubt."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from fahuo.hs.facet_words import FLAGS, MATERIAL_NAMES
from fahuo.hs.facets import Facets, Found, read_facets
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.tables import FAMILIES, TABLES, ranked
from fahuo.hs.tables.shape import by_garment

_MATERIALS = sorted(MATERIAL_NAMES)
_WORN = list(itertools.product(("KNITTED", "WOVEN", ""), ("MEN", "WOMEN", "BOTH", ""), ("BABY", "CHILD", "")))


def _facets_of_all_kinds():
    """Every material in every part, every make × wearer with some fibres, every flag, and pairs of materials."""
    yield Facets()
    for name, part, where in itertools.product(_MATERIALS, ("BODY", "UPPER", "METAL", "STONE"), ("TITLE", "ATTRIBUTE")):
        yield Facets(materials=(Found(name, name, where, part),))
    for name, (make, sex, age) in itertools.product(
        ("", "cotton", "wool", "silk", "modal", "pu", "leather", "fur"), _WORN
    ):
        found = (Found(name, name, "ATTRIBUTE"),) if name in MATERIAL_NAMES else ()
        yield Facets(materials=found, make=make, make_sure=bool(make), sex=sex, age=age)
    for flag, name in itertools.product(FLAGS, ("", "plastic", "textile", "leather", "steel")):
        found = (Found(name, name, "TITLE"),) if name else ()
        yield Facets(materials=found, flags=frozenset({flag}))


_ALL = list(_facets_of_all_kinds())


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_table_gives_valid_codes_in_order_for_all_facets(name):
    table, known = TABLES[name], nomenclature().knows
    for facets in _ALL:
        result = table(facets)
        codes, weights = [code for code, _ in result], [weight for _, weight in result]
        assert codes, (name, facets)
        assert all(known(code) for code in codes), (name, codes)
        assert len(set(codes)) == len(codes), (name, codes)
        assert weights[0] == 1.0, (name, result)
        assert weights == sorted(weights, reverse=True), (name, result)
        assert all(0 < weight <= 1 for weight in weights), (name, result)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_the_options_of_a_table_are_materials(name):
    assert set(TABLES[name].options) <= MATERIAL_NAMES


# table, title, attributes, code
_DECIDED = [
    # T-shirts and pullovers: fibre
    ("tshirt", "100% cotton t-shirt", {}, "610910"),
    ("tshirt", "quick dry running t-shirt polyester", {}, "610990"),
    ("tshirt", "男士纯棉短袖T恤", {}, "610910"),
    ("tshirt", "短袖T恤", {"面料": "聚酯纤维 95% 氨纶 5%"}, "610990"),
    ("sweater", "merino wool pullover", {}, "611011"),
    # Acrylic is a fibre in knitwear; nylon of a bag is cloth
    ("hat", "knitted beanie hat", {"Material": "Acrylic"}, "650500"),
    ("gloves", "knitted wool imitation gloves", {"Material": "Acrylic"}, "611693"),
    ("case", "nylon waist bag", {}, "420292"),
    ("pipe_fitting", "brass hose fitting", {}, "741220"),
    ("pipe_fitting", "快插接头", {"材质": "塑料"}, "391740"),
    ("sweater", "pure cashmere turtleneck", {}, "611012"),
    ("sweater", "alpaca cardigan", {}, "611019"),
    ("sweater", "山羊绒圆领毛衣", {}, "611012"),
    ("sweater", "faux cashmere sweater", {"Material": "Acrylic Fiber"}, "611030"),
    ("hoodie", "hoodie", {"Material": "Cotton,Polyester"}, "611020"),
    # Coats of 2022
    ("coat", "women's wool coat", {}, "620220"),
    ("coat", "men parka", {"Material": "Polyester"}, "620140"),
    ("coat", "女士羊毛双面呢大衣", {}, "620220"),
    ("coat", "Genuine leather men's jacket", {}, "420310"),
    ("coat", "女式水貂皮草外套", {}, "430310"),
    ("coat", "women faux fur coat", {}, "430400"),
    ("coat", "baby coat 6-12 months cotton woven", {}, "620920"),
    # Trousers, dresses, shirts
    ("trousers", "men's woven cotton cargo pants", {}, "620342"),
    ("sweatpants", "women knitted cotton joggers", {}, "610462"),
    ("jeans", "men denim jeans", {}, "620342"),
    ("jeans", "女士牛仔裤", {}, "620462"),
    ("dress", "chiffon maxi dress", {}, "620443"),
    ("dress", "knitted cotton dress", {}, "610442"),
    ("dress", "rayon woven dress", {}, "620444"),
    ("gown", "真丝礼服", {}, "620449"),
    ("shirt", "men linen shirt woven", {}, "620590"),
    ("shirt", "men's cotton shirt", {}, "620520"),
    ("blouse", "silk blouse", {"Material": "Silk"}, "620610"),
    ("polo", "men cotton polo", {}, "610510"),
    ("skirt", "denim skirt", {}, "620452"),
    ("blazer", "men's wool blazer", {}, "620331"),
    ("suit", "men suit polyester", {}, "620312"),
    # Nightwear and underwear
    ("pajamas", "women silk satin pajamas", {"Material": "Polyester", "Fabric Type": "Satin"}, "620822"),
    ("pajamas", "男士纯棉针织睡衣", {}, "610721"),
    ("panties", "cotton panties", {}, "610821"),
    ("underpants", "莫代尔平角内裤", {}, "610712"),
    ("robe", "women cotton waffle bathrobe woven", {}, "620891"),
    # Babies, swimwear, sets, others
    ("clothing_set", "newborn cotton set", {}, "611120"),
    ("swimsuit", "women bikini nylon", {}, "611241"),
    ("swim_trunks", "men woven board shorts polyester", {}, "621111"),
    ("tracksuit", "men's tracksuit polyester knitted", {}, "611212"),
    ("jumpsuit", "women woven cotton jumpsuit", {}, "621142"),
    ("workwear", "disposable coverall", {}, "621010"),
    ("raincoat", "EVA raincoat", {}, "392620"),
    ("waistcoat", "men padded vest", {}, "620140"),
    # Accessories
    ("gloves", "women sheepskin gloves", {}, "420329"),
    ("gloves", "wool knitted gloves", {}, "611691"),
    ("scarf", "mulberry silk scarf", {}, "621410"),
    ("scarf", "羊绒围巾", {}, "621420"),
    ("knitted_scarf", "crochet scarf", {}, "611710"),
    ("tie", "silk tie", {"Material": "Silk"}, "621510"),
    ("socks", "cotton socks", {}, "611595"),
    ("socks", "compression socks 20-30 mmhg nylon", {}, "611510"),
    ("socks", "baby socks 0-6 months cotton", {}, "611120"),
    ("belt", "cowhide belt", {}, "420330"),
    ("belt", "PU leather belt", {}, "392620"),
    ("belt", "canvas belt", {}, "621710"),
    ("hat", "straw hat rattan", {}, "650400"),
    ("hat", "knitted cotton hat", {}, "650500"),
    # Shoes: the upper decides, not the sole or lining
    ("shoe_sneaker", "men sneakers", {"Upper Material": "Mesh", "Outsole Material": "Rubber"}, "640411"),
    ("shoe_sneaker", "men sneakers", {"Upper Material": "Genuine Leather", "Lining Material": "Mesh"}, "640399"),
    ("shoe_sneaker", "leather look sneakers", {"Upper Material": "PU"}, "640299"),
    ("shoe_boot", "女士短靴", {"鞋面材质": "牛皮"}, "640391"),
    ("shoe_boot", "ankle boots", {"Upper Material": "PU"}, "640291"),
    ("shoe_rain", "rain boots", {"Material": "PVC"}, "640192"),
    ("shoe_flip_flop", "EVA flip flops", {}, "640220"),
    ("shoe_warm_slipper", "winter plush slippers", {}, "640419"),
    ("shoe_safety", "steel toe leather safety shoes", {"Upper Material": "Cow Leather"}, "640340"),
    # Bags
    ("handbag", "PU leather handbag", {}, "420222"),
    ("handbag", "handbag", {"Material": "Genuine Leather", "Lining Material": "Polyester"}, "420221"),
    ("pocket_article", "men's wallet cowhide", {}, "420231"),
    ("pocket_article", "碳纤维纹卡包 PU皮", {}, "420232"),
    ("luggage", "20 inch suitcase ABS", {}, "420212"),
    ("luggage", "aluminum suitcase", {"Material": "Aluminum Alloy"}, "420219"),
    ("backpack", "oxford cloth backpack", {}, "420292"),
    # Jewellery and watches
    ("jewel", "925 sterling silver ring", {}, "711311"),
    ("jewel", "gold plated necklace", {}, "711719"),
    ("jewel", "18k gold plated ring", {"Metals Type": "Copper"}, "711719"),
    ("jewel", "ring", {"Metals Type": "18K Gold"}, "711319"),
    ("jewel", "天然玛瑙吊坠", {}, "711620"),
    ("jewel", "acrylic earrings", {}, "711790"),
    ("bead_bracelet", "amethyst beaded bracelet", {}, "711620"),
    ("bead_bracelet", "小叶紫檀手串", {}, "711790"),
    ("pearl_jewel", "natural freshwater pearl necklace", {}, "711610"),
    ("cufflinks", "stainless steel cufflinks", {}, "711711"),
    ("watch", "men automatic mechanical watch", {}, "910221"),
    ("watch", "women quartz watch", {}, "910211"),
    ("watch", "男士电子表 数显", {}, "910212"),
    ("watch_strap", "stainless steel watch band", {}, "911320"),
    ("watch_strap", "silicone watch strap", {}, "911390"),
    # Hair
    ("wig", "synthetic cosplay wig", {}, "670411"),
    ("lace_wig", "human hair lace front wig", {}, "670420"),
    ("hair_piece", "高温丝假发片", {}, "670419"),
    ("hair_clip", "plastic claw clip", {}, "961511"),
    ("hair_clip", "金属发夹", {}, "961519"),
    # Home textiles
    ("bed_linen", "cotton printed duvet cover", {}, "630221"),
    ("bed_linen", "solid color polyester sheet", {}, "630232"),
    ("curtain", "linen curtain", {}, "630399"),
    ("curtain", "blackout curtain polyester", {}, "630392"),
    ("towel", "pure cotton bath towel", {}, "630260"),
    ("towel", "microfiber towel", {}, "630293"),
    ("blanket", "flannel throw blanket", {}, "630140"),
    ("blanket", "electric blanket", {}, "630110"),
    ("rug", "hand-knotted wool rug", {}, "570110"),
    ("rug", "tufted polyester rug", {}, "570339"),
    ("tablecloth", "PVC tablecloth", {}, "392490"),
    ("tablecloth", "纯棉桌布", {}, "630251"),
    # Craft
    ("yarn", "acrylic yarn", {"Material": "Acrylic"}, "551110"),
    ("yarn", "纯羊毛毛线", {}, "510910"),
    ("zipper", "metal zipper", {}, "960711"),
    ("button", "wooden buttons", {}, "960629"),
    ("artificial_flower", "silk rose artificial flower", {"Material": "Silk"}, "670290"),
    ("rope", "jute rope", {}, "560790"),
]


@pytest.mark.parametrize(("table", "title", "attributes", "code"), _DECIDED)
def test_a_table_decides(table, title, attributes, code):
    assert TABLES[table](read_facets(title, attributes=attributes))[0][0] == code


def test_a_garment_for_men_and_women_is_a_womens_garment_first():
    codes = [code for code, _ in TABLES["trousers"](read_facets("unisex cotton woven pants"))]
    assert codes[0] == "620462"
    assert "620342" in codes[:3]


def test_what_is_supposed_changes_the_code():
    unknown = read_facets("women handbag")
    table = TABLES["handbag"]
    assert table(unknown.supposing(material="leather"))[0][0] == "420221"
    assert table(unknown.supposing(material="pu"))[0][0] == "420222"


def test_a_fibre_not_named_by_the_heading_falls_to_the_rest():
    table = by_garment(
        {"KNITTED": {"ANY": {"cotton": "610910", "other": "610990"}}},
        fibres={"cotton": 1.0},
        make={"KNITTED": 1.0},
        sex={"ANY": 1.0},
    )
    assert table(read_facets("linen t-shirt"))[0][0] == "610990"


def test_ranked_drops_doubles_and_falls():
    assert ranked("610910", "610990", "610910") == (("610910", 1.0), ("610990", 0.5))


def test_every_module_of_tables_is_collected():
    folder = Path(__file__).parents[1] / "tables"
    having = {path.stem for path in folder.glob("*.py") if "\nTABLES = {" in path.read_text(encoding="utf-8")}
    assert having == {family.__name__.rsplit(".", 1)[-1] for family in FAMILIES}
