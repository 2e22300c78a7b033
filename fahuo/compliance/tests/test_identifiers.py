"""Numbers of customs: every kind with one that is right, what a slip of the finger does, and what is never shown.

All numbers were made up for the tests, check digits reckoned; the three credit codes are those of public companies.
"""

from __future__ import annotations

from datetime import date

import pytest

from fahuo.compliance import identifiers
from fahuo.compliance.identifiers import Found, arithmetic, china, trade

RIGHT = (
    ("br_cpf", "97543231948"),
    ("br_cnpj", "QBWQSDXU64SB06"),
    ("mx_rfc", "TWT5705142H9"),
    ("mx_curp", "EPPR811110MYNFFB39"),
    ("cl_rut", "36251557"),
    ("co_nit", "213123432-1"),
    ("ar_cuit", "20106868906"),
    ("ec_ci", "1720278272"),
    ("ec_ruc", "1743911974001"),
    ("co_cc", "18215638"),
    ("pe_ruc", "17142082179"),
    ("pe_cui", "41568126"),
    ("uy_rut", "186670860011"),
    ("py_ruc", "78816"),
    ("do_cedula", "33528642730"),
    ("do_rnc", "166167607"),
    ("cr_cpf", "396696845"),
    ("cr_cpj", "3108089694"),
    ("gt_nit", "2451344"),
    ("ve_rif", "J444776357"),
    ("kr_pccc", "P566126204892"),
    ("tr_tckn", "10448807956"),
    ("tr_vkn", "1976462754"),
    ("id_nik", "3171010109932455"),
    ("id_npwp", "960076248161040"),
    ("sa_id", "1733009276"),
    ("ae_id", "784453060080149"),
    ("kz_iin", "704113871419"),
    ("in_pan", "XTTBM4568Q"),
    ("in_aadhaar", "915858696325"),
    ("il_id", "906108840"),
    ("za_id", "7411244122091"),
    ("th_pin", "4262340567131"),
    ("tw_id", "Z834067104"),
    ("tw_ubn", "33037963"),
    ("my_nric", "581103141565"),
    ("vn_mst", "8478940819"),
    ("vn_cccd", "011145952839"),
    ("ru_inn", "5246386836"),
    ("ua_rntrc", "0965720020"),
    ("by_unp", "161983283"),
    ("it_cf", "FFDFFF77S23H501J"),
    ("es_dni", "90984790X"),
    ("es_nie", "Y8610011K"),
    ("es_cif", "H5612518J"),
    ("pt_nif", "939360772"),
    ("no_orgnr", "867581103"),
    ("ch_uid", "CHE060520467"),
    ("eu_eori", "NLQSV7TK0AT"),
    ("gb_eori", "GB804531668068"),
    ("eu_ioss", "IM2763942637"),
    ("no_voec", "2368943"),
    ("gb_vat", "GB 068 7532 36"),
    ("au_arn", "044770410986"),
    ("au_abn", "26774981126"),
    ("nz_ird", "79875732"),
    ("sg_gst", "O7Z00NX2W8"),
    ("my_lvg", "WKHJWDNJYRP"),
    ("upu_s10", "ZB786990564HQ"),
    ("cn_uscc", "91335834EG6PKKD865"),
    ("cn_resident", "110105199005188959"),
    ("cn_organisation", "ZZS2A8OR5"),
    ("cn_customs", "2800UFE6Q7"),
    ("cn_card", "AHB3SL5OSC084"),
    ("hk_br", "41739511"),
    ("hk_id", "H0704867"),
    ("br_cpf", "975.432.319-48"),
    ("br_cnpj_digits", "11.222.333/0001-81"),
    ("br_cnpj", "12.ABC.345/01DE-35"),
    ("cn_uscc", "91330100799655058B"),
    ("cn_uscc", "91110000600037341L"),
    ("cn_uscc", "91440300708461136T"),
    ("cn_resident", "11010519491231002X"),
    ("upu_s10", "RR 473 124 829 GB"),
    ("hk_id", "A123456(3)"),
    ("tw_id", "A123456789"),
    ("hk_br", "41739511-000-01-24-5"),
    ("ch_uid", "CHE-060.520.467"),
)


@pytest.mark.parametrize(("name", "number"), RIGHT)
def test_right(name: str, number: str) -> None:
    assert identifiers.judge(number, [name]) is Found.RIGHT


def test_every_kind_has_an_example() -> None:
    assert {name for name, _ in RIGHT} == set(identifiers.KINDS)


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, number in RIGHT if identifiers.kind(name).has_check]
)
def test_most_slips_of_the_finger_are_found(name: str, number: str) -> None:
    """Of all numbers with one digit changed more than half are wrong; where branches are numbered not more can be."""
    bare, kind = identifiers.normalise(number), identifiers.kind(name)
    places = [at for at, char in enumerate(bare) if char.isdigit()]
    slips = [f"{bare[:at]}{digit}{bare[at + 1 :]}" for at in places for digit in "0123456789" if digit != bare[at]]
    assert sum(not kind.fits(slip) for slip in slips) > len(slips) / 2


@pytest.mark.parametrize("name", sorted(identifiers.KINDS))
@pytest.mark.parametrize(
    "number", ["1" * 11, "0" * 14, "P111111111111", "9" * 16, "7777777", "N/A", "-", "１２３", "1" * 99]
)
def test_what_is_never_a_number(name: str, number: str) -> None:
    """Forms that take any letters (Malaysia, e-port cards) are not asked for by rules of recipients."""
    if not (number == "N/A" and name in {"eu_eori"}):
        assert identifiers.judge(number, [name]) is not Found.RIGHT


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("br_cpf", "97543231949"),  # check digit
        ("cn_uscc", "94330100799655058B"),  # no such kind of body
        ("cn_uscc", "91330100799655058I"),  # a letter that is not used
        ("cn_uscc", "91330100799655068B"),  # organisation code
        ("cn_resident", "110105194913310021"),  # the 13th month
        ("cn_resident", "660105194912310025"),  # no such province
        ("eu_ioss", "IN2763942637"),  # an intermediary's own number
        ("eu_ioss", "IM1563942637"),  # 156 is China
        ("sa_id", "3733009276"),
        ("mx_rfc", "PETL011222"),  # without the homoclave
        ("no_voec", "12345678"),
    ],
)
def test_wrong(name: str, number: str) -> None:
    assert identifiers.judge(number, [name]) is Found.WRONG


@pytest.mark.parametrize("number", ["", " ", "-", ".-/"])
def test_missing(number: str) -> None:
    assert identifiers.judge(number, ["br_cpf", "br_cnpj"]) is Found.MISSING


@pytest.mark.parametrize("number", ["XAXX010101000", "xexx-010101-000"])
def test_a_number_that_names_nobody(number: str) -> None:
    assert identifiers.judge(number, ["mx_rfc", "mx_curp"]) is Found.GENERIC
    assert identifiers.judge(number, ["mx_curp"]) is Found.WRONG


def test_unknown_kind() -> None:
    with pytest.raises(identifiers.UnknownKind):
        identifiers.judge("1", ["br_rg"])


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("975.432.319-48", "***.***.**9-48"),
        ("P566126204892", "**********892"),
        ("36.251.557-K", "**.***.**7-K"),
        ("1234567", "*****67"),
        ("1234", "***4"),
        ("123", "***"),
        ("", ""),
    ],
)
def test_masked(number: str, shown: str) -> None:
    assert identifiers.masked(number) == shown


def test_names_for_people() -> None:
    assert identifiers.named(["br_cpf", "br_cnpj"]) == "CPF / CNPJ"


@pytest.mark.parametrize(
    ("number", "formed", "usual"),
    [
        ("DE1234567", True, True),
        ("DE123456789012345", True, True),
        ("GB123456789000", True, True),
        ("GB1234", True, False),
        ("CN1234567890", True, False),  # China issues none
        ("FR12345678901234", True, True),
        ("DE 1234567", False, True),  # a label with a blank is read back as another number
        ("de1234567", False, True),
        ("D1234567", False, False),
        ("DE", False, False),
        ("DE1234567890123456", False, False),
    ],
)
def test_eori(number: str, formed: bool, usual: bool) -> None:
    assert (trade.eori_formed(number), trade.eori_as_usual(number)) == (formed, usual)


def test_an_intermediary_is_no_ioss_number() -> None:
    assert trade.ioss_of_intermediary("IN 276 3942637")
    assert not trade.ioss_of_intermediary("IM2763942637")


@pytest.mark.parametrize(
    ("born", "on", "of_age"),
    [
        ("20081122", date(2026, 11, 21), False),
        ("20081122", date(2026, 11, 22), True),
        ("19491231", date(2026, 1, 1), True),
    ],
)
def test_of_age(born: str, on: date, of_age: bool) -> None:
    front = f"110105{born}002"
    number = next(front + check for check in "0123456789X" if arithmetic.resident(front + check))
    assert china.of_age(number, on) is of_age


def test_of_age_of_a_wrong_number() -> None:
    assert not china.of_age("110105194912310021", date(2026, 1, 1))


@pytest.mark.parametrize(("code", "sole"), [("92330106MA2", True), ("91330100799655058B", False), ("", False)])
def test_sole_proprietor(code: str, sole: bool) -> None:
    assert china.is_sole_proprietor(code) is sole
