"""What SF says no with. Source: Fengqiao API overview, business error codes, read 2026-11."""

from __future__ import annotations

DUPLICATE = "8016"  # 重复下单
# 找不到该订单, 未获取到订单信息: what the look-up says. 未下单 is heard elsewhere and permits no second booking.
NO_SUCH_ORDER = frozenset({"6150", "8018"})
ABSENT = NO_SUCH_ORDER | {"8024"}
CANCELLED = frozenset({"8037", "8253"})  # 订单已消单, 订单已取消
CONFIRMED_OR_CANCELLED = "8019"  # 订单已确认或已消单: the look-up tells which
# The monthly account: its form, not allowed to send, unknown or ended, not this customer's. Its owner must act.
ACCOUNT_WRONG = frozenset({"6126", "8114", "8119", "20052"})

# Code → the field of ours that it is about; {} takes the index of a goods line, which SF does not tell.
FIELDS = {
    **dict.fromkeys(("1010", "1011", "1012"), "sender"),
    "1014": "address.street",
    "1015": "address.name",
    "1016": "address.phone",
    "1020": "address.postcode",
    "1023": "lines[0].title_zh",
    "1028": "lines[0].quantity",
    "1038": "lines[0].unit_value",
    "6200": "sender.postcode",
    "6201": "address.postcode",
    "6202": "lines[0].quantity",
    "6204": "lines[0].unit_weight_g",
    "6205": "lines[0].unit_value",
    "6206": "lines[0].unit_value",
    "6207": "lines[0].origin",
    "8057": "service_code",
    "8194": "lines[0].unit_value",
    "20035": "lines[0].title_zh",
    "20036": "service_code",
}
