"""The twelve dimensions of a choice, in the sequence of `docs/algorithms/routing.md`, and their hard rules."""

from __future__ import annotations

from fahuo.routing.domain.dimensions import (
    buyer,
    cargo,
    cost,
    customs,
    destination,
    origin,
    promise,
    record,
    size,
    transit,
    value,
    weight,
)

DIMENSIONS = (
    destination.DESTINATION, weight.WEIGHT, size.SIZE, cargo.CARGO, value.VALUE, customs.CUSTOMS,
    buyer.BUYER, promise.PROMISE, cost.COST, transit.TRANSIT, record.RECORD, origin.ORIGIN,
)  # fmt: skip

# The first rule that excludes a service is the one that is shown, so they stand by their use to the reader: what no
# parcel could change, then the goods, then sizes, then terms, then what another day would change.
RULES = (
    destination.IMPOSSIBLE,
    origin.CLOSED,
    cost.NO_RATE_SHEET, destination.NOT_SERVED,
    cargo.CLASSES, cargo.CHAPTERS, cargo.PAPERS, customs.STOPPED,
    weight.OVERWEIGHT, size.OVERSIZE, size.GIRTH,
    value.VALUE_OVER_LIMIT,
    customs.NAME_NOT_LATIN, customs.TAX_ID_MISSING, customs.DDP_REQUIRED, customs.CLEARANCE, customs.EORI_MISSING,
    customs.NO_DUTY_RATE, customs.VALUE_MISSING,
    cost.NO_EXCHANGE_RATE, cost.NO_RETURN_LABEL, cost.NO_INSURANCE, cost.NOT_POSITIVE,
    promise.TOO_LATE, origin.FULL,
)  # fmt: skip
# Places are counted from 1; 0 means that no rule excludes.
CAPACITY_FULL = 1 + RULES.index(origin.FULL)
IMPOSSIBLE = 1 + RULES.index(destination.IMPOSSIBLE)
CLOSED = 1 + RULES.index(origin.CLOSED)
