"""Judges waybill lists (CEB607) and summary applications (CEB701), and draws up what follows of the latter (CEB792)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from fahuo.customs.window import plain_rules
from fahuo.customs.window.book import Document
from fahuo.customs.window.outbox import Reply, moment
from fahuo.customs.window.rulings import CONCLUDED, Court, Ruling, Values, Wrong, sent_back

RELEASED = {"800", "899"}


def waybill_list(court: Court, node: Values) -> Ruling:
    """CEB607: every waybill of it has a released list."""
    key = _new(court, node, "CEB607")
    for line in node["lines"]:
        found = court.own(court.book.list_of_waybill(node["logisticsCode"], line["logisticsNo"]))
        if found is None or found.code(court.now) not in RELEASED:
            raise sent_back("1401", f"清单未放行: {line['logisticsNo']}")
        if line.get("invtNo") and line["invtNo"] != found.invt_no:
            raise sent_back("1402", f"清单编号不符: {line['logisticsNo']}")
    document = court.book.store(Document("CEB607", court.sender.account, node, pre_no=court.pre_no()), *key)
    return Ruling(CONCLUDED, f"新增申报成功[{node['guid']}]", document, document.pre_no)


def summary(court: Court, node: Values) -> Ruling:
    """CEB701: over released lists of one consignor, none simplified, none summed before.

    The parts of an application carry one copNo; the result follows the last of them.
    """
    key = _new(court, node, "CEB701")
    lists = _lists(court, node)
    first = court.book.find("CEB701", node["agentCode"], node["copNo"], "1")
    document = Document("CEB701", court.sender.account, node, pre_no=first.pre_no if first else court.pre_no())
    document.invt_no = first.invt_no if first else court.sum_no()  # the number of the summary
    court.book.store(document, *key)
    for one in lists:
        one.summed = node["copNo"]
    number = {"sumNo": document.invt_no}
    after = (_result(court, node, document.invt_no),) if _is_last(court, node) else ()
    return Ruling(
        ("2", "3", "399"), f"汇总申报成功[{node['guid']}]", document, document.pre_no, number=number, after=after
    )


def _new(court: Court, node: Values, kind: str) -> tuple[str, str, str]:
    wrong = list(plain_rules.opening(node))
    if not 1 <= int(node["msgSeqNo"]) <= int(node["msgCount"]):
        wrong.append("msgSeqNo")
    if wrong:
        raise Wrong("-621001", f"数据校验不通过: {', '.join(wrong)}")
    key = (node["agentCode"], node["copNo"], node["msgSeqNo"])
    if court.book.find(kind, *key) is not None:
        raise Wrong("-621004", "重复申报")
    return key


def _lists(court: Court, node: Values) -> list[Document]:
    if not node["lines"]:
        lists = [one for one in court.book.lists() if _due(court, node, one)]
        if not lists:
            raise sent_back("1501", "没有可汇总的清单")
        return lists
    found = []
    for line in node["lines"]:
        one = court.own(court.book.list_numbered(line["invtNo"]))
        if one is None or one.code(court.now) not in RELEASED or one.values["ebcCode"] != node["ebcCode"]:
            raise sent_back("1502", f"清单未放行或不存在: {line['invtNo']}")
        if one.values["statisticsFlag"] != "B":
            raise sent_back("1503", f"简化申报的清单不汇总: {line['invtNo']}")
        if one.summed:
            raise sent_back("1504", f"清单已汇总: {line['invtNo']}")
        found.append(one)
    return found


def _due(court: Court, node: Values, one: Document) -> bool:
    """Say whether a list falls into the span of an application that names none."""
    if court.own(one) is None or one.values["ebcCode"] != node["ebcCode"] or one.summed:
        return False
    if one.values["statisticsFlag"] != "B" or one.code(court.now) not in RELEASED:
        return False
    released = next(moment(at)[:14] for at, code in one.timeline if code in RELEASED)
    begin, end = str(node.get("startTime", "")), str(node.get("endTime", "9"))
    return begin <= released <= end


def _is_last(court: Court, node: Values) -> bool:
    key = ("CEB701", node["agentCode"], node["copNo"])
    return all(court.book.find(*key, str(part)) is not None for part in range(1, int(node["msgCount"]) + 1))


def _result(court: Court, node: Values, sum_no: str) -> Reply:
    lists = [one for one in court.book.lists() if one.summed == node["copNo"] and court.own(one) is not None]
    lines = [(one, line) for one in lists for line in one.values["lines"]]
    same = {name: node[name] for name in ("agentCode", "agentName", "ebcCode", "ebcName")}
    weights = {name: str(_sum(lists, name)) for name in ("grossWeight", "netWeight")}
    values: Mapping[str, str] = {
        **same,
        **weights,
        **{name: node[name] for name in ("guid", "customsCode", "declAgentCode", "declAgentName")},
        "sumNo": sum_no,
        "declSeqNo": court.pre_no(),
        "entryId": court.entry_number(node["customsCode"]),
        "decState": "R",
        "msgCount": "1",
        "msgSeqNo": "1",
    }
    return Reply("CEB792", values, tuple(_entry(place, *pair) for place, pair in enumerate(lines, start=1)))


def _entry(place: int, one: Document, line: Values) -> dict[str, str]:
    return {
        "invtNo": one.invt_no,
        "logisticsNo": one.values["logisticsNo"],
        "gseqno": str(place),
        "gnum": line["gnum"],
        "gcode": line["gcode"],
    }


def _sum(lists: list[Document], name: str) -> Decimal:
    return sum((Decimal(one.values[name]) for one in lists), Decimal(0))
