from __future__ import annotations

import random
from decimal import Decimal

import pytest

from fahuo.customs.domain.chinese import in_chinese, number_in_chinese
from fahuo.customs.domain.english import in_english
from fahuo.customs.tests.reading_words import from_chinese, from_english
from fahuo.trade.money import Money

NINES_EN = "NINETY-NINE MILLION NINE HUNDRED AND NINETY-NINE THOUSAND NINE HUNDRED AND NINETY-NINE"
CASES = (
    ("0", "USD", "US DOLLARS ZERO ONLY", "美元零元整"),
    ("0.01", "USD", "US DOLLARS ZERO AND CENTS ONE ONLY", "美元壹分"),
    ("0.10", "USD", "US DOLLARS ZERO AND CENTS TEN ONLY", "美元壹角整"),
    ("0.99", "EUR", "EUROS ZERO AND CENTS NINETY-NINE ONLY", "欧元玖角玖分"),
    ("1", "USD", "US DOLLARS ONE ONLY", "美元壹元整"),
    ("1.10", "CNY", "CHINESE YUAN ONE AND FEN TEN ONLY", "人民币壹元壹角整"),
    ("1.01", "CNY", "CHINESE YUAN ONE AND FEN ONE ONLY", "人民币壹元零壹分"),
    ("10", "USD", "US DOLLARS TEN ONLY", "美元壹拾元整"),
    ("11", "USD", "US DOLLARS ELEVEN ONLY", "美元壹拾壹元整"),
    ("21.42", "GBP", "POUNDS STERLING TWENTY-ONE AND PENCE FORTY-TWO ONLY", "英镑贰拾壹镑肆拾贰便士"),
    ("21.02", "GBP", "POUNDS STERLING TWENTY-ONE AND PENCE TWO ONLY", "英镑贰拾壹镑零贰便士"),
    ("0.50", "GBP", "POUNDS STERLING ZERO AND PENCE FIFTY ONLY", "英镑伍拾便士"),
    ("100", "USD", "US DOLLARS ONE HUNDRED ONLY", "美元壹佰元整"),
    ("101", "USD", "US DOLLARS ONE HUNDRED AND ONE ONLY", "美元壹佰零壹元整"),
    ("110", "USD", "US DOLLARS ONE HUNDRED AND TEN ONLY", "美元壹佰壹拾元整"),
    ("1001", "USD", "US DOLLARS ONE THOUSAND AND ONE ONLY", "美元壹仟零壹元整"),
    ("1010", "USD", "US DOLLARS ONE THOUSAND AND TEN ONLY", "美元壹仟零壹拾元整"),
    ("1100", "USD", "US DOLLARS ONE THOUSAND ONE HUNDRED ONLY", "美元壹仟壹佰元整"),
    # The four examples of the rule itself, in 人民币.
    (
        "1409.50", "CNY",
        "CHINESE YUAN ONE THOUSAND FOUR HUNDRED AND NINE AND FEN FIFTY ONLY", "人民币壹仟肆佰零玖元伍角整",
    ),
    ("6007.14", "CNY", "CHINESE YUAN SIX THOUSAND AND SEVEN AND FEN FOURTEEN ONLY", "人民币陆仟零柒元壹角肆分"),
    (
        "1680.32", "CNY",
        "CHINESE YUAN ONE THOUSAND SIX HUNDRED AND EIGHTY AND FEN THIRTY-TWO ONLY", "人民币壹仟陆佰捌拾元叁角贰分",
    ),
    (
        "16409.02", "CNY",
        "CHINESE YUAN SIXTEEN THOUSAND FOUR HUNDRED AND NINE AND FEN TWO ONLY", "人民币壹万陆仟肆佰零玖元零贰分",
    ),
    (
        "1771.51", "USD",  # the sum of design/invoice-example.png
        "US DOLLARS ONE THOUSAND SEVEN HUNDRED AND SEVENTY-ONE AND CENTS FIFTY-ONE ONLY",
        "美元壹仟柒佰柒拾壹元伍角壹分",
    ),
    ("10000", "USD", "US DOLLARS TEN THOUSAND ONLY", "美元壹万元整"),
    ("10010", "USD", "US DOLLARS TEN THOUSAND AND TEN ONLY", "美元壹万零壹拾元整"),
    ("100001.05", "USD", "US DOLLARS ONE HUNDRED THOUSAND AND ONE AND CENTS FIVE ONLY", "美元壹拾万零壹元零伍分"),
    ("1000000", "USD", "US DOLLARS ONE MILLION ONLY", "美元壹佰万元整"),
    ("1000100", "JPY", "JAPANESE YEN ONE MILLION ONE HUNDRED ONLY", "日元壹佰万零壹佰元整"),
    ("98000", "JPY", "JAPANESE YEN NINETY-EIGHT THOUSAND ONLY", "日元玖万捌仟元整"),
    (
        "99999999.99", "USD", f"US DOLLARS {NINES_EN} AND CENTS NINETY-NINE ONLY",
        "美元玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    ),
    ("100000001", "USD", "US DOLLARS ONE HUNDRED MILLION AND ONE ONLY", "美元壹亿零壹元整"),
    # Currencies without names of ours.
    ("12.50", "PLN", "PLN TWELVE AND 50/100 ONLY", "PLN壹拾贰又佰分之伍拾"),
    ("12", "PLN", "PLN TWELVE ONLY", "PLN壹拾贰整"),
    ("3.005", "KWD", "KWD THREE AND 5/1000 ONLY", "KWD叁又仟分之伍"),
    ("500", "KRW", "KRW FIVE HUNDRED ONLY", "KRW伍佰整"),
)  # fmt: skip


@pytest.mark.parametrize(("amount", "currency", "english", "chinese"), CASES)
def test_an_amount_in_words(amount, currency, english, chinese):
    money = Money(Decimal(amount), currency)
    assert in_english(money) == english
    assert in_chinese(money) == chinese


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (100_010_000, "壹亿零壹万"),
        (1_000_000_000_000, "壹万亿"),
        (1_200_000_000, "壹拾贰亿"),
        (10_000_000, "壹仟万"),
        (20_030_040, "贰仟零叁万零肆拾"),
        (105_000, "壹拾万伍仟"),
    ],
)
def test_large_numbers(number, words):
    assert number_in_chinese(number) == words


def test_what_is_written_reads_back_as_the_same_amount():
    chance = random.Random(7)
    for _ in range(2000):
        currency = chance.choice(("USD", "EUR", "GBP", "CNY", "JPY"))
        cents = chance.randrange(10 ** chance.randrange(1, 13))
        amount = Decimal(cents) if currency == "JPY" else Decimal(cents).scaleb(-2)
        money = Money(amount, currency)
        assert from_english(in_english(money)) == (amount, currency)
        assert from_chinese(in_chinese(money)) == (amount, currency)


@pytest.mark.parametrize(("amount", "currency"), [("0.005", "USD"), ("1.5", "JPY"), ("-1", "USD")])
def test_nothing_is_rounded_and_nothing_is_owed(amount, currency):
    for write in (in_english, in_chinese):
        with pytest.raises(ValueError, match=currency):
            write(Money(Decimal(amount), currency))
