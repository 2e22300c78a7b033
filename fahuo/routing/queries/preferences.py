"""Reads what a seller set about choosing."""

from __future__ import annotations

from collections.abc import Mapping

from fahuo.routing.models import RoutingPreference


def wishes(seller_id: int) -> Mapping[str, float]:
    """Return the seller's own weights by name; those that are absent are the rule book's."""
    found = RoutingPreference.objects.filter(seller_id=seller_id).values_list("wishes", flat=True).first()
    return {name: float(figure) for name, figure in (found or {}).items()}
