"""Unknown codes that somebody dealt with."""

from __future__ import annotations

from datetime import datetime

from fahuo.accounts.models import Person, Seller
from fahuo.accounts.services import record
from fahuo.tracking.models import UnmappedCode


def settle_code(*, seller: Seller, person: Person | None, code_id: int, settled: bool, at: datetime) -> bool:
    """Mark a code as dealt with, or not; tell whether anything changed. Seen again later it waits once more."""
    rows = UnmappedCode.objects.filter(seller=seller, pk=code_id)
    code = rows.first()
    if code is None:
        return False
    is_settled = code.settled_at is not None and code.settled_at >= code.last_seen_at
    if is_settled == settled:
        return False
    rows.update(settled_at=at if settled else None)
    subject = f"{code.carrier} {code.raw_code}"
    verb = "settle_code" if settled else "unsettle_code"
    record(seller=seller, person=person, verb=verb, subject=subject, at=at)
    return True
