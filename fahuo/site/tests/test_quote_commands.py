"""`fahuo quote` and `fahuo prices`: compared, kept, replayed; and what is refused is never a zero price."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from fahuo.accounts.models import Seller
from fahuo.rating.models import Quote, SheetContent
from fahuo.site.cli import main

pytestmark = pytest.mark.django_db
ALASKA = ("--to", "us", "--postcode", "99501", "--weight", "2.04kg", "--size", "30x20x10", "--cargo", "battery")
DAY = ("--on", "2026-11-22")
VALUED = (*ALASKA, "--value", "25", "--currency", "USD", *DAY)


def fahuo(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def done(*arguments: str) -> str:
    ended = fahuo(*arguments)
    assert ended.exit_code == 0, ended.output
    return ended.stdout


def refused(*arguments: str, code: int = 1) -> str:
    ended = fahuo(*arguments)
    assert (ended.exit_code, ended.stdout) == (code, ""), ended.output
    return ended.stderr.splitlines()[-1].removeprefix("Error: ")


def test_a_quote_is_kept_once_and_comes_out_the_same(amys: Seller, carols: Seller) -> None:
    mine = ("--seller", amys.name)
    assert done("quote", "list", *mine) == "No quotes yet.\n"
    text = done("quote", *VALUED, *mine)
    assert "Carriers without a contract count as contracted." in text
    assert "1. AliExpress Standard Shipping, Cainiao (cainiao/CAINIAO_STANDARD)  recommended" in text
    assert "119.12 CNY = 16.78 USD" in text  # 119.12 ÷ 7.1
    assert "15.00 + 8.00 × 2" in text
    assert "40 g lighter (2000 g) saves 10.40 CNY." in text

    answer = json.loads(done("quote", *VALUED, *mine, "--json"))
    assert f"fahuo quote replay {answer['quote']}" in text, "the same question again is the same quote"
    assert answer["recommendation"]["winner"] == "cainiao/CAINIAO_STANDARD"
    (listed,) = json.loads(done("quote", "list", *mine, "--json"))
    assert (listed["quote"], listed["price"], listed["currency"]) == (answer["quote"], "119.12", "CNY")
    assert "119.12 CNY" in done("quote", "list", *mine)

    number = str(answer["quote"])
    assert done("quote", "replay", number, *mine).endswith("All the same to the cent.\n")
    assert json.loads(done("quote", "replay", number, *mine, "--json"))["same"] is True
    refusal = refused("quote", "replay", number, "--seller", carols.name)
    assert refusal == f"Carol Export has no quote {number}. `fahuo quote list` names them."


def test_a_replay_that_differs_shows_both_sums(amys: Seller) -> None:
    done("quote", *VALUED)
    SheetContent.objects.update(content=b"{}")
    quote = Quote.objects.get()
    ended = fahuo("quote", "replay", str(quote.pk))
    assert ended.exit_code == 3
    assert "QUOTE_SHEET_LOST" in ended.stdout
    assert "BASE', '31.00'" in ended.stdout
    assert ended.stdout.endswith("Some differ: both sums are shown above.\n")


def test_one_service_and_nothing_kept(amys: Seller) -> None:
    answer = json.loads(done("quote", *VALUED, "--service", "yunexpress/THZXR", "--no-store", "--json"))
    assert [option["service"] for option in answer["recommendation"]["options"]] == ["yunexpress/THZXR"]
    assert answer["quote"] is None
    assert not Quote.objects.exists()
    assert refused("quote", *VALUED, "--no-store", "--service", "nobody/X").startswith("There is no service nobody/X.")


def test_without_a_seller_samples_count_and_it_says_so(db: None) -> None:
    text = done("quote", *VALUED)
    assert "No seller: sample rate sheets, and every carrier counts as contracted." in text
    assert "Not kept as a quote." in text
    assert refused("quote", "list") == "There is no seller yet, and so no quote. `fahuo seller NAME` makes one."


def test_of_several_sellers_one_must_be_named(amys: Seller, carols: Seller) -> None:
    assert refused("quote", *VALUED) == "There are several sellers. Name one: --seller NAME."
    assert refused("prices", *VALUED) == "There are several sellers. Name one: --seller NAME."


def test_without_a_value_nothing_goes_to_the_united_states_and_it_says_why(amys: Seller) -> None:
    ended = fahuo("quote", *ALASKA, *DAY)
    assert ended.exit_code == 3
    assert "No declared value: services that prepay duty have no price" in ended.stdout
    assert "Declared value missing" in ended.stdout


@pytest.mark.parametrize(
    ("changed", "code", "sentence"),
    [
        (("--weight", "-5"), 2, "--weight: '-5' is not understood"),
        (("--weight", "0"), 2, "--weight: '0' is not understood"),
        (("--size", "30x20"), 2, "--size: '30x20' is not understood"),
        (("--cargo", "bombs"), 2, "--cargo: 'bombs' is not understood"),
        (("--papers", "passport"), 2, "--papers: 'passport' is not understood"),
        (("--hs", "12"), 2, "--hs: '12' is not understood"),
        (("--quantity", "0"), 2, "--quantity: '0' is not understood"),
        (("--value", "5"), 2, "--value needs its currency"),
        (("--insured",), 2, "--insured needs the declared value"),
        (("--on", "tomorrow"), 2, "Invalid value for '--on': 'tomorrow' is no day"),
        (("--to", "XX"), 1, "Country unknown (XX)"),
        (("--on", "2025-06-01"), 1, "No rate sheet in force"),
        (("--on", "1999-01-01"), 1, "No rate sheet in force"),
        (("--value", "5", "--currency", "ZWL"), 1, "No exchange rate (ZWL)"),
        (("--buyer-level", "FAST"), 1, "Level of the buyer unknown (FAST)"),
        (("--seller", "Nobody"), 1, "There is no seller 'Nobody'"),
    ],
    ids=str,
)
def test_bad_input_is_a_clear_problem(amys: Seller, changed: tuple[str, ...], code: int, sentence: str) -> None:
    said = refused("quote", *ALASKA, *changed, code=code)
    assert said.startswith(sentence)
    assert not Quote.objects.exists()


def test_what_is_missing_is_named() -> None:
    assert refused("quote", "--to", "US", code=2) == "Missing --weight, --size."
    assert refused("prices", "--weight", "2kg", code=2) == "Missing --to, --size."


def test_prices(amys: Seller) -> None:
    lines = done("prices", *VALUED).splitlines()
    assert lines[0].split() == ["service", "today", "30", "days", "ago", "365", "days", "ago", "CNY"]
    assert lines[1].split()[:2] == ["cainiao/CAINIAO_STANDARD", "119.12"]
    answer = json.loads(done("prices", *VALUED, "--in", "USD", "--json"))
    assert answer["currency"] == "USD"
    assert answer["services"][0]["today"] == "16.78"
    assert refused("prices", *VALUED, "--in", "ZWL").startswith("No exchange rate (ZWL)")
    assert refused("prices", *VALUED, "--to", "XX").startswith("Country unknown (XX)")
