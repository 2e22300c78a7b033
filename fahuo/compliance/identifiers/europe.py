"""Numbers of recipients in Europe. Forms and check digits: python-stdnum, read 2026-11."""

from __future__ import annotations

from stdnum.by import unp
from stdnum.ch import uid
from stdnum.es import cif, dni, nie
from stdnum.it import codicefiscale
from stdnum.no import orgnr
from stdnum.pt import nif
from stdnum.ru import inn
from stdnum.ua import rntrc

from fahuo.compliance.identifiers.kind import Holder, kind

_ANYONE, _COMPANY = Holder.ANYONE, Holder.COMPANY

KINDS = (
    kind("ru_inn", "ИНН", "Russian tax number", "俄罗斯税号", r"\d{10}(\d{2})?", inn.is_valid, holder=_ANYONE),
    kind("ua_rntrc", "РНОКПП", "Ukrainian tax number", "乌克兰税号", r"\d{10}", rntrc.is_valid),
    kind("by_unp", "УНП", "Belarusian payer number", "白俄罗斯纳税人号", r"[A-Z0-9]{2}\d{7}", unp.is_valid,
         holder=_ANYONE),
    kind("it_cf", "codice fiscale", "Italian tax code", "意大利税号", r"[A-Z0-9]{16}|\d{11}", codicefiscale.is_valid,
         holder=_ANYONE),
    kind("es_dni", "DNI", "Spanish identity number", "西班牙身份证号", r"\d{8}[A-Z]", dni.is_valid),
    kind("es_nie", "NIE", "Spanish number of foreigners", "西班牙外国人身份号", r"[XYZ]\d{7}[A-Z]", nie.is_valid),
    kind("es_cif", "NIF", "Spanish company number", "西班牙企业税号", r"[A-Z]\d{7}[A-Z0-9]", cif.is_valid,
         holder=_COMPANY),
    kind("pt_nif", "NIF", "Portuguese tax number", "葡萄牙税号", r"\d{9}", nif.is_valid, holder=_ANYONE),
    kind("no_orgnr", "organisasjonsnummer", "Norwegian organisation number", "挪威组织号", r"\d{9}", orgnr.is_valid,
         holder=_COMPANY),
    kind("ch_uid", "UID", "Swiss company number", "瑞士企业号", r"CHE\d{9}", uid.is_valid, holder=_COMPANY),
)  # fmt: skip
