"""A parcel that is no order: compared, kept, and what the question must say before anything is priced."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from fahuo.accounts.models import Seller
from fahuo.rating.models import Quote
from fahuo.routing.comparison_json import comparison_json, written
from fahuo.routing.domain.templates import Template, Templates
from fahuo.routing.queries.context import on_day, open_context, seller_context, with_all_carriers
from fahuo.routing.services import compare
from fahuo.routing.services.recommend import DETAILED
from fahuo.routing.web.offers import offers
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.parcels import cotton_towel, phone_with_battery, weighing

AT = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = AT.date()
PHONE = weighing(2000, line=phone_with_battery())


def asked(parcel: Parcel = PHONE, country: str = "US", *, valued: bool = True, on: date = TODAY) -> compare.Asked:
    return compare.Asked(compare.parcel_to(country, "99501", parcel, on=on), valued=valued, assumed=True)


def options(found: compare.Comparison) -> dict[str, dict[str, object]]:
    return {option["service"]: option for option in found.advice["options"]}


def test_every_option_has_its_price_in_the_quote() -> None:
    found = compare.compare(asked(), context=open_context(at=AT))
    assert found.advice["winner"] == "cainiao/CAINIAO_STANDARD"
    rates = {answer.service.key: answer.result for answer in found.draft.priced}
    priced = {key: option for key, option in options(found).items() if "exclusion" not in option}
    assert len(priced) > 3
    assert {key: str(rates[key].total.amount) for key in priced} == {key: o["price"] for key, o in priced.items()}  # type: ignore[union-attr]
    for key, option in priced.items():
        found_charges = {kind: amount for kind, amount, _ in option["charges"]}  # type: ignore[attr-defined]
        assert found_charges == {charge.kind: str(charge.amount.amount) for charge in rates[key].charges}  # type: ignore[union-attr]


def test_the_page_shows_the_working_of_every_charge() -> None:
    found = compare.compare(asked(), context=open_context(at=AT))
    rates = {compared["key"]: compared for compared in comparison_json(found, quote_id=None)["rates"]}
    shown = offers(found.advice, rates).open
    assert len(shown) > DETAILED  # beyond these the advice has amounts only
    assert all(charge.working for offer in shown for charge in offer.charges)


def test_it_is_written_as_json_that_says_the_same() -> None:
    shown = comparison_json(compare.compare(asked(), context=open_context(at=AT)), quote_id=None)
    assert json.loads(written(shown)) == json.loads(json.dumps(shown))
    assert written(shown).startswith('{\n "quote": null,\n')


def test_without_a_seller_an_importer_is_taken_for_granted() -> None:
    found = compare.compare(asked(weighing(400, line=cotton_towel()), "DE"), context=open_context(at=AT))
    codes = {option["exclusion"]["code"] for option in options(found).values() if "exclusion" in option}  # type: ignore[index]
    assert "EORI_MISSING" not in codes
    assert found.advice["winner"]


def test_without_a_value_the_services_that_prepay_duty_are_excluded_and_another_wins() -> None:
    towel = weighing(400, line=cotton_towel())
    question = replace(asked(towel, "DE", valued=False))
    found = compare.compare(question, context=with_all_carriers(open_context(at=AT)))
    excluded = {key: option["exclusion"] for key, option in options(found).items() if "exclusion" in option}
    missing = {key for key, problem in excluded.items() if problem["code"] == "DECLARED_VALUE_MISSING"}  # type: ignore[index]
    prepaid = {answer.service.key for answer in found.draft.priced if answer.ddp}
    assert missing <= prepaid
    for option in found.advice["options"]:
        assert option["service"] not in prepaid or "exclusion" in option
    assert found.advice["winner"] not in prepaid


def by_template(service: str, *, valued: bool) -> compare.Comparison:
    """A towel to Germany, by a set that sends everything by one service."""
    templates = Templates.of([Template(1, service)], smart_first=False)
    question = asked(weighing(400, line=cotton_towel()), "DE", valued=valued)
    return compare.compare(question, context=open_context(at=AT), templates=templates)


def test_without_a_value_the_template_decides_as_long_as_its_service_is_open() -> None:
    found = compare.compare(asked(weighing(400, line=cotton_towel()), "DE", valued=False), context=open_context(at=AT))
    *_, last = [key for key, option in options(found).items() if "exclusion" not in option]
    assert last != found.advice["winner"]
    advice = by_template(last, valued=False).advice
    assert (advice["winner"], advice["decided_by"], advice["template"]["used"]) == (last, "TEMPLATE", True)


def test_without_a_value_a_template_whose_service_needs_one_is_not_used_and_says_why() -> None:
    free = compare.compare(asked(weighing(400, line=cotton_towel()), "DE", valued=False), context=open_context(at=AT))
    missing = next(
        key
        for key, option in options(free).items()
        if option.get("exclusion", {}).get("code") == "DECLARED_VALUE_MISSING"  # type: ignore[attr-defined]
    )
    assert by_template(missing, valued=True).advice["template"]["used"]
    advice = by_template(missing, valued=False).advice
    assert (advice["winner"], advice["decided_by"]) == (free.advice["winner"], "SCORE")
    assert advice["template"]["used"] is False
    assert advice["template"]["exclusion"]["code"] == "DECLARED_VALUE_MISSING"
    assert advice["counterfactuals"] == []


def test_to_the_united_states_nothing_is_open_without_a_value() -> None:
    found = compare.compare(asked(valued=False), context=open_context(at=AT))
    assert found.advice["winner"] is None
    assert {option["exclusion"]["code"] for option in found.advice["options"]} >= {
        "DECLARED_VALUE_MISSING", "DDP_REQUIRED",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("question", "code", "field"),
    [
        (asked(weighing(-1)), "PARCEL_INVALID", "parcel.weight_g"),
        (asked(country="XX"), "COUNTRY_UNKNOWN", "address.country"),
        (asked(Parcel((replace(cotton_towel(), unit_value=Money(phone_with_battery().unit_value.amount, "ZWL")),), 100,
                      PHONE.size)), "NO_EXCHANGE_RATE", "parcel.value"),
    ],
)  # fmt: skip
def test_what_cannot_be_priced_is_refused(question: compare.Asked, code: str, field: str) -> None:
    with pytest.raises(compare.CannotCompare) as refused:
        compare.compare(question, context=open_context(at=AT))
    assert (refused.value.problem.code, refused.value.problem.field) == (code, field)


def test_a_day_without_sheets_and_a_day_without_rules_are_refused() -> None:
    with pytest.raises(compare.CannotCompare) as refused:
        compare.compare(asked(on=date(2025, 6, 1)), context=open_context(at=on_day(AT, date(2025, 6, 1))))
    assert refused.value.problem.code == "NO_RATE_SHEET"
    with pytest.raises(compare.CannotCompare):
        compare.compare(asked(on=date(2020, 1, 1)), context=open_context(at=on_day(AT, date(2020, 1, 1))))


def test_a_level_that_nobody_offers_is_refused() -> None:
    with pytest.raises(compare.CannotCompare):
        compare.parcel_to("US", "", PHONE, level="FAST", on=AT.date())
    assert compare.parcel_to("US", "", PHONE, level="STANDARD", on=AT.date()).chosen_service


@pytest.mark.django_db
def test_the_sellers_own_contracts_decide_and_the_quote_is_kept(amys: Seller) -> None:
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9102")
    context = seller_context(amys, at=AT, volumes={"yunexpress": (3, 40)})
    assert context.contracts["yunexpress"].parcels_this_month == 40
    found = compare.compare(asked(), context=context, seller_id=amys.pk)
    open_ = [option["service"] for option in found.advice["options"] if "exclusion" not in option]
    assert open_
    assert all(service.startswith("yunexpress/") for service in open_)
    quote = compare.keep(found, seller=amys, person=None, at=AT)
    quote.refresh_from_db()
    assert quote.rates["advice"]["winner"] == found.advice["winner"]
    volume = {answer["service"]["carrier"]: answer["volume"] for answer in quote.rates["services"]}
    assert volume["yunexpress"][0] == 40


@pytest.mark.django_db
def test_a_refusal_keeps_nothing(amys: Seller) -> None:
    with pytest.raises(compare.CannotCompare):
        compare.compare(asked(country="XX"), context=open_context(at=AT), seller_id=amys.pk)
    assert not Quote.objects.exists()
