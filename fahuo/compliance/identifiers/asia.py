"""Numbers of recipients in Asia, Africa and the Middle East. Forms and check digits: python-stdnum, read 2026-11,
but for Korea, Saudi Arabia, the Emirates and Kazakhstan, whose rules are written here.

The Korean customs code (PCCC) has no public check digit. The Korean resident number is never asked for.
"""

from __future__ import annotations

from stdnum.id import nik, npwp
from stdnum.il import idnr as il_idnr
from stdnum.in_ import aadhaar, pan
from stdnum.my import nric
from stdnum.th import pin
from stdnum.tr import tckimlik, vkn
from stdnum.tw import ubn
from stdnum.vn import mst
from stdnum.za import idnr as za_idnr

from fahuo.compliance.identifiers import arithmetic
from fahuo.compliance.identifiers.kind import Holder, kind

_ANYONE, _COMPANY = Holder.ANYONE, Holder.COMPANY

KINDS = (
    kind("kr_pccc", "PCCC", "Korean personal customs code", "韩国个人通关码", r"P\d{12}"),
    kind("tr_tckn", "T.C. Kimlik", "Turkish identity number", "土耳其身份证号", r"[1-9]\d{10}", tckimlik.is_valid),
    kind("tr_vkn", "VKN", "Turkish tax number", "土耳其税号", r"\d{10}", vkn.is_valid, holder=_ANYONE),
    kind("id_nik", "NIK", "Indonesian identity number", "印尼身份证号", r"\d{16}", nik.is_valid, has_check=False),
    kind("id_npwp", "NPWP", "Indonesian tax number", "印尼税号", r"\d{15,16}", npwp.is_valid, holder=_ANYONE),
    kind("sa_id", "national ID / Iqama", "Saudi identity or residence number", "沙特身份证或居留证号", r"[12]\d{9}",
         arithmetic.luhn),
    kind("ae_id", "Emirates ID", "Emirates identity number", "阿联酋身份证号", r"784\d{12}"),
    kind("kz_iin", "IIN / BIN", "Kazakh identity or business number", "哈萨克斯坦身份或企业号", r"\d{12}",
         arithmetic.kz_iin, holder=_ANYONE),
    kind("in_pan", "PAN", "Indian tax number", "印度税号", r"[A-Z]{5}\d{4}[A-Z]", pan.is_valid, holder=_ANYONE,
         has_check=False),
    kind("in_aadhaar", "Aadhaar", "Indian identity number", "印度身份证号", r"\d{12}", aadhaar.is_valid),
    kind("il_id", "Teudat Zehut", "Israeli identity number", "以色列身份证号", r"\d{5,9}", il_idnr.is_valid),
    kind("za_id", "ID number", "South African identity number", "南非身份证号", r"\d{13}", za_idnr.is_valid),
    kind("th_pin", "PIN", "Thai identity number", "泰国身份证号", r"\d{13}", pin.is_valid),
    kind("tw_id", "identity number", "Taiwanese identity or residence number", "台湾身份证或居留证号",
         r"[A-Z][1289]\d{8}", arithmetic.taiwan),
    kind("tw_ubn", "統一編號", "Taiwanese business number", "台湾统一编号", r"\d{8}", ubn.is_valid, holder=_COMPANY),
    kind("my_nric", "NRIC", "Malaysian identity number", "马来西亚身份证号", r"\d{12}", nric.is_valid, has_check=False),
    kind("vn_mst", "MST", "Vietnamese tax number", "越南税号", r"\d{10}(\d{3})?", mst.is_valid, holder=_ANYONE),
    kind("vn_cccd", "CCCD", "Vietnamese identity number", "越南公民身份号", r"0\d{11}"),
)  # fmt: skip
