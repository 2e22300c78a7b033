"""What an emulated printer is up to: its faults, and whether somebody looks after it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Mood:
    """How a printer behaves; it may be changed while it runs.

    Of a raw printer: `answers` ~HS at all; its paper is out after so many labels; it breaks the connection off while it
    takes the label after `break_after`; it takes `slow_s` for each. Of IPP: `busy` turns jobs away; `aborts` ends a job
    that it took; `breaks` names the operation after which the connection breaks, the work being done (`print-job`,
    `create-job`, `send-document`); `loses` breaks off before the document arrived; `two_steps` offers Create-Job;
    `forgets` keeps no job that has ended; `polls` so often a job is still at work.
    """

    answers: bool = True
    paper_out: bool = False
    head_open: bool = False
    paused: bool = False
    paper_out_after: int | None = None
    break_after: int | None = None
    slow_s: float = 0.0
    busy: bool = False
    aborts: bool = False
    breaks: str = ""
    loses: str = ""
    two_steps: bool = True
    forgets: bool = False
    polls: int = 1
