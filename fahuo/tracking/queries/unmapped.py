"""Codes of carriers that we do not know yet."""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from fahuo.tracking.models import UnmappedCode

SHOWN = 500


def codes(seller_id: int) -> list[UnmappedCode]:
    """Return the codes, those that wait for somebody first, then the latest."""
    rows = UnmappedCode.objects.filter(seller_id=seller_id).alias(
        waits=ExpressionWrapper(_waits(), output_field=BooleanField())
    )
    return list(rows.order_by("-waits", "-last_seen_at", "pk")[:SHOWN])


def waiting(seller_id: int) -> int:
    """Count the codes that wait for somebody."""
    return UnmappedCode.objects.filter(_waits(), seller_id=seller_id).count()


def one(seller_id: int, code_id: int) -> UnmappedCode | None:
    """Return the seller's code; None when there is none or it belongs to somebody else."""
    return UnmappedCode.objects.filter(seller_id=seller_id, pk=code_id).first()


def _waits() -> Q:
    """Nobody dealt with it, or it came again after somebody did."""
    return Q(settled_at=None) | Q(last_seen_at__gt=F("settled_at"))
