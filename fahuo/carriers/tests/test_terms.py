"""What was agreed with a carrier: read for routing, written by the owner, on the page and by the service."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action
from fahuo.carriers import queries, services
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.terms_form import areas
from fahuo.trade.contract import ContractTerms
from tests.fixtures.accounts import connect_emulated, make_offered_service

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TODAY = AT.date()
AGREED = ContractTerms(
    carrier="yunexpress",
    services=frozenset({"THPHR", "THZXR"}),
    eori="DE123456789012345",
    valid_from=date(2026, 1, 1),
    valid_until=date(2027, 1, 1),
    daily_capacity=800,
    cut_off=time(17, 30),
    pickup_areas=("Guangdong", "518"),
    expected_this_month=5000,
    emulated=True,
)
FORM = {
    "services": ["THPHR", "THZXR"],
    "eori": "de123456789012345",
    "valid_from": "2026-01-01",
    "last_day": "2026-12-31",
    "daily_capacity": "800",
    "cut_off": "17:30",
    "pickup_areas": "Guangdong，518",
    "expected_this_month": "5000",
}


@pytest.fixture(autouse=True)
def connected(amys) -> None:
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9101")


@pytest.fixture
def owner(amy) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    return client


def agree(seller, **changes: object) -> tuple[str, ...]:
    CarrierAccount.objects.filter(seller=seller).update(**changes)
    return tuple(queries.terms(seller.pk, on=TODAY))


def test_what_is_written_is_read(amys, amy):
    changed = services.change_terms(seller=amys, person=amy, terms=AGREED, at=AT)
    assert "daily_capacity" in changed
    assert queries.terms(amys.pk, on=TODAY) == {"yunexpress": AGREED}
    action = Action.objects.get(verb="change_terms")
    assert (action.subject, action.person, "cut_off" in action.detail["fields"]) == ("yunexpress", amy, True)


def test_writing_the_same_again_is_no_action(amys, amy):
    services.change_terms(seller=amys, person=amy, terms=AGREED, at=AT)
    assert services.change_terms(seller=amys, person=amy, terms=AGREED, at=AT) == ()
    assert Action.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        ({"valid_from": date(2026, 12, 1)}, True),  # not begun: routing says so
        ({"valid_until": date(2026, 11, 1)}, True),  # ran out: routing says so
        ({"valid_until": date(2025, 11, 22)}, False),  # a year ago: nobody's contract any more
        ({"active": False}, False),
    ],
)
def test_contracts_out_of_force_are_there_for_routing_to_explain(amys, changes, seen):
    assert ("yunexpress" in agree(amys, **changes)) is seen


def test_nobody_reads_or_writes_the_terms_of_another_seller(amys, carols, carol):
    assert queries.terms(carols.pk, on=TODAY) == {}
    with pytest.raises(services.NoAccount):
        services.change_terms(seller=carols, person=carol, terms=AGREED, at=AT)
    assert CarrierAccount.objects.get(seller=amys).daily_capacity is None
    assert not Action.objects.exists()


def test_terms_that_cannot_be_change_nothing(amys, amy):
    wrong = ContractTerms("yunexpress", services=frozenset({"PIGEON"}), daily_capacity=-1)
    with pytest.raises(services.TermsRefused) as refused:
        services.change_terms(seller=amys, person=amy, terms=wrong, at=AT)
    assert [problem.field for problem in refused.value.problems] == ["services", "daily_capacity"]
    assert CarrierAccount.objects.get().services == []
    assert not Action.objects.exists()


def test_the_owner_writes_them_on_the_page(owner, amys):
    answer = owner.post(reverse("carrier-terms", args=["yunexpress"]), FORM)
    assert (answer.status_code, answer.url) == (302, reverse("carrier-terms", args=["yunexpress"]))
    assert queries.terms(amys.pk, on=TODAY) == {"yunexpress": AGREED}
    page = owner.get(answer.url).text
    for shown in ("2026-12-31", "17:30", "Guangdong, 518", 'value="THPHR" checked', "DE123456789012345"):
        assert shown in page
    listed = owner.get(reverse("carrier-accounts")).text
    assert "THPHR, THZXR" in listed
    assert "5,000" in listed


def test_all_services_ticked_is_no_limit(owner, amys):
    every = [code for code, *_ in _services()]
    owner.post(reverse("carrier-terms", args=["yunexpress"]), {"services": every})
    assert CarrierAccount.objects.get().services == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("last_day", "2025-12-31", "before the first"),
        ("last_day", "9999-12-31", ""),
        ("valid_from", "31/12/2026", ""),
        ("eori", "12345", "DE123456789012345"),
        ("daily_capacity", "-1", ""),
        ("daily_capacity", "1.000", "Digits only"),  # a thousand to one reader and one to another
        ("expected_this_month", "5,000", "Digits only"),
        ("expected_this_month", "5_000", "Digits only"),
        ("cut_off", "25:00", ""),
        ("services", ["PIGEON"], ""),
        ("pickup_areas", "x" * 61, "60 characters"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(owner, amys, field, value, said):
    answer = owner.post(reverse("carrier-terms", args=["yunexpress"]), {**FORM, field: value})
    assert answer.status_code == 422
    assert 'class="why"' in answer.text
    assert said in answer.text
    assert CarrierAccount.objects.get().daily_capacity is None
    assert not Action.objects.exists()


def test_the_second_of_two_owners_is_told(owner, amys, amy):
    page = reverse("carrier-terms", args=["yunexpress"])
    seen = re.search(r'name="seen" value="(\w+)"', owner.get(page).text)[1]
    services.change_terms(seller=amys, person=amy, terms=AGREED, at=AT)
    answer = owner.post(page, {**FORM, "daily_capacity": "900", "seen": seen})
    assert answer.status_code == 409
    assert "Somebody else changed" in answer.text
    assert queries.terms(amys.pk, on=TODAY) == {"yunexpress": AGREED}
    seen = re.search(r'name="seen" value="(\w+)"', answer.text)[1]
    assert owner.post(page, {**FORM, "daily_capacity": "900", "seen": seen}).status_code == 302
    assert CarrierAccount.objects.get().daily_capacity == 900


def test_a_service_that_the_carrier_named_can_be_signed_for(owner, amys):
    make_offered_service(amys, "yunexpress", "NEW1")
    page = reverse("carrier-terms", args=["yunexpress"])
    assert owner.post(page, {**FORM, "services": ["NEW1"]}).status_code == 302
    assert CarrierAccount.objects.get().services == ["NEW1"]


def test_there_is_no_page_without_an_account(owner):
    assert owner.get(reverse("carrier-terms", args=["yanwen"])).status_code == 404
    assert owner.get(reverse("carrier-terms", args=["pigeon"])).status_code == 404


def test_areas_are_split_at_any_comma():
    assert areas("广东、浙江, 518，Shenzhen\n518") == ("广东", "浙江", "518", "Shenzhen")


def _services():
    from fahuo.carriers import registry

    return [(service.code,) for service in registry.services("yunexpress")]
