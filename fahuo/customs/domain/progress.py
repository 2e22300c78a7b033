"""Where a declaration stands, computed anew from all that was sent and all that came back.

It is a fold over a set: receipts may come twice, late and in any order, and the result is the same. What counts of a
message is its last node; receipts of earlier ones stay on the timeline and change nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fahuo.trade.problem import Problem, Severity

ORDER, WAYBILL, LIST, CANCEL = "CEB303", "CEB505", "CEB603", "CEB605"
# Of two receipts of one moment the later in this row counts: customs never go back within a millisecond.
_ROW = (
    *("DRAFT", "QUEUED", "STAGED", "SUBMITTED", "SENT", "SEND_FAILED", "ERROR", "ACCEPTED", "REVIEW", "CONCLUDED"),
    *("INSPECTION", "SUSPENDED", "DETAINED", "RETURNED", "REJECTED", "RELEASED", "CLOSED", "CANCELLED"),
)
_RANK = {state: place for place, state in enumerate(_ROW)}
USABLE = frozenset({"RELEASED", "CLOSED"})
FAILED = frozenset({"REJECTED", "ERROR"})
# Customs have stored it, or went on from there.
STORED = frozenset({"ACCEPTED", "REVIEW", "CONCLUDED", "INSPECTION", "RELEASED", "CLOSED"})
# "Exists already": what the window says of identical bytes that it has taken before.
DUPLICATES = frozenset({"-301010", "-301011", "-504012", "-504015", "-504016", "-621004"})


@dataclass(frozen=True, slots=True)
class Said:
    """One receipt that was believed: what it answers, the state it tells, when customs wrote it."""

    node_id: int
    state: str
    code: str
    at: datetime
    text: str = ""
    sha256: str = ""
    pre_no: str = ""
    invt_no: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One node that went into a message. `calls`: how often its message was sent. `refused`: why the window refused."""

    node_id: int
    kind: str
    calls: int = 1
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Where one document stands."""

    state: str
    at: datetime | None = None
    code: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a declaration stands: the whole, its parts, the numbers that customs gave."""

    state: str
    at: datetime | None
    parts: Mapping[str, Part]
    pre_no: str
    invt_no: str
    released_at: datetime | None
    problems: tuple[Problem, ...]

    def part(self, kind: str, otherwise: str = "DRAFT") -> Part:
        """Return where one document stands; what was never sent is `otherwise`."""
        return self.parts.get(kind, Part(otherwise))


def standing(sent: Iterable[Sent], said: Iterable[Said]) -> Standing:
    """Return where a declaration stands."""
    last = last_of(sent)
    by_node: dict[int, list[Said]] = {}
    for receipt in said:
        by_node.setdefault(receipt.node_id, []).append(receipt)
    parts = {kind: part_of(node, by_node.get(node.node_id, ())) for kind, node in last.items()}
    lists = _in_time(by_node.get(last[LIST].node_id, ())) if LIST in last else ()
    state, at = _whole(parts)
    return Standing(
        state=state,
        at=at,
        parts=parts,
        pre_no=next((one.pre_no for one in reversed(lists) if one.pre_no), ""),
        invt_no=next((one.invt_no for one in reversed(lists) if one.invt_no), ""),
        released_at=min((one.at for one in lists if one.state in USABLE), default=None),
        problems=tuple(_problems(parts)),
    )


def last_of(sent: Iterable[Sent]) -> dict[str, Sent]:
    """Return the node that counts of each kind. With a new order begins a new try, and lists before it are past."""
    last: dict[str, Sent] = {}
    for node in sent:
        if node.kind not in last or last[node.kind].node_id < node.node_id:
            last[node.kind] = node
    begun = last[ORDER].node_id if ORDER in last else 0
    return {kind: node for kind, node in last.items() if node.node_id > begun or kind in {ORDER, WAYBILL}}


def part_of(node: Sent, said: Sequence[Said]) -> Part:
    """Return where one document stands by the receipts of its node."""
    known = [one for one in said if not (one.code in DUPLICATES and node.calls > 1)]
    if known:
        latest = _in_time(known)[-1]
        return Part(latest.state, latest.at, latest.code, latest.text)
    if said:  # it was sent again, and the window says that it has it
        return Part("STAGED", _in_time(said)[-1].at)
    if node.refused:
        return Part("ERROR", None, "WINDOW_REFUSED", node.refused)
    return Part("QUEUED")


def _in_time(said: Sequence[Said]) -> list[Said]:
    return sorted(said, key=lambda one: (one.at, _RANK.get(one.state, 0), one.sha256))


def _whole(parts: Mapping[str, Part]) -> tuple[str, datetime | None]:
    cancelled = parts.get(CANCEL)
    if cancelled and cancelled.state == "CONCLUDED":
        return "CANCELLED", cancelled.at
    failed = next((parts[kind] for kind in (ORDER, WAYBILL) if kind in parts and parts[kind].state in FAILED), None)
    whole = parts.get(LIST)
    if whole and (whole.at or whole.state in FAILED):
        return whole.state, whole.at
    return (failed.state, failed.at) if failed else ("QUEUED", None)


def _problems(parts: Mapping[str, Part]) -> Iterable[Problem]:
    for kind, part in sorted(parts.items()):
        detail = f"{part.code} {part.text}".strip()[:300]
        if part.code == "WINDOW_REFUSED":
            yield Problem("WINDOW_REFUSED", kind, part.text[:300])
        elif part.state == "REJECTED":
            yield Problem("DECLARATION_REJECTED", kind, detail)
        elif part.state == "ERROR":
            yield Problem("DECLARATION_ERROR", kind, detail)
        elif part.state == "SEND_FAILED":
            yield Problem("DECLARATION_ERROR", kind, detail, Severity.WARN)
