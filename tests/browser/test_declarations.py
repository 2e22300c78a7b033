"""A declaration under way: the list shows what comes of it by itself, and never takes a selection away."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from fahuo.customs.models import Declaration
from fahuo.kit import clock
from tests.browser.looking import quiet, sign_in, wait_until_held_back
from tests.fixtures.people import make_person, make_seller
from tests.fixtures.rows import make_declaration, make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_list_follows_by_itself_and_waits_while_rows_are_chosen(page: Page, db: None):
    seller = make_seller()
    make_person("amy", seller, "OWNER")
    make_product(seller)
    parcels = [make_shipment(seller, make_order(seller, f"811283300000000{n}")) for n in range(2)]
    returned = make_declaration(seller, parcels[0], state="REJECTED", released_at=None)
    moving = make_declaration(seller, parcels[1], state="SENT", declared_at=clock.now(), released_at=None)
    sign_in(page, "amy")
    page.goto(reverse("declarations"))
    quiet(page)
    expect(page.get_by_text("Sent to customs")).to_be_visible()
    answers: list[Route] = []
    page.route(f"**{reverse('declarations')}", lambda route: answers.append(route))  # noqa: PLW0108  no builtin here
    while not answers:
        page.wait_for_timeout(20)
    Declaration.objects.filter(pk=moving.pk).update(state="RELEASED", released_at=clock.now())
    page.get_by_label(f"Select declaration {returned.invt_no}").check()
    answers[0].continue_()  # it was under way when the row was chosen
    page.unroute_all()
    wait_until_held_back(page)
    expect(page.get_by_text("Sent to customs")).to_be_visible()
    expect(page.get_by_role("region", name="Selection")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text("Sent to customs")).not_to_be_visible()
    expect(page.locator("#declaration-list .pill").filter(has_text="Released")).to_be_visible()
    expect(page.locator("#declaration-list[hx-trigger]")).to_have_count(0)
