"""Between a mapping and the fields of its form."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.utils.translation import gettext_lazy as _

from fahuo.rating.importing import term_lines
from fahuo.rating.importing.grids import Grid, letters
from fahuo.rating.importing.mapping import NOT_SERVED, Columns, Listing, Mapping, Terms

OFFERED_COLUMNS = 80
LISTINGS = ("zones", "postcode_zones", "postcode_fees")
OWN, NONE = "OWN", "NONE"
COLUMNS = {
    "zone": _("Zone or country"), "countries": _("Countries of the zone"), "weight": _("Weight band"),
    "weight_from": _("Weight from"), "weight_to": _("Weight up to"), "per_kg": _("Price per kg"),
    "flat": _("Price per parcel"), "registered": _("Registered fee"), "first_weight": _("First weight"),
    "first": _("First-weight price"), "step_weight": _("Step weight"), "step": _("Step price"),
    "min_weight": _("Least chargeable weight"), "minimum": _("Least charge"), "days": _("Transit days"),
}  # fmt: skip


def initial(mapping: Mapping, names: Iterable[str]) -> dict[str, Any]:
    """Return what the fields hold for a mapping."""
    terms = mapping.terms
    found: dict[str, Any] = {
        name: getattr(mapping, name) for name in names if name in Mapping.__struct_fields__ and name != "aliases"
    }
    first, _sign, last = mapping.columns.prices.partition(":")
    found |= {f"column_{name}": getattr(mapping.columns, name) for name in COLUMNS}
    found |= {"column_prices_first": first, "column_prices_last": last or first}
    own = isinstance(terms.premiums, dict)
    found |= {
        "aliases": term_lines.pairs_text(mapping.aliases, " = "),
        "fuel": term_lines.fuel_text(terms.fuel),
        "unnamed_countries": terms.unnamed_countries,
        "other_remote_areas": terms.other_remote_areas,
        "remote_areas": term_lines.pairs_text(terms.remote_areas),
        "premiums": (OWN if terms.premiums else NONE) if own else terms.premiums,
        "premiums_own": term_lines.premiums_text(terms.premiums) if isinstance(terms.premiums, dict) else "",
        "minimum": terms.minimum or None,
        "oversize": term_lines.oversize_text(terms.oversize),
        "peak": term_lines.peak_text(terms.peak),
    }
    found |= _initial_terms(terms)
    for name in LISTINGS:
        listing = getattr(mapping, name) or Listing()
        found |= {f"{name}_{part}": getattr(listing, part) for part in Listing.__struct_fields__}
    return found


def _initial_terms(terms: Terms) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if terms.ddp:
        found |= {"ddp_countries": " ".join(terms.ddp.countries), "ddp_handling": terms.ddp.handling}
        found |= {"ddp_advance_percent": terms.ddp.advance_percent}
    if terms.insurance:
        found |= {
            f"insurance_{name}": getattr(terms.insurance, name) for name in ("included", "percent", "minimum", "up_to")
        }
    if terms.return_label:
        found |= {"return_fee": terms.return_label.fee, "return_always": terms.return_label.always}
    if terms.discount:
        found |= {"discount_percent": terms.discount.percent, "discount_of": terms.discount.of}
    if terms.rebate:
        found |= {"tiers": term_lines.tiers_text(terms.rebate.tiers), "rebate_mode": terms.rebate.mode}
        found |= {"rebate_of": terms.rebate.of}
    return found


def offered_zones(mapping: Mapping) -> list[tuple[str, str]]:
    """A zone that was chosen for unnamed countries stays among the choices."""
    said = mapping.terms.unnamed_countries
    return [(said, said)] if said not in ("", NOT_SERVED) else []


def offered_columns(grid: Grid | None, header_row: int, mapping: Mapping) -> list[tuple[str, str]]:
    """Return the columns of a worksheet with their headers, and those that the mapping names already."""
    found = [("", "—")]
    if grid is not None:
        for at in range(min(grid.width, OFFERED_COLUMNS)):
            header = " ".join(grid.text(header_row - 1, at).split())[:24]
            found.append((letters(at), f"{letters(at)} · {header}" if header else letters(at)))
    known = {value for value, _label in found}
    first, _sign, last = mapping.columns.prices.partition(":")
    held = [*(getattr(mapping.columns, name) for name in COLUMNS), first, last]
    return [*found, *((name, name) for name in dict.fromkeys(held) if name not in known)]


def held_columns(held: dict[str, Any]) -> Columns:
    """Return the columns that were chosen."""
    first, last = held["column_prices_first"], held["column_prices_last"]
    prices = f"{first}:{last or first}" if first else ""
    return Columns(**{name: held[f"column_{name}"] for name in COLUMNS}, prices=prices)


def held_listing(held: dict[str, Any], name: str) -> Listing | None:
    """Return a list on a worksheet of its own, None when no worksheet was chosen."""
    if not held[f"{name}_worksheet"]:
        return None
    parts = {part: held[f"{name}_{part}"] for part in Listing.__struct_fields__}
    header = parts["header_row"]
    parts["header_row"] = int(header) if header.isdecimal() else 1
    return msgspec.structs.replace(Listing(), **parts)
