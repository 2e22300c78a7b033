"""Why a parcel is in trouble: what the carrier's code says, else what its words leave no doubt of."""

from __future__ import annotations

import re

from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

_Reason = ExceptionReason
TROUBLED = frozenset(
    {Milestone.HELD, Milestone.CUSTOMS_ACTION_REQUIRED, Milestone.DELIVERY_FAILED, Milestone.DELAYED}
    | {Milestone.EXCEPTION, Milestone.RETURNING, Milestone.RETURNED}
    | {Milestone.DAMAGED, Milestone.LOST, Milestone.DESTROYED}
)
_FAULTY = r"(?:incorrect|wrong|insufficient|incomplete|invalid|bad|unknown|unclear|undeliverable|non-?existent|no such)"
_CUSTOMS = r"(?:customs|clearance|海关|清关|报关|检疫)"
_STOPPED = (
    r"(?:hold|held|holding|detain|seiz|inspect|exception|fail|delay|require|requiring|missing"
    r"|扣|查验|待查|异常|失败|延误|滞留|补)"
)
# The first that fits; only words that cannot mean anything else. That customs released something is no trouble.
_WORDS: tuple[tuple[ExceptionReason, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            _Reason.ADDRESS,
            rf"\b{_FAULTY}\b[\w\s-]{{0,20}}\b(?:address|street|house number|postcode|zip code)\b"
            rf"|\baddress\b[^.;,]{{0,25}}\b(?:{_FAULTY}|not found)\b"
            r"|地址[^，。；]{0,6}(?:不详|错误|不清|有误|不完整|不全|不正确|不存在|异常)|查无此(?:人|址|地址)",
        ),
        (_Reason.REFUSED, r"\brefus(?:ed|al)\b|\brejected by (?:the )?(?:recipient|customer|consignee)|拒收|拒签"),
        (_Reason.UNCLAIMED, r"\bunclaimed\b|\bnot (?:picked up|collected) by\b|逾期未取|超期未取|无人认领"),
        (
            _Reason.ABSENT,
            r"\b(?:nobody|no one|not (?:at )?home|recipient (?:was )?(?:absent|not available|unavailable|not in))\b"
            r"|\bno authori[sz]ed (?:recipient|person)\b"
            r"|\b(?:business|premises) (?:was )?closed\b|无人(?:在家|签收)|收件人不在|家中无人",
        ),
        (
            _Reason.PAYMENT,
            r"\b(?:awaiting|pending|unpaid|held for)\b[\w\s]{0,15}\b(?:payment|duty|duties|tax)|待(?:缴|补)税",
        ),
        (_Reason.PROHIBITED, r"\bprohibited\b|\bforbidden (?:item|goods)|违禁|禁运|禁寄"),
        (_Reason.CUSTOMS, rf"{_CUSTOMS}[^.;。；]{{0,40}}{_STOPPED}|{_STOPPED}[^.;。；]{{0,20}}{_CUSTOMS}"),
        (_Reason.DAMAGED, r"\bdamaged?\b|破损|损坏"),
        (
            _Reason.LOST,
            r"\b(?:parcel|package|shipment|item)s?(?: (?:is|was|has been|presumed|declared|confirmed))* lost\b"
            r"|\blost (?:parcel|package|shipment|item|in transit)\b"
            r"|\b(?:unable to|cannot|could not) (?:locate|find) (?:the |your )?(?:parcel|package|shipment|item)\b"
            r"|(?:包裹|快件|邮件|货物)[^，。；未没]{0,4}(?:丢失|遗失)|^(?:丢失|遗失)|丢件",
        ),
        (_Reason.WEATHER, r"\b(?:weather|storm|flood|snow|strike)\b|天气|台风|暴雨|暴雪|罢工"),
        (_Reason.SECURITY, r"\bsecurity\b|安检"),
    )
)


def reason_of(milestone: Milestone, coded: ExceptionReason | None, words: str = "") -> ExceptionReason:
    """Return why, for milestones that are trouble: by the carrier's code, else by its words; NONE where nobody says.

    A delivery is none, but a code may say that what was delivered is damaged.
    """
    if milestone not in TROUBLED:
        is_damaged = milestone is Milestone.DELIVERED and coded is _Reason.DAMAGED
        return _Reason.DAMAGED if is_damaged else _Reason.NONE
    if coded is not None:
        return coded
    return next((reason for reason, pattern in _WORDS if pattern.search(words)), ExceptionReason.NONE)
