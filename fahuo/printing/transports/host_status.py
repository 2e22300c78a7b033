"""The answer of a ZPL printer to ~HS, "Host Status Return" (ZPL II Programming Guide, command ~HS).

Three lines, each between STX and ETX. Of the first: paper out, pause, formats in the buffer. Of the second: head open,
ribbon out, whether there is a ribbon at all, labels that are still to come out.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from fahuo.trade.problem import Problem

ASK = b"~HS"
_LINE = re.compile(rb"\x02([^\x02\x03]*)\x03")
LINES = 3


class HostStatus(NamedTuple):
    """How the printer is."""

    paper_out: bool
    paused: bool
    head_open: bool
    ribbon_out: bool
    waiting: int  # labels that are still to come out

    @property
    def problem(self) -> Problem | None:
        """Return what a person must do before the printer prints; None when it is ready."""
        if self.paper_out:
            return Problem("PRINTER_PAPER_OUT", "printer")
        if self.head_open:
            return Problem("PRINTER_HEAD_OPEN", "printer")
        if self.ribbon_out:
            return Problem("PRINTER_RIBBON_OUT", "printer")
        if self.paused:
            return Problem("PRINTER_PAUSED", "printer")
        return None


def read(answer: bytes) -> HostStatus | None:
    """Read an answer; None while it is not whole, or when it is no host status at all."""
    lines = [line.split(b",") for line in _LINE.findall(answer)]
    if len(lines) < LINES or len(lines[0]) < 5 or len(lines[1]) < 9:
        return None
    first, second = lines[0], lines[1]
    with_ribbon = second[4] == b"1"
    try:
        waiting = int(first[4]) + int(second[8])
    except ValueError:
        return None
    return HostStatus(first[1] == b"1", first[2] == b"1", second[2] == b"1", with_ribbon and second[3] == b"1", waiting)
