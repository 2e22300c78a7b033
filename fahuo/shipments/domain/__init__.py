"""Decisions about bookings, pure: what a carrier's answer means for the row that asked, and when to ask again.

The rules (ARCHITECTURE.md, "Never twice"): the intent is committed before the call; after a doubtful answer we
ask by reference and do not repeat; only an explicit "not found", after the carrier had time to settle, permits
a second create; a carrier that cannot be asked sends the row to a person.
"""

from fahuo.shipments.domain.adoption import NUMBER_LENGTH, number_problem, odd_number
from fahuo.shipments.domain.answers import (
    LONGEST_HELD_BACK,
    MAX_CALLS,
    after_create_error,
    after_find,
    after_find_error,
    after_label_error,
    send_by,
)
from fahuo.shipments.domain.results import (
    Booked,
    BookingResult,
    Failed,
    Labelled,
    LabelResult,
    Pending,
    Review,
    event_detail,
    event_kind,
)
from fahuo.shipments.domain.retries import Attempt, Patience, jitter
from fahuo.shipments.domain.wording import rate_as_json, reference, skip_code

__all__ = [
    "LONGEST_HELD_BACK", "MAX_CALLS", "NUMBER_LENGTH", "Attempt", "Booked", "BookingResult", "Failed", "LabelResult",
    "Labelled", "Patience", "Pending", "Review", "after_create_error", "after_find", "after_find_error",
    "after_label_error", "event_detail", "event_kind", "jitter", "number_problem", "odd_number", "rate_as_json",
    "reference", "send_by", "skip_code",
]  # fmt: skip
