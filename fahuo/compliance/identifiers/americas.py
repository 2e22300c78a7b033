"""Numbers of recipients in the Americas. Forms and check digits: python-stdnum, read 2026-11."""

from __future__ import annotations

from stdnum.ar import cuit
from stdnum.br import cnpj, cpf
from stdnum.cl import rut as cl_rut
from stdnum.co import nit as co_nit
from stdnum.cr import cpf as cr_cpf
from stdnum.cr import cpj as cr_cpj
from stdnum.do import cedula, rnc
from stdnum.ec import ci as ec_ci
from stdnum.ec import ruc as ec_ruc
from stdnum.gt import nit as gt_nit
from stdnum.mx import curp, rfc
from stdnum.pe import cui as pe_cui
from stdnum.pe import ruc as pe_ruc
from stdnum.py import ruc as py_ruc
from stdnum.uy import rut as uy_rut
from stdnum.ve import rif

from fahuo.compliance.identifiers.kind import Holder, kind

_ANYONE, _COMPANY = Holder.ANYONE, Holder.COMPANY
# RFCs that the tax office gives to nobody in particular: sales to the public, and foreigners without one.
GENERIC_RFC = frozenset({"XAXX010101000", "XEXX010101000"})


def _rfc(number: str) -> bool:
    return bool(rfc.is_valid(number, validate_check_digits=True))  # twelve signs for a company, thirteen for a person


KINDS = (
    kind("br_cpf", "CPF", "Brazilian personal tax number", "巴西个人税号", r"\d{11}", cpf.is_valid),
    kind("br_cnpj", "CNPJ", "Brazilian company number", "巴西企业税号", r"[A-Z0-9]{12}\d{2}", cnpj.is_valid,
         holder=_COMPANY),
    kind("br_cnpj_digits", "CNPJ", "Brazilian company number without letters", "巴西企业税号（纯数字）", r"\d{14}",
         cnpj.is_valid, holder=_COMPANY),
    kind("mx_rfc", "RFC", "Mexican tax number", "墨西哥税号", r"[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}", _rfc, holder=_ANYONE,
         generic=GENERIC_RFC),
    kind("mx_curp", "CURP", "Mexican personal code", "墨西哥个人身份号", r"[A-Z]{4}\d{6}[A-Z]{6}[A-Z0-9]\d",
         curp.is_valid),
    kind("cl_rut", "RUT", "Chilean tax number", "智利税号", r"(CL)?\d{7,8}[\dK]", cl_rut.is_valid, holder=_ANYONE),
    kind("ar_cuit", "CUIT / CUIL / CDI", "Argentine tax number", "阿根廷税号", r"\d{11}", cuit.is_valid,
         holder=_ANYONE),
    kind("ec_ci", "cédula", "Ecuadorian identity number", "厄瓜多尔身份证号", r"\d{10}", ec_ci.is_valid),
    kind("ec_ruc", "RUC", "Ecuadorian tax number", "厄瓜多尔税号", r"\d{13}", ec_ruc.is_valid, holder=_ANYONE),
    kind("co_nit", "NIT", "Colombian tax number", "哥伦比亚税号", r"\d{8,16}", co_nit.is_valid, holder=_ANYONE),
    kind("co_cc", "cédula", "Colombian identity number", "哥伦比亚身份证号", r"\d{6,10}"),
    kind("pe_ruc", "RUC", "Peruvian tax number", "秘鲁税号", r"\d{11}", pe_ruc.is_valid, holder=_ANYONE),
    kind("pe_cui", "DNI", "Peruvian identity number", "秘鲁身份证号", r"\d{8}[A-Z0-9]?", pe_cui.is_valid,
         has_check=False),
    kind("uy_rut", "RUT", "Uruguayan tax number", "乌拉圭税号", r"\d{12}", uy_rut.is_valid, holder=_COMPANY),
    kind("py_ruc", "RUC", "Paraguayan tax number", "巴拉圭税号", r"\d{5,9}", py_ruc.is_valid, holder=_ANYONE),
    kind("do_cedula", "cédula", "Dominican identity number", "多米尼加身份证号", r"\d{11}", cedula.is_valid),
    kind("do_rnc", "RNC", "Dominican tax number", "多米尼加税号", r"\d{9}", rnc.is_valid, holder=_COMPANY),
    kind("cr_cpf", "cédula", "Costa Rican identity number", "哥斯达黎加身份证号", r"\d{9,10}", cr_cpf.is_valid,
         has_check=False),
    kind("cr_cpj", "cédula jurídica", "Costa Rican company number", "哥斯达黎加企业号", r"\d{10}", cr_cpj.is_valid,
         holder=_COMPANY, has_check=False),
    kind("gt_nit", "NIT", "Guatemalan tax number", "危地马拉税号", r"\d{1,11}[\dK]", gt_nit.is_valid, holder=_ANYONE),
    kind("ve_rif", "RIF", "Venezuelan tax number", "委内瑞拉税号", r"[VEJPG]\d{9}", rif.is_valid, holder=_ANYONE),
)  # fmt: skip
