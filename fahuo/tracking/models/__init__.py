"""The tables of tracking: events as they came, how far each parcel is, and where its numbers are asked for."""

from fahuo.tracking.models.events import OTHER_CODES, Event, Oddity, StrayEvent, UnmappedCode
from fahuo.tracking.models.journey import Journey
from fahuo.tracking.models.lane_law import LaneLaw, Prediction
from fahuo.tracking.models.latency import Latency, Span
from fahuo.tracking.models.leg import Leg, LegRole, PushAddress, PushReceipt
from fahuo.tracking.models.silence import AskedOutcome, AskedParcel, SupplementRequest

__all__ = [
    "OTHER_CODES",
    "AskedOutcome",
    "AskedParcel",
    "Event",
    "Journey",
    "LaneLaw",
    "Latency",
    "Leg",
    "LegRole",
    "Oddity",
    "Prediction",
    "PushAddress",
    "PushReceipt",
    "Span",
    "StrayEvent",
    "SupplementRequest",
    "UnmappedCode",
]
