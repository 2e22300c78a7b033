"""The tables of customs: who declares, what was declared and answered, and what is kept for the tax office."""

from fahuo.customs.models.declarant import Declarant, Declares, LogisticsFiling, SignsWith, WindowState
from fahuo.customs.models.declaration import (
    OPEN_STATES,
    USABLE_STATES,
    Declaration,
    DeclarationState,
    MasterList,
    Summary,
    TradeMode,
)
from fahuo.customs.models.message import Message, MessageNode, MessageStatus, Receipt
from fahuo.customs.models.rebate import PackStatus, RebateDocument, RebateMonth, RebatePack, RebateRecord

__all__ = [
    "OPEN_STATES",
    "USABLE_STATES",
    "Declarant",
    "Declaration",
    "DeclarationState",
    "Declares",
    "LogisticsFiling",
    "MasterList",
    "Message",
    "MessageNode",
    "MessageStatus",
    "PackStatus",
    "RebateDocument",
    "RebateMonth",
    "RebatePack",
    "RebateRecord",
    "Receipt",
    "SignsWith",
    "Summary",
    "TradeMode",
    "WindowState",
]
