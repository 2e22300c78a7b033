"""Where parcels stand, by the journeys that they really make. Every case is judged in its sequence and backwards."""

from __future__ import annotations

import pytest

from fahuo.tracking.domain.marks import merge, of_events, pack, unpack
from fahuo.tracking.domain.standing import Standing, standing
from fahuo.tracking.tests.journeys import hour, read

HAPPY = (
    "CREATED, INFO_RECEIVED, PICKED_UP, RECEIVED, IN_TRANSIT, EXPORT_CUSTOMS, EXPORT_RELEASED, DEPARTED_ORIGIN, "
    "ARRIVED_DESTINATION, IMPORT_CUSTOMS, CUSTOMS_RELEASED, LAST_MILE, OUT_FOR_DELIVERY"
)
TO_CUSTOMS = "1 RECEIVED, 2 DEPARTED_ORIGIN, 3 ARRIVED_DESTINATION, 4 IMPORT_CUSTOMS"
TO_THE_DOOR = "1 RECEIVED, 2 ARRIVED_DESTINATION, 3 LAST_MILE, 4 OUT_FOR_DELIVERY"

# A journey → milestone, since hour, exceptions (with hours), ended at hour.
CASES = {
    "": ("", None, "", None),
    "CREATED": ("CREATED", 1, "", None),
    "INFO_RECEIVED, CREATED": ("INFO_RECEIVED", 1, "", None),
    HAPPY: ("OUT_FOR_DELIVERY", 13, "", None),
    HAPPY + ", AVAILABLE_FOR_PICKUP": ("AVAILABLE_FOR_PICKUP", 14, "", None),
    HAPPY + ", DELIVERED": ("DELIVERED", 14, "", 14),
    # Never back: generic movement, late news of an earlier step, advice, codes that nobody knows.
    "ARRIVED_DESTINATION, IN_TRANSIT, IN_TRANSIT": ("ARRIVED_DESTINATION", 1, "", None),
    "OUT_FOR_DELIVERY, LAST_MILE, IN_TRANSIT": ("OUT_FOR_DELIVERY", 1, "", None),
    "OUT_FOR_DELIVERY, INFO_RECEIVED, CREATED": ("OUT_FOR_DELIVERY", 1, "", None),
    "RECEIVED, UNMAPPED": ("RECEIVED", 1, "", None),
    "UNMAPPED": ("", None, "", None),
    HAPPY + ", DELIVERED, INFO_RECEIVED, UNMAPPED, IN_TRANSIT, LAST_MILE": ("DELIVERED", 14, "", 14),
    # Customs: held, looked at again, released, held again; papers; duty.
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS": ("HELD", 5, "CUSTOMS_HELD 5", None),
    f"{TO_CUSTOMS}, 5 CUSTOMS_ACTION_REQUIRED": ("CUSTOMS_ACTION_REQUIRED", 5, "CUSTOMS_HELD 5", None),
    f"{TO_CUSTOMS}, 5 EXCEPTION/CUSTOMS, 6 CUSTOMS_ACTION_REQUIRED": (
        "CUSTOMS_ACTION_REQUIRED", 5, "CUSTOMS_HELD 5", None,
    ),
    f"{TO_CUSTOMS}, 5 HELD/PAYMENT": ("HELD", 5, "CUSTOMS_HELD 5", None),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 6 IMPORT_CUSTOMS": ("HELD", 5, "CUSTOMS_HELD 5", None),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 6 IN_TRANSIT": ("HELD", 5, "CUSTOMS_HELD 5", None),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 6 INFO_RECEIVED, 7 UNMAPPED": ("HELD", 5, "CUSTOMS_HELD 5", None),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 6 CUSTOMS_RELEASED": ("CUSTOMS_RELEASED", 6, "", None),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 6 LAST_MILE": ("LAST_MILE", 6, "", None),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 5 CUSTOMS_RELEASED": ("CUSTOMS_RELEASED", 5, "", None),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 6 CUSTOMS_RELEASED, 7 HELD/CUSTOMS": ("HELD", 7, "CUSTOMS_HELD 7", None),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 6 HELD/CUSTOMS, 7 HELD/CUSTOMS": ("HELD", 5, "CUSTOMS_HELD 5", None),
    "1 IN_TRANSIT, 2 HELD/CUSTOMS, 3 IN_TRANSIT": ("IN_TRANSIT", 3, "", None),
    "1 EXPORT_CUSTOMS, 2 HELD/CUSTOMS, 3 EXPORT_RELEASED": ("EXPORT_RELEASED", 3, "", None),
    "1 EXPORT_CUSTOMS, 2 HELD/CUSTOMS, 3 DEPARTED_ORIGIN": ("DEPARTED_ORIGIN", 3, "", None),
    # General troubles are over with whatever comes next.
    f"{TO_CUSTOMS}, 5 HELD": ("HELD", 5, "HELD 5", None),
    f"{TO_CUSTOMS}, 5 HELD, 6 IN_TRANSIT": ("IMPORT_CUSTOMS", 4, "", None),
    f"{TO_CUSTOMS}, 5 DELAYED, 6 EXCEPTION": ("EXCEPTION", 6, "EXCEPTION 6", None),
    "1 DELAYED": ("DELAYED", 1, "DELAYED 1", None),
    "1 HELD, 1 IN_TRANSIT": ("HELD", 1, "HELD 1", None),
    # At the door.
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED": ("DELIVERY_FAILED", 5, "DELIVERY_FAILED 5", None),
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED/ABSENT, 6 IN_TRANSIT, 7 LAST_MILE": (
        "DELIVERY_FAILED", 5, "DELIVERY_FAILED 5", None,
    ),
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED, 6 OUT_FOR_DELIVERY": ("OUT_FOR_DELIVERY", 6, "", None),
    f"{TO_THE_DOOR}, 4 DELIVERY_FAILED": ("DELIVERY_FAILED", 4, "DELIVERY_FAILED 4", None),
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED, 6 AVAILABLE_FOR_PICKUP": ("AVAILABLE_FOR_PICKUP", 6, "", None),
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED, 5 AVAILABLE_FOR_PICKUP": ("AVAILABLE_FOR_PICKUP", 5, "", None),
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED, 6 OUT_FOR_DELIVERY, 7 DELIVERED": ("DELIVERED", 7, "", 7),
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED, 5 DELIVERED": ("DELIVERED", 5, "", 5),
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED/ADDRESS": ("DELIVERY_FAILED", 5, "ADDRESS_UNCLEAR 5", None),
    f"{TO_THE_DOOR}, 5 EXCEPTION/ADDRESS, 6 LAST_MILE": ("EXCEPTION", 5, "ADDRESS_UNCLEAR 5", None),
    f"{TO_THE_DOOR}, 5 EXCEPTION/ADDRESS, 6 OUT_FOR_DELIVERY": ("OUT_FOR_DELIVERY", 6, "", None),
    "1 RECEIVED, 2 EXCEPTION/ADDRESS, 3 IN_TRANSIT": ("IN_TRANSIT", 3, "", None),
    # Damaged: it may go on, and stays damaged until it is delivered.
    "1 RECEIVED, 2 DAMAGED": ("DAMAGED", 2, "DAMAGED 2", None),
    "1 RECEIVED, 2 DAMAGED, 3 OUT_FOR_DELIVERY": ("OUT_FOR_DELIVERY", 3, "DAMAGED 2", None),
    "1 RECEIVED, 2 DAMAGED, 3 DELIVERED": ("DELIVERED", 3, "", 3),
    "1 RECEIVED, 2 DELIVERED, 3 DAMAGED": ("DELIVERED", 2, "DAMAGED 3", 2),
    "1 DAMAGED, 2 IMPORT_CUSTOMS, 3 HELD/CUSTOMS": ("HELD", 3, "CUSTOMS_HELD 3, DAMAGED 1", None),
    # Delivered damaged: both are true, whatever other deliveries are told, and it began when damage was first told.
    "1 RECEIVED, 5 DELIVERED/DAMAGED": ("DELIVERED", 5, "DAMAGED 5", 5),
    "1 RECEIVED, 5 DELIVERED/DAMAGED@AWAY, 5 DELIVERED, 6 DELIVERED": ("DELIVERED", 5, "DAMAGED 5", 5),
    "1 RECEIVED, 2 DAMAGED, 5 DELIVERED/DAMAGED": ("DELIVERED", 5, "DAMAGED 2", 5),
    "1 RECEIVED, 5 DELIVERED/REFUSED": ("DELIVERED", 5, "", 5),
    "1 RECEIVED, 5 DELIVERED/DAMAGED, 6 RETURNING, 9 RETURNED": ("RETURNED", 9, "RETURNED 6, DAMAGED 5", 9),
    # Going back because of the address: both alarms ring, and the address may be mended before it is back.
    f"{TO_THE_DOOR}, 6 RETURNING/ADDRESS": ("RETURNING", 6, "RETURNED 6, ADDRESS_UNCLEAR 6", None),
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED/ADDRESS, 6 RETURNING/ADDRESS, 7 IN_TRANSIT": (
        "RETURNING", 6, "RETURNED 6, ADDRESS_UNCLEAR 5", None,
    ),
    "1 RECEIVED, 2 IN_TRANSIT, 6 RETURNING/ADDRESS, 7 IN_TRANSIT": (
        "RETURNING", 6, "RETURNED 6, ADDRESS_UNCLEAR 6", None,
    ),
    f"{TO_THE_DOOR}, 6 RETURNING/ADDRESS, 9 RETURNED": ("RETURNED", 9, "RETURNED 6", 9),
    f"{TO_THE_DOOR}, 6 RETURNING/ADDRESS, 9 DELIVERED@AWAY": ("DELIVERED", 9, "", 9),
    # Going back.
    f"{TO_THE_DOOR}, 5 DELIVERY_FAILED, 6 RETURNING": ("RETURNING", 6, "RETURNED 6", None),
    f"{TO_THE_DOOR}, 6 RETURNING, 7 IN_TRANSIT, 8 OUT_FOR_DELIVERY, 9 DELIVERY_FAILED": (
        "RETURNING", 6, "RETURNED 6, DELIVERY_FAILED 9", None,
    ),
    f"{TO_THE_DOOR}, 6 RETURNING, 9 RETURNED": ("RETURNED", 9, "RETURNED 6", 9),
    f"{TO_THE_DOOR}, 6 RETURNING, 9 DELIVERED@HOME": ("RETURNED", 9, "RETURNED 6", 9),
    f"{TO_THE_DOOR}, 6 RETURNING, 9 DELIVERED@AWAY": ("DELIVERED", 9, "", 9),
    f"{TO_THE_DOOR}, 6 RETURNING, 9 DELIVERED": ("RETURNING", 6, "RETURNED 6", 9),
    f"{TO_THE_DOOR}, 6 DELIVERED, 9 RETURNING": ("RETURNING", 9, "RETURNED 9", None),
    f"{TO_THE_DOOR}, 6 DELIVERED, 9 RETURNING, 10 DELIVERED": ("RETURNING", 9, "RETURNED 9", 10),
    f"{TO_THE_DOOR}, 6 DELIVERED@AWAY, 9 RETURNING, 10 DELIVERED@HOME": ("RETURNED", 10, "RETURNED 9", 10),
    f"{TO_THE_DOOR}, 9 DELIVERED@HOME": ("DELIVERED", 9, "", 9),
    f"{TO_THE_DOOR}, 9 DELIVERED, 9 RETURNED": ("RETURNED", 9, "RETURNED 9", 9),
    "1 RECEIVED, 2 RETURNED, 3 RETURNING": ("RETURNED", 2, "RETURNED 2", 2),
    "1 RECEIVED, 2 RETURNED, 5 DELIVERED@AWAY": ("DELIVERED", 5, "", 5),
    # Lost, found, destroyed; ties.
    "1 RECEIVED, 5 LOST": ("LOST", 5, "LOST 5", 5),
    "1 RECEIVED, 5 EXCEPTION/LOST": ("EXCEPTION", 5, "LOST 5", None),
    "1 RECEIVED, 5 EXCEPTION/LOST, 6 IN_TRANSIT": ("IN_TRANSIT", 6, "", None),
    "1 RECEIVED, 5 LOST, 6 IN_TRANSIT": ("IN_TRANSIT", 6, "", None),
    "1 RECEIVED, 5 LOST, 6 INFO_RECEIVED, 7 UNMAPPED": ("LOST", 5, "LOST 5", 5),
    "1 RECEIVED, 5 LOST, 6 DELIVERED": ("DELIVERED", 6, "", 6),
    "1 RECEIVED, 5 DELIVERED, 6 LOST": ("LOST", 6, "LOST 6", 6),
    "1 RECEIVED, 5 LOST, 5 DELIVERED": ("DELIVERED", 5, "", 5),
    "1 RECEIVED, 5 HELD/CUSTOMS, 6 DESTROYED": ("DESTROYED", 6, "LOST 6", 6),
    "1 RECEIVED, 6 DESTROYED, 7 IN_TRANSIT": ("DESTROYED", 6, "LOST 6", 6),
    # Corrected: the first delivery, unless something was said in between that takes it back.
    "1 RECEIVED, 5 DELIVERED, 7 DELIVERED": ("DELIVERED", 5, "", 5),
    "1 RECEIVED, 5 DELIVERED, 6 DELIVERY_FAILED": ("DELIVERED", 5, "", 5),
    "1 RECEIVED, 5 DELIVERED, 6 DELIVERY_FAILED, 8 DELIVERED": ("DELIVERED", 8, "", 8),
    # Words of the paper.
    "1 CREATED, 2 CANCELLED": ("CANCELLED", 2, "", 2),
    "1 RECEIVED, 2 CANCELLED": ("CANCELLED", 2, "", 2),
    "1 CANCELLED, 2 RECEIVED": ("RECEIVED", 2, "", None),
    "1 CANCELLED, 2 EXCEPTION": ("CANCELLED", 1, "", 1),
    "1 RECEIVED, 2 DELIVERED, 3 EXPIRED": ("DELIVERED", 2, "", 2),
    "1 RECEIVED, 2 DELIVERED, 3 CANCELLED": ("DELIVERED", 2, "", 2),
    "1 RECEIVED, 3 EXPIRED": ("EXPIRED", 3, "", 3),
    f"{TO_CUSTOMS}, 5 HELD/CUSTOMS, 800 EXPIRED": ("EXPIRED", 800, "CUSTOMS_HELD 5", 800),
    "1 RECEIVED, 3 EXPIRED, 4 IN_TRANSIT": ("IN_TRANSIT", 4, "", None),
    "1 RECEIVED, 3 EXPIRED, 4 EXCEPTION": ("EXCEPTION", 4, "EXCEPTION 4", None),
    "1 RECEIVED, 3 EXPIRED, 4 UNMAPPED, 5 INFO_RECEIVED": ("EXPIRED", 3, "", 3),
}  # fmt: skip


@pytest.mark.parametrize("journey", CASES, ids=lambda journey: journey or "nothing")
def test_where_a_parcel_stands(journey: str) -> None:
    milestone, since, exceptions, ended = CASES[journey]
    said = [one.parts() for one in read(journey)]
    found = standing(of_events(said))
    assert (found.milestone, found.milestone_at) == (milestone, since and hour(since))
    shown = [one.split() for one in exceptions.split(", ")] if exceptions else []
    assert found.exceptions == tuple((kind, hour(float(at))) for kind, at in shown)
    assert (found.exception, found.exception_at) == ((shown[0][0], hour(float(shown[0][1]))) if shown else ("", None))
    assert found.ended_at == (ended and hour(ended))
    assert found.delivered_at == (hour(since) if milestone == "DELIVERED" and since else None)
    assert standing(of_events(reversed(said))) == found


# A journey → first scan, departure, arrival, last sign of life, last event.
MOMENTS = {
    "1 CREATED, 2 INFO_RECEIVED": (None, None, None, None, 2),
    "1 UNMAPPED, 2 INFO_RECEIVED": (None, None, None, 1, 2),
    "1 EXCEPTION, 2 DELAYED": (None, None, None, 2, 2),
    "1 HELD": (None, None, None, 1, 1),
    "1 HELD/CUSTOMS": (1, None, None, 1, 1),
    "1 RECEIVED, 3 DEPARTED_ORIGIN, 4 DEPARTED_ORIGIN, 9 ARRIVED_DESTINATION, 8 INFO_RECEIVED": (1, 3, 9, 9, 9),
    "1 RECEIVED, 2 UNMAPPED, 5 INFO_RECEIVED": (1, None, None, 2, 5),
    "1 DELIVERY_FAILED": (1, None, None, 1, 1),
    "5 LOST": (None, None, None, 5, 5),
}


@pytest.mark.parametrize("journey", MOMENTS)
def test_moments(journey: str) -> None:
    found = standing(of_events(one.parts() for one in read(journey)))
    known = (found.scanned_at, found.departed_at, found.arrived_at, found.alive_at, found.last_event_at)
    assert known == tuple(at and hour(at) for at in MOMENTS[journey])


def test_marks_keep_what_they_say() -> None:
    marks = of_events(one.parts() for one in read("1 RECEIVED, 5 HELD/CUSTOMS, 3 HELD/CUSTOMS, 9 DELIVERED@AWAY"))
    assert unpack(pack(marks)) == marks
    assert merge(marks, marks) == marks
    backwards = dict(reversed(marks.items()))
    assert pack(backwards) == pack(marks)


def test_a_mark_of_a_newer_version_is_passed_over() -> None:
    marks = of_events(one.parts() for one in read("1 RECEIVED"))
    assert standing({**marks, 60 << 8: (0, 10**18)}) == standing(marks) != Standing()
