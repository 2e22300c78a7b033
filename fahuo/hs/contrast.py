"""What separates one candidate from another: the facet that would turn the one into the other."""

from __future__ import annotations

from collections.abc import Iterator

from fahuo.hs import spoken
from fahuo.hs.facets import Facets
from fahuo.hs.nomenclature import nomenclature
from fahuo.hs.tables import Table

_VALUES = {"make": ("KNITTED", "WOVEN"), "sex": ("MEN", "WOMEN"), "age": ("BABY", "ADULT")}


def supposed(table: Table, facets: Facets) -> Iterator[tuple[str, str, str]]:
    """Yield facet, value and the code that the table would then put first, for every answer worth supposing."""
    for facet in table.decides:
        for value in table.options if facet == "material" else _VALUES.get(facet, ()):
            codes = table(_suppose(facets, facet, value))
            if codes:
                yield facet, value, codes[0][0]


def difference(table: Table | None, facets: Facets, code: str, other: str) -> str:
    """Return one English sentence on what would make the code the other one."""
    text = nomenclature().text(other)
    if table:
        for facet, value, found in supposed(table, facets):
            if found == other:
                said = spoken.value(facet, value)[0]
                return f"{other} if it is {'of ' if facet == 'material' else ''}{said}"
    if other[:4] != code[:4]:
        return f"{other} if it counts as: {nomenclature().text(other[:4])}"
    return f"{other} if it is: {text}"


def _suppose(facets: Facets, facet: str, value: str) -> Facets:
    if facet == "material":
        return facets.supposing(material=value)
    if facet == "make":
        return facets.supposing(make="KNITTED" if value == "KNITTED" else "WOVEN")
    if facet == "sex":
        return facets.supposing(sex="MEN" if value == "MEN" else "WOMEN")
    return facets.supposing(age="BABY" if value == "BABY" else "ADULT")
