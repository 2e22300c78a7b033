"""Who sends and declares: codes of the firm, its papers, card and account at the single window (SQ, SD-08, SD-11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from unicodedata import normalize as unicode_form

from fahuo.compliance.case import Case, SellerFacts
from fahuo.compliance.identifiers import Found, judge, normalise
from fahuo.compliance.identifiers.china import of_age
from fahuo.trade.problem import Problem

ACTIVE = "ACTIVE"
_SIGNS = re.compile(r"[\s·・.,，。、'\"“”‘’]+")
_BRACKETS = str.maketrans("（）〔〕【】［］[]", "()()()()()")
_ORGANISATION = slice(8, 17)


def window_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The firm has a card and an account at the single window that is open (SD-08)."""
    who = case.seller
    if who is None:
        return ()
    lacking = (
        ("card_number", not who.card_number),
        ("window_account", not who.window_account or who.window_state != ACTIVE),
    )
    return [_of(code, field) for field, is_lacking in lacking if is_lacking]


def papers_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Licence, ID of the legal person and bank account of the firm are filed (SD-11)."""
    who = case.seller
    if who is None:
        return ()
    return [
        _of(code, field) for field in ("name", "uscc", "legal_person_id", "account_name") if not getattr(who, field)
    ]


def uscc_invalid(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The unified social credit code is one (SQ-01)."""
    return _number(case, code, "uscc", ("cn_uscc",))


def organisation_invalid(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The organisation code inside the credit code is one (SQ-02)."""
    bare = normalise(case.seller.uscc) if case.seller else ""
    if len(bare) != 18 or judge(bare[_ORGANISATION], ("cn_organisation",)) is Found.RIGHT:
        return ()
    return (_of(code, "uscc"),)


def customs_code_invalid(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The code with customs has its form (SQ-03)."""
    return _number(case, code, "customs_code", ("cn_customs",))


def customs_code_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The firm is filed with customs (SQ-10)."""
    return () if case.seller is None or case.seller.customs_code else (_of(code, "customs_code"),)


def legal_person_invalid(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The ID number of the legal person is one, of somebody of age (SQ-04). The number itself is never told."""
    given = case.seller.legal_person_id if case.seller else ""
    if not given or (judge(given, ("cn_resident",)) is Found.RIGHT and of_age(given, on, value["age"])):
        return ()
    return (_of(code, "legal_person_id"),)


def card_number_odd(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The number of the e-port card looks as card numbers do (SQ-06)."""
    given = case.seller.card_number if case.seller else ""
    return () if not given or re.fullmatch(value["pattern"], given) else (_of(code, "card_number"),)


def card_expired(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The certificate of the card is in force (SQ-06)."""
    until = case.seller.card_until if case.seller else None
    return (_of(code, "card_until", until.isoformat()),) if until and until < on else ()


def card_ending(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The certificate of the card does not end in the next weeks (SQ-06)."""
    until = case.seller.card_until if case.seller else None
    if until is None or not on <= until < on + timedelta(days=value["warn_days"]):
        return ()
    return (_of(code, "card_until", until.isoformat()),)


def window_other_firm(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The account at the single window is this firm's (SQ-07)."""
    who = case.seller
    if who is None or not who.window_uscc or not who.uscc or normalise(who.window_uscc) == normalise(who.uscc):
        return ()
    return (_of(code, "window_uscc"),)


def licence_expired(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The business licence is in force; one without an end is (SQ-08)."""
    until = case.seller.licence_until if case.seller else None
    return (_of(code, "licence_until", until.isoformat()),) if until and until < on else ()


def account_name(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The bank account of a company has the company's name (SQ-09)."""
    return () if case.seller is None or case.seller.is_sole_proprietor else _other_name(case.seller, code)


def account_name_of_owner(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The bank account of a sole proprietor may have the owner's name; somebody looks at it (SQ-09)."""
    return _other_name(case.seller, code) if case.seller and case.seller.is_sole_proprietor else ()


def owner_missing(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The declaration names who owns the goods (SQ-11); silent until there is one."""
    head = case.ceb.inventory if case.ceb else None
    if head is None or (str(head.get("ownerCode", "")).strip() and str(head.get("ownerName", "")).strip()):
        return ()
    return (Problem(code, "ceb.inventory.ownerCode"),)


def comparable(name: str) -> str:
    """Return a firm's name for comparing: one width, one form of brackets, capitals, no blanks."""
    return _SIGNS.sub("", unicode_form("NFKC", name)).translate(_BRACKETS).upper()


def _other_name(who: SellerFacts, code: str) -> Iterable[Problem]:
    if not who.name or not who.account_name or comparable(who.name) == comparable(who.account_name):
        return ()
    return (_of(code, "account_name", f"{who.account_name} / {who.name}"),)


def _number(case: Case, code: str, field: str, kinds: tuple[str, ...]) -> Iterable[Problem]:
    given = getattr(case.seller, field) if case.seller else ""
    return () if not given or judge(given, kinds) is Found.RIGHT else (_of(code, field, given),)


def _of(code: str, field: str, detail: str = "") -> Problem:
    return Problem(code, f"seller.{field}", detail)


CHECKS: Mapping[str, Any] = {
    "window_missing": window_missing,
    "seller_papers": papers_missing,
    "uscc_invalid": uscc_invalid,
    "organisation_invalid": organisation_invalid,
    "customs_code_invalid": customs_code_invalid,
    "customs_code_missing": customs_code_missing,
    "legal_person_invalid": legal_person_invalid,
    "card_number_odd": card_number_odd,
    "card_expired": card_expired,
    "card_ending": card_ending,
    "window_other_firm": window_other_firm,
    "licence_expired": licence_expired,
    "account_name": account_name,
    "account_name_of_owner": account_name_of_owner,
    "owner_missing": owner_missing,
}
