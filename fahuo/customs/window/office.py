"""The emulated window behind its counter: looks at a message, judges every node, and lets receipts leave."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from fahuo.customs.ceb.check import element_problems, kind_of
from fahuo.customs.ceb.envelope import Envelope
from fahuo.customs.ceb.fields import NODES, RECEIPT_OF, SIGNED, Node
from fahuo.customs.ceb.safe_xml import MessageRefused, parse_whole
from fahuo.customs.ceb.schema import SIGNATURES
from fahuo.customs.ceb.signature import verify
from fahuo.customs.window import lists, orders, summaries
from fahuo.customs.window.book import Book, Document, TakenMessage
from fahuo.customs.window.options import Options, Registered
from fahuo.customs.window.outbox import Outbox, Reply, Whims, moment
from fahuo.customs.window.rulings import Court, Ruling, Values, Wrong

Judge = Callable[[Court, Values], Ruling]
JUDGES: Mapping[str, Judge] = MappingProxyType(
    {
        "CEB303": orders.order,
        "CEB403": orders.receipt_of_payment,
        "CEB505": orders.waybill,
        "CEB507": orders.arrival,
        "CEB509": orders.departure,
        "CEB603": lists.export_list,
        "CEB605": lists.cancellation,
        "CEB607": summaries.waybill_list,
        "CEB701": summaries.summary,
    }
)
TAKEN = "0000"
# Receipts of one document differ by at least this much in time.
_TICK = 0.001


class Office:
    """One window: accounts, the book, and an outbox for each account."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.accounts = {one.account: one for one in options.declarants}
        self.book = Book()
        self.outboxes: dict[str, Outbox] = {}
        self.advanced_s = 0.0
        self._court_serial = 0
        self._chance = random.Random(options.seed)  # noqa: S311  the same whims in every run
        self._whims = Whims(options.skip, options.shuffle, options.repeat)

    def now(self) -> float:
        """The time here: further when somebody moved the clock on."""
        return self.options.clock() + self.advanced_s

    def outbox(self, account: str) -> Outbox:
        """Return the outbox of an account."""
        return self.outboxes.setdefault(account, Outbox())

    def take(self, sender: Registered, envelope: Envelope) -> tuple[str, str]:
        """Take a message in and return the exchange's code and text; `0000` is taken, whatever receipts will say."""
        code, text, guids = self._taken(sender, envelope)
        outcome = text if code == TAKEN else f"{code} {text}"
        kind = envelope.kind[:20]
        self.book.taken.append(TakenMessage(sender.account, envelope.message_id, kind, guids, outcome))
        return code, text

    def release(self, cop_no: str = "") -> int:
        """Let held lists go on: the one of a number, or all; return how many."""
        held = [one for one in self.book.lists() if one.held and cop_no in ("", one.values["copNo"])]
        for one in held:
            one.held = False
            codes = ("800", "899")
            self._let_go(one.account, Ruling(codes, "", one, one.pre_no, {"invtNo": one.invt_no}), one.values, "CEB603")
        return len(held)

    def _taken(self, sender: Registered, envelope: Envelope) -> tuple[str, str, tuple[str, ...]]:
        if envelope.sender != sender.dxp_id:
            return "2002", "the sender's address is not that of the account", ()
        try:
            root = parse_whole(envelope.content)
        except MessageRefused as refused:
            return "0001", str(refused), ()
        kind = kind_of(root)
        if kind not in JUDGES or kind != envelope.kind:
            return "0999", "no message that is taken here, or not the one of the envelope", ()
        wrong = element_problems(root)
        if wrong:
            self._complain(sender, envelope, wrong)
            return TAKEN, "format error", ()
        nodes = [_node(NODES[kind], element) for element in root if element.tag.endswith(f"}}{NODES[kind].name}")]
        fault = self._fault(sender, envelope, root)
        for node in nodes:
            self._judge(sender, kind, node, fault)
        return TAKEN, "taken", tuple(node["guid"] for node in nodes)

    def _complain(self, sender: Registered, envelope: Envelope, wrong: list[str]) -> None:
        now = self.now()
        values = {
            "guid": str(uuid.uuid4()).upper(),
            "returnStatus": "-1",
            "returnTime": moment(now),
            "returnInfo": "; ".join(wrong)[:900],
            "oriCopMsgId": envelope.message_id[:255],
            "oriMessageType": f"{envelope.kind}Message"[:30],
        }
        self.outbox(sender.account).add([(now, Reply("CEB900", values))])

    def _fault(self, sender: Registered, envelope: Envelope, root: etree._Element) -> Wrong | None:
        """Return why every node is turned down: whose message it says it is, and whose it is."""
        transfer = {etree.QName(one).localname: one.text or "" for one in root.find("{*}BaseTransfer")}  # type: ignore[union-attr]
        if (transfer["copCode"], transfer["dxpId"]) != (sender.code, sender.dxp_id):
            return Wrong("-621015", "数据与卡不一致")
        if envelope.card and sender.card and envelope.card != sender.card:
            return Wrong("-621015", "数据与卡不一致")
        if root.find(f"{{{SIGNATURES}}}Signature") is None:
            return Wrong("-621025", "没有签名") if envelope.kind in SIGNED else None
        try:
            held = verify(envelope.content, [sender.certificate], allowed=sender.algorithms).certificate
        except MessageRefused as refused:
            return Wrong("-621029", f"验签失败: {refused.reason}")
        if held.until is not None and held.until.timestamp() < self.now():
            return Wrong("-621029", "证书已过期")
        return None

    def _judge(self, sender: Registered, kind: str, node: Values, fault: Wrong | None) -> None:
        court = Court(self.book, self.options, sender, self.now(), self._chance, self._court_serial)
        try:
            if fault is not None:
                raise fault
            staged = node["appStatus"] == "1"
            ruling = Ruling(("1",), "暂存成功", pre_no=court.pre_no()) if staged else JUDGES[kind](court, node)
        except Wrong as wrong:
            ruling = Ruling(wrong.codes, wrong.text, pre_no=court.pre_no())
        self._court_serial = court.serial
        self._let_go(sender.account, ruling, node, kind)

    def _let_go(self, account: str, ruling: Ruling, node: Values, kind: str) -> None:
        """Write the course of a document down and let its receipts leave."""
        now, step, document = self.now(), self.options.step_s, ruling.document
        begin = max(now, document.told_at + _TICK) if document else now
        codes = self._until_held(ruling, kind)
        place = document.number if document else 0
        steps: list[tuple[float, Reply]] = []
        for turn, code in enumerate(codes):
            at = begin + turn * max(step, _TICK)
            if document is not None:
                # What leaves at once is reached at once; its time only tells the sequence.
                document.timeline.append((at if step else now, code))
                document.told_at = at
            values = self._values(kind, ruling, node, code, at)
            steps.append((now + turn * step, Reply(RECEIPT_OF[kind], values, document=place)))
        if ruling.cancels is not None:
            self._cancel(account, ruling.cancels, steps[-1][0])
        outbox = self.outbox(account)
        outbox.add(self._whims.applied(steps, self._chance))
        end = steps[-1][0]
        outbox.add((end, _dated(reply, begin + len(codes) * max(step, _TICK))) for reply in ruling.after)

    def _until_held(self, ruling: Ruling, kind: str) -> tuple[str, ...]:
        hold = self.options.hold_at
        document = ruling.document
        if kind != "CEB603" or document is None or document.timeline or hold not in ruling.codes[:-1]:
            return ruling.codes
        document.held = True
        return ruling.codes[: ruling.codes.index(hold) + 1]

    def _values(self, kind: str, ruling: Ruling, node: Values, code: str, at: float) -> dict[str, str]:
        names = {one.name for one in NODES[RECEIPT_OF[kind]].head}
        same = {name: str(node[name]) for name in names if isinstance(node.get(name), str)}
        stored = code not in ("1", "2", "3", "100") and not code.startswith("-")
        number = dict(ruling.number) if stored else dict.fromkeys(ruling.number, "")
        final = code == ruling.codes[-1] or code == "100"
        return {
            **same,
            **({"preNo": ruling.pre_no} if ruling.pre_no else {}),
            **number,
            "returnStatus": code,
            "returnTime": moment(at),
            "returnInfo": (ruling.text if final else "") or f"[Code:{code};Desc:{_WORDS.get(code, '处理')}]",
        }

    def _cancel(self, account: str, found: Document, at: float) -> None:
        found.timeline = [one for one in found.timeline if one[0] <= self.now()]
        found.timeline.append((at, "CANCELLED"))
        found.held = False
        self.outbox(account).call_back(found.number, self.now())


_WORDS = {"2": "电子口岸申报中", "3": "发送海关成功", "120": "逻辑校验通过", "300": "人工审核", "500": "查验"} | {
    "399": "海关审结",
    "800": "放行",
    "899": "结关",
}


def _dated(reply: Reply, at: float) -> Reply:
    return Reply(reply.kind, {**reply.values, "opDate": moment(at)}, reply.lines)


def _node(table: Node, element: etree._Element) -> dict[str, Any]:
    """Return a node as a mapping, its lines under `lines`."""
    if not table.lines_name:
        return _texts(element) | {"lines": []}
    head, *rest = element
    return _texts(head) | {"lines": [_texts(line) for line in rest]}


def _texts(element: etree._Element) -> dict[str, Any]:
    return {etree.QName(child).localname: child.text or "" for child in element}
