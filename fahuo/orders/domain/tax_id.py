"""The recipient's own number where the destination's customs ask for one.

Forms and check digits: python-stdnum; the Korean customs code (PCCC: P and twelve digits) has no public check digit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.ec import ci, ruc
from stdnum.id import nik, npwp
from stdnum.mx import curp, rfc
from stdnum.tr import tckimlik, vkn

from fahuo.orders.domain import codes
from fahuo.trade.problem import Problem

FIELD = "address.tax_id"
_SEPARATORS = re.compile(r"[\s.\-/\u2010-\u2015\u2212]")
_PCCC = re.compile(r"P\d{12}", re.ASCII)
_RFC_LENGTHS = (12, 13)  # company, person; stdnum also takes ten without the homoclave


def _pccc(number: str) -> bool:
    return _PCCC.fullmatch(number) is not None


def _rfc(number: str) -> bool:
    return len(number) in _RFC_LENGTHS and bool(rfc.is_valid(number, validate_check_digits=True))


FORMS: Mapping[str, Callable[[str], Any]] = {
    "br_cpf": cpf.is_valid,
    "br_cnpj": cnpj.is_valid,
    "cl_rut": rut.is_valid,
    "kr_pccc": _pccc,
    "mx_rfc": _rfc,
    "mx_curp": curp.is_valid,
    "tr_tckn": tckimlik.is_valid,
    "tr_vkn": vkn.is_valid,
    "ar_cuit": cuit.is_valid,
    "ec_ci": ci.is_valid,
    "ec_ruc": ruc.is_valid,
    "id_nik": nik.is_valid,
    "id_npwp": npwp.is_valid,
}


def compact(number: str) -> str:
    """Return the number in capitals without the signs that people put between its digits."""
    return _SEPARATORS.sub("", number).upper()


def problem(country: str, number: str, accepted: Mapping[str, tuple[str, ...]]) -> Problem | None:
    """Return what is wrong with the number; None where the country asks for none. `accepted`: country → forms."""
    forms = accepted.get(country)
    if forms is None:
        return None
    bare = compact(number)
    if not bare:
        return Problem(codes.RECIPIENT_TAX_ID_MISSING, FIELD, country)
    if _repeated(bare) or not any(FORMS[form](bare) for form in forms):
        return Problem(codes.RECIPIENT_TAX_ID_INVALID, FIELD, " / ".join(form[3:].upper() for form in forms))
    return None


def _repeated(bare: str) -> bool:
    """Tell whether all digits are one digit: the check digits of a CPF accept 111.111.111-11."""
    digits = [char for char in bare if char.isdigit()]
    return len(digits) >= 6 and len(set(digits)) == 1
