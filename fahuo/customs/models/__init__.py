"""The tables of customs: who declares, what was declared and answered, and what is kept for the tax office."""

from fahuo.customs.models.declarant import Declarant, LogisticsFiling, WindowState
from fahuo.customs.models.declaration import (
    OPEN_STATES,
    USABLE_STATES,
    Declaration,
    DeclarationState,
    Message,
    MessageStatus,
    Receipt,
    Summary,
    TradeMode,
)

__all__ = [
    "OPEN_STATES",
    "USABLE_STATES",
    "Declarant",
    "Declaration",
    "DeclarationState",
    "LogisticsFiling",
    "Message",
    "MessageStatus",
    "Receipt",
    "Summary",
    "TradeMode",
    "WindowState",
]
