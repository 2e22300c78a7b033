"""The short marks that a lane demands on the outside of a parcel, each only where it is true and wanted.

DDP        the booking is one with duties paid.
IOSS       the word alone, where the seller's own IOSS registration settles the tax. The number itself travels
           electronically and must not stand on the outside, where anybody could copy it (guidance on the H7
           declaration, data element 13 16).
UN3480 …   lithium batteries alone (UN3480), or in or with equipment (UN3481). Not the mark of 100 × 70 mm itself.
EORI …     the number of the EU importer or its representative, at destinations that ask for it on the label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fahuo.shipments.domain.customs_form import worth
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import CargoClass
from fahuo.trade.money import Money

DDP = "DDP"
IOSS = "IOSS"
_WITH_EQUIPMENT = frozenset({CargoClass.BATTERY_BUILTIN, CargoClass.BATTERY_PACKED})


@dataclass(frozen=True, slots=True)
class LaneRules:
    """The dated values that decide about marks.

    `eori_needed`: destinations with the number on the label; `tax_at_sale_up_to`: up to this value of goods the tax of
    an EU destination is collected at the sale, so that an IOSS number counts; `yuan_per_unit`: exchange rates.
    """

    eori_needed: frozenset[str]
    tax_at_sale_up_to: Mapping[str, Money]
    yuan_per_unit: Mapping[str, Decimal]


def marks(booking: Booking, rules: LaneRules) -> tuple[str, ...]:
    """Return the marks in the sequence in which they are printed."""
    eori = booking.customs.eori.strip()
    classes = booking.parcel.cargo_classes
    wanted = (
        (DDP, booking.ddp),
        (IOSS, bool(booking.customs.ioss) and _is_taxed_at_sale(booking, rules)),
        ("UN3480", CargoClass.BATTERY_ONLY in classes),
        ("UN3481", bool(classes & _WITH_EQUIPMENT)),
        (f"EORI {eori}", bool(eori) and booking.recipient.country in rules.eori_needed),
    )
    return tuple(mark for mark, is_wanted in wanted if is_wanted)


def _is_taxed_at_sale(booking: Booking, rules: LaneRules) -> bool:
    """A value that cannot be converted claims nothing."""
    limit = rules.tax_at_sale_up_to.get(booking.recipient.country)
    if limit is None:
        return False
    value = worth(booking.parcel.lines, limit.currency, rules.yuan_per_unit)
    return value is not None and value <= limit.amount
