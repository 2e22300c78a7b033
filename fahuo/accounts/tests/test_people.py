"""People of a shop, and its settings: only the owner, everything logged, one owner always left."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action, Person, ShipFromAddress
from fahuo.accounts.queries import ship_from
from fahuo.accounts.services import people
from tests.fixtures.people import PASSWORD, make_person, make_seller

pytestmark = pytest.mark.django_db
NEW = {"username": "dora", "role": "CLERK", "language": "zh-hans", "password": "autumn-parcels-7"}
SHOP = {
    "name_en": "Amy Ltd", "eori": "DE123456789012345", "ioss": "IM2760000742", "contact": "Amy Lin", "company": "",
    "phone": "+86 755 2601 2345", "street": "1 New Road", "city": "Shenzhen", "province": "Guangdong",
    "postcode": "518000", "country": "cn",
}  # fmt: skip


@pytest.fixture
def owner(amy) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    return client


def log() -> list[tuple[str, str, dict[str, object]]]:
    return list(Action.objects.order_by("pk").values_list("verb", "subject", "detail"))


def test_an_owner_lets_somebody_in_who_then_signs_in(owner, amys):
    page = owner.post(reverse("people"), NEW, follow=True).text
    assert "dora may sign in now." in page
    assert "autumn-parcels-7" not in page
    dora = Person.objects.get(username="dora")
    assert (dora.seller, dora.role, dora.language, dora.is_superuser) == (amys, "CLERK", "zh-hans", False)
    signed_in = Client().post(reverse("sign-in"), {"username": "dora", "password": NEW["password"]})
    assert signed_in.url == reverse("orders")
    assert log()[0] == ("enrol", "dora", {"role": "CLERK"})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "carol"}, "username"),  # another seller's
        ({"username": "amy"}, "username"),
        ({"username": "a b"}, "username"),
        ({"username": ""}, "username"),
        ({"password": "short"}, "password"),
        ({"password": "1234567890"}, "password"),
        ({"role": "GOD"}, "role"),
    ],
)
def test_what_does_not_fit_is_refused_at_its_field(owner, amys, carol, given, field):
    before = list(Person.objects.order_by("pk").values())
    answer = owner.post(reverse("people"), NEW | given)
    assert answer.status_code == 422
    assert f"in-{field}" + ("-why" if field != "role" else "") in answer.text
    assert list(Person.objects.order_by("pk").values()) == before
    assert log() == []


def test_who_is_locked_out_is_out_at_the_next_click_and_comes_back(owner, bob):
    clerk = Client()
    clerk.force_login(bob)
    assert "Locked out" in owner.post(reverse("let-in", args=[bob.pk]), {"active": ""}, follow=True).text
    assert clerk.get(reverse("orders")).status_code == 302
    answer = Client().post(reverse("sign-in"), {"username": "bob", "password": PASSWORD})
    assert answer.status_code == 200, "the right password, and still out"
    owner.post(reverse("let-in", args=[bob.pk]), {"active": "1"})
    bob.refresh_from_db()
    assert bob.is_active
    assert log() == [("keep_out", "bob", {}), ("let_in", "bob", {})]


def test_nobody_locks_himself_out(owner, amy):
    answer = owner.post(reverse("let-in", args=[amy.pk]), {"active": ""}, follow=True)
    assert "You cannot lock yourself out." in answer.text
    amy.refresh_from_db()
    assert amy.is_active
    assert log() == []


def test_one_owner_is_always_left(owner, amy, bob, amys):
    answer = owner.post(reverse("person", args=[amy.pk]), {"role": "CLERK"})
    assert answer.status_code == 422
    assert "At least one owner" in answer.text
    with pytest.raises(people.NoOwnerLeft):
        people.let_in(seller=amys, person_id=amy.pk, active=False)
    amy.refresh_from_db()
    assert (amy.role, amy.is_active) == ("OWNER", True)
    assert log() == []


def test_a_new_password_and_role_for_somebody_else(owner, bob):
    clerk = Client()
    clerk.force_login(bob)
    assert reverse("person", args=[bob.pk]) in owner.get(reverse("people")).text
    owner.post(reverse("person", args=[bob.pk]), {"role": "READ_ONLY", "password": "autumn-parcels-7"})
    bob.refresh_from_db()
    assert (bob.role, bob.check_password("autumn-parcels-7")) == ("READ_ONLY", True)
    assert clerk.get(reverse("orders")).status_code == 302, "signed out everywhere"
    assert log() == [("change_person", "bob", {"role": "READ_ONLY", "password": "new"})]
    owner.post(reverse("person", args=[bob.pk]), {"role": "CLERK", "password": ""})
    bob.refresh_from_db()
    assert (bob.role, bob.check_password("autumn-parcels-7")) == ("CLERK", True)


def test_nobody_of_another_seller_is_listed_or_touched(owner, carol):
    assert "carol" not in owner.get(reverse("people")).text
    assert owner.post(reverse("let-in", args=[carol.pk]), {"active": ""}).status_code == 404
    carol.refresh_from_db()
    assert carol.is_active


def test_only_the_owner_sees_the_settings_in_the_menu(owner, bob):
    clerk = Client()
    clerk.force_login(bob)
    assert f'href="{reverse("settings")}"' in owner.get(reverse("orders")).text
    assert f'href="{reverse("settings")}"' not in clerk.get(reverse("orders")).text


def test_an_owner_changes_where_parcels_start(owner, amys):
    assert 'value="18 Keji South Road, Nanshan"' in owner.get(reverse("settings")).text
    assert "Saved." in owner.post(reverse("settings"), SHOP, follow=True).text
    address = ship_from(amys.pk)
    assert address is not None
    assert (address.street, address.country, address.name) == ("1 New Road", "CN", "Amy Lin")
    amys.refresh_from_db()
    assert (amys.name_en, amys.name) == ("Amy Ltd", "Amy Trading")
    verb, _, detail = log()[0]
    assert (verb, detail["fields"]) == (
        "change_settings",
        ["company", "country", "name_en", "phone", "postcode", "street"],
    )


def test_a_shop_without_an_address_gets_its_first(amys):
    seller = make_seller("Dora Export", ship_from=False)
    client = Client()
    client.force_login(make_person("dora", seller, "OWNER"))
    assert client.get(reverse("settings")).status_code == 200
    client.post(reverse("settings"), SHOP)
    assert ShipFromAddress.objects.get(seller=seller, is_default=True).city == "Shenzhen"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("eori", "123"), ("ioss", "IM27600007"), ("country", "XX"), ("street", ""), ("postcode", "5" * 13),
        ("phone", "call me"), ("contact", "x\x00y"),
    ],
)  # fmt: skip
def test_numbers_that_customs_would_refuse_change_nothing(owner, amys, field, value):
    before = list(ShipFromAddress.objects.values())
    answer = owner.post(reverse("settings"), SHOP | {field: value})
    assert answer.status_code == 422
    assert f"in-{field}-why" in answer.text
    assert list(ShipFromAddress.objects.values()) == before
    assert log() == []


def test_saving_nothing_new_writes_nothing(owner, amys):
    stored = {**SHOP, "country": "CN"}
    owner.post(reverse("settings"), stored)
    owner.post(reverse("settings"), stored)
    assert len(log()) == 1
