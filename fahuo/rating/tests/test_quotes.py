"""Quotes: stored with all they were reckoned from, and the same cent after everything around them has changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fahuo.accounts.models import Seller
from fahuo.carriers import adapters, registry
from fahuo.rating import queries
from fahuo.rating.domain.case import case
from fahuo.rating.domain.quote import DECLARED_VALUE_MISSING, price, what_matters
from fahuo.rating.domain.rules import MonthVolume, RateRequest
from fahuo.rating.domain.sheet import Basis, Discount, Rebate
from fahuo.rating.models import Quote, SheetContent, SheetVersion
from fahuo.rating.queries import products
from fahuo.rating.services import quotes
from fahuo.rating.services.sheets import import_sheet
from fahuo.rulebook import book
from fahuo.trade.charge import ChargeKind, Rate
from fahuo.trade.measure import Size
from fahuo.trade.problem import Problem
from tests.bench import world
from tests.fixtures.parcels import phone_with_battery, weighing

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ALASKA = RateRequest("US", "", weighing(2000, size=Size(300, 200, 100), line=phone_with_battery()), "99501")


def drafted(request: RateRequest = ALASKA, *, valued: bool = True, seller: Seller | None = None) -> quotes.Draft:
    """Return the prices of every service on the day."""
    rules = queries.price_rules(on=ON)
    sheets = queries.sheets_in_force(on=ON, seller_id=seller.pk if seller else None)
    reckoned = case(request, rules)
    priced = [
        price(service, sheets.get(service.key), reckoned, MonthVolume(40, 6000), on=ON, valued=valued)
        for service in queries.services()
    ]
    return quotes.Draft(request, rules, ON, priced, {"valued": valued})


def totals(quote: Quote) -> dict[str, str]:
    return {
        f"{answer['service']['carrier']}/{answer['service']['code']}": answer["total"]
        for answer in quote.rates["services"]
        if "total" in answer
    }


def forget() -> None:
    """Let the process read its files again."""
    for cached in (book.entry, book.value, queries.sheets, queries.sample_sheets, queries.price_rules):
        cached.cache_clear()
    products.listed.cache_clear()
    registry._folders.cache_clear()


@pytest.fixture
def other_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Copies of the rule book, the sheets and the adapters, to be changed; the process is to read them instead."""
    copytree(book.FOLDER, tmp_path / "rules")
    copytree(products.SHEETS, tmp_path / "sheets")
    copytree(adapters.__path__[0], tmp_path / "adapters")
    yield tmp_path
    monkeypatch.undo()
    forget()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text, path
    path.write_text(text.replace(old, new), "utf-8")


def test_a_quote_says_what_it_was_reckoned_from(amys: Seller) -> None:
    quote = quotes.keep(seller=amys, person=None, draft=drafted(), at=AT)
    quote.refresh_from_db()
    standard = next(answer for answer in quote.rates["services"] if answer["service"]["code"] == "CAINIAO_STANDARD")
    assert standard["charges"][0] == ["BASE", "23.00", "15.00 + 8.00 × 1"]  # 15 for the first kg, 8 for the second
    assert standard["sheet"] == "cainiao/CAINIAO_STANDARD@2026-07-01"
    assert standard["chargeable_weight_g"] == 2000
    assert SheetContent.objects.filter(sha256=standard["sheet_sha256"]).exists()
    assert quote.rules["yuan_per_unit"]["USD"] == "7.1"
    total = Decimal(standard["total"])
    assert standard["also"] == {"USD": str(round(total / Decimal("7.1"), 2)), "CNY": standard["total"]}
    assert quote.asked["request"]["postcode"] == "99501"


def test_the_same_cent_after_everything_has_changed(
    amys: Seller, other_world: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = quotes.keep(seller=amys, person=None, draft=drafted(), at=AT)
    change(other_world / "sheets/cainiao/CAINIAO_STANDARD@2026-07-01.yaml", "first: 15.00", "first: 19.00")
    change(other_world / "adapters/cainiao/services.csv", ",3000,8000,", ",3000,6000,")
    change(other_world / "rules/money/exchange_rates.yaml", "USD: 7.1000", "USD: 6.5000")
    change(other_world / "rules/customs/duty.yaml", "US: {percent: 30", "US: {percent: 45")
    change(other_world / "rules/destinations/remote_areas.yaml", "995 996 997 998 999", "996 997 998 999")
    (other_world / "sheets/cainiao/CAINIAO_PREMIUM@2026-01-01.yaml").unlink()
    monkeypatch.setattr(book, "FOLDER", other_world / "rules")
    monkeypatch.setattr(products, "SHEETS", other_world / "sheets")
    monkeypatch.setattr(adapters, "__path__", [str(other_world / "adapters")])
    forget()

    after = quotes.keep(seller=amys, person=None, draft=drafted(), at=AT)
    then, now = totals(before), totals(after)
    assert now["cainiao/CAINIAO_STANDARD"] != then["cainiao/CAINIAO_STANDARD"]
    assert "cainiao/CAINIAO_PREMIUM" not in now
    replay = quotes.replay(before.pk, amys)
    assert replay is not None
    assert replay.same
    again = {answer.service.key: answer for answer in replay.services if "total" in answer.again}
    assert {key: answer.again["total"] for key, answer in again.items()} == then
    assert again["cainiao/CAINIAO_STANDARD"].service.volumetric_divisor == 8000


def test_the_same_cent_after_a_sellers_own_sheet_was_replaced(amys: Seller) -> None:
    sample = queries.sheets_in_force(on=ON)["cainiao/CAINIAO_STANDARD"]
    own = replace(sample, valid_from=date(2026, 11, 1), fuel=((date(2026, 11, 1), Decimal(10)),))
    import_sheet(seller=amys, person=None, sheet=own, at=AT)
    before = quotes.keep(seller=amys, person=None, draft=drafted(seller=amys), at=AT)
    dearer = replace(own, fuel=((date(2026, 11, 1), Decimal(25)),))
    import_sheet(seller=amys, person=None, sheet=dearer, at=AT + timedelta(minutes=1))
    after = quotes.keep(seller=amys, person=None, draft=drafted(seller=amys), at=AT)

    then, now = (totals(quote)["cainiao/CAINIAO_STANDARD"] for quote in (before, after))
    assert Decimal(now) - Decimal(then) == Decimal("3.45")  # 15 % of 23.00
    SheetVersion.objects.filter(seller=amys).delete()
    replay = quotes.replay(before.pk, amys)
    assert replay is not None
    assert replay.same


def test_when_the_sum_comes_out_differently_both_are_shown(amys: Seller) -> None:
    quote = quotes.keep(seller=amys, person=None, draft=drafted(), at=AT)
    answer = next(answer for answer in quote.rates["services"] if "total" in answer)
    kind, amount, working = answer["charges"][0]
    answer["charges"][0] = [kind, str(Decimal(amount) + Decimal("0.01")), working]
    quote.save()
    replay = quotes.replay(quote.pk, amys)
    assert replay is not None
    assert not replay.same
    (differing,) = [replayed for replayed in replay.services if not replayed.same]
    assert Decimal(differing.stored["charges"][0][1]) - Decimal(differing.again["charges"][0][1]) == Decimal("0.01")


def test_a_sheet_that_is_lost_or_changed_is_said_and_not_reckoned_with(amys: Seller) -> None:
    quote = quotes.keep(seller=amys, person=None, draft=drafted(), at=AT)
    standard = next(answer for answer in quote.rates["services"] if answer["service"]["code"] == "CAINIAO_STANDARD")
    SheetContent.objects.filter(sha256=standard["sheet_sha256"]).update(content=b"{}")
    replay = quotes.replay(quote.pk, amys)
    assert replay is not None
    (differing,) = [replayed for replayed in replay.services if not replayed.same]
    assert differing.again["problem"]["code"] == "QUOTE_SHEET_LOST"
    assert differing.stored["total"] == standard["total"]


def test_discounts_and_rebates_are_replayed_with_the_volume_of_then(amys: Seller) -> None:
    draft = drafted()
    priced = next(answer for answer in draft.priced if answer.service.code == "CAINIAO_STANDARD")
    assert priced.sheet is not None
    sheet = replace(priced.sheet, discount=Discount(Decimal(10), Basis.BASE), rebate=Rebate(((5000, Decimal("3.5")),)))
    contract = price(priced.service, sheet, case(ALASKA, draft.rules), MonthVolume(40, 6000), on=ON)
    quote = quotes.keep(seller=amys, person=None, draft=replace(draft, priced=[contract]), at=AT)
    (answer,) = quote.rates["services"]
    assert answer["volume"] == [40, 6000]
    assert answer["rebate"][0] == "REBATE"  # 3.5 % from 5,000 parcels, 6,000 are expected
    replay = quotes.replay(quote.pk, amys)
    assert replay is not None
    assert replay.same


def test_without_a_declared_value_what_advances_duties_has_no_price(amys: Seller) -> None:
    draft = drafted(valued=False)
    by_key = {answer.service.key: answer for answer in draft.priced}
    assert by_key["cainiao/CAINIAO_STANDARD"].result == Problem(DECLARED_VALUE_MISSING, "parcel.value")
    quote = quotes.keep(seller=amys, person=None, draft=draft, at=AT)
    replay = quotes.replay(quote.pk, amys)
    assert replay is not None
    assert replay.same


def test_without_a_declared_value_nothing_is_insured() -> None:
    request = RateRequest("KR", "", weighing(500), insured=True)
    reckoned = case(request, queries.price_rules(on=ON))
    service = next(one for one in queries.services() if one.key == "cainiao/CAINIAO_STANDARD")
    sheet = queries.sheets_in_force(on=ON)[service.key]
    answers = [price(service, sheet, reckoned, MonthVolume(), on=ON, valued=valued) for valued in (True, False)]
    assert isinstance(answers[0].result, Rate)
    assert answers[1].result == Problem(DECLARED_VALUE_MISSING, "parcel.value")


def test_an_area_of_another_country_comes_out_the_same(amys: Seller) -> None:
    abroad = RateRequest("DE", "US_AK", ALASKA.parcel, "20095")
    quote = quotes.keep(seller=amys, person=None, draft=drafted(abroad), at=AT)
    assert {answer["problem"]["code"] for answer in quote.rates["services"]} >= {"NOT_SERVED"}
    replay = quotes.replay(quote.pk, amys)
    assert replay is not None
    assert replay.same


def test_the_same_quote_again_is_not_doubled_and_another_day_is_another_quote(amys: Seller, carols: Seller) -> None:
    first = quotes.keep(seller=amys, person=None, draft=drafted(), at=AT)
    assert quotes.keep(seller=amys, person=None, draft=drafted(), at=AT + timedelta(hours=1)).pk == first.pk
    assert quotes.keep(seller=amys, person=None, draft=drafted(), at=AT + timedelta(days=2)).pk != first.pk
    assert quotes.keep(seller=carols, person=None, draft=drafted(), at=AT).pk != first.pk


def test_nobody_replays_the_quote_of_another_seller(amys: Seller, carols: Seller) -> None:
    quote = quotes.keep(seller=amys, person=None, draft=drafted(), at=AT)
    assert quotes.replay(quote.pk, carols) is None
    assert quotes.replay(quote.pk + 1, amys) is None


def test_a_hundred_quotes_are_three_statements(amys: Seller) -> None:
    whole = drafted()
    winner = [answer for answer in whole.priced if answer.service.code == "CAINIAO_STANDARD"]
    drafts = [replace(whole, priced=winner) for _ in range(100)]
    with CaptureQueriesContext(connection) as asked:
        rows = quotes.keep_many(seller=amys, person=None, drafts=drafts, at=AT)
    assert len(rows) == len({row.pk for row in rows}) == 100
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) == 3
    assert SheetContent.objects.count() == 1
    with CaptureQueriesContext(connection) as asked:
        quotes.keep_many(seller=amys, person=None, drafts=drafts, at=AT)
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) == 2  # the sheet is there
    assert {row.purpose for row in rows} == {"SHIPMENT"}


@pytest.mark.parametrize("country", ["US", "DE", "GB", "BR", "JP", "ES"])
@pytest.mark.parametrize("postcode", ["", "99501", "35001", "BT1 5GS"])
def test_what_a_quote_keeps_of_the_rules_gives_the_same_prices(country: str, postcode: str) -> None:
    parcel = weighing(900, line=phone_with_battery())
    request = RateRequest(country, "", parcel, postcode, insured=True)
    rules, sheets = queries.price_rules(on=ON), queries.sheets_in_force(on=ON)
    kept = what_matters(rules, request, {sheet.currency for sheet in sheets.values()})
    for service in queries.services():
        of_all, of_kept = (
            price(service, sheets.get(service.key), case(request, found), MonthVolume(), on=ON)
            for found in (rules, kept)
        )
        assert of_all.result == of_kept.result
    assert len(kept.yuan_per_unit) < len(rules.yuan_per_unit)


def test_random_parcels_over_the_whole_invented_world_come_out_the_same(amys: Seller) -> None:
    """84 services with every part that a sheet can have, orders in many currencies, through JSON and back."""
    rules, sheets, volumes, services = world.rules(), world.sheets(), world.volumes(), world.services()
    drafts = []
    for place, request in enumerate(world.rate_requests(150, seed=7)):
        reckoned, service = case(request, rules), services[place * 5 % len(services)]
        volume = volumes.get(service.carrier, MonthVolume())
        priced = price(service, sheets[service.key], reckoned, volume, on=world.ON)
        drafts.append(quotes.Draft(request, rules, world.ON, [priced]))
    rows = quotes.keep_many(seller=amys, person=None, drafts=drafts, at=AT)
    kinds = set()
    for row in rows:
        replay = quotes.replay(row.pk, amys)
        assert replay is not None
        assert replay.same, [one for one in replay.services if not one.same][:1]
        kinds |= {charge[0] for one in replay.services for charge in one.again.get("charges", ())}
        kinds |= {one.again["rebate"][0] for one in replay.services if one.again.get("rebate")}
    assert kinds == set(ChargeKind)
