"""Why a parcel is in trouble (异常原因), beside the milestone that says so."""

from __future__ import annotations

from enum import StrEnum


class ExceptionReason(StrEnum):
    """What a carrier's code says went wrong; NONE where it says no more than its milestone does."""

    NONE = ""
    CUSTOMS = "CUSTOMS"  # held or wanting papers at customs, of either side
    ADDRESS = "ADDRESS"  # unclear, incomplete or wrong
    ABSENT = "ABSENT"  # nobody was there
    REFUSED = "REFUSED"  # the recipient did not want it
    UNCLAIMED = "UNCLAIMED"  # not fetched from the pick-up point
    PAYMENT = "PAYMENT"  # duty or fee to be paid by the recipient
    PROHIBITED = "PROHIBITED"  # goods that the carrier or the law does not carry
    DAMAGED = "DAMAGED"
    LOST = "LOST"
    WEATHER = "WEATHER"  # or another force from outside
    SECURITY = "SECURITY"
