"""Printing over a plain TCP connection, as a rule to port 9100: what is written comes out of the printer.

There is no answer in this protocol. ZPL printers tell how they are when asked (`~HS`), in the stream of what they were
sent: an answer after a label means that the label arrived in the printer itself. Printers that do not answer are fine;
of what they got nothing is sure until they close the connection. Nothing is ever sent again from here.
"""

from __future__ import annotations

import fcntl
import socket
import struct
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from fahuo.kit import networks
from fahuo.kit.networks import NetworkRefused
from fahuo.printing.domain import Delivered, Delivery, Doubtful, NotSent, Place
from fahuo.printing.transports import host_status
from fahuo.printing.transports.host_status import HostStatus
from fahuo.printing.transports.ledger import Ledger, Reach
from fahuo.trade.problem import Problem

FIRST_ANSWER_S = 2.0  # a printer that says nothing for so long does not know ~HS
PORTION = 65_536
TELL_EVERY_S = 5.0  # a slow printer takes minutes for a long file; the batch stays ours meanwhile
_LOOK_EVERY_S = 0.005


@dataclass(slots=True)
class _Line:
    """An open connection. `talks`: the printer has answered ~HS."""

    socket: socket.socket
    answer_s: float
    talks: bool = False
    heard: bytes = field(default=b"")

    def write(self, content: bytes, goes_on: Callable[[], bool] = lambda: True) -> None:
        """Hand over, waiting while the printer's buffer is full; `OSError` when it takes nothing for too long.

        However long it takes as a whole, it `goes_on` is asked now and then; `OSError` when not.
        """
        self.socket.settimeout(self.answer_s)
        left, told = memoryview(content), time.monotonic()
        while left:
            left = left[self.socket.send(left[:PORTION]) :]
            if time.monotonic() - told > TELL_EVERY_S:
                if not goes_on():
                    raise ConnectionAbortedError("stopped here")
                told = time.monotonic()

    def ask(self, within_s: float) -> HostStatus | None:
        """Ask how the printer is; None when no whole answer comes in time. `OSError` when the connection broke."""
        self.heard = b""
        self.write(host_status.ASK)
        until = time.monotonic() + within_s
        while (left := until - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                heard = self.socket.recv(4096)
            except TimeoutError:
                return None
            if not heard:
                raise ConnectionResetError("the printer closed the connection")
            self.heard += heard
            if (status := host_status.read(self.heard)) is not None:
                return status
        return None

    def arrived(self) -> bool:
        """Wait until the printer's system has acknowledged every byte; False when it takes none for too long."""
        until, before = time.monotonic() + self.answer_s, _unacknowledged(self.socket)
        while (waiting := _unacknowledged(self.socket)) and time.monotonic() < until:
            if waiting < before:
                until, before = time.monotonic() + self.answer_s, waiting
            time.sleep(_LOOK_EVERY_S)
        return not waiting

    def close_in_order(self) -> None:
        """Say that nothing more comes, and wait for the printer to close; `OSError` when it does not, or broke off."""
        self.socket.shutdown(socket.SHUT_WR)
        self.socket.settimeout(self.answer_s)
        try:
            while self.socket.recv(4096):
                pass
        except TimeoutError:
            raise TimeoutError("the printer neither answers nor closes the connection") from None


def ask(place: Place, *, zpl: bool, reach: Reach) -> Problem | None:
    """Connect and, if it talks ZPL, ask how it is; None: it would take labels."""
    line = _connected(place, reach)
    if isinstance(line, Problem):
        return line
    with line.socket:
        try:
            status = line.ask(FIRST_ANSWER_S) if zpl else None
        except OSError as error:
            return _unreachable(place, error)
    return status.problem if status else None


def deliver(place: Place, documents: Sequence[bytes], *, zpl: bool, reach: Reach, ledger: Ledger) -> Delivery:
    """Hand over the documents one after the other, as far as it goes."""
    line = _connected(place, reach)
    if isinstance(line, Problem):
        return NotSent(line)
    with line.socket:
        if zpl and (trouble := _trouble(line, place)):
            return NotSent(trouble)
        return _all(line, documents, ledger)


def _connected(place: Place, reach: Reach) -> _Line | Problem:
    try:
        found = networks.addresses(place.host, place.port, reach.networks)
    except NetworkRefused:
        return Problem("PRINTER_NETWORK", "address", place.netloc)
    except OSError as error:
        return _unreachable(place, error)
    last: OSError = ConnectionError("no address")
    for address in found:
        try:
            opened = socket.create_connection((address, place.port), timeout=reach.patience.connect_s)
        except OSError as error:
            last = error
            continue
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return _Line(opened, reach.patience.answer_s)
    return _unreachable(place, last)


def _trouble(line: _Line, place: Place) -> Problem | None:
    """Look before anything is sent; whoever does not answer is taken as ready."""
    try:
        status = line.ask(FIRST_ANSWER_S)
    except OSError as error:
        return _unreachable(place, error)
    line.talks = status is not None
    return status.problem if status else None


def _all(line: _Line, documents: Sequence[bytes], ledger: Ledger) -> Delivery:
    sure = 0
    for place, content in enumerate(documents):
        if not ledger.may_send(place):
            continue
        try:
            line.write(content, partial(ledger.handed, sure))
            status = _received(line)
        except OSError as error:
            return _broken(error, sure, place + 1)
        sure = place + 1 if line.talks else 0
        if not ledger.handed(sure):
            return _broken(ConnectionAbortedError("stopped here"), sure, place + 1)
        if status is not None and status.problem and place + 1 < len(documents):
            return NotSent(status.problem, sent=sure)
    return _finished(line, len(documents))


def _received(line: _Line) -> HostStatus | None:
    """Return how the printer is once it has the label; `OSError` when that is not sure in time."""
    if not line.talks:
        if not line.arrived():
            raise TimeoutError("the printer takes nothing")
        return None
    status = line.ask(line.answer_s)
    if status is None:
        raise TimeoutError("the printer does not answer any more")
    return status


def _finished(line: _Line, count: int) -> Delivery:
    """Say what the printer lacks: it keeps what it got until that is mended. A silent one must close the connection.

    That its system acknowledged the bytes says little: they may lie there while the printer hangs.
    """
    try:
        if not line.talks:
            line.close_in_order()
            return Delivered(count)
        status = line.ask(line.answer_s)
    except OSError as error:
        return Delivered(count) if line.talks else _broken(error, 0, count)
    return Delivered(count, trouble=status.problem if status else None)


def _broken(error: OSError, sure: int, at_most: int) -> Doubtful:
    detail = f"{sure}–{at_most}: {error.strerror or error or type(error).__name__}"
    return Doubtful(Problem("PRINTER_CONNECTION_BROKE", "printer", detail[:120]), sure, at_most)


def _unreachable(place: Place, error: OSError) -> Problem:
    return Problem("PRINTER_UNREACHABLE", "address", f"{place.netloc}: {error.strerror or error}"[:120])


def _unacknowledged(opened: socket.socket) -> int:
    """Return how many bytes the other side has not acknowledged; 0 where the system does not tell (it is Linux's)."""
    try:
        answer = fcntl.ioctl(opened.fileno(), termios.TIOCOUTQ, struct.pack("i", 0))
    except OSError:
        return 0
    return int(struct.unpack("i", answer)[0])
