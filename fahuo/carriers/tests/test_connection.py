"""Testing a connection and syncing services, over HTTP with emulators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from fahuo.accounts.models import Action
from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.emulation import server
from fahuo.carriers.errors import NotAuthorised
from fahuo.carriers.models import CarrierAccount, Circuit, ContractService
from fahuo.carriers.queries.market import contract_services, offered_codes
from fahuo.carriers.services import check, sync
from fahuo.carriers.services.contracts import NoAccount, connect
from fahuo.carriers.tests.stage import Scene, play
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import Service, ServiceLevel
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.ports import nobody_listens

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATER = AT + timedelta(days=1)


@pytest.fixture(scope="module")
def yunexpress() -> Iterator[str]:
    with server.running("yunexpress") as url:
        yield url


@pytest.fixture
def account(amys, yunexpress) -> CarrierAccount:
    connect_emulated(amys, "yunexpress", yunexpress)
    return CarrierAccount.objects.get()


def run_check(seller, account: CarrierAccount) -> check.Checked:
    return check.check(seller=seller, person=None, account_id=account.pk, at=AT)


def synced(seller, at: datetime = AT) -> sync.Difference:
    return sync.sync(seller=seller, person=None, carrier="yunexpress", at=at)


def test_a_good_test_is_kept_and_lets_calls_be_made_again(amys, account):
    Circuit.objects.create(account=account, state="STOPPED", changed_at=AT)
    found = run_check(amys, account)
    assert (found.well, found.operation, found.who) == (True, "services", "")
    account.refresh_from_db()
    assert (account.tested_at, account.test_code) == (AT, "")
    assert not Circuit.objects.exclude(state="CLOSED").exists()
    assert Action.objects.get().detail == {"code": "OK"}


def test_a_wrong_key_is_told_to_the_owner_without_the_key(amys, yunexpress):
    wrong = {**registry.manifest("yunexpress").demo_credentials, "app_secret": "wrong-secret-value"}
    row = connect(seller=amys, carrier="yunexpress", base_url=yunexpress, credentials=wrong, emulated=True)
    Circuit.objects.create(account=row, state="STOPPED", changed_at=AT)
    found = run_check(amys, row)
    assert (found.code, found.who) == ("CARRIER_NOT_AUTHORISED", "owner")
    row.refresh_from_db()
    assert row.test_code == "CARRIER_NOT_AUTHORISED"
    assert "wrong-secret-value" not in row.test_detail
    assert Circuit.objects.get().state == "STOPPED"


def test_nobody_there_is_told_to_the_operator(amys):
    with nobody_listens() as nobody:
        connect_emulated(amys, "yunexpress", f"http://{nobody}")
        found = run_check(amys, CarrierAccount.objects.get())
    assert (found.code, found.who) == ("CARRIER_UNAVAILABLE", "operator")


def test_a_carrier_that_keeps_silent_holds_nobody_up(amys, settings):
    settings.FAHUO_ANSWER_SECONDS = 0.3
    with server.running("yunexpress", faults=["*:silence_before:100%"]) as url:
        connect_emulated(amys, "yunexpress", url)
        found = run_check(amys, CarrierAccount.objects.get())
    assert found.code == "CARRIER_UNAVAILABLE", "that it comes back at all is the proof: the carrier waits for ever"
    assert found.took_ms >= 300


def test_credentials_that_no_key_opens_are_told(amys, account, settings):
    CarrierAccount.objects.update(credentials=b"sealed with another key")
    found = run_check(amys, account)
    assert found.code == "CARRIER_NOT_AUTHORISED"
    assert "cannot be opened" in found.detail


def test_nobody_tests_or_syncs_the_account_of_another(account, carols):
    with pytest.raises(NoAccount):
        run_check(carols, account)
    with pytest.raises(NoAccount):
        synced(carols)
    assert not Action.objects.exists()


@pytest.mark.parametrize("code", registry.codes())
def test_every_carrier_can_be_asked_something_harmless(code):
    assert check.question_of(code) not in {None, Capability.CREATE, Capability.CANCEL, Capability.HOLD}


@pytest.mark.parametrize("code", registry.codes())
def test_every_carrier_tells_a_good_account_from_a_bad_one(code):
    page, question = registry.manifest(code), check.question_of(code)

    async def ask(scene: Scene) -> None:
        await check.ask_harmless(scene.carrier, question)
        assert scene.held == [], "nothing is booked"

    play(code, ask)
    bad = {
        key: "wrong-value-0" if key in page.secret_credentials else value
        for key, value in page.demo_credentials.items()
    }
    with pytest.raises(NotAuthorised):
        play(code, ask, credentials=bad)


def test_a_sync_keeps_what_is_offered_and_says_what_changed(amys, account):
    CarrierAccount.objects.update(services=["THPHR", "GONE"])
    first = synced(amys)
    assert set(first.known) <= {service.code for service in registry.services("yunexpress")}
    assert first.lost == (("GONE",) if "THPHR" in first.offered else ("GONE", "THPHR"))
    assert ContractService.objects.count() == len(first.offered) > 0
    account.refresh_from_db()
    assert account.synced_at == AT
    ContractService.objects.create(seller=amys, carrier="yunexpress", code="OLD", name="Old line", offered_at=AT)
    second = synced(amys, LATER)
    assert (second.new, second.withdrawn) == ((), ("OLD",))
    old = ContractService.objects.get(code="OLD")
    assert old.withdrawn_at == LATER
    assert Action.objects.latest("pk").verb == "sync_services"


def test_a_refused_sync_changes_nothing(amys, yunexpress):
    wrong = {**registry.manifest("yunexpress").demo_credentials, "app_secret": "wrong-secret-value"}
    connect(seller=amys, carrier="yunexpress", base_url=yunexpress, credentials=wrong, emulated=True)
    ContractService.objects.create(seller=amys, carrier="yunexpress", code="OLD", name="Old line", offered_at=AT)
    with pytest.raises(NotAuthorised):
        synced(amys)
    assert ContractService.objects.get().withdrawn_at is None
    assert CarrierAccount.objects.get().synced_at is None


def test_only_what_a_person_described_can_be_routed(amys, carols, amy):
    row = ContractService.objects.create(seller=amys, carrier="yunexpress", code="NEW1", name="Neu", offered_at=AT)
    assert contract_services(amys.pk) == ()
    assert "NEW1" in offered_codes(amys.pk, "yunexpress")
    assert "NEW1" not in offered_codes(carols.pk, "yunexpress")
    service = Service(
        "yunexpress", "NEW1", "Neu", "Neu", ServiceLevel.STANDARD, max_weight_g=2000, days_min=5, days_max=9,
        cargo=frozenset({CargoClass.GENERAL, CargoClass.MAGNET}), ddp=True,
    )  # fmt: skip
    sync.describe(seller=amys, person=amy, service_id=row.pk, service=service, at=AT)
    assert contract_services(amys.pk) == (service,)
    assert contract_services(carols.pk) == ()
    with pytest.raises(sync.NoSuchService):
        sync.describe(seller=carols, person=None, service_id=row.pk, service=service, at=AT)
    ContractService.objects.update(withdrawn_at=AT)
    assert contract_services(amys.pk) == ()


def test_a_service_of_the_table_is_not_there_twice(amys):
    known = registry.services("yunexpress")[0].code
    ContractService.objects.create(
        seller=amys, carrier="yunexpress", code=known, name="X", offered_at=AT, described_at=AT, level="STANDARD"
    )
    assert contract_services(amys.pk) == ()
