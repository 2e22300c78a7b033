"""The freight calculator, the price board and kept quotes as pages and as JSON."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Person, Seller
from fahuo.rating.models import Quote, SheetContent
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_quote

pytestmark = pytest.mark.django_db
ALASKA = {
    "country": "US", "postcode": "99501", "weight": "2.04", "weight_unit": "kg", "length": "30", "width": "20",
    "height": "10", "cargo": "BATTERY_BUILTIN", "value": "25", "currency": "USD", "on": "2026-11-22",
}  # fmt: skip


@pytest.fixture
def browser(amy: Person) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(amy)
    return client


def test_an_empty_calculator_offers_examples_that_work(browser: Client) -> None:
    empty = browser.get(reverse("calculator"))
    assert empty.status_code == 200
    examples = [found.replace("&amp;", "&") for found in re.findall(r'href="(/calculator\?[^"]+)"', empty.text)]
    assert len(examples) == 3
    assert not Quote.objects.exists()
    for example in examples:
        assert browser.get(example).status_code == 200, example
    assert Quote.objects.count() == 3


def test_the_winner_comes_first_with_its_charges_and_what_would_change_it(browser: Client) -> None:
    shown = browser.get(reverse("calculator"), ALASKA).text
    assert shown.index("Recommended") < shown.index("AliExpress Standard Shipping") < shown.index("Saver battery cargo")
    assert "15.00 + 8.00 × 2" in shown
    assert "119.12" in shown
    assert "40 g lighter (2000 g) saves 10.40 CNY." in shown
    assert "services are excluded" in shown
    assert "style=" not in shown


def test_a_page_that_is_loaded_twice_is_one_quote(browser: Client) -> None:
    for _ in range(2):
        browser.get(reverse("calculator"), ALASKA)
    (quote,) = Quote.objects.all()
    assert quote.purpose == "QUOTE"
    assert quote.person is not None


def test_the_same_as_json(browser: Client) -> None:
    answer = browser.get(reverse("calculator"), {**ALASKA, "format": "json"}).json()
    assert answer["recommendation"]["winner"] == "cainiao/CAINIAO_STANDARD"
    assert answer["quote"] == Quote.objects.get().pk
    rate = next(rate for rate in answer["rates"] if rate["key"] == answer["recommendation"]["winner"])
    assert rate["total"] == "119.12"
    assert rate["also"]["USD"] == str(round(Decimal("119.12") / Decimal("7.1"), 2))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"country": "Atlantis"}, "country"),
        ({"weight": "-3"}, "weight"),
        ({"weight": ""}, "weight"),
        ({"length": "0"}, "length"),
        ({"height": ""}, "height"),
        ({"hs": "12"}, "hs"),
        ({"value": "-1"}, "value"),
        ({"value": "5", "currency": ""}, "currency"),
        ({"value": "", "insured": "1"}, "value"),
        ({"currency": "ZWL"}, "currency"),
        ({"on": "2025-06-01"}, "on"),
        ({"on": "1999-01-01"}, "on"),
        ({"on": "yesterday"}, "on"),
        ({"on": "0001-01-01"}, "on"),
        ({"on": "9999-12-31"}, "on"),
        ({"promised_on": "0001-01-01"}, "promised_on"),
        ({"weight": "1,000", "weight_unit": "g"}, "weight"),
        ({"weight": "1.000", "weight_unit": "g"}, "weight"),
        ({"weight": "１，０００", "weight_unit": "g"}, "weight"),
        ({"width": "1,000"}, "width"),
        ({"value": "1.000,50"}, "value"),
        ({"postcode": "SW1A 1AA"}, "postcode"),
        ({"postcode": "邮编"}, "postcode"),
    ],
)
def test_what_cannot_be_read_or_priced_is_said_at_its_field(browser: Client, wrong: dict[str, str], field: str) -> None:
    answer = browser.get(reverse("calculator"), ALASKA | wrong)
    assert answer.status_code == 422
    assert f'id="in-{field}-why"' in answer.text
    refused = browser.get(reverse("calculator"), {**ALASKA, **wrong, "format": "json"})
    assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])
    assert not Quote.objects.exists()


def test_a_country_may_be_typed_by_name_in_the_language_of_the_page(browser: Client, amy: Person) -> None:
    assert browser.get(reverse("calculator"), ALASKA | {"country": "Germany"}).status_code == 200
    assert browser.get(reverse("calculator"), ALASKA | {"country": "德国 (DE)"}).status_code == 200
    assert set(Quote.objects.values_list("country", flat=True)) == {"DE"}


def test_without_a_value_the_page_says_what_is_missing(browser: Client) -> None:
    shown = browser.get(reverse("calculator"), ALASKA | {"value": "", "currency": ""}).text
    assert "No declared value" in shown
    assert "No service takes it" in shown
    assert "Declared value missing" in shown


def test_only_contracted_carriers_count_unless_all_are_wanted(browser: Client, amys: Seller) -> None:
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9102")
    own = browser.get(reverse("calculator"), {**ALASKA, "format": "json"}).json()["recommendation"]
    every = browser.get(reverse("calculator"), {**ALASKA, "all_carriers": "1", "format": "json"}).json()
    assert own["winner"].startswith("yunexpress/")
    assert every["recommendation"]["winner"] == "cainiao/CAINIAO_STANDARD"
    assert every["asked"]["assumed"] is True


def test_a_quote_shows_every_step_and_that_it_comes_out_the_same(browser: Client, amys: Seller) -> None:
    quote = make_quote(amys)
    shown = browser.get(reverse("quote", args=[quote.pk])).text
    assert "the same to the cent" in shown
    assert "cainiao/CAINIAO_STANDARD@2026-07-01" in shown
    assert "Sample rates of the project" in shown
    replayed = browser.get(reverse("quote", args=[quote.pk]), {"format": "json"}).json()
    assert replayed["same"] is True


def test_a_quote_that_comes_out_otherwise_shows_both_sums(browser: Client, amys: Seller) -> None:
    quote = make_quote(amys)
    answer = next(answer for answer in quote.rates["services"] if "total" in answer)
    answer["charges"][0][1] = "0.01"
    answer["total"] = "77.77"
    quote.save()
    shown = browser.get(reverse("quote", args=[quote.pk])).text
    assert "something differs" in shown
    assert "77.77" in shown
    assert "What comes out now" in shown


def test_quotes_are_listed_newest_first_and_empty_says_what_to_do(browser: Client, amys: Seller) -> None:
    assert "No quotes yet" in browser.get(reverse("quotes")).text
    quote = make_quote(amys)
    shown = browser.get(reverse("quotes")).text
    assert reverse("quote", args=[quote.pk]) in shown
    assert "AliExpress Standard Shipping" in shown
    (listed,) = browser.get(reverse("quotes"), {"format": "json"}).json()["quotes"]
    assert (listed["quote"], listed["winner"]) == (quote.pk, "cainiao/CAINIAO_STANDARD")


def test_a_unit_typed_behind_the_weight_counts(browser: Client) -> None:
    for typed, unit in (("2040", "g"), ("2.04", "kg"), ("2.04 kg", "g"), ("2040g", "kg")):
        asked = ALASKA | {"weight": typed, "weight_unit": unit, "format": "json"}
        assert browser.get(reverse("calculator"), asked).json()["asked"]["request"]["parcel"]["weight_g"] == 2040
    assert browser.get(reverse("calculator"), ALASKA | {"postcode": "99501\x00"}).status_code == 422


def test_the_board_has_a_chart_a_table_and_json(browser: Client) -> None:
    shown = browser.get(reverse("prices"), ALASKA).text
    assert 'class="line-chart"' in shown
    assert "AliExpress Standard Shipping" in shown
    assert "style=" not in shown
    answer = browser.get(reverse("prices"), {**ALASKA, "format": "json", "shown_in": "USD"}).json()
    assert answer["currency"] == "USD"
    standard = next(row for row in answer["services"] if row["service"] == "cainiao/CAINIAO_STANDARD")
    assert standard["days_365_ago"] is None
    assert len(standard["changes"]) >= 2


def test_an_empty_board_offers_parcels_and_a_wrong_one_says_why(browser: Client) -> None:
    empty = browser.get(reverse("prices")).text
    presets = [found.replace("&amp;", "&") for found in re.findall(r'href="(/prices\?[^"]+)"', empty)]
    assert len(presets) == 4
    for preset in presets:
        assert "line-chart" in browser.get(preset).text, preset
    assert browser.get(reverse("prices"), ALASKA | {"weight": "x"}).status_code == 422
    for wrong, field in (({"on": "0001-01-01"}, "on"), ({"on": "2001-01-01"}, "on"), ({"postcode": "9"}, "postcode")):
        refused = browser.get(reverse("prices"), {**ALASKA, **wrong, "format": "json"})
        assert (refused.status_code, list(refused.json()["errors"])) == (422, [field])


def test_the_board_names_what_it_leaves_out_by_reason(browser: Client) -> None:
    shown = browser.get(reverse("prices"), ALASKA | {"return_label": "1"}).text
    assert "Services that are not shown, by reason" in shown
    assert "Return label not offered" in shown


def test_a_full_width_postcode_is_the_plain_one(browser: Client) -> None:
    plain, wide = (
        browser.get(reverse("calculator"), ALASKA | {"postcode": typed, "format": "json"}).json()["rates"]
        for typed in ("99501", "９９５０１")
    )
    assert plain == wide


def test_the_quote_of_a_shipment_has_its_steps_and_stands_in_no_list(browser: Client, amys: Seller) -> None:
    asked_for = make_quote(amys)
    Quote.objects.filter(pk=asked_for.pk).update(purpose="SHIPMENT", rates={**asked_for.rates, "advice": None})
    shown = browser.get(reverse("quote", args=[asked_for.pk])).text
    assert "the same to the cent" in shown
    assert "15.00 + 8.00 × 1" in shown
    assert "No quotes yet" in browser.get(reverse("quotes")).text


def test_a_lost_sheet_is_said_by_its_title(browser: Client, amys: Seller) -> None:
    quote = make_quote(amys)
    SheetContent.objects.all().delete()
    shown = browser.get(reverse("quote", args=[quote.pk])).text
    assert "something differs" in shown
    assert "rate sheet is not there any more" in shown
    assert "QUOTE_SHEET_LOST" not in shown
