"""How an emulator is set up: by a command line, a file of faults, or a test."""

from __future__ import annotations

import time
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from fahuo.carriers.emulation.durations import Law
from fahuo.carriers.emulation.faults import Fault
from fahuo.carriers.emulation.journey import Plot

ENVIRONMENT = "FAHUO_EMULATOR"


@dataclass(frozen=True, slots=True)
class Options:
    """What can be chosen when an emulator starts.

    `latency_ms` passes before each call is worked on; with `latency_p99_ms` it is the median of a law with a long
    tail. `answer_after_ms` passes between the work and its answer. `calls_per_s` is how many calls the carrier bears;
    more are turned away. `credentials` is the one account that exists (default: the manifest's demo account). `book`
    is a file to which every booking is appended before it is answered, and from which a restarted emulator goes on.
    `label_not_ready` is how often a label is "not ready" before it comes. `number_after_s` delays the last-mile
    tracking number; None means that the parcel has none. `strict_time` checks the date of a signature. `clock` gives
    seconds since 1970. `journeys` are plots with their shares; `journey_speed` is how many emulated seconds pass in
    one. With a `journey_law` (`durations.Law`) steps take drawn times instead of the plots' fixed hours: the same ones
    for a reference and a `journey_seed`. `stray_code` adds an event of that code to every journey. To `push_url` new
    events are sent by themselves.
    """

    credentials: Mapping[str, str] = field(default_factory=dict)
    latency_ms: float = 0
    latency_p99_ms: float = 0
    answer_after_ms: float = 0
    calls_per_s: float | None = None
    book: Path | None = None
    label_not_ready: int = 0
    number_after_s: float | None = None
    strict_time: bool = True
    token_lifetime_s: float = 7200
    refuse_duplicates: bool = True
    journeys: Mapping[Plot, float] = field(default_factory=lambda: {Plot.HAPPY: 1.0})
    journey_speed: float = 1
    journey_law: str = ""
    journey_seed: int = 0
    stray_code: str = ""
    push_url: str = ""
    faults: tuple[Fault, ...] = ()
    clock: Callable[[], float] = time.time

    @classmethod
    def of(cls, demo_credentials: Mapping[str, str], **chosen: Any) -> Options:
        """Fill in the demo account where none is chosen."""
        return cls(**{"credentials": demo_credentials, **chosen})


def read_options(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Turn values as a command line, JSON or TOML gives them into those of `Options`; `ValueError` says what is wrong.

    A fault is text (`create:silence_after:2%`) or a table with the fields of `Fault`.
    """
    known = {field.name for field in fields(Options)} - {"clock"}
    if strange := sorted(set(plain) - known):
        raise ValueError(f"No such option: {', '.join(strange)}. Known: {', '.join(sorted(known))}.")
    chosen = dict(plain)
    if chosen.get("book"):
        chosen["book"] = Path(chosen["book"])
    if "journeys" in chosen:
        chosen["journeys"] = {Plot(name): float(share) for name, share in chosen["journeys"].items()}
    if chosen.get("journey_law"):
        chosen["journey_law"] = Law(chosen["journey_law"])
    chosen["faults"] = tuple(Fault.read(fault) for fault in chosen.get("faults", ()))
    return chosen


def read_file(path: Path) -> dict[str, Any]:
    """Return the plain options of a TOML file, such as `storm.toml`; `ValueError` names the file."""
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
        read_options(plain)
    except (OSError, UnicodeDecodeError, TypeError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from error
    return plain
