"""Asking for a pick-up in a real browser, a worker and an emulated carrier behind it; a count-down that runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from fahuo.accounts.models import Seller
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.kit import clock
from tests.browser.looking import quiet, sign_in
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_person, make_seller
from tests.fixtures.pickups import wait_for_scan
from tests.fixtures.rows import make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ups() -> Iterator[str]:
    with server.running("ups") as url:
        web().post(f"{url}/_emulator/pickups", json={"rests": []})
        yield url


@pytest.fixture
def shop(db: None, ups: str) -> Seller:
    """Amy's firm with two parcels that wait for a driver."""
    seller = make_seller()
    make_person("bob", seller, "CLERK")
    make_product(seller)
    connect_emulated(seller, "ups", ups)
    account = seller.carrier_accounts.get(carrier="ups")
    labelled = clock.now() - timedelta(hours=39, minutes=30)  # half an hour away from another hour
    for place in (1, 2):
        order = make_order(seller, f"811283300000000{place}", stage="SHIPPED")
        parcel = make_shipment(
            seller,
            order,
            carrier="ups",
            service_code="65",
            account=account,
            labelled_at=labelled,
        )
        wait_for_scan(seller, parcel)
    return seller


def test_from_the_ramp_to_a_confirmation_and_the_carrier_urged(
    shop: Seller, ups: str, page: Page, work_off: Callable[[], None]
) -> None:
    sign_in(page, "bob", reverse("first-mile"))
    page.get_by_role("link", name="Ask UPS for a pick-up").click()
    expect(page.locator("[data-chosen]")).to_have_text("2")
    quiet(page)
    page.get_by_label("Day").fill((timezone.localdate() + timedelta(days=1)).isoformat())
    page.get_by_label("Ready from").fill("14:00")
    page.get_by_label("Somebody is there until").fill("18:00")
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(page.get_by_text("Carrier is being asked").first).to_be_visible()

    work_off()
    expect(page.get_by_text("Confirmed", exact=True).first).to_be_visible()  # nobody loaded the page again
    held = web().get(f"{ups}/_emulator/pickups").json()["pickups"]
    assert [(entry["parcels"], entry["cancelled"]) for entry in held] == [(2, False)]
    expect(page.get_by_text(held[0]["number"]).first).to_be_visible()

    page.get_by_role("button", name="Urge the carrier …").click()
    expect(page.get_by_label("English")).to_contain_text("YT8112833000000001")
    quiet(page)
    page.get_by_label("I called").check()
    page.get_by_role("button", name="Note it for 2 parcels").click()
    expect(page.get_by_text("no scan since, 2 wait")).to_be_visible()


@pytest.mark.parametrize("wrong", [timedelta(hours=-3), timedelta(0), timedelta(hours=30)])
def test_a_computers_wrong_clock_changes_no_countdown(shop: Seller, page: Page, wrong: timedelta) -> None:
    page.clock.install(time=clock.now() + wrong)
    sign_in(page, "bob", reverse("first-mile"))
    shown = page.locator("[data-countdown]").first
    before = shown.inner_text()
    page.clock.fast_forward("00:00:31")
    assert shown.inner_text().split(" h")[0] == before.split(" h")[0]  # a minute may have passed, an hour has not
    expect(shown).to_have_class("countdown countdown-soon")


def test_a_countdown_runs_on_while_the_page_stands_open(shop: Seller, page: Page) -> None:
    page.clock.install(time=clock.now())
    sign_in(page, "bob", reverse("first-mile"))
    shown = page.locator("[data-countdown]").first
    expect(shown).to_contain_text("h")
    expect(shown).to_have_class("countdown countdown-soon")
    page.clock.fast_forward("09:00:00")
    expect(shown).to_have_class("countdown countdown-overdue")
    expect(shown).to_contain_text("overdue")
