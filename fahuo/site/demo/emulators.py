"""Several carriers' emulators at once, each a process of its own on loopback: real HTTP, like the carriers'."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from fahuo.carriers.emulation import server


@contextmanager
def running(codes: Sequence[str], **options: Any) -> Iterator[Mapping[str, str]]:
    """Serve an emulator per carrier while the block runs; yield carrier code → base URL."""
    with ExitStack() as stack:
        yield {code: stack.enter_context(server.running(code, **options)) for code in codes}
