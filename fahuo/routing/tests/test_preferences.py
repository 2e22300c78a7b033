"""The seller's own weights: bounds, the log, the page, and the samples routed with them before they are saved."""

from __future__ import annotations

from datetime import UTC, datetime
from math import inf, nan

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action, Seller
from fahuo.carriers.services import connect
from fahuo.rating.queries import services
from fahuo.routing.domain.wishes import BOUNDS, wish_problems
from fahuo.routing.models import RoutingPreference
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.preferences import wishes
from fahuo.routing.queries.rules import WISHES
from fahuo.routing.services.preferences import WishesRefused, set_wishes
from fahuo.routing.wish_words import UNITS
from fahuo.routing.wish_words import WISHES as WORDS
from tests.fixtures.people import make_person

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def owner(amy) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    return client


def test_every_weight_has_bounds_and_words() -> None:
    assert set(BOUNDS) == set(WISHES) == set(WORDS)
    assert {bounds.unit for bounds in BOUNDS.values()} == set(UNITS)


def test_the_rule_books_weights_lie_within_the_bounds() -> None:
    weights = route_rules(on=AT.date()).weights
    assert wish_problems({name: getattr(weights, name) for name in WISHES}) == []


@pytest.mark.parametrize(
    "wanted",
    [{"per_day": -0.01}, {"per_day": 100.01}, {"loss_value_share": 2.1}, {"min_on_time": 1.0}]
    + [{"per_day": figure} for figure in (nan, inf)]
    + [{"currency": 1.0}, {"speed": 1.0}, {"nothing": 1.0}],
)
def test_weights_that_cannot_be(wanted: dict[str, float]) -> None:
    assert [(p.code, p.field) for p in wish_problems(wanted)] == [("WEIGHT_INVALID", next(iter(wanted)))]


def test_weights_are_written_and_logged(amys, amy):
    assert set_wishes(seller=amys, person=amy, wishes={"per_day": 1.5, "late": 30.0}, at=AT) == ("late", "per_day")
    assert wishes(amys.pk) == {"per_day": 1.5, "late": 30.0}
    assert set_wishes(seller=amys, person=amy, wishes={"per_day": 1.5}, at=AT) == ("late",)
    assert set_wishes(seller=amys, person=amy, wishes={"per_day": 1.5}, at=AT) == ()
    assert [action.detail["fields"] for action in Action.objects.order_by("pk")] == [["late", "per_day"], ["late"]]


def test_sellers_have_weights_of_their_own(amys, carols, amy):
    set_wishes(seller=amys, person=amy, wishes={"per_day": 1.5}, at=AT)
    assert wishes(carols.pk) == {}


def test_what_is_refused_changes_nothing(amys, amy):
    set_wishes(seller=amys, person=amy, wishes={"per_day": 1.5}, at=AT)
    with pytest.raises(WishesRefused):
        set_wishes(seller=amys, person=amy, wishes={"per_day": 2.0, "late": -1.0}, at=AT)
    assert wishes(amys.pk) == {"per_day": 1.5}
    assert Action.objects.count() == 1


def test_the_page_shows_the_rule_books_weights(owner):
    page = owner.get(reverse("routing-weights")).text
    assert "A day on the way" in page
    assert 'placeholder="0.6"' in page
    assert "Phone case, 180 g, to Korea" in page
    assert page.count("Saved and here") == 3


def test_the_owner_saves_and_resets(owner, amys):
    answer = owner.post(reverse("routing-weights"), {"per_day": "２.5", "late": "", "return_cost": "20"})
    assert (answer.status_code, wishes(amys.pk)) == (302, {"per_day": 2.5, "return_cost": 20.0})
    assert 'value="2.5"' in owner.get(reverse("routing-weights")).text
    owner.post(reverse("routing-weights"), {"reset": "per_day"})
    assert wishes(amys.pk) == {"return_cost": 20.0}


def test_a_figure_out_of_bounds_is_said_at_its_field(owner):
    for text in ("-1", "101", "much", "nan", "inf", "1e999", "2,5", "1,000", "1.000,5"):
        answer = owner.post(reverse("routing-weights"), {"per_day": text})
        assert answer.status_code == 422, text
        assert "A number from 0 to 100: plain digits, a point for decimals." in answer.text
        assert "Mend the figures" in answer.text
    assert not RoutingPreference.objects.exists()


def test_trying_saves_nothing_and_shows_what_would_be_taken(owner, amys):
    """Where a day is worth 100 yuan, the fastest service wins the light parcel to Korea."""
    answer = owner.post(reverse("routing-weights"), {"per_day": "100", "try": "1"}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "Another service" in answer.text
    assert "<html" not in answer.text
    assert not RoutingPreference.objects.exists()
    whole = owner.post(reverse("routing-weights"), {"per_day": "100", "try": "1"})
    assert 'value="100"' in whole.text
    assert "Another service" in whole.text


def test_a_clerk_reads_and_changes_nothing(amys):
    clerk = Client(headers={"accept-language": "en"})
    clerk.force_login(make_person("bert", amys, "CLERK"))
    page = clerk.get(reverse("routing-weights")).text
    assert "Only the owner" in page
    assert 'name="per_day"' not in page
    for posted in ({"per_day": "2"}, {"per_day": "2", "try": "1"}, {"reset": "per_day"}):
        assert clerk.post(reverse("routing-weights"), posted).status_code == 403
    assert not RoutingPreference.objects.exists()


def test_the_samples_are_routed_at_the_sellers_own_prices(owner: Client, amys: Seller) -> None:
    """Sample sheets never price a real contract, so without sheets of his own no service has a price."""
    for carrier in sorted({service.carrier for service in services()}):
        connect(seller=amys, carrier=carrier, base_url="https://carrier.example", credentials={}, emulated=False)
    page = owner.get(reverse("routing-weights")).text
    assert page.count("no service takes it") == 3
