"""Runs emulated printers beside the program: in a thread of their own, until the block ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from fahuo.printing.emulation import http_server
from fahuo.printing.emulation.ipp_printer import IppPrinter
from fahuo.printing.emulation.raw_printer import RawPrinter

Start = Callable[[], Awaitable[asyncio.Server]]


@contextmanager
def running(printer: RawPrinter | IppPrinter, port: int = 0) -> Iterator[str]:
    """Serve a printer on loopback while the block runs; yields its address as the printer's settings want it."""

    async def start() -> asyncio.Server:
        if isinstance(printer, RawPrinter):
            return await printer.start(port)
        return await http_server.start(printer.app(), port)

    with _served(start) as found:
        yield f"127.0.0.1:{found}" if isinstance(printer, RawPrinter) else f"ipp://127.0.0.1:{found}/ipp/print"


@contextmanager
def _served(start: Start) -> Iterator[int]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_begun(start), loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_ended(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _begun(start: Start) -> asyncio.Server:
    return await start()


async def _ended(server: asyncio.Server) -> None:
    """Close the door, and whatever is still going on behind it."""
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0)
