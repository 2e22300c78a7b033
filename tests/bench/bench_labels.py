"""Our own labels: drawn and read back, one by one and a hundred to a file; and a carrier's label read back.

Every label has an address, number, goods and marks of its own, so that no cache of shaped text flatters the figure:
about 70 % Latin, the rest Cyrillic, Chinese, Japanese, Korean, Arabic and Thai in equal parts.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from time import process_time

from fahuo.carriers.emulation.label import Face, draw
from fahuo.labels import carrier, check_own, expectation_of, render
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import LabelContent
from fahuo.trade.measure import Size
from fahuo.trade.money import Money

_SINGLES, _BATCHES, _BATCH, _LARGE = 60, 5, 100, 1000
# Caches are full after the first figure; what is taken between it and the second would go on for ever.
_WARM, _MANY = 2_000, 10_000
_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 900)]
_SCRIPTS = {
    "ru": ("RU", "Russian Federation", "абвгдежзиклмнопрстуфхчшэюя"),
    "zh": ("TW", "Taiwan", "".join(_HAN[:400])),
    "ja": ("JP", "Japan", "あいうえおかきくけこさしすせそタチツテト東京都区丸内花子山田"),
    "ko": ("KR", "Korea, Republic of", "가강남구테헤란로서울특별시김민준파이낸스센터층"),
    "ar": ("SA", "Saudi Arabia", "ابتجحدرزسشصطعفقكلمنهوي"),
    "th": ("TH", "Thailand", "กขคงจชซดตทนบปผพมยรลวสหอ"),
}
_LATIN = ("PL", "Poland", "abcdefghijklmnoprstuvwyząęłóśżź")


def measure() -> dict[str, float]:
    """Return CPU milliseconds for each label, and what a thousand of them and ten thousand of them take."""
    contents = _contents(_SINGLES + _BATCHES * _BATCH + 1, random.Random(20261122))
    _draw_and_check(contents[:1])  # reads the fonts, once a process
    singles = contents[1 : _SINGLES + 1]
    batches = [contents[start : start + _BATCH] for start in range(_SINGLES + 1, len(contents), _BATCH)]
    files = [(_carriers(content), content.barcode) for content in singles]
    return {
        "label_single_cpu_ms": _milliseconds(lambda: [_draw_and_check([content]) for content in singles]) / _SINGLES,
        "label_batch_cpu_ms": _milliseconds(lambda: [_draw_and_check(batch) for batch in batches])
        / (_BATCHES * _BATCH),
        "label_carrier_check_cpu_ms": _milliseconds(lambda: [_check_carriers(*file) for file in files]) / len(files),
        **_thousand(),
        "label_rss_growth_mb": _growth(),
    }


def _thousand() -> dict[str, float]:
    contents = _contents(_LARGE, random.Random(1000))
    made: list[bytes] = []
    taken = _milliseconds(lambda: made.append(render(contents)))
    return {"label_pdf_1000_cpu_s": taken / 1000, "label_pdf_1000_kb_per_page": len(made[0]) / _LARGE / 1000}


def _growth() -> float:
    """Ask a process of its own how much more memory it has after 10,000 labels than after 2,000."""
    command = [sys.executable, "-c", "from tests.bench.bench_labels import print_growth; print_growth()"]
    answer = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    return float(answer.stdout)


def print_growth() -> None:
    """Draw and check 10,000 labels in batches, and print the growth of resident memory in MB."""
    import psutil

    chance, process = random.Random(10_000), psutil.Process()
    after: dict[int, int] = {}
    for drawn in range(_BATCH, _MANY + 1, _BATCH):
        _draw_and_check(_contents(_BATCH, chance))
        after[drawn] = process.memory_info().rss
    print((after[_MANY] - after[_WARM]) / 1e6)


def _milliseconds(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return (process_time() - start) * 1000


def _draw_and_check(contents: Sequence[LabelContent]) -> None:
    checks = check_own(render(contents), [expectation_of(content) for content in contents])
    failed = [check.problem for check in checks if not check.passed]
    if failed or len(checks) != len(contents):
        raise RuntimeError(f"Labels that do not read back: {failed[:3]}")


def _carriers(content: LabelContent) -> bytes:
    recipient = content.recipient
    return draw(
        Face(
            carrier=content.carrier_name,
            service=content.service_name,
            country=recipient.country,
            number=content.barcode,
            reference=content.reference,
            recipient=recipient.name,
            address=(recipient.street, recipient.city, recipient.postcode),
            weight_g=content.weight_g,
            goods=content.lines[0].title_en,
        )
    )


def _check_carriers(content: bytes, number: str) -> None:
    check = carrier.check(content, barcode=number)
    if not check.passed:
        raise RuntimeError(f"A label that does not read back: {check.problem}")


def _contents(count: int, chance: random.Random) -> list[LabelContent]:
    return [_content(number, chance) for number in range(count)]


def _content(number: int, chance: random.Random) -> LabelContent:
    country, country_name, letters = _LATIN if chance.random() < 0.7 else chance.choice(list(_SCRIPTS.values()))
    waybill = f"YT26{chance.randrange(10**14):014d}"
    recipient = Address(
        name=f"{_word(letters, chance)} {_word(letters, chance)}",
        country=country,
        street=f"{_word(letters, chance)} {_word(letters, chance)} {chance.randrange(1, 400)}",
        street2=_word(letters, chance) if chance.random() < 0.3 else "",
        city=_word(letters, chance),
        postcode=f"{chance.randrange(100_000):05d}",
        phone=f"+4815{chance.randrange(10**8):08d}",
    )
    sender = Address(
        name=_word(_SCRIPTS["zh"][2], chance)[:3],
        country="CN",
        province="浙江省",
        city="杭州市余杭区",
        street=f"文一西路{chance.randrange(1, 999)}号",
        postcode="311121",
        phone="+8619742840208",
        company=f"Warehouse {chance.randrange(1, 40)}",
    )
    lines = tuple(_line(chance) for _ in range(chance.randrange(1, 5)))
    return LabelContent(
        carrier_name="YunExpress 云途",
        service_name="AE Standard Shipping",
        service_name_zh="无忧标准",
        barcode=waybill,
        qr=f"https://fahuo.example.com/t/{waybill}",
        sender=sender,
        recipient=recipient,
        country_name=country_name,
        lines=lines,
        weight_g=sum(line.weight_g for line in lines) + 40,
        order_number=f"81447{chance.randrange(10**11):011d}",
        reference=f"1-{number}-1",
        date="2026-03-01",
        marks=("DDP", "EORI FR12345678900012") if chance.random() < 0.5 else (),
        sort_code=f"{country}-{chance.randrange(100):02d}",
    )


def _line(chance: random.Random) -> GoodsLine:
    return GoodsLine(
        sku=f"SKU{chance.randrange(10**6):06d}",
        title_en=f"{_word(_LATIN[2], chance)} {_word(_LATIN[2], chance)}",
        title_zh="".join(chance.choices(_HAN, k=8)),
        quantity=chance.randrange(1, 4),
        unit_weight_g=chance.randrange(20, 400),
        unit_size=Size(100, 100, 50),
        unit_value=Money(Decimal(chance.randrange(100, 4000)) / 100, "USD"),
        hs_code=f"{chance.randrange(10**10):010d}",
        origin="CN",
    )


def _word(letters: str, chance: random.Random) -> str:
    return "".join(chance.choices(letters, k=chance.randrange(4, 11))).capitalize()
