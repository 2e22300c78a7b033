"""Fill a template from what the catalogue states; what it does not state is missing and is asked, never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fahuo.goods.elements.templates import NO_UNIT, Template
from fahuo.goods.elements.vocabulary import BRAND, BRAND_TYPE, NO_BRAND, OPTIONAL, folded, in_chinese, vocabulary
from fahuo.trade.problem import Problem
from fahuo.trade.text import is_filler
from fahuo.trade.units import statutory_quantity

MOST_LETTERS = 250  # of the element `gmodel` in the declaration's message
SEPARATOR = "|"
_NO_BRAND_WORDS = frozenset({NO_BRAND, "no brand", "unbranded", "nobrand"})


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue states of one product. Empty or None: nothing."""

    sku: str
    hs_code: str = ""
    weight_g: int = 0
    brand: str = ""
    brand_type: str = ""
    model: str = ""
    barcode: str = ""
    sale_unit: str = ""
    first_unit: str = ""
    second_unit: str = ""
    first_quantity: Decimal | None = None
    second_quantity: Decimal | None = None
    elements: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ElementsOf:
    """The declaration elements of one product.

    `code10` is empty unless the catalogue has all ten digits. `filled` is in the template's sequence; `missing` must
    be asked; `proposed` are values of missing ones that the listing states in a foreign language. `gmodel` is what is
    sent: empty as long as something is missing or the text would be too long. Units are codes; a quantity is that of
    ONE sale unit. `second_unit` is empty when there is none. `asked` names the units and quantities that are not known.
    """

    sku: str
    code10: str
    template: Template
    filled: Mapping[str, str]
    missing: tuple[str, ...]
    proposed: Mapping[str, str]
    gmodel: str
    sale_unit: str
    first_unit: str
    first_quantity: Decimal | None
    second_unit: str
    second_quantity: Decimal | None
    asked: tuple[str, ...]

    @property
    def is_too_long(self) -> bool:
        """Whether all is filled in and cannot be sent, as it is longer than the message takes."""
        return not self.missing and not self.gmodel

    @property
    def is_complete(self) -> bool:
        """Whether everything that a declaration needs of these elements and units is there."""
        return bool(self.gmodel) and not self.asked

    def problems(self, place: str = "") -> tuple[Problem, ...]:
        """Return what is in the way, at the field `place`."""
        found = []
        if self.missing:
            found.append(Problem("ELEMENTS_MISSING", place, f"{self.sku}: {'、'.join(self.missing)}"))
        if self.is_too_long:
            found.append(Problem("ELEMENTS_TOO_LONG", place, self.sku))
        if self.asked:
            found.append(Problem("ELEMENTS_UNIT", place, f"{self.sku}: {', '.join(self.asked)}"))
        return tuple(found)


def fill(template: Template, known: Known) -> ElementsOf:
    """Return the elements of one product: what was filled in for it, then its fields, then its attributes."""
    stated = {folded(name): value for name, value in known.attributes.items() if value.strip()}
    filled: dict[str, str] = {}
    proposed: dict[str, str] = {}
    for name in template.names:
        value = _own(name, known) or _from_attributes(name, stated, proposed)
        if value:
            filled[name] = value
    missing = tuple(name for name in template.names if name not in filled and name not in OPTIONAL)
    text = SEPARATOR.join(filled.get(name, "") for name in template.names).rstrip(SEPARATOR)
    units = _Units.of(template, known)
    return ElementsOf(
        sku=known.sku,
        code10=known.hs_code if len(known.hs_code) == 10 else "",
        template=template,
        filled=filled,
        missing=missing,
        proposed={name: value for name, value in proposed.items() if name in missing},
        gmodel="" if missing or len(text) > MOST_LETTERS else text,
        sale_unit=known.sale_unit,
        first_unit=units.first,
        first_quantity=units.first_quantity,
        second_unit="" if units.second == NO_UNIT else units.second,
        second_quantity=units.second_quantity,
        asked=units.asked(known),
    )


def contradicts(brand_type: str, brand: str) -> bool:
    """Tell whether goods are said to have no brand and to have this one."""
    return brand_type == "0" and bool(brand) and not is_filler(brand) and brand.casefold() not in _NO_BRAND_WORDS


def _own(name: str, known: Known) -> str:
    if name == BRAND_TYPE:
        return "" if contradicts(known.brand_type, known.brand) else known.brand_type
    stated = " ".join(known.elements.get(name, "").replace(SEPARATOR, "/").split())
    if stated:
        return stated
    if name == BRAND:
        return NO_BRAND if known.brand_type == "0" else known.brand.replace(SEPARATOR, "/")
    return {"型号": known.model, "货号": known.model, "GTIN": known.barcode}.get(name, "").replace(SEPARATOR, "/")


def _from_attributes(name: str, stated: Mapping[str, str], proposed: dict[str, str]) -> str:
    word = vocabulary().get(name)
    for attribute in word.attributes if word else (folded(name),):
        if attribute in stated:
            value = in_chinese(stated[attribute])
            if value:
                return value
            proposed.setdefault(name, " ".join(stated[attribute].replace(SEPARATOR, "/").split()))
    return ""


@dataclass(frozen=True, slots=True)
class _Units:
    first: str
    first_quantity: Decimal | None
    second: str
    second_quantity: Decimal | None

    @classmethod
    def of(cls, template: Template, known: Known) -> _Units:
        first = known.first_unit or template.first_unit
        second = known.second_unit or template.second_unit
        return cls(
            first,
            _quantity(first, known, known.first_quantity),
            second,
            _quantity(second, known, known.second_quantity) if second != NO_UNIT else None,
        )

    def asked(self, known: Known) -> tuple[str, ...]:
        """Which of them a person must say."""
        wanted = {
            "sale_unit": not known.sale_unit,
            "first_unit": not self.first,
            "first_quantity": bool(self.first and known.sale_unit) and self.first_quantity is None,
            "second_unit": not self.second,
            "second_quantity": self.second not in {"", NO_UNIT}
            and bool(known.sale_unit)
            and self.second_quantity is None,
        }
        return tuple(name for name, is_asked in wanted.items() if is_asked)


def _quantity(unit: str, known: Known, said: Decimal | None) -> Decimal | None:
    if not unit:
        return None
    return statutory_quantity(unit, sale_unit=known.sale_unit, weight_g=known.weight_g, said=said)
