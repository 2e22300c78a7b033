"""A ZPL printer behind a TCP port: it takes formats, answers ~HS, and keeps every label by itself."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass, field

from fahuo.printing.emulation.mood import Mood

ASKED = b"~HS"
_START, _END = b"^XA", b"^XZ"
_ABORT = struct.pack("ii", 1, 0)  # SO_LINGER: closing sends RST and forgets what was not read


@dataclass(slots=True)
class RawPrinter:
    """What it was sent: `received` of each connection without questions, `labels` as formats or whole PDF files."""

    mood: Mood = field(default_factory=Mood)
    printed: Callable[[bytes, str], None] = lambda content, file_format: None
    labels: list[bytes] = field(default_factory=list)
    received: list[bytes] = field(default_factory=list)
    connections: int = 0

    async def start(self, port: int = 0) -> asyncio.Server:
        """Listen on a port of 127.0.0.1; 0 takes a free one."""
        return await asyncio.start_server(self._serve, "127.0.0.1", port, limit=2**20)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.received.append(b"")
        line = _Line(self, len(self.received) - 1, writer)
        try:
            while chunk := await reader.read(4096):
                await line.take(chunk)
            line.ended()
        except ConnectionError:
            return
        finally:
            writer.close()

    def status(self) -> bytes:
        """Return what ~HS is answered with: three lines between STX and ETX (ZPL II Programming Guide)."""
        paper = self.mood.paper_out or (
            self.mood.paper_out_after is not None and len(self.labels) >= self.mood.paper_out_after
        )
        first = f"030,{int(paper)},{int(self.mood.paused)},1245,000,0,0,0,000,0,0,0"
        second = f"000,0,{int(self.mood.head_open)},0,0,2,4,0,00000000,1,000"
        return b"".join(b"\x02%s\x03\r\n" % line.encode() for line in (first, second, "1234,0"))


class _Line:
    """One connection: bytes come in any portions."""

    def __init__(self, printer: RawPrinter, number: int, writer: asyncio.StreamWriter) -> None:
        self._printer, self._number, self._writer = printer, number, writer
        self._waiting = b""

    async def take(self, chunk: bytes) -> None:
        """Take bytes and act on all that are whole."""
        self._waiting += chunk
        while await self._step():
            pass

    def ended(self) -> None:
        """The other side sends nothing more: a PDF is whole then."""
        if self._waiting.startswith(b"%PDF"):
            self._keep(self._waiting, "PDF")

    async def _step(self) -> bool:
        """Take the next label or question off what waits; False when more bytes are needed."""
        if self._waiting.startswith(b"%PDF"):
            return False
        start, asked = self._waiting.find(_START), self._waiting.find(ASKED)
        if asked >= 0 and (start < 0 or asked < start):
            self._note(self._waiting[:asked])
            self._waiting = self._waiting[asked + len(ASKED) :]
            await self._answer()
            return True
        end = self._waiting.find(_END, max(start, 0))
        if start < 0 or end < 0:
            return False
        self._break_if_due()
        label, self._waiting = self._waiting[: end + len(_END)], self._waiting[end + len(_END) :]
        await asyncio.sleep(self._printer.mood.slow_s)
        self._keep(label, "ZPL", label[start:])
        return True

    async def _answer(self) -> None:
        if self._printer.mood.answers:
            self._writer.write(self._printer.status())
            await self._writer.drain()

    def _break_if_due(self) -> None:
        limit = self._printer.mood.break_after
        if limit is not None and len(self._printer.labels) >= limit:
            self._writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
            self._writer.transport.abort()
            raise ConnectionResetError("told to break off")

    def _keep(self, content: bytes, file_format: str, label: bytes | None = None) -> None:
        self._note(content)
        self._waiting = b"" if label is None else self._waiting
        self._printer.labels.append(content if label is None else label)
        self._printer.printed(self._printer.labels[-1], file_format)

    def _note(self, content: bytes) -> None:
        self._printer.received[self._number] += content
