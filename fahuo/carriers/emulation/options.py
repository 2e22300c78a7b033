"""How an emulator is set up."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fahuo.carriers.emulation.faults import Fault

ENVIRONMENT = "FAHUO_EMULATOR"


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen when an emulator starts.

    `latency_ms` passes before each call is worked on, `answer_after_ms` between the work and its answer.
    `credentials` is the one account that exists (default: the manifest's demo account). `book` is a file to which every
    booking is appended before it is answered, and from which a restarted emulator goes on. `label_not_ready` is how
    often a label is "not ready" before it comes. `number_after_s` delays the last-mile tracking number; None means
    that the parcel has none. `strict_time` checks the date of a signature. `clock` gives seconds since 1970.
    `journey_speed` is how many emulated seconds pass in one; `stray_code` adds an event of that code to every journey.
    """

    credentials: Mapping[str, str] = field(default_factory=dict)
    latency_ms: float = 0
    answer_after_ms: float = 0
    book: Path | None = None
    label_not_ready: int = 0
    number_after_s: float | None = None
    strict_time: bool = True
    token_lifetime_s: float = 7200
    refuse_duplicates: bool = True
    journey_speed: float = 1
    stray_code: str = ""
    faults: tuple[Fault, ...] = ()
    clock: Callable[[], float] = time.time

    @classmethod
    def of(cls, demo_credentials: Mapping[str, str], **chosen: Any) -> Options:
        """Fill in the demo account where none is chosen."""
        return cls(**{"credentials": demo_credentials, **chosen})


def read_options(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Turn values as a command line or JSON gives them into those of `Options`; `ValueError` says what is wrong."""
    chosen = dict(plain)
    if chosen.get("book"):
        chosen["book"] = Path(chosen["book"])
    chosen["faults"] = tuple(Fault.parse(text) for text in chosen.get("faults", ()))
    return chosen
