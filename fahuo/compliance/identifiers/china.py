"""Numbers of Chinese and Hong Kong sellers, and of what they sign with.

USCC: GB 32100-2015; organisation code: GB 11714; resident identity number: GB 11643. Customs registration codes have
no check digit, and their serial number may hold letters.
"""

from __future__ import annotations

from datetime import date

from fahuo.compliance.identifiers import arithmetic
from fahuo.compliance.identifiers.kind import Holder, kind, normalise

_COMPANY = Holder.COMPANY
SOLE_PROPRIETOR = "92"
OF_AGE = 18
# Provinces, residents of Hong Kong, Macao and Taiwan (81–83), foreigners with permanent residence (9).
_REGIONS = r"(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9\d)"

USCC = kind(
    "cn_uscc", "USCC", "Unified social credit code", "统一社会信用代码",
    r"[1-9ANY][1-9]\d{6}[0-9A-HJ-NP-RTUWXY]{10}", arithmetic.uscc, holder=_COMPANY,
)  # fmt: skip
RESIDENT = kind(
    "cn_resident", "ID card", "Resident identity number", "居民身份证号", _REGIONS + r"\d{15}[\dX]", arithmetic.resident
)
KINDS = (
    USCC,
    RESIDENT,
    kind("cn_organisation", "organisation code", "Organisation code", "组织机构代码", r"[0-9A-Z]{8}[\dX]",
         arithmetic.organisation, holder=_COMPANY),
    kind("cn_customs", "customs code", "Customs registration code", "海关注册编码", r"\d{4}[0-9A-Z]{6}",
         holder=_COMPANY),
    kind("cn_card", "e-port card", "E-port card number", "电子口岸卡号", r"[0-9A-Z]{8,13}", holder=Holder.ANYONE),
    kind("hk_br", "BR", "Hong Kong business registration number", "香港商业登记号", r"\d{8}(\d{8})?",
         holder=_COMPANY),
    kind("hk_id", "HKID", "Hong Kong identity card", "香港身份证号", r"[A-Z]{1,2}\d{6}[\dA]|[A-Z]{1,2}\d{6}\([\dA]\)",
         lambda number: arithmetic.hong_kong(number.replace("(", "").replace(")", ""))),
)  # fmt: skip


def is_sole_proprietor(uscc: str) -> bool:
    """Tell whether a credit code is that of a sole proprietor (个体工商户)."""
    return normalise(uscc).startswith(SOLE_PROPRIETOR)


def of_age(resident: str, on: date, years: int = OF_AGE) -> bool:
    """Tell whether the holder of a resident identity number is so many years old on a day; False for a wrong one."""
    bare = normalise(resident)
    born = arithmetic.born_on(bare) if RESIDENT.fits(bare) else None
    return born is not None and (born.year + years, born.month, born.day) <= (on.year, on.month, on.day)
