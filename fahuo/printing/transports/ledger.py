"""What a transport is told, and whom it tells while documents leave for a printer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from fahuo.kit.networks import Networks


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for a connection, for a sign of life, and for a job to be done.

    A job is watched for `watch_s` at a time, so that a slow printer does not keep a worker from its other work.
    """

    connect_s: float = 5.0
    answer_s: float = 60.0
    watch_s: float = 20.0
    done_s: float = 900.0


@dataclass(frozen=True, slots=True)
class Reach:
    """Which networks printers may stand in, and how long to wait for them."""

    networks: Networks
    patience: Patience


class Ledger(Protocol):
    """The batch's row, as a transport knows it. It is no longer ours when the answer is False: send nothing more."""

    def may_send(self, place: int) -> bool:
        """Tell whether this document, counted from 0, may still leave; its waybill may be cancelled since."""

    def handed(self, count: int) -> bool:
        """Take note that so many documents were surely handed over; False when the batch is another's by now."""

    def took(self, job_number: str) -> bool:
        """Take note of the printer's own number of the job, before its documents leave."""
