"""How a seller's accounts are doing right now, as far as any process has found out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fahuo.carriers.domain.circuit import State
from fahuo.carriers.models import CarrierAccount
from fahuo.trade import error_book


@dataclass(frozen=True, slots=True)
class Health:
    """One account that is in use. `code` says what is wrong and `who` must act; both are empty while all is well."""

    account_id: int
    carrier: str
    name: str
    state: State = State.CLOSED
    since: datetime | None = None
    retry_at: datetime | None = None
    code: str = ""
    detail: str = ""
    who: str = ""

    @property
    def well(self) -> bool:
        """True while calls are made as usual."""
        return self.state is State.CLOSED


def health(seller_id: int) -> list[Health]:
    """Return the seller's accounts in use with what their circuits say, by carrier."""
    rows = CarrierAccount.objects.filter(seller_id=seller_id, active=True).select_related("circuit")
    return [_health(row) for row in rows.defer("credentials").order_by("carrier")]


def _health(row: CarrierAccount) -> Health:
    circuit = getattr(row, "circuit", None)
    if circuit is None or circuit.state == State.CLOSED:
        return Health(row.pk, row.carrier, row.name)
    entry = error_book.ENTRIES.get(circuit.code)
    return Health(
        row.pk,
        row.carrier,
        row.name,
        state=State(circuit.state),
        since=circuit.changed_at,
        retry_at=circuit.retry_at,
        code=circuit.code,
        detail=circuit.detail,
        who=entry.who if entry else "operator",
    )
