"""Phones: the prefix may stand in its field, in the number, as + or 00, in full width."""

from __future__ import annotations

from datetime import date

import phonenumbers
import pytest

from fahuo import compliance
from fahuo.compliance import phone
from fahuo.compliance.phone import Heard
from fahuo.rulebook.rules import Stage
from fahuo.trade.address import Address
from fahuo.trade.country import ISO_COUNTRIES


@pytest.mark.parametrize(
    ("prefix", "mobile", "area", "landline", "e164"),
    [
        ("+33", "06 36 33 67 69", "", "", "+33636336769"),
        ("0033", "638678031", "", "", "+33638678031"),
        ("33", "638678031", "", "", "+33638678031"),  # a spreadsheet ate the plus
        ("", "+33600518629", "", "", "+33600518629"),
        ("", "0033600518629", "", "", "+33600518629"),
        ("+33", "+33600518629", "", "", "+33600518629"),
        ("+33", "0033600518629", "", "", "+33600518629"),
        ("+49", "(0151) 597-296.86", "", "", "+4915159729686"),
        ("+44", "(0)20 7946 0958", "", "", "+442079460958"),
        ("+1", "(787) 476-5646", "", "", "+17874765646"),
        ("+1", "1 787 476 5646", "", "", "+17874765646"),
        ("+34", "", "84", "1271966", "+34841271966"),
        ("+34", "-", "84", "1271966", "+34841271966"),
        ("+39", "06 3600 4399", "", "", "+390636004399"),  # in Italy the zero belongs to the number
        ("(+82)", "010-8284-7577 ext. 12", "", "", "+821082847577"),
    ],
)  # fmt: skip
def test_valid(prefix: str, mobile: str, area: str, landline: str, e164: str) -> None:
    text = phone.compose(prefix=prefix, mobile=mobile, area=area, landline=landline)
    assert phone.judge(text) == (e164, Heard.RIGHT)


@pytest.mark.parametrize(
    ("prefix", "mobile", "code"),
    [
        ("", "633379186", "PHONE_PREFIX_MISSING"),
        ("", "", "PHONE_PREFIX_MISSING"),
        ("", "00000000000", "PHONE_PREFIX_MISSING"),  # two zeros, but no country behind them
        ("-", "238-2492815", "PHONE_PREFIX_MISSING"),
        ("+0", "238-2492815", "PHONE_PREFIX_MISSING"),
        ("+55", "00000000000", "PHONE_INVALID"),
        ("+49", "123456", "PHONE_INVALID"),
        ("+82", "10709498573135", "PHONE_INVALID"),
        ("+33", "", "PHONE_INVALID"),
        ("", "+", "PHONE_PREFIX_MISSING"),
        ("", "+999 1234567", "PHONE_INVALID"),
        ("", "0049 12", "PHONE_INVALID"),
    ],
)
def test_not_valid(prefix: str, mobile: str, code: str) -> None:
    text = phone.compose(prefix=prefix, mobile=mobile)
    assert phone.judge(text)[0] == text
    case = compliance.Case("DE", recipient=Address("Erika", "DE", "Jungfernstieg 1", city="Hamburg", phone=text))
    found = compliance.problems(case, stage=Stage.PREFLIGHT, on=date(2026, 11, 22))
    assert [one.code for one in found if one.field == "address.phone"] == [code]


def test_a_judged_number_is_judged_the_same_again() -> None:
    number, heard = phone.judge("+33 06 36 33 67 69")
    assert phone.judge(number) == (number, heard)


@pytest.mark.parametrize("country", sorted(ISO_COUNTRIES | {"XK"}))
def test_every_country_in_every_spelling(country: str) -> None:
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        assert country in {"AQ", "BV", "GS", "HM", "PN", "TF", "UM"}  # nobody has a phone number there
        return
    formats = phonenumbers.PhoneNumberFormat
    e164 = phonenumbers.format_number(example, formats.E164)
    code, national = f"+{example.country_code}", phonenumbers.format_number(example, formats.NATIONAL)
    spellings = (("", e164), ("", f"00{e164[1:]}"), (code, national), (code.replace("+", "00"), national), (code, e164))
    for prefix, number in spellings:
        assert phone.judge(phone.compose(prefix=prefix, mobile=number)) == (e164, Heard.RIGHT)
