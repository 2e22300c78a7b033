"""Decision tables: what material, make and wearer decide, by family of goods.

Every module of this folder that has a mapping `TABLES` adds its tables here; a lexicon line names one as `@name`.
A table takes the facets and returns codes with weights, likeliest first, the first with weight 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fahuo.hs.tables import (
    accessories,
    bags,
    cases,
    craft,
    floors,
    furnishing,
    garments,
    hair,
    home_textiles,
    jewellery,
    shoes,
    sportswear,
    underwear,
    ware,
)
from fahuo.hs.tables.shape import Ranked, Table, ranked

__all__ = ["FAMILIES", "TABLES", "Ranked", "Table", "ranked"]

FAMILIES = (
    *(accessories, bags, cases, craft, floors, furnishing, garments, hair, home_textiles),
    *(jewellery, shoes, sportswear, underwear, ware),
)


def _collect() -> Mapping[str, Table]:
    tables: dict[str, Table] = {}
    for family in FAMILIES:
        for name, table in family.TABLES.items():
            if name in tables:
                raise ValueError(f"two decision tables are called {name}")
            tables[name] = table
    return MappingProxyType(tables)


TABLES = _collect()
