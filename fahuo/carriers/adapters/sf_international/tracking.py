"""Status tables of SF International. Source: GTS_QUERY_TRACK and public lists of operation codes, read 2026-11.

SF publishes no complete list; its international tracking uses the numbers of the domestic one. Unknown: UNMAPPED.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from fahuo.carriers.adapters.sf_international import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

OP_CODES: dict[str, Milestone] = {
    "647": Milestone.INFO_RECEIVED,  # 寄方准备快件中
    **dict.fromkeys(("50", "51", "54", "41", "43", "46"), Milestone.PICKED_UP),  # 收件
    **dict.fromkeys(("607", "633", "651", "655", "700", "701", "950"), Milestone.PICKED_UP),  # 代理、合作点、拍照收件
    **dict.fromkeys(
        ("10", "11", "30", "31", "36", "302", "304", "310"), Milestone.IN_TRANSIT
    ),  # 发车, 到车, 装车, 到达
    **dict.fromkeys(("407", "501", "570", "571", "605", "646", "649", "3036"), Milestone.IN_TRANSIT),
    **dict.fromkeys(("88", "105", "405"), Milestone.DEPARTED_ORIGIN),  # 航空起飞, 船舶离港
    **dict.fromkeys(("89", "106", "406"), Milestone.ARRIVED_DESTINATION),  # 航空落地, 船舶到港
    **dict.fromkeys(("15", "16", "17", "604", "612", "619", "620"), Milestone.IMPORT_CUSTOMS),  # 查验, 待申报, 清关
    **dict.fromkeys(("18", "621"), Milestone.HELD),  # 海关扣件, 检疫扣件
    "613": Milestone.CUSTOMS_ACTION_REQUIRED,  # 海关放行待补税
    **dict.fromkeys(("14", "606", "623"), Milestone.CUSTOMS_RELEASED),  # 货件已放行, 清关完成, 海关数据放行
    "614": Milestone.DELAYED,  # 清关时效延长
    **dict.fromkeys(("123", "130", "626"), Milestone.LAST_MILE),  # 送往、到达网点, 转第三方快递
    **dict.fromkeys(("34", "44", "122", "204", "630", "634", "933"), Milestone.OUT_FOR_DELIVERY),  # 出仓, 派送
    **dict.fromkeys(("125", "642", "678"), Milestone.AVAILABLE_FOR_PICKUP),  # 派件至丰巢, 上架, 到达驿站
    **dict.fromkeys(("33", "70"), Milestone.DELIVERY_FAILED),  # 派件异常, 派件不成功
    **dict.fromkeys(("66", "77", "833"), Milestone.HELD),  # 中转滞留, 滞留件入仓
    **dict.fromkeys(("72", "611", "934"), Milestone.EXCEPTION),  # 标记异常, 理货异常, 外配异常
    **dict.fromkeys(("80", "128", "679", "935"), Milestone.DELIVERED),  # 已签收, 取件, 驿站完成派件, 外配签收
    **dict.fromkeys(("99", "631", "648"), Milestone.RETURNING),  # 转寄中, 新单退回, 已退回/转寄
    "660": Milestone.RETURNED,  # 合作点退件给客户
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    **dict.fromkeys(("18", "621", "614"), ExceptionReason.CUSTOMS),  # 海关扣件, 检疫扣件, 清关时效延长
    "613": ExceptionReason.PAYMENT,  # 海关放行待补税
}
# Customs codes do not tell the direction; the country of the event does, as parcels are handed over in China.
LEAVING = {
    Milestone.IMPORT_CUSTOMS: Milestone.EXPORT_CUSTOMS,
    Milestone.CUSTOMS_RELEASED: Milestone.EXPORT_RELEASED,
}
ORIGIN = "CN"
# Most sources call 34 the way out of a depot after a delay (滞留件出仓), one a failed delivery: the remark decides.
DISPUTED, FAILED = "34", re.compile(r"不成功|未成功|派送失败|派件异常|派送异常")
# The end of an order, said after it was signed for: it tells nothing about the parcel and is left out.
ADVISORY = frozenset({"8000"})
_ZONE = re.compile(r"(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?")
_CHINA = timezone(timedelta(hours=8))


def to_events(items: Iterable[wire.TrackItem]) -> tuple[TrackingEvent, ...]:
    """Return the events, oldest first; entries without a time and advisory ones are left out."""
    told = [item for item in items if str(item.op_code or "") not in ADVISORY]
    events = [_event(item, at) for item in told if (at := _moment(item)) is not None]
    return tuple(sorted(events, key=lambda event: event.at))


def _event(item: wire.TrackItem, at: datetime) -> TrackingEvent:
    code, country = str(item.op_code or ""), item.track_country or ""
    said = item.track_out_remark or ""
    milestone = OP_CODES.get(code, Milestone.UNMAPPED)
    if code == DISPUTED and FAILED.search(said):
        milestone = Milestone.DELIVERY_FAILED
    places = (item.track_addr, item.track_region_second, item.track_region_first)
    return TrackingEvent(
        at=at,
        milestone=LEAVING.get(milestone, milestone) if country == ORIGIN else milestone,
        reason=reason_of(milestone, REASONS.get(code), said),
        raw_code=code,
        description=said,
        place=", ".join(filter(None, places)),
        country=country,
        raw_time=" ".join(filter(None, (item.local_tm, item.gmt))),
    )


def _moment(item: wire.TrackItem) -> datetime | None:
    """Join local time and zone (`GMT+08:00`); without a zone it is read as Chinese time."""
    return moment(item.local_tm, _zone(item.gmt or ""))


def _zone(text: str) -> timezone:
    found = _ZONE.search(text)
    if found is None:
        return _CHINA
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset) if offset < timedelta(days=1) else _CHINA
