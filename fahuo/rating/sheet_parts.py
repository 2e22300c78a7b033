"""Reads the parts of a rate-sheet file beside zones and tariffs: what else it charges, gives back, or offers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from fahuo.rating.domain.sheet import (
    ZERO,
    Basis,
    DdpTerms,
    Discount,
    Insurance,
    Oversize,
    Peak,
    PostcodeFee,
    PostcodeRange,
    PostcodeZone,
    Rebate,
    RebateMode,
    ReturnLabel,
)

CLOSED = "NOT_SERVED"
Terms = Mapping[str, Any]


def parts(content: Terms) -> dict[str, Any]:
    """Return the parts that a file has, by their names in `RateSheet`."""
    return {name: read(content[name]) for name, read in _READ.items() if content.get(name) is not None}


def amount(written: Any) -> Decimal:
    """Return a figure as written. How many decimals it may have is looked at with the whole sheet."""
    return Decimal(written)


def same(what: str, found: object, expected: object) -> None:
    """Raise `ValueError` when something is not what it must be."""
    if found != expected:
        raise ValueError(f"{what}: found {found}, expected {expected}")


def _keys(what: str, terms: Terms, required: str, optional: str = "") -> None:
    missing = set(required.split()) - set(terms)
    unknown = set(terms) - set(required.split()) - set(optional.split())
    if missing or unknown:
        raise ValueError(f"{what} keys: missing {sorted(missing)}, unknown {sorted(unknown)}")


def _ranges(terms: Terms) -> Iterator[PostcodeRange]:
    """`postcodes: "590-599 821"`: ranges and beginnings, separated by blanks."""
    for text in str(terms["postcodes"]).split():
        first, _, last = text.partition("-")
        yield PostcodeRange(terms["country"], first, last or first)


def _ddp(terms: Terms) -> DdpTerms:
    _keys("ddp", terms, "countries handling advance_percent")
    return DdpTerms(frozenset(terms["countries"]), amount(terms["handling"]), amount(terms["advance_percent"]))


def _postcode_zones(entries: tuple[Terms, ...]) -> tuple[PostcodeZone, ...]:
    for terms in entries:
        _keys("postcode_zones", terms, "country postcodes zone")
    return tuple(
        PostcodeZone(held, None if terms["zone"] == CLOSED else terms["zone"])
        for terms in entries
        for held in _ranges(terms)
    )


def _postcode_fees(entries: tuple[Terms, ...]) -> tuple[PostcodeFee, ...]:
    for terms in entries:
        _keys("postcode_fees", terms, "country postcodes area fee")
    return tuple(PostcodeFee(held, terms["area"], amount(terms["fee"])) for terms in entries for held in _ranges(terms))


def _oversize(entries: tuple[Terms, ...]) -> tuple[Oversize, ...]:
    for terms in entries:
        _keys("oversize", terms, "fee", "over_side_mm over_girth_mm over_weight_g")
    return tuple(Oversize(**{**terms, "fee": amount(terms["fee"])}) for terms in entries)


def _peak(entries: tuple[Terms, ...]) -> tuple[Peak, ...]:
    for terms in entries:
        _keys("peak", terms, "valid_from valid_until", "percent fixed zones")
    return tuple(
        Peak(
            terms["valid_from"],
            terms["valid_until"],
            amount(terms.get("percent", ZERO)),
            amount(terms.get("fixed", ZERO)),
            frozenset(terms.get("zones", ())),
        )
        for terms in entries
    )


def _insurance(terms: Terms) -> Insurance:
    _keys("insurance", terms, "included percent minimum", "up_to")
    up_to = terms.get("up_to")
    return Insurance(
        amount(terms["included"]),
        amount(terms["percent"]),
        amount(terms["minimum"]),
        None if up_to is None else amount(up_to),
    )


def _return_label(terms: Terms) -> ReturnLabel:
    _keys("return_label", terms, "fee", "always")
    return ReturnLabel(amount(terms["fee"]), terms.get("always", False))


def _discount(terms: Terms) -> Discount:
    _keys("discount", terms, "percent of")
    return Discount(amount(terms["percent"]), Basis(terms["of"]))


def _rebate(terms: Terms) -> Rebate:
    _keys("rebate", terms, "mode of tiers")
    tiers = tuple((since, amount(percent)) for since, percent in terms["tiers"].items())
    return Rebate(tiers, RebateMode(terms["mode"]), Basis(terms["of"]))


_READ: dict[str, Callable[[Any], Any]] = {
    "ddp": _ddp,
    "postcode_zones": _postcode_zones,
    "postcode_fees": _postcode_fees,
    "oversize": _oversize,
    "peak": _peak,
    "insurance": _insurance,
    "return_label": _return_label,
    "discount": _discount,
    "rebate": _rebate,
}
PARTS = frozenset(_READ) - {"ddp"}
