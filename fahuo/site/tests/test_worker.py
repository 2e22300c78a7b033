"""The worker's own watching: one failed look does not end it."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from procrastinate.exceptions import ConnectorException

from fahuo.site.cli import worker


def test_stalled_jobs_are_looked_for_again_after_a_look_that_failed(monkeypatch):
    monkeypatch.setattr(worker, "STALLED_S", 0.003)
    looks: list[float] = []

    async def look(*, seconds_since_heartbeat: float) -> list[Any]:
        looks.append(seconds_since_heartbeat)
        if len(looks) == 1:
            raise ConnectorException
        return []

    async def rescue() -> None:
        going = asyncio.create_task(
            worker.rescue_stalled(SimpleNamespace(job_manager=SimpleNamespace(get_stalled_jobs=look)))
        )
        while len(looks) < 3 and not going.done():
            await asyncio.sleep(0.001)
        going.cancel()

    asyncio.run(rescue())
    assert len(looks) == 3
