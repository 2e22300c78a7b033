"""The values of rules as a person reads them, in both languages; and the families that rules stand in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.compliance.identifiers import KINDS, named
from fahuo.compliance.word_lists import word_list

# Beginning of an id → words. The sequence is that of the page.
FAMILIES: Mapping[str, tuple[str, str]] = {
    "EU": ("European Union", "欧盟"),
    "GB": ("United Kingdom", "英国"),
    "US": ("United States", "美国"),
    "BR MX CL EC AR LA CA": ("The Americas", "美洲其他国家"),
    "KR JP AU NZ SG MY TH VN ID IN SA AE IL TR CIS ZA MA": ("Asia, Pacific, Middle East, Africa", "亚太、中东与非洲"),
    "NO CH": ("Norway and Switzerland", "挪威和瑞士"),
    "RN": ("Numbers of recipients", "收件人号码"),
    "SD": ("The platform and its sellers", "平台与商家"),
    "AD": ("Addresses and phones", "地址与电话"),
    "DE": ("Descriptions of goods", "品名"),
    "HS OR": ("HS codes and origins", "HS 编码与原产国"),
    "DG": ("Dangerous and restricted goods", "危险品与限运品"),
    "PF CI": ("Papers and postal forms", "单据与邮政表格"),
    "CN CE": ("Export messages of China Customs", "中国海关出口报文"),
    "SQ": ("Who sends and declares", "发件与申报企业"),
    "RB": ("Export tax rebate", "出口退税"),
}
OTHER = ("Other rules", "其他规则")

KEYS: Mapping[str, tuple[str, str]] = {
    "up_to": ("up to", "不超过"),
    "below": ("below", "低于"),
    "issued_by": ("issued by", "签发方"),
    "or_by": ("or by", "或"),
    "exempt_up_to": ("free up to", "免税额"),
    "at_sale_up_to": ("tax at the sale up to", "销售时代收上限"),
    "simplified_up_to": ("simplified up to", "简易清关上限"),
    "above": ("above", "超过"),
    "above_50": ("above 50 USD", "超过 50 美元"),
    "amount": ("amount", "金额"),
    "currency": ("currency", "币种"),
    "percent": ("per cent", "百分比"),
    "per_item": ("for each item", "每件"),
    "or": ("or", "或"),
    "steps": ("steps", "分档"),
    "state": ("tax of the state, per cent", "州税（%）"),
    "none_for": ("not for origins", "不适用原产地"),
    "not_for": ("not for HS chapters", "不适用 HS 章"),
    "each": ("for each", "按"),
    "kinds": ("numbers that will do", "可用号码"),
    "pattern": ("form", "格式"),
    "lists": ("lists of words", "词表"),
    "words": ("words", "词表"),
    "classes": ("classes of goods", "货物类别"),
    "papers": ("papers", "文件"),
    "edition": ("edition", "版本"),
    "cells": ("cells at most", "电芯上限"),
    "batteries": ("batteries at most", "电池上限"),
    "watt_hours": ("Wh of a battery", "电池瓦时"),
    "cell_watt_hours": ("Wh of a cell", "电芯瓦时"),
    "lithium_g": ("g of lithium of a battery", "电池含锂克数"),
    "cell_lithium_g": ("g of lithium of a cell", "电芯含锂克数"),
    "ALONE": ("alone, above Wh", "单独运输，瓦时超过"),
    "WITH": ("packed with a device, above Wh", "与设备同包装，瓦时超过"),
    "with_phone": ("mark with a phone number", "标记可带电话"),
    "drop_m": ("drop test, m", "跌落试验（米）"),
    "stack_m": ("stack test, m", "堆码试验（米）"),
    "mark": ("mark", "标志"),
    "mandatory": ("mandatory", "强制"),
    "confirmed": ("confirmed", "已确认"),
    "digital": ("sent digitally", "电子申报"),
    "digits": ("digits", "位数"),
    "by": ("by", "运输方式"),
    "from": ("from", "发货国"),
    "usual": ("usual origin", "通常原产国"),
    "months": ("months", "月"),
    "days": ("days", "天"),
    "years": ("years", "年"),
    "valid_years": ("years valid", "有效年数"),
    "warn_days": ("days ahead", "提前天数"),
    "until": ("until", "截止"),
    "settle_until": ("settled until", "核算截止"),
    "age": ("age", "年龄"),
    "categories": ("categories", "类别位"),
    "tolerance": ("tolerance", "容差"),
    "grams": ("grams", "克"),
    "letters": ("letters", "字符"),
    "shortest": ("letters at least", "最少字符"),
    "longest": ("letters at most", "最多字符"),
    "postcode_starts": ("postcodes that begin with", "邮编开头"),
    "modes": ("modes", "监管方式"),
    "flags": ("statistics flags", "统计标志"),
    "brand_types": ("brand types", "品牌类型"),
    "preferences": ("preferences", "享惠情况"),
    "by_all_ports": ("asked by all ports", "所有口岸要求"),
    "platform_collects": ("the platform collects", "平台代收"),
    "industrial_duty": ("duty on industrial goods", "工业品关税"),
    "sole_proprietors": ("sole proprietors accepted", "接受个体工商户"),
    "cleared_by": ("services that clear fully", "可全面清关的产品"),
    "entries": ("entry types", "申报类型"),
    "id": ("number", "号码"),
}
_AMOUNTS = ("up_to", "below", "exempt_up_to", "at_sale_up_to", "simplified_up_to", "above", "amount")
_FREE = ("exempt_up_to", ("nothing comes in free", "无免税额"))
_NOTHING = ("none", "无")
_LISTS = "lists"
_OF_KINDS = "number"  # which number the kinds are of: their own words say it
_YES, _NO = ("yes", "是"), ("no", "否")
_IN_FORCE, _ENDED = ("in force", "有效"), ("ended", "失效")


def family_of(rule_id: str) -> str:
    """Return the key of the family that a rule stands in, empty for none."""
    prefix = rule_id.partition("-")[0]
    return next((key for key in FAMILIES if prefix in key.split()), "")


def family_words(key: str, language: str) -> str:
    """Return what a family is called."""
    return _in(FAMILIES.get(key, OTHER), language)


def value_text(value: Any, language: str) -> str:
    """Return a rule's whole value in words: `up to 150.00 EUR`, `in force`, `ended`."""
    if value is None:
        return _in(_ENDED, language)
    if value is True:
        return _in(_IN_FORCE, language)
    return _text(value, language)


def _text(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return _in(_YES if value else _NO, language)
    if isinstance(value, Mapping):
        return "; ".join(_parts(value, language))
    if isinstance(value, tuple):
        if value and all(item in KINDS for item in value):
            return named(value)
        return ", ".join(_text(item, language) for item in value) or _in(_NOTHING, language)
    return f"{value:f}" if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else str(value)


def _parts(value: Mapping[str, Any], language: str) -> list[str]:
    """Return the parts of a mapping; an amount stands with its currency."""
    currency = value.get("currency", "")
    has_amount = any(key in value for key in _AMOUNTS)
    parts = []
    for key, item in value.items():
        if (key == "currency" and has_amount) or (key == _OF_KINDS and "kinds" in value):
            continue
        if key == _FREE[0] and not item:
            parts.append(_in(_FREE[1], language))
            continue
        unit = f" {currency}" if key in _AMOUNTS and currency else ""
        said = _lists(item, language) if key == _LISTS else _text(item, language)
        parts.append(f"{_in(KEYS.get(key, (key, key)), language)} {said}{unit}")
    return parts


def _lists(lists: tuple[str, ...], language: str) -> str:
    """Return what lists of words are called, each with its edition."""
    found = (word_list(name) for name in lists)
    return ", ".join(f"{_in((one.description, one.description_zh), language)} ({one.version})" for one in found)


def _in(words: tuple[str, str], language: str) -> str:
    return words[1] if language.startswith("zh") else words[0]
