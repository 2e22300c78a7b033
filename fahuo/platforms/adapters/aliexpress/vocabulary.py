"""AliExpress's words: statuses, who ships, country codes of its own.

Sources: AliExpress Open Platform, order status enumeration and country list of the logistics calls; header words of
the seller centre's order export; all read 2026-11.
"""

from __future__ import annotations

SELLER_SHIPS = "SELLER_SEND_GOODS"
TO_SHIP = "WAIT_SELLER_SEND_GOODS"
SHIPPABLE = frozenset((TO_SHIP, "SELLER_PART_SEND_GOODS"))
SEMI_MANAGED = "SEMI_CHOICE_SELF"

STATUS_WORDS = {
    "等待买家付款": "PLACE_ORDER_SUCCESS",
    "风控24小时": "RISK_CONTROL",
    "等待您确认金额": "WAIT_SELLER_EXAMINE_MONEY",
    "等待您发货": TO_SHIP,
    "部分发货": "SELLER_PART_SEND_GOODS",
    "等待买家收货": "WAIT_BUYER_ACCEPT_GOODS",
    "资金处理中": "FUND_PROCESSING",
    "买家申请取消": "IN_CANCEL",
    "含纠纷的订单": "IN_ISSUE",
    "冻结中的订单": "IN_FROZEN",
    "已结束的订单": "FINISH",
}
OPERATOR_WORDS = {"卖家发货": SELLER_SHIPS, "仓库发货": "WAREHOUSE_SEND_GOODS"}
BUSINESS_MODEL_WORDS = {"半托管": SEMI_MANAGED}

# Where the platform does not write ISO 3166-1 alpha-2. Former codes (ZR, TP) and parts of a country go to today's.
COUNTRIES = {
    "UK": "GB",
    "SRB": "RS",
    "MNE": "ME",
    "KS": "XK",
    "GGY": "GG",
    "JEY": "JE",
    "GBA": "GG",  # Alderney, in the bailiwick of Guernsey
    "ALA": "AX",
    "BLM": "BL",
    "MAF": "MF",
    "SGS": "GS",
    "TLS": "TL",
    "TP": "TL",
    "ZR": "CD",
    "EAZ": "TZ",  # Zanzibar
    "ASC": "SH",  # Ascension
}
