"""Numbers of whoever imports or collects tax at the sale, and of parcels.

EORI, IOSS, VOEC and the Australian ARN have no public check digit; whether one exists can only be asked of its
register. Forms: python-stdnum; Regulation (EU) 952/2013; Skatteetaten (VOEC, seven digits); ATO (ARN, twelve digits).
"""

from __future__ import annotations

import re

from stdnum.au import abn
from stdnum.eu import oss
from stdnum.gb import vat as gb_vat
from stdnum.nz import ird

from fahuo.compliance.identifiers import arithmetic
from fahuo.compliance.identifiers.kind import Holder, kind, normalise

_COMPANY = Holder.COMPANY
_EORI = re.compile(r"[A-Z]{2}[A-Z0-9]{1,15}", re.ASCII)

# What follows the country in EORI numbers: a list of 2016 widened by what is seen in practice. It only ever warns.
_EORI_BODIES = {
    "AT": r"[A-Z0-9]{6,15}", "BE": r"\d{10}", "BG": r"\d{9,13}", "CY": r"[A-Z0-9]{9}", "CZ": r"\d{8,15}",
    "DE": r"\d{7,15}", "DK": r"\d{8}(\d{2})?", "EE": r"\d{8,12}", "ES": r"[A-Z0-9]{9,10}", "FI": r"\d{7}-?\d|\d{8}",
    "FR": r"[A-Z0-9]{2}\d{9}|\d{14}", "GB": r"\d{12}(\d{3})?", "GR": r"\d{9,15}", "HR": r"\d{11}", "HU": r"\d{8,10}",
    "IE": r"[A-Z0-9]{8,9}", "IT": r"\d{11}|[A-Z0-9]{16}", "LT": r"\d{9}|\d{12}", "LU": r"\d{8,15}", "LV": r"\d{11}",
    "MT": r"\d{8,12}", "NL": r"\d{9}|[A-Z0-9]{12}", "PL": r"\d{10}(\d{5})?|\d{9}(\d{5,6})?", "PT": r"\d{9,12}",
    "RO": r"\d{2,15}", "SE": r"\d{10}|\d{12}", "SI": r"\d{8}", "SK": r"\d{8,10}", "XI": r"\d{12}(\d{3})?",
}  # fmt: skip
_EORI_FORMS = {country: re.compile(body, re.ASCII) for country, body in _EORI_BODIES.items()}


def eori_formed(number: str) -> bool:
    """Tell whether a number has the form of an EORI: a country, then up to 15 capital letters or digits.

    Exactly as it stands: a label with a blank in it is read back as another number.
    """
    return _EORI.fullmatch(number) is not None


def eori_as_usual(number: str) -> bool:
    """Tell whether the number looks as its country's usually do; a country without a known pattern has none.

    China issues no EORI. What is unusual may still be right, so this only ever warns.
    """
    bare = normalise(number)
    form = _EORI_FORMS.get(bare[:2])
    return form is not None and form.fullmatch(bare[2:]) is not None


def ioss_of_intermediary(number: str) -> bool:
    """Tell whether this is an intermediary's own number (`IN…`), which must never stand in place of an IOSS number."""
    return normalise(number).startswith("IN")


KINDS = (
    kind("eu_eori", "EORI", "EORI number", "欧盟 EORI 号", r"[A-Z]{2}[A-Z0-9]{1,15}", country="EU", holder=_COMPANY),
    kind("gb_eori", "GB EORI", "British EORI number", "英国 EORI 号", r"(GB|XI)\d{12}(\d{3})?", holder=_COMPANY),
    kind("eu_ioss", "IOSS", "IOSS number", "欧盟 IOSS 号", r"IM\d{10}", oss.is_valid, country="EU", holder=_COMPANY,
         has_check=False),
    kind("no_voec", "VOEC", "Norwegian VOEC number", "挪威 VOEC 号", r"\d{7}", holder=_COMPANY),
    kind("gb_vat", "GB VAT", "British VAT number", "英国增值税号", r"(GB)?(\d{9}|\d{12}|GD\d{3}|HA\d{3})",
         gb_vat.is_valid, holder=_COMPANY),
    kind("au_arn", "ARN", "Australian reference number for GST", "澳大利亚 GST 登记号", r"\d{12}", holder=_COMPANY),
    kind("au_abn", "ABN", "Australian business number", "澳大利亚商业号", r"\d{11}", abn.is_valid, holder=_COMPANY),
    kind("nz_ird", "IRD", "New Zealand tax number", "新西兰税号", r"\d{8,9}", ird.is_valid, holder=Holder.ANYONE),
    kind("sg_gst", "GST", "Singapore GST number", "新加坡 GST 号", r"[A-Z0-9]{9,10}", holder=_COMPANY),
    kind("my_lvg", "LVG", "Malaysian low-value-goods number", "马来西亚低价商品税号", r"[A-Z0-9]{6,20}",
         holder=_COMPANY),
    kind("upu_s10", "S10", "Postal item number", "万国邮联邮件号", r"[A-Z]{2}\d{9}[A-Z]{2}", arithmetic.s10, country="",
         holder=Holder.PARCEL),
)  # fmt: skip
