"""Judges orders, receipts of payment, waybills, arrivals and departures."""

from __future__ import annotations

from fahuo.customs.window import plain_rules
from fahuo.customs.window.book import Document
from fahuo.customs.window.rulings import CONCLUDED, DEAD, STORED, Court, Ruling, Values, Wrong


def order(court: Court, node: Values) -> Ruling:
    """CEB303: the number is unique within a platform; one that is in a list is changed no more."""
    if plain_rules.counted_twice(node):
        raise Wrong("-301002", "商品序号重复")
    _plain(node, plain_rules.order, "-301008")
    key = (node["ebpCode"], node["orderNo"])
    stored = court.book.find("CEB303", *key)
    own = court.own(stored)
    if node["appType"] == "1":
        if stored is not None:
            raise Wrong("-301010", "订单编号重复")
    elif own is None:
        raise Wrong("-301009", "业务类型有误或订单不存在")
    else:
        listed = court.book.list_of_order(*key)
        if listed is not None and listed.last_code not in DEAD:
            raise Wrong("-301011", "订单已申报清单")
    return _kept(court, node, "CEB303", key, STORED)


def receipt_of_payment(court: Court, node: Values) -> Ruling:
    """CEB403: for an order that is there."""
    _plain(node, plain_rules.opening, "-401008")
    if court.own(court.book.find("CEB303", node["ebpCode"], node["orderNo"])) is None:
        raise Wrong("-401009", "订单不存在")
    key = (node["ebcCode"], node["orderNo"], node.get("payNo", ""))
    if node["appType"] == "1" and court.book.find("CEB403", *key) is not None:
        raise Wrong("-401010", "收款单重复")
    return _kept(court, node, "CEB403", key, STORED)


def waybill(court: Court, node: Values) -> Ruling:
    """CEB505: the number is unique at its carrier."""
    _plain(node, plain_rules.waybill, "-504011")
    key = (node["logisticsCode"], node["logisticsNo"])
    stored = court.book.find("CEB505", *key)
    if node["appType"] == "1":
        if stored is not None:
            raise Wrong("-504012", "运单已存在")
    elif court.own(stored) is None:
        raise Wrong("-504014", "业务类型有误或运单不存在")
    else:
        listed = court.book.list_of_waybill(*key)
        if listed is not None and listed.last_code not in DEAD:
            raise Wrong("-504016", "运单已申报清单")
    return _kept(court, node, "CEB505", key, STORED)


def arrival(court: Court, node: Values) -> Ruling:
    """CEB507: of waybills that are there."""
    return _moved(court, node, "CEB507", node["operatorCode"])


def departure(court: Court, node: Values) -> Ruling:
    """CEB509: of waybills that are there."""
    return _moved(court, node, "CEB509", node["logisticsCode"])


def _moved(court: Court, node: Values, kind: str, who: str) -> Ruling:
    _plain(node, plain_rules.opening, "-621001")
    for line in node["lines"]:
        if court.book.find("CEB505", node["logisticsCode"], line["logisticsNo"]) is None:
            raise Wrong("-504009", f"运单不存在: {line['logisticsNo']}")
    key = (who, node["copNo"], node["msgSeqNo"])
    if node["appType"] == "1" and court.book.find(kind, *key) is not None:
        raise Wrong("-621004", "重复申报")
    return _kept(court, node, kind, key, CONCLUDED, pre_no=court.pre_no())


def _kept(
    court: Court, node: Values, kind: str, key: tuple[str, ...], codes: tuple[str, ...], *, pre_no: str = ""
) -> Ruling:
    if node["appType"] == "3":
        court.book.remove(kind, *key)
        return Ruling(codes, f"删除申报成功[{node['guid']}]", pre_no=pre_no)
    document = court.book.store(Document(kind, court.sender.account, node, pre_no=pre_no), *key)
    word = {"1": "新增", "2": "变更"}[node["appType"]]
    return Ruling(codes, f"{word}申报成功[{node['guid']}]", document, pre_no)


def _plain(node: Values, rule: plain_rules.Rule, code: str) -> None:
    """Turn a node down that breaks a rule on its own face."""
    wrong = [*plain_rules.opening(node), *(rule(node) if rule is not plain_rules.opening else ())]
    if wrong:
        raise Wrong(code, f"数据校验不通过: {', '.join(wrong)}"[:900])
