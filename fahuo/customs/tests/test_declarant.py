"""Setting up who declares: what cannot be is refused, what is secret is sealed."""

from __future__ import annotations

from datetime import date

import pytest

from fahuo.customs.models import Declarant, LogisticsFiling
from fahuo.customs.services import declare
from fahuo.customs.services.declarant import Wish, file_carrier, save
from fahuo.kit import secrets
from tests.fixtures.declaring import AT, LEGAL_PERSON, PASSWORD, details, identity, make_declarant, uscc

pytestmark = pytest.mark.django_db


def wish(**changes):
    flags = {name: changes.pop(name) for name in tuple(changes) if name in Wish.__slots__}
    known = {"licence_endless": True, "card_until": date(2032, 5, 31), "emulated": True}
    return Wish(details=details(7, "http://127.0.0.1:9") | changes, **known | flags)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"uscc": "91330100799655058C"}, "DECLARANT_INCOMPLETE", "uscc"),
        ({"customs_code": "44031"}, "DECLARANT_INCOMPLETE", "customs_code"),
        ({"card_number": "??"}, "ERR_EPORT_CARD_NUMBER", "card_number"),
        ({"account_name": "别人的公司"}, "ERR_ACCOUNT_NAME", "account_name"),
        ({"platform_code": "没有"}, "DECLARANT_INCOMPLETE", "platform_code"),
        ({"owner_code": "无"}, "DECLARANT_INCOMPLETE", "owner_code"),
        ({"customs_district": "53"}, "DECLARANT_INCOMPLETE", "customs_district"),
        ({"trade_mode": "0110"}, "DECLARANT_INCOMPLETE", "trade_mode"),
        ({"statistics_flag": "C"}, "DECLARANT_INCOMPLETE", "statistics_flag"),
        ({"destination_ports": "US 31900"}, "DECLARANT_INCOMPLETE", "destination_ports"),
        ({"algorithms": "MD5"}, "DECLARANT_INCOMPLETE", "algorithms"),
        ({"declares": ""}, "ERR_NO_DECLARANT", "declares"),
        ({"window_url": "http://example.com"}, "DECLARANT_INCOMPLETE", "window_url"),
        ({"name": "长" * 101, "account_name": ""}, "DECLARANT_INCOMPLETE", "name"),
        ({"secrets": {"legal_person_id": "110105194912310021"}}, "DECLARANT_INCOMPLETE", "legal_person_id"),
        ({"certificate": b"none", "secrets": {"signing_key": "x"}}, "ERR_SIGNING_KEY_UNFIT", "certificate"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_stored(amys, changes, code, field):
    saved = save(seller=amys, person=None, wish=wish(**changes), at=AT)
    assert saved.declarant is None
    assert (code, field) in {(problem.code, problem.field) for problem in saved.problems}
    assert all("1949" not in problem.detail for problem in saved.problems)
    assert not Declarant.objects.exists()


@pytest.mark.parametrize(
    "name", ["深圳艾米贸易有限公司", " 深圳艾米贸易 有限公司", "深圳艾米贸易有限公司　"], ids=["same", "space", "wide"]
)
def test_the_account_name_is_compared_without_spaces_and_width(amys, name):
    assert save(seller=amys, person=None, wish=wish(account_name=name), at=AT).declarant is not None


def test_a_sole_proprietors_account_may_bear_the_owners_name(amys):
    saved = save(seller=amys, person=None, wish=wish(account_name="林艾米", is_sole_proprietor=True), at=AT)
    assert saved.declarant is not None
    assert [problem.code for problem in saved.problems] == ["ERR_ACCOUNT_NAME"]


def test_secrets_are_sealed_and_kept_when_left_empty(amys):
    row = make_declarant(amys)
    key = identity().key.decode()
    assert secrets.unseal(bytes(row.secrets)) == {
        "signing_key": key, "window_password": PASSWORD, "card_pin": "88888888", "legal_person_id": LEGAL_PERSON,
    }  # fmt: skip
    stored = bytes(row.secrets) + repr(vars(row)).encode()
    assert not any(secret.encode() in stored for secret in (PASSWORD, LEGAL_PERSON, "88888888", "PRIVATE KEY"))
    same = details(8, "http://127.0.0.1:9") | {"name": row.name, "account_name": row.name}
    again = Wish(same, licence_endless=True, card_until=date(2032, 5, 31), emulated=True, secrets={"signing_key": ""})
    saved = save(seller=amys, person=None, wish=again, at=AT)
    assert saved.declarant is not None
    assert secrets.unseal(bytes(saved.declarant.secrets))["legal_person_id"] == LEGAL_PERSON
    assert saved.declarant.receipt_token == row.receipt_token


def test_a_key_of_another_certificate_is_refused(amys):
    make_declarant(amys)
    other = wish(certificate=identity().certificate, secrets={"signing_key": "ab" * 32})
    assert save(seller=amys, person=None, wish=other, at=AT).problems[0].code == "ERR_SIGNING_KEY_UNFIT"


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        ({}, set()),
        ({"card_until": date(2026, 11, 1)}, {"ERR_EPORT_CARD_EXPIRED"}),
        ({"card_until": date(2026, 12, 20)}, {"ERR_EPORT_CARD_ENDS_SOON"}),
        ({"card_until": None}, {"DECLARANT_INCOMPLETE"}),
        ({"licence_endless": False}, {"DECLARANT_INCOMPLETE"}),
        ({"licence_endless": False, "licence_until": date(2026, 11, 21)}, {"ERR_LICENCE_EXPIRED"}),
        ({"window_uscc": uscc(99)}, {"ERR_WINDOW_ACCOUNT_FOREIGN"}),
        ({"secrets": None}, {"ERR_NO_SIGNING_KEY"}),
        ({"exit_port": ""}, {"DECLARANT_INCOMPLETE"}),
        ({"trade_mode": "1210"}, {"DECLARANT_INCOMPLETE"}),
    ],
)
def test_whether_a_firm_may_declare(amys, columns, codes):
    make_declarant(amys)
    Declarant.objects.update(**columns)
    assert {problem.code for problem in declare.ready(amys, at=AT)} == codes


def test_carriers_are_filed_by_a_real_code(amys):
    assert file_carrier(seller=amys, carrier="yanwen", code="1", name="燕文") is not None
    assert not LogisticsFiling.objects.exists()
    assert file_carrier(seller=amys, carrier="yanwen", code="1105 9609 4K", name=" 燕文 物流 ") is None
    assert (LogisticsFiling.objects.get().code, LogisticsFiling.objects.get().name) == ("110596094K", "燕文 物流")
    assert file_carrier(seller=amys, carrier="yanwen", code="", name="") is None
    assert not LogisticsFiling.objects.exists()


def test_what_a_port_is_said_to_want_is_kept_and_shown(amy, client):
    client.force_login(amy)
    said = {
        "declares": "SELF",
        "window_state": "NONE",
        "port_asks_receipts": "on",
        "destination_ports": "US 3190, DE 2110",
    }
    assert client.post("/customs/declarant", said).status_code == 302
    row = Declarant.objects.get()
    assert (row.port_asks_receipts, row.destination_ports) == (True, "US 3190, DE 2110")
    page = client.get("/customs/declarant").content.decode()
    assert 'value="US 3190, DE 2110"' in page
    assert client.post("/customs/declarant", said | {"destination_ports": "US"}).status_code == 422
    said.pop("port_asks_receipts")
    client.post("/customs/declarant", said)
    assert Declarant.objects.get().port_asks_receipts is False
