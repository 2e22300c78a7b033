"""What tables of garments share: priors for what a listing leaves out, and splits of a heading by fibre."""

from __future__ import annotations

from fahuo.hs.facets import Facets
from fahuo.hs.tables.shape import Ranked, Table

# What is likely when a listing does not name the fibre, the make or the wearer.
COTTON_OR_SYNTHETIC = {"cotton": 1.0, "synthetic": 0.9}
OUTER = {"synthetic": 1.0, "cotton": 0.45, "wool": 0.25}
KNIT_ONLY = {"KNITTED": 1.0}
WOVEN_ONLY = {"WOVEN": 1.0}
KNIT_FIRST = {"KNITTED": 1.0, "WOVEN": 0.4}
WOVEN_FIRST = {"WOVEN": 1.0, "KNITTED": 0.4}
WOMEN_FIRST = {"WOMEN": 1.0, "MEN": 0.5}
MEN_FIRST = {"MEN": 1.0, "WOMEN": 0.5}
WOMEN_ONLY = {"WOMEN": 1.0}
MEN_ONLY = {"MEN": 1.0}


def split(prefix: str, **endings: str) -> dict[str, str]:
    """Return fibre → code: endings under one prefix. A fibre without an ending of its own is `other`."""
    return {fibre: prefix + ending for fibre, ending in endings.items()}


def wool_cotton_synthetic(prefix: str) -> dict[str, str]:
    """Return the usual split in four: 1 wool, 2 cotton, 3 synthetic fibres, 9 others."""
    return split(prefix, wool="1", cotton="2", synthetic="3", other="9")


def cotton_manmade(prefix: str, *, cotton: str, manmade: str, other: str) -> dict[str, str]:
    """Return a split in three, where synthetic and artificial fibres stand together as man-made."""
    return split(prefix, cotton=cotton, synthetic=manmade, artificial=manmade, other=other)


def for_women(table: Table) -> Table:
    """Return the table of a garment that has a heading for women only: the wearer does not matter."""

    def rule(facets: Facets) -> Ranked:
        return table(facets.supposing(sex="WOMEN"))

    return Table(rule, tuple(one for one in table.decides if one != "sex"), table.options)


def for_men(table: Table) -> Table:
    """Return the table of a garment that has a heading for men only."""

    def rule(facets: Facets) -> Ranked:
        return table(facets.supposing(sex="MEN"))

    return Table(rule, tuple(one for one in table.decides if one != "sex"), table.options)
