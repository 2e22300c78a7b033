"""The market of carriers and the pages of accounts: what they show, what they never show, what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.emulation import server
from fahuo.carriers.models import CarrierAccount, Circuit, ContractService
from fahuo.carriers.queries import accounts_by_id
from fahuo.carriers.services import accounts
from fahuo.carriers.services.contracts import connect
from tests.fixtures.accounts import connect_emulated, make_offered_service

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LIVE_URL = "https://openapi.yunexpress.cn"
SECRET = "s3cret-of-amy"
KEYS = {"app_id": "id-of-amy", "app_secret": SECRET, "source_key": "src-1"}
FORM = {"environment": "LIVE", "base_url": "", **{f"key-{key}": value for key, value in KEYS.items()}}
FAMILIES = [code for code in registry.codes() if registry.manifest(code).family]


@pytest.fixture
def owner(amy) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    return client


def live(seller) -> CarrierAccount:
    return connect(seller=seller, carrier="yunexpress", base_url=LIVE_URL, credentials=KEYS)


def market(owner: Client, **query: str) -> str:
    return owner.get(reverse("carrier-market"), query).text


def test_every_carrier_is_there(owner):
    page = market(owner)
    assert all(f'href="{reverse("carrier", args=[code])}"' in page for code in registry.codes())
    assert "none with a live account" in page, "said once, as long as nobody ever tried one"
    assert "with its emulator only" not in page


@pytest.mark.parametrize("code", registry.codes())
def test_every_carrier_has_a_page_and_a_form(owner, code):
    page = owner.get(reverse("carrier", args=[code])).text
    assert registry.manifest(code).name_en in page
    form = owner.get(reverse("new-account", args=[code])).text
    for entry in registry.manifest(code).fields:
        assert f'name="key-{entry.key}"' in form
        assert not entry.secret or f'name="key-{entry.key}" type="password"' in form


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"q": "yun exp"}, "yunexpress"),
        ({"q": "云途"}, "yunexpress"),
        ({"q": "nobody at all"}, None),
        ({"can": "quote"}, "yunexpress"),
        ({"origin": "CN"}, "yunexpress"),
        ({"origin": "ZZ"}, None),
        ({"show": "connected"}, None),
        ({"show": "what"}, "yunexpress"),
    ],
)
def test_filters_leave_what_fits(owner, query, shown):
    page = market(owner, **query)
    assert (f'href="{reverse("carrier", args=["yunexpress"])}"' in page) is (shown is not None)
    assert ("No such carrier" in page) is (shown is None)


def test_an_ability_is_counted_and_filters(owner):
    able = [code for code in registry.codes() if registry.manifest(code).can(Capability.HOLD)]
    page = market(owner, can="hold")
    assert [code for code in registry.codes() if f'href="{reverse("carrier", args=[code])}"' in page] == able


def test_only_what_is_proved_is_claimed(owner):
    page = registry.manifest("yanwen").accreditation
    assert ("not known" in owner.get(reverse("carrier", args=["yanwen"])).text) is (page.state != "NAMED")


def test_an_account_is_added_and_its_secret_never_shown(owner, amys):
    answer = owner.post(reverse("new-account", args=["yunexpress"]), FORM)
    assert (answer.status_code, answer.url) == (302, reverse("carrier", args=["yunexpress"]))
    row = CarrierAccount.objects.get(seller=amys)
    assert (row.base_url, row.environment, row.active) == (LIVE_URL, "LIVE", True)
    for name, arguments in (
        ("carrier", ["yunexpress"]), ("carrier-account", [row.pk]), ("carrier-accounts", []), ("carrier-market", []),
        ("use-account", [row.pk]), ("actions", []), ("carrier-terms", ["yunexpress"]),
    ):  # fmt: skip
        assert SECRET not in owner.get(reverse(name, args=arguments)).text
    assert "id-of-amy" in owner.get(reverse("carrier-account", args=[row.pk])).text
    assert SECRET not in str(list(Action.objects.values_list("detail", flat=True)))


def test_a_refused_form_does_not_send_the_secret_back(owner):
    answer = owner.post(reverse("new-account", args=["yunexpress"]), {**FORM, "base_url": "https://10.0.0.1"})
    assert answer.status_code == 422
    assert "private network" in answer.text
    assert SECRET not in answer.text
    assert not CarrierAccount.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key-app_secret", ""),
        ("environment", "EMULATED"),
        ("environment", "MOON"),
        ("base_url", "http://openapi.yunexpress.cn"),
        ("base_url", "https://localhost"),
        ("calls_per_s", "0"),
        ("calls_per_s", "1.000"),
        ("calls_at_once", "1.000"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(owner, field, value):
    answer = owner.post(reverse("new-account", args=["yunexpress"]), {**FORM, field: value})
    assert answer.status_code == 422
    assert 'class="why"' in answer.text
    assert not CarrierAccount.objects.exists()


def test_emulators_are_offered_where_they_are_allowed(owner, settings):
    assert 'value="EMULATED"' not in owner.get(reverse("new-account", args=["yunexpress"])).text
    settings.FAHUO_EMULATORS_ALLOWED = True
    form = {"environment": "EMULATED", "base_url": "http://127.0.0.1:9101"}
    assert owner.post(reverse("new-account", args=["yunexpress"]), form).status_code == 302
    assert CarrierAccount.objects.get().emulated


@pytest.mark.parametrize("code", FAMILIES)
def test_a_forwarder_has_a_name_and_a_code_of_its_own(owner, amys, code):
    page = registry.manifest(code)
    keys = {f"key-{entry.key}": entry.choices[0] if entry.choices else "v4lue" for entry in page.fields}
    form = {
        "environment": "LIVE",
        "name": "Blue Whale",
        "alias": "whale",
        "base_url": "https://toms.example.com",
        **keys,
    }
    assert owner.post(reverse("new-account", args=[code]), {**form, "alias": "Blue Whale"}).status_code == 422
    assert owner.post(reverse("new-account", args=[code]), {**form, "base_url": ""}).status_code == 422
    assert owner.post(reverse("new-account", args=[code]), form).status_code == 302
    row = CarrierAccount.objects.get(seller=amys)
    assert (row.carrier, row.name) == (f"{code}-whale", "Blue Whale")
    again = owner.post(reverse("new-account", args=[code]), form)
    assert "a forwarder of this name already" in again.text
    assert "Blue Whale" in owner.get(reverse("carrier", args=[code])).text
    assert "Blue Whale" in owner.get(reverse("carrier", args=[row.carrier])).text
    assert owner.get(reverse("carrier", args=[f"{code}-shark"])).status_code == 404
    sandbox = {key: value for key, value in form.items() if key not in {"name", "alias"}} | {"environment": "SANDBOX"}
    assert owner.post(reverse("new-account", args=[row.carrier]), sandbox).status_code == 302
    assert CarrierAccount.objects.filter(carrier=row.carrier, name="Blue Whale").count() == 2
    owner.post(reverse("disconnect-carrier", args=[row.carrier]))
    assert "Not in use" in owner.get(reverse("carrier", args=[code])).text, "it can be found again"


def test_a_change_keeps_secrets_that_are_left_empty(owner, amys):
    row = live(amys)
    page = reverse("carrier-account", args=[row.pk])
    form = {"base_url": LIVE_URL, "key-app_id": "id-2", "key-app_secret": "", "key-source_key": "src-1"}
    assert owner.post(page, {**form, "seen": accounts.account_mark(row)}).status_code == 302
    assert accounts_by_id([row.pk])[row.pk].credentials == {**KEYS, "app_id": "id-2"}
    again = owner.post(page, {**form, "key-app_id": "id-3", "seen": "what was before"})
    assert again.status_code == 409
    assert "Somebody else changed" in again.text
    assert accounts_by_id([row.pk])[row.pk].credentials["app_id"] == "id-2"


def test_another_address_asks_for_the_secrets_again(owner, amys):
    row = live(amys)
    form = {"base_url": "https://attacker.example.com", "key-app_id": "id-2", "key-source_key": "src-1"}
    answer = owner.post(reverse("carrier-account", args=[row.pk]), form)
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.base_url == LIVE_URL


def test_a_test_is_told_on_the_page_with_who_must_act(owner, amys):
    with server.running("yunexpress") as url:
        connect_emulated(amys, "yunexpress", url)
        row = CarrierAccount.objects.get()
        part = owner.post(reverse("test-account", args=[row.pk]), headers={"hx-request": "true"}).text
        assert "Works" in part
        assert "<html" not in part
        offered = owner.post(reverse("sync-services", args=["yunexpress"]), follow=True).text
        assert "Services offered: " in offered
        assert ContractService.objects.filter(seller=amys).exists()
        wrong = {**registry.manifest("yunexpress").demo_credentials, "app_secret": SECRET}
        row = connect(seller=amys, carrier="yunexpress", base_url=url, credentials=wrong, emulated=True)
        page = owner.post(reverse("test-account", args=[row.pk]), follow=True).text
        assert "does not accept the key" in page
        assert "Who must act: the owner" in page
        assert SECRET not in page
        kept = ContractService.objects.count()
        assert "Nothing was changed" in owner.post(reverse("sync-services", args=["yunexpress"]), follow=True).text
        assert ContractService.objects.filter(withdrawn_at=None).count() == kept


def test_a_stopped_account_says_so_wherever_it_stands(owner, amys):
    row = live(amys)
    Circuit.objects.create(account=row, state="STOPPED", changed_at=AT, code="CARRIER_NOT_AUTHORISED", detail="40001")
    for name, arguments in (("carrier", ["yunexpress"]), ("carrier-accounts", [])):
        page = owner.get(reverse(name, args=arguments)).text
        assert "Stopped" in page
        assert "40001" in page


def test_going_live_is_confirmed(owner, amys):
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9101")
    row = live(amys)
    emulated = CarrierAccount.objects.get(emulated=True)
    owner.post(reverse("use-account", args=[emulated.pk]))
    page = reverse("use-account", args=[row.pk])
    assert "real and cost money" in owner.get(page).text
    assert owner.post(page).status_code == 422
    row.refresh_from_db()
    assert not row.active
    assert owner.post(page, {"sure": "on"}).status_code == 302
    assert CarrierAccount.objects.get(active=True) == row


def test_a_carrier_can_be_left_and_used_again(owner, amys):
    row = live(amys)
    assert owner.post(reverse("disconnect-carrier", args=["yunexpress"])).status_code == 302
    assert "No carrier is connected" in owner.get(reverse("carrier-accounts")).text
    assert owner.get(reverse("disconnect-carrier", args=["yunexpress"])).status_code == 404
    assert reverse("use-account", args=[row.pk]) in owner.get(reverse("carrier", args=["yunexpress"])).text


DESCRIBED = {
    "level": "STANDARD", "days_min": "5", "days_max": "9", "max_weight_g": "2000", "volumetric_divisor": "6000",
    "cargo": ["GENERAL", "MAGNET"], "ddp": "on",
}  # fmt: skip


def test_a_service_is_described_on_its_page(owner, amys):
    live(amys)
    row = make_offered_service(amys, "yunexpress")
    assert "To be described" in owner.get(reverse("carrier", args=["yunexpress"])).text
    page = reverse("describe-service", args=[row.pk])
    assert owner.post(page, DESCRIBED).status_code == 302
    row.refresh_from_db()
    assert (row.level, row.max_weight_g, row.cargo, row.ddp) == ("STANDARD", 2000, ["GENERAL", "MAGNET"], True)
    assert "Described by you" in owner.get(reverse("carrier", args=["yunexpress"])).text
    assert 'value="MAGNET" checked' in owner.get(page).text


@pytest.mark.parametrize(
    ("field", "value"),
    [("days_max", "4"), ("level", ""), ("cargo", []), ("max_weight_g", "2.000"), ("volumetric_divisor", "")],
)
def test_a_service_is_not_described_by_halves(owner, amys, field, value):
    live(amys)
    row = make_offered_service(amys, "yunexpress")
    assert owner.post(reverse("describe-service", args=[row.pk]), {**DESCRIBED, field: value}).status_code == 422
    row.refresh_from_db()
    assert row.described_at is None


def test_services_that_are_no_longer_offered_are_told_first(owner, amys):
    live(amys)
    make_offered_service(amys, "yunexpress", "OLD", withdrawn_at=AT)
    make_offered_service(amys, "yunexpress", "THPHR")
    CarrierAccount.objects.update(services=["OLD", "THPHR"], synced_at=AT)
    page = owner.get(reverse("carrier", args=["yunexpress"])).text
    assert "Signed for, not offered" in page
    assert "Not offered to you" in page
