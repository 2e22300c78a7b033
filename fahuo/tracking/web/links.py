"""Carriers' own pages about a parcel."""

from __future__ import annotations

from dataclasses import dataclass

from fahuo.carriers import registry


@dataclass(frozen=True, slots=True)
class OwnPage:
    """The address of a carrier's page; `verified` where the carrier itself publishes how it is written."""

    address: str
    verified: bool


def own_page(carrier: str, number: str) -> OwnPage | None:
    """Return the carrier's page of a number; None where no public page is known, or there is no number."""
    try:
        page = registry.manifest(carrier).tracking_page
    except registry.UnknownCarrier:
        return None
    return OwnPage(page.of(number), page.verified) if page and number else None
