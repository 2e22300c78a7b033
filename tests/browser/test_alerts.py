"""The board of alerts in a browser: acknowledge, snooze and close by keyboard and mouse; the list follows by itself."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from fahuo.alerts.models import Alert
from fahuo.alerts.services import wake
from fahuo.kit import clock
from tests.browser.looking import quiet, sign_in, wait_until_held_back
from tests.fixtures.journeys import make_alert, make_journey
from tests.fixtures.people import make_person, make_seller
from tests.fixtures.rows import make_order, make_shipment

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_clerk_acknowledges_snoozes_and_closes(page: Page, db: None):
    seller = make_seller()
    make_person("amy", seller, "OWNER")
    parcels = [make_shipment(seller, make_order(seller, f"811283300000000{n}")) for n in range(3)]
    for parcel in parcels:
        make_journey(seller, parcel)
    first, second, third = (make_alert(seller, parcel) for parcel in parcels)
    wake.looked("PARCELS", at=clock.now())
    sign_in(page, "amy")
    page.goto(reverse("alerts"))
    quiet(page)
    page.keyboard.press("j")
    page.keyboard.press("x")
    bar = page.get_by_role("region", name="Selection")
    expect(bar).to_be_visible()
    bar.get_by_role("button", name="Acknowledge").click()
    expect(page.get_by_text("1 alert changed.")).to_be_visible()
    quiet(page)
    third.refresh_from_db()
    assert third.state == "ACKNOWLEDGED"  # the newest stands first
    page.locator(f"#pick-{second.pk}").check()
    bar.get_by_role("button", name="4 h").click()
    expect(page.get_by_text("1 alert changed.")).to_be_visible()
    page.locator(f"#open-{first.pk}").click()
    expect(page.get_by_role("heading", name="What you do")).to_be_visible()
    page.get_by_label("Reason").select_option("SETTLED")
    page.get_by_role("button", name="Close the alert").click()
    expect(page.get_by_text("Closed by hand")).to_be_visible()
    states = list(Alert.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["CLOSED", "SNOOZED", "ACKNOWLEDGED"]


def test_the_list_follows_by_itself_and_waits_while_rows_are_chosen(page: Page, db: None):
    seller = make_seller()
    make_person("amy", seller, "OWNER")
    parcels = [make_shipment(seller, make_order(seller, f"811283300000000{n}")) for n in range(2)]
    shown = make_alert(seller, parcels[0])
    wake.looked("PARCELS", at=clock.now())
    sign_in(page, "amy")
    page.goto(reverse("alerts"))
    quiet(page)
    page.locator(f"#pick-{shown.pk}").check()
    new = make_alert(seller, parcels[1], "LOST")
    wait_until_held_back(page)
    expect(page.locator(f"#open-{new.pk}")).to_have_count(0)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(f"#open-{new.pk}")).to_be_visible()
    page.emulate_media(media="print")  # whose it is; rows begin on the first sheet; red needs no background
    expect(page.get_by_text(f"{seller.name} ·")).to_be_visible()
    expect(page.get_by_role("navigation", name="Main menu")).to_be_hidden()
    expect(page.locator(".table-wrap")).to_have_css("break-inside", "auto")
    expect(page.locator(".alert-red .lead").first).to_have_css("border-left-width", "4px")
