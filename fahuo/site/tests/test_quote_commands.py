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
        (("--on", "tomorrow"), 2, "Invalid value for '--on': 'tomorrow' is not understood; write a day like"),
        (("--on", "0001-01-01"), 2, "Invalid value for '--on': '0001-01-01' is out of bounds: from 2000-01-01"),
        (("--promised", "9999-12-31"), 2, "Invalid value for '--promised': '9999-12-31' is out of bounds"),
        (("--weight", "1,000"), 2, "--weight: '1,000' can be read in two ways. Write plain digits and one point"),
        (
            ("--weight", "1.000"),
            2,
            "--weight: '1.000' has more digits behind the point than can be kept. Write whole grams",
        ),
        (("--size", "1,000x1x1"), 2, "--size: '1,000x1x1' can be read in two ways"),
        (("--value", "1.000,50", "--currency", "EUR"), 2, "--value: '1.000,50' can be read in two ways"),
        (("--postcode", "SW1A 1AA"), 1, "Postcode has the wrong form (SW1A 1AA). Write it as the destination does"),
        (("--postcode", "9"), 1, "Postcode has the wrong form (9)"),
        (("--postcode", "邮编"), 1, "Postcode has the wrong form (邮编)"),
        (("--to", "XX"), 1, "Country unknown (XX). Write the two letters of a country: --to DE."),
        (("--on", "2025-06-01"), 1, "No rate sheet in force"),
        (("--on", "2001-01-01"), 1, "No rate sheet in force"),
        (("--value", "5", "--currency", "ZWL"), 1, "No exchange rate (ZWL)"),
        (("--buyer-level", "FAST"), 1, "Level of the buyer unknown (FAST)"),
        (("--seller", "Nobody"), 1, "There is no seller 'Nobody'. There is: Amy"),
        (("--seller", ""), 2, "--seller is empty"),
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
    assert refused("prices", *VALUED, "--postcode", "SW1A 1AA").startswith("Postcode has the wrong form")
    assert refused("prices", *VALUED, "--on", "2001-01-01").startswith("No rate sheet in force (2001-01-01)")
    assert "'0001-06-01' is out of bounds" in refused("prices", *VALUED, "--on", "0001-06-01", code=2)
    assert refused("prices", *VALUED, "--seller", "", code=2) == "--seller is empty: write the seller's name."


def test_prices_name_what_is_left_out_by_reason(amys: Seller) -> None:
    left_out = json.loads(done("prices", *VALUED, "--return-label", "--json"))["left_out"]
    by_code = {one["code"]: one["services"] for one in left_out}
    assert by_code["RETURN_LABEL_NOT_OFFERED"]
    assert by_code["CARGO_NOT_ACCEPTED"]
    text = done("prices", *VALUED, "--return-label")
    names = by_code["RETURN_LABEL_NOT_OFFERED"]
    assert f"Left out, return label not offered ({len(names)}): {', '.join(names)}" in text


def test_full_width_digits_are_plain_ones(amys: Seller) -> None:
    plain, wide = (
        json.loads(done("quote", *VALUED, "--postcode", postcode, "--weight", weight, "--no-store", "--json"))["rates"]
        for postcode, weight in (("99501", "2040"), ("９９５０１", "２０４０"))
    )
    assert plain == wide
    assert "REMOTE_AREA" in json.dumps(wide)


def test_the_cargo_may_be_named_in_chinese(amys: Seller) -> None:
    assert "BATTERY_BUILTIN" in done("quote", *VALUED, "--cargo", "带电", "--no-store")


def test_an_excluded_service_says_who_must_do_what(amys: Seller) -> None:
    text = done("quote", *VALUED, "--no-store")
    assert "→ Take a service for this class of goods" in text
    assert "(clerk)" in text


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code", "sentence"),
    [
        (("quote", *VALUED, "--to", "XX"), 1, "COUNTRY_UNKNOWN", "Country unknown (XX)"),
        (("quote", *VALUED, "--weight", "1,000"), 2, "WRONG_USE", "--weight: '1,000'"),
        (("quote", "--nonsense"), 2, "WRONG_USE", "No such option"),
        (("quote", "replay", "x"), 2, "WRONG_USE", "Invalid value for 'ID'"),
        (("quote", "replay", "0"), 1, "REFUSED", "has no quote 0"),
        (("quote", *VALUED, "--seller", "Nobody"), 1, "REFUSED", "There is no seller 'Nobody'"),
        (("prices", *VALUED, "--seller", ""), 2, "WRONG_USE", "--seller is empty"),
        (("prices", *VALUED, "--in", "ZWL"), 1, "NO_EXCHANGE_RATE", "No exchange rate (ZWL)"),
        (("lanes", "import", "nothing.csv", "--seller", "Amy"), 1, "FILE_MISSING", "nothing.csv was refused"),
        (("lanes", "show", "--seller", "Amy", "--country", "XX"), 2, "WRONG_USE", "'XX' is no ISO country code"),
        (("rates", "list", "--seller", "Nobody"), 1, "REFUSED", "There is no seller 'Nobody'"),
        (("templates", "show", "Nowhere", "--seller", "Amy"), 1, "REFUSED", "has no set 'Nowhere'"),
        (("templates", "import", "nothing.csv", "--seller", "Amy"), 2, "WRONG_USE", "Invalid value for 'FILE'"),
        (("backtest", "Nowhere", "--seller", "Amy"), 2, "WRONG_USE", "Missing option '--from'"),
        (("backtest", "A", "--seller", "Amy", "--from", "0001-01-01"), 2, "WRONG_USE", "'0001-01-01' is out of bounds"),
        (("rates", "import", "no.csv", "--seller", "Amy", "--carrier", "x"), 1, "FILE_MISSING", "no.csv was refused"),
        (("rates", "list", "--seller", ""), 2, "WRONG_USE", "--seller is empty"),
        (("rates", "show", "a/b", "--seller", "Amy", "--on", "0001-01-01"), 2, "WRONG_USE", "is out of bounds"),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, tuple) else str(value),
)
def test_a_refusal_is_json_where_json_was_asked_for(
    amys: Seller, arguments: tuple[str, ...], exit_code: int, code: str, sentence: str
) -> None:
    named = [amys.name if argument == "Amy" else argument for argument in arguments]
    ended = fahuo(*named, "--json")
    assert (ended.exit_code, ended.stderr) == (exit_code, "")
    error = json.loads(ended.stdout)["error"]
    assert error["code"] == code
    assert sentence in error["message"]
