"""Reading the catalogue."""

from fahuo.goods.queries.declared import elements, elements_of, refused_templates, template_of
from fahuo.goods.queries.units import changed_since, product, shelves, units

__all__ = [
    "changed_since",
    "elements",
    "elements_of",
    "product",
    "refused_templates",
    "shelves",
    "template_of",
    "units",
]
