"""Declaration elements (申报要素): what customs wants to know of goods under a heading, filled from the catalogue."""

from fahuo.goods.elements.fill import MOST_LETTERS, ElementsOf, Known, fill
from fahuo.goods.elements.templates import Template, Templates, shipped

__all__ = ["MOST_LETTERS", "ElementsOf", "Known", "Template", "Templates", "fill", "shipped"]
