"""Status tables of SF. Source: public lists of route operation codes (at least two agree), read 2026-11.

SF publishes no complete list. A code that is not here becomes UNMAPPED, unless its remark leaves no doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from fahuo.carriers.adapters.sf_fengqiao import wire
from fahuo.carriers.contract import Push
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

OP_CODES: dict[str, Milestone] = {
    "647": Milestone.INFO_RECEIVED,  # 寄方准备快件中
    # 已收件, 一票多件的子件, 上门收件, 交收件联, 收件入仓, 二程接驳收件
    **dict.fromkeys(("50", "51", "54", "41", "43", "46"), Milestone.PICKED_UP),
    # 从丰巢收件, 代理收件, 港澳台二程接驳收件, SLC已揽件, 合作点收件, 拍照收件, 快速收件
    **dict.fromkeys(("129", "607", "633", "651", "655", "700", "701", "950"), Milestone.PICKED_UP),
    # 发车, 到车, 装车, 到达, 封车, 车辆发车, 经停, 接驳, 铁路, 口岸, 代理转运, 准备送往下一站
    **dict.fromkeys(("10", "11", "30", "31", "36", "302", "304", "310"), Milestone.IN_TRANSIT),
    **dict.fromkeys(("407", "501", "570", "571", "605", "646", "649", "3036"), Milestone.IN_TRANSIT),
    **dict.fromkeys(("136", "137", "147", "84", "86", "87", "830", "831"), Milestone.IN_TRANSIT),
    **dict.fromkeys(("88", "105", "405"), Milestone.DEPARTED_ORIGIN),  # 航空起飞, 船舶离港
    **dict.fromkeys(("89", "106", "406"), Milestone.ARRIVED_DESTINATION),  # 航空落地, 船舶到港
    # 海关查验, 正式报关待申报, 海关待查, CFS清关, 暂存口岸待申报, 检疫查验, 检疫待查. The direction is not told.
    **dict.fromkeys(("15", "16", "17", "604", "612", "619", "620"), Milestone.IMPORT_CUSTOMS),
    **dict.fromkeys(("18", "621"), Milestone.HELD),  # 海关扣件, 检疫扣件
    "613": Milestone.CUSTOMS_ACTION_REQUIRED,  # 海关放行待补税
    **dict.fromkeys(("14", "606", "623"), Milestone.CUSTOMS_RELEASED),  # 货件已放行, 清关完成, 海关数据放行
    "614": Milestone.DELAYED,  # 清关时效延长
    **dict.fromkeys(("123", "130", "626"), Milestone.LAST_MILE),  # 送往、到达顺丰站, 转第三方快递
    # 派件出仓, 滞留件出仓 (one source calls 34 a failure), 正在派送, 派件责任交接, 落地配, 港澳台接驳派件
    **dict.fromkeys(("34", "44", "122", "204", "630", "634", "933"), Milestone.OUT_FOR_DELIVERY),
    **dict.fromkeys(("125", "642", "678"), Milestone.AVAILABLE_FOR_PICKUP),  # 派件至丰巢, 上架, 到达驿站
    **dict.fromkeys(("33", "70"), Milestone.DELIVERY_FAILED),  # 派件异常, 派件不成功
    **dict.fromkeys(("66", "77", "833"), Milestone.HELD),  # 中转滞留, 滞留件入仓
    **dict.fromkeys(("72", "611", "934"), Milestone.EXCEPTION),  # 标记异常, 理货异常, 外配异常
    **dict.fromkeys(("80", "128", "679", "935"), Milestone.DELIVERED),  # 已签收, 客户从丰巢取件, 驿站完成派件, 外配签收
    # 转寄中, 新单退回, 已退回/转寄: 648 names the number under which the parcel travels on
    **dict.fromkeys(("99", "631", "648"), Milestone.RETURNING),
    "660": Milestone.RETURNED,  # 合作点退件给客户
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    **dict.fromkeys(("18", "621", "614"), ExceptionReason.CUSTOMS),  # 海关扣件, 检疫扣件, 清关时效延长
    "613": ExceptionReason.PAYMENT,  # 海关放行待补税
}
# Most sources call 34 the way out of a depot after a delay (滞留件出仓), one a failed delivery: the remark decides.
DISPUTED, FAILED = "34", re.compile(r"不成功|未成功|派送失败|派件异常|派送异常")
# The end of an order, said after it was signed for: it tells nothing about the parcel and is left out.
ADVISORY = frozenset({"8000"})
# Only words that cannot mean anything else. Never a delivery: "please be ready to sign" (签收) is said on the way.
REMARKS = (
    (re.compile(r"正在退回|已退回"), Milestone.RETURNING),
    (re.compile(r"拒收"), Milestone.DELIVERY_FAILED),
    (re.compile(r"正在派送"), Milestone.OUT_FOR_DELIVERY),
)
_CHINA = timezone(timedelta(hours=8))


def to_events(routes: Iterable[wire.Route]) -> tuple[TrackingEvent, ...]:
    """Return the events, oldest first; entries without a time and advisory ones are left out."""
    told = [route for route in routes if str(route.op_code or "") not in ADVISORY]
    events = [_event(route, at) for route in told if (at := _moment(route.accept_time)) is not None]
    return tuple(sorted(events, key=lambda event: event.at))


def milestone(code: str, remark: str) -> Milestone:
    """Look the code up; of an unknown one, and of one that sources dispute, the remark may speak."""
    if code == DISPUTED and FAILED.search(remark):
        return Milestone.DELIVERY_FAILED
    if code in OP_CODES:
        return OP_CODES[code]
    return next((meaning for words, meaning in REMARKS if words.search(remark)), Milestone.UNMAPPED)


def to_pushes(body: wire.PushBody) -> tuple[Push, ...]:
    """Return what was pushed, by parcel. States of orders have codes that no source explains: kept raw."""
    routes: dict[tuple[str, str], list[wire.PushedRoute]] = {}
    for route in body.WaybillRoute or []:
        routes.setdefault((route.mailno, route.orderid or ""), []).append(route)
    pushes = [Push(number, reference, to_events(told)) for (number, reference), told in routes.items()]
    states = [(state, at) for state in body.OrderState or [] if (at := _moment(state.last_time)) is not None]
    return (*pushes, *(_state(state, at) for state, at in states))


def _event(route: wire.Route, at: datetime) -> TrackingEvent:
    code, remark = str(route.op_code or ""), route.remark or ""
    found = milestone(code, remark)
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, REASONS.get(code), remark),
        raw_code=code,
        description=remark,
        place=route.accept_address or "",
        raw_time=route.accept_time or "",
    )


def _state(state: wire.PushedState, at: datetime) -> Push:
    event = TrackingEvent(
        at=at,
        milestone=Milestone.UNMAPPED,
        raw_code=state.order_state_code or "",
        description=state.order_state_desc or "",
        raw_time=state.last_time or "",
    )
    return Push(state.waybill_no or "", state.order_no or "", (event,))


def _moment(text: str | None) -> datetime | None:
    """Read Chinese time; a zone that is written counts."""
    return moment(text, _CHINA)
