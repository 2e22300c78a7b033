"""A new forwarder without a line of code: an account, its channels, one described and priced, an order sent with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from fahuo.carriers.emulation import server
from fahuo.trade.cargo import CargoClass
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service, ServiceLevel
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_product

if TYPE_CHECKING:
    from django.test import Client

    from fahuo.accounts.models import Person, Seller
    from fahuo.carriers.models import ContractService

FAST = "eccang-fast"
KEY = f"{FAST}/CH001"
ON = date(2026, 11, 20)
DESCRIBED = Service(
    carrier=FAST,
    code="CH001",
    name_en="",
    name_zh="",
    level=ServiceLevel.DEDICATED_STANDARD,
    max_weight_g=30_000,
    cargo=frozenset({CargoClass.GENERAL}),
    ddp=True,
    days_min=6,
    days_max=10,
)


@pytest.fixture(scope="module")
def forwarder() -> Iterator[str]:
    with server.running(FAST) as url:
        yield url


def described(seller: Seller) -> ContractService:
    """Sync the forwarder's channels, and describe the first."""
    from fahuo.carriers.models import ContractService
    from fahuo.carriers.services import sync
    from fahuo.kit import clock

    sync.sync(seller=seller, person=None, carrier=FAST, at=clock.now())
    channel = ContractService.objects.get(seller=seller, carrier=FAST, code="CH001")
    return sync.describe(seller=seller, person=None, service_id=channel.pk, service=DESCRIBED, at=clock.now())


def priced(seller: Seller) -> None:
    """Give the channel the prices of a sample, from long ago."""
    from fahuo.kit import clock
    from fahuo.rating import queries
    from fahuo.rating.services.sheets import import_sheet

    sample = queries.sample_sheets(ON)["yanwen/619"]
    own = replace(sample, service_key=KEY, sample=False)
    import_sheet(seller=seller, person=None, sheet=own, at=clock.now())


def known(seller: Seller) -> set[str]:
    """The forwarder's services that the seller can be routed to."""
    from fahuo.rating.services.rate import rate_table

    return {service.key for service in rate_table(on=ON, seller_id=seller.pk).services if service.carrier == FAST}


@pytest.mark.django_db(transaction=True)
def test_an_order_goes_with_a_forwarder_that_nobody_programmed(amys: Seller, carols: Seller, forwarder: str) -> None:
    from fahuo.kit import clock
    from fahuo.shipments.models import Shipment
    from fahuo.shipments.services import ship, start, work_run

    connect_emulated(amys, FAST, forwarder)
    make_product(amys)
    described(amys)
    priced(amys)
    order = make_order(amys, "8112833361500001")
    run = start.open_run(seller=amys, person=None, order_count=1, at=clock.now())
    with ship.open_desk(amys) as desk:
        work_run.work_run(seller=amys, run=run, order_ids=[order.pk], desk=desk)

    row = Shipment.objects.get(order=order)
    assert (row.status, row.carrier, row.service_code, row.rate["service"]) == ("LABELLED", FAST, "CH001", KEY)
    held = server.held_by(forwarder)
    assert [
        (entry["reference"], entry["number"]) for entry in held if entry["reference"].startswith(f"{amys.pk}-")
    ] == [(row.reference, row.waybill_number)]
    assert row.tracking_number.startswith("LZ")
    assert known(carols) == set(), "what one seller was offered is nobody else's"


@pytest.mark.django_db(transaction=True)
def test_a_channel_counts_from_being_described_until_it_is_withdrawn(amys: Seller, forwarder: str) -> None:
    from fahuo.carriers.models import ContractService
    from fahuo.carriers.services import sync
    from fahuo.kit import clock
    from fahuo.rating.queries import services

    connect_emulated(amys, FAST, forwarder)
    assert known(amys) == set()
    sync.sync(seller=amys, person=None, carrier=FAST, at=clock.now())
    assert known(amys) == set(), "what a forwarder named is no service before somebody described it"
    assert services(amys.pk) is services(), "without services of his own a seller shares the tables of everybody"
    channel = described(amys)
    assert known(amys) == {KEY}
    ContractService.objects.filter(pk=channel.pk).update(max_weight_g=2_000, name="欧洲专线")
    [found] = [service for service in services(amys.pk) if service.key == KEY]
    assert (found.max_weight_g, found.name_zh) == (2_000, "欧洲专线"), "a change counts at once"
    ContractService.objects.filter(pk=channel.pk).update(withdrawn_at=clock.now())
    assert known(amys) == set()


@pytest.mark.django_db(transaction=True)
def test_the_table_of_prices_is_made_once_until_a_service_changes(amys: Seller, forwarder: str) -> None:
    from fahuo.carriers.models import ContractService
    from fahuo.rating.services.rate import rate_table

    connect_emulated(amys, FAST, forwarder)
    described(amys)
    first = rate_table(on=ON, seller_id=amys.pk)
    assert rate_table(on=ON, seller_id=amys.pk) is first
    ContractService.objects.filter(seller=amys, code="CH001").update(days_max=20)
    assert rate_table(on=ON, seller_id=amys.pk) is not first


@pytest.mark.django_db(transaction=True)
def test_a_price_file_is_taken_for_the_sellers_own_channel_only(amys: Seller, carols: Seller, forwarder: str) -> None:
    from fahuo.rating.importing.mapping import Mapping
    from fahuo.rating.importing.reading import Reading
    from fahuo.rating.services.uploads import with_known_service

    connect_emulated(amys, FAST, forwarder)
    described(amys)
    mapping, reading = Mapping(service=KEY, valid_from=ON), Reading(None, ())
    assert with_known_service(reading, mapping, seller_id=amys.pk).faults == ()
    assert [fault.code for fault in with_known_service(reading, mapping, seller_id=carols.pk).faults] == [
        "SHEET_SERVICE_UNKNOWN"
    ]


@pytest.mark.django_db(transaction=True)
def test_the_board_templates_and_lanes_know_the_channel(amys: Seller, carols: Seller, forwarder: str) -> None:
    from fahuo.carriers.tests.stage import PHONE_CASE
    from fahuo.kit import clock
    from fahuo.rating.domain.rules import RateRequest
    from fahuo.rating.services.board import board
    from fahuo.routing.queries import templates
    from fahuo.routing.queries.lane_list import lane_rows
    from fahuo.routing.template_words import service_words
    from fahuo.trade.measure import Size
    from fahuo.trade.parcel import Parcel

    connect_emulated(amys, FAST, forwarder)
    described(amys)
    priced(amys)
    parcel = Parcel((PHONE_CASE,), 242, Size.of(160, 80, 24))
    asked = RateRequest(parcel=parcel, country="DE", postcode="20359", remote_area="")
    for seller, told in ((amys, True), (carols, False)):
        found = board(asked, seller_id=seller.pk, on=ON + timedelta(days=1))
        courses = {course.service.key: course for course in found.courses}
        assert (KEY in courses and not isinstance(courses[KEY].problem, Problem)) is told
        offered = templates.offered(seller.pk, at=clock.now())
        assert (KEY in offered.services, KEY in offered.sheets, FAST in offered.carriers) == (told, told, told)
        assert bool(lane_rows(seller.pk, on=ON, service=KEY)) is told
    own = tuple(templates.offered(amys.pk, at=clock.now()).services.values())
    assert (service_words(KEY, own), service_words(KEY)) == ("欧洲专线挂号", "CH001")


@pytest.mark.django_db(transaction=True)
def test_pages_show_the_channel_to_its_seller_and_to_nobody_else(
    amys: Seller, bob: Person, carol: Person, client: Client, forwarder: str
) -> None:
    connect_emulated(amys, FAST, forwarder)
    described(amys)
    priced(amys)
    for person, told in ((bob, True), (carol, False)):
        client.force_login(person)
        assert ("欧洲专线挂号" in client.get("/rates").content.decode()) is told
        assert client.get(f"/rates/{KEY}").status_code == (200 if told else 404)
        assert (f'value="{FAST}"' in client.get("/rates/import").content.decode()) is told
        assert ("欧洲专线挂号" in client.get(f"/lanes?service={KEY}").content.decode()) is told
