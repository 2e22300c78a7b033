"""Documents made from what the code knows: the error book and the capability matrix."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.trade.error_book import (
    cards,
    carriers,
    ceb,
    compliance,
    compliance_firms,
    compliance_goods,
    compliance_lanes,
    compliance_papers,
    customs,
    declarants,
    declarations,
    documents,
    files,
    goods,
    labels,
    manifests,
    notifications,
    orders,
    pickups,
    printers,
    printing,
    rebate,
    routing,
    sheet_terms,
    sheets,
    shipments,
    templates,
    tracking,
    window,
)
from fahuo.trade.error_book.entry import ErrorEntry
from tests.docs.documents import ROOT
from tests.docs.rules_document import rules_document

_MADE = "<!-- Made by `python -m tests.docs --write`. Change {source} instead. -->\n"
_BOOKS = {
    "Orders · 订单": orders.ENTRIES,
    "Files · 文件": files.ENTRIES,
    "Routing and prices · 路由与运费": routing.ENTRIES,
    "Rate sheets · 报价表": sheets.ENTRIES | sheet_terms.ENTRIES,
    "Carriers · 承运商": carriers.ENTRIES,
    "Routing templates · 物流模板": templates.ENTRIES,
    "Shipments · 发货": shipments.ENTRIES,
    "Tracking · 轨迹": tracking.ENTRIES,
    "Labels · 面单": labels.ENTRIES,
    "Notifications · 通知": notifications.ENTRIES,
    "Printing · 打印": printing.ENTRIES,
    "Printers · 打印机": printers.ENTRIES,
    "Hand-over lists · 交接清单": manifests.ENTRIES,
    "Pick-ups · 揽收": pickups.ENTRIES,
    "Customs papers · 报关单据": documents.ENTRIES,
    "Rules of destinations, goods and firms · 合规规则": compliance.ENTRIES
    | compliance_goods.ENTRIES
    | compliance_lanes.ENTRIES
    | compliance_papers.ENTRIES
    | compliance_firms.ENTRIES,
    "Declarations and rebate record · 申报与退税备案": customs.ENTRIES
    | declarants.ENTRIES
    | cards.ENTRIES
    | declarations.ENTRIES
    | window.ENTRIES,
    "Messages to customs · 海关报文": ceb.ENTRIES,
    "Rebate record · 出口退税备案": rebate.ENTRIES,
    "Catalogue and HS codes · 商品与编码": goods.ENTRIES,
}
_MEANINGS = {
    Capability.CREATE: "book a parcel",
    Capability.FIND: "look a booking up by our reference",
    Capability.LABEL: "give its own label",
    Capability.CANCEL: "cancel a booking",
    Capability.HOLD: "stop a parcel on its way",
    Capability.TRACK: "tell events when asked",
    Capability.PUSH: "send events by itself",
    Capability.SERVICES: "list its services",
    Capability.QUOTE: "tell its price",
    Capability.TRACK_MANY: "tell the events of several parcels in one call",
    Capability.REGISTER: "wants numbers handed in before their events can be asked for",
    Capability.DDP: "prepay duties",
    Capability.PICKUP: "be asked for a pick-up together with the booking",
    Capability.ORDER_PICKUP: "be asked for a pick-up by a call of its own",
    Capability.FIND_PICKUP: "look a pick-up up by our reference",
    Capability.CANCEL_PICKUP: "call a pick-up off",
    Capability.LATE_NUMBER: "may give the tracking number later than the waybill number",
}
_ACTORS = {"clerk": "发货员", "owner": "负责人", "operator": "运维", "developer": "开发者"}


def error_book() -> str:
    """One chapter per problem code: what it is, why, and what to do, in both languages."""
    chapters = [
        "# Error book · 错误手册\n",
        _MADE.format(source="fahuo/trade/error_book"),
        "Every problem that Fahuo shows has one of these codes. 每个问题代码的原因和处理办法如下。\n",
    ]
    for title, entries in _BOOKS.items():
        chapters.append(f"## {title}\n")
        chapters += [_chapter(code, entries[code]) for code in sorted(entries)]
    return "\n".join(chapters)


def _chapter(code: str, entry: ErrorEntry) -> str:
    return (
        f"### {code}\n\n"
        f"**{entry.title_en}** · **{entry.title_zh}**\n\n"
        f"- Cause: {entry.cause_en}\n- Fix ({entry.who}): {entry.fix_en}\n"
        f"- 原因：{entry.cause_zh}\n- 处理（{_ACTORS[entry.who]}）：{entry.fix_zh}\n"
    )


def capability_matrix() -> str:
    """What each carrier can do, and how far its adapter has come, from manifests and quality ledgers."""
    codes = registry.codes()
    return "\n".join(
        [
            "# Capability matrix\n",
            _MADE.format(source="a carrier's manifest.toml or quality.toml"),
            "What can be asked of each carrier through its API, from the adapter's `manifest.toml`.\n",
            _table(["capability", "the carrier can", *(_linked(code) for code in codes)], _capability_rows(codes)),
            "\n## Quality of the adapters\n",
            "From each adapter's `quality.toml`: ✓ done · ○ not yet · – does not apply. Reasons stand below.\n",
            _table(["rule", *codes], _quality_rows(codes)),
            "",
            *_reasons(codes),
        ]
    )


def ledger(code: str) -> dict[str, tuple[str, str]]:
    """An adapter's quality ledger: rule → (done, todo or exempt; the reason)."""
    return {rule: (grade.status, grade.reason) for rule, grade in registry.quality(code).items()}


def _names(code: str) -> str:
    manifest = registry.manifest(code)
    return f"{manifest.name_en} {manifest.name_zh}"


def _linked(code: str) -> str:
    return f"[{_names(code)}](carriers/{code}.md)"


def _capability_rows(codes: Iterable[str]) -> list[list[str]]:
    manifests = [registry.manifest(code) for code in codes]
    return [
        [
            f"`{capability.value}`",
            _MEANINGS[capability],
            *("✓" if manifest.can(capability) else "" for manifest in manifests),
        ]
        for capability in Capability
    ]


def _quality_rows(codes: Iterable[str]) -> list[list[str]]:
    ledgers = [ledger(code) for code in codes]
    # Whether anybody ever tried it for real is what a reader must see first.
    rules = sorted({rule for entries in ledgers for rule in entries}, key=lambda rule: (rule != "live_tested", rule))
    marks = {"done": "✓", "todo": "○", "exempt": "–"}
    return [
        [f"`{rule}`", *(marks.get(entries.get(rule, ("todo", ""))[0], "?") for entries in ledgers)] for rule in rules
    ]


def _reasons(codes: Iterable[str]) -> list[str]:
    found = []
    for code in codes:
        reasons = [f"- `{rule}`: {reason}" for rule, (_, reason) in sorted(ledger(code).items()) if reason]
        if reasons:
            found.append("\n".join([f"### {_names(code)}\n", *reasons, ""]))
    return found


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


DOCUMENTS: dict[Path, Callable[[], str]] = {
    ROOT / "docs/errors.md": error_book,
    ROOT / "docs/capability-matrix.md": capability_matrix,
    ROOT / "docs/rules.md": rules_document,
}
