"""The emulated carriers of the demo and of `fahuo run`: real HTTP on loopback, like the carriers'."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.emulation import server

# What goes wrong in the demo. Answers are lost only where the carrier can be asked afterwards; of the others a person
# would have to be asked, and the demo has none.
ROUGH = ("*:rate_limit:1%", "label:error_before:2%")
# Two hours of a parcel's life in a second, and what becomes of parcels.
SPEED = 7200
ENDS = {
    "HAPPY": 0.72, "CUSTOMS_HOLD": 0.07, "ADDRESS_UNCLEAR": 0.05, "FAILED_DELIVERY": 0.06, "RETURN": 0.04,
    "LOSS": 0.02, "SILENCE": 0.04,
}  # fmt: skip
# While pages are tried out there is time to cancel: six minutes in a second.
SLOWER = 360
LOST = ("create:reset_after:5%", "create:garbage_after:5%", "create:error_after:5%")


def bookable() -> tuple[str, ...]:
    """Return the carriers that book and whose services are known without anybody's contract."""
    return tuple(code for code in registry.codes() if registry.services(code))


def faults(code: str) -> list[str]:
    """Return what goes wrong at this carrier in the demo."""
    return [*ROUGH, *(LOST if registry.manifest(code).can(Capability.FIND) else ())]


@contextmanager
def running(codes: Sequence[str], **options: Any) -> Iterator[Mapping[str, str]]:
    """Serve an emulator per carrier, each a process of its own, while the block runs; yield carrier code → base URL."""
    with ExitStack() as stack:
        yield {code: stack.enter_context(server.running(code, **options)) for code in codes}


@contextmanager
def sharing(
    codes: Sequence[str],
    *,
    books: Path,
    rough: bool = False,
    speed: float = SLOWER,
    push_urls: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Mapping[str, str]]:
    """Serve all these emulators in one process; yield carrier code → base URL. `rough`: with the demo's faults.

    Each keeps its bookings in the folder `books` and goes on from what it finds there. New parcels live `speed` seconds
    in one. News of a parcel goes to the carrier's address in `push_urls`.
    """
    life = {"journeys": ENDS, "journey_speed": speed}
    with server.running_these(
        {
            code: {
                **_book(books, code),
                **life,
                "push_url": push_urls.get(code, ""),
                **({"faults": faults(code)} if rough else {}),
            }
            for code in codes
        }
    ) as urls:
        yield urls


def forget(books: Path) -> None:
    """Throw away what the emulators of this folder hold."""
    shutil.rmtree(books, ignore_errors=True)


def _book(books: Path, code: str) -> dict[str, Any]:
    books.mkdir(parents=True, exist_ok=True)
    return {"book": str(books / f"{code}.jsonl")}
