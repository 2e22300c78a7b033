"""Customs papers: what a commercial invoice of ten lines costs, alone, fifty to a file, and as Excel.

Counted is everything after the database: values, amount in words, the check of letters, the file, where each paper
lies in it. Every invoice has goods, amounts and a consignee of its own, as no cache may flatter the figure.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from time import process_time
from typing import Any

from fahuo.customs.domain.case import CountryName, Exporter, PaperCase
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import Paper, paper_of
from fahuo.customs.services.papers import letters_missing, pdf_of
from fahuo.customs.services.workbook import workbook_of
from fahuo.trade.address import Address
from fahuo.trade.declaration import CustomsNumbers, Declaration
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money, total

_LINES, _BATCH, _BATCHES, _SINGLES = 10, 50, 4, 12
_WARM, _MANY = 200, 1_000
_HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 900)]
_WORDS = (
    *("cotton", "steel", "bamboo", "lamp", "case", "bottle", "kit", "toy", "set", "cable", "holder", "brush"),
    *("towel", "ring", "clip", "puzzle", "lure", "mat"),
)
_COUNTRIES = {"CN": CountryName("China", "中国"), "DE": CountryName("Germany", "德国")}


def measure() -> dict[str, float]:
    """Return CPU milliseconds for each paper, and how much memory eight hundred more invoices leave behind."""
    cases = _cases(random.Random(20261122))
    _pdf([next(cases)], PaperKind.INVOICE)  # reads the fonts, once a process
    batches = [[next(cases) for _ in range(_BATCH)] for _ in range(_BATCHES)]
    return {
        "invoice_cpu_ms": _median(lambda batch: _pdf(batch, PaperKind.INVOICE), batches) / _BATCH,
        "invoice_single_cpu_ms": _median(
            lambda case: _pdf([case], PaperKind.INVOICE), [next(cases) for _ in range(_SINGLES)]
        ),
        "packing_list_cpu_ms": _median(lambda batch: _pdf(batch, PaperKind.PACKING_LIST), batches) / _BATCH,
        "cn23_cpu_ms": _median(lambda batch: _pdf(batch, PaperKind.CN23), batches) / _BATCH,
        "invoice_xlsx_cpu_ms": _median(lambda batch: workbook_of(_papers(batch, PaperKind.INVOICE), "en"), batches)
        / _BATCH,
        "invoice_rss_growth_mb": _growth(),
    }


def _median(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    """Return the median over different items: setting the same again would be served from a cache."""
    taken = []
    for item in items:
        began = process_time()
        work(item)
        taken.append((process_time() - began) * 1000)
    return sorted(taken)[len(taken) // 2]


def _papers(cases: Sequence[PaperCase], kind: PaperKind) -> list[Paper]:
    return [paper_of(case, kind) for case in cases if not letters_missing(case)]


def _pdf(cases: Sequence[PaperCase], kind: PaperKind) -> None:
    written = pdf_of(_papers(cases, kind), "en")
    if len(written.pages) != len(cases):
        raise RuntimeError(f"{len(written.pages)} papers for {len(cases)} shipments")


def _growth() -> float:
    """Return the memory (MB) of a process after 1,000 invoices less that after 200, fifty to a file."""
    code = "import django; django.setup(); from tests.bench.bench_papers import print_growth; print_growth()"
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    return float(answer.stdout)


def print_growth() -> None:
    """Set 1,000 invoices in batches, and print the growth of resident memory in MB after the first 200."""
    import psutil

    cases, process, after = _cases(random.Random(7)), psutil.Process(), {}
    for done in range(_BATCH, _MANY + 1, _BATCH):
        _pdf([next(cases) for _ in range(_BATCH)], PaperKind.INVOICE)
        after[done] = process.memory_info().rss
    print((after[_MANY] - after[_WARM]) / 1e6)


def _cases(chance: random.Random) -> Iterator[PaperCase]:
    number = 0
    while True:
        number += 1
        yield _case(number, chance)


def _case(number: int, chance: random.Random) -> PaperCase:
    lines = tuple(_line(chance) for _ in range(_LINES))
    name = f"{chance.choice(_WORDS)}{number} {chance.choice(_WORDS)}".title()
    place = Address("Lin Amei", "CN", "18 Keji South Road", city="Shenzhen", province="Guangdong", postcode="518057")
    return PaperCase(
        reference=f"1-{8144765 * 10**8 + number}-1",
        order_number=f"{8144765 * 10**8 + number}",
        waybill_number=f"YT26{chance.randrange(10**14):014d}",
        carrier="YunExpress",
        service="Special Line, General Goods",
        booked_on=date(2026, 11, 22),
        exporter=Exporter("深圳市示例贸易有限公司", "Shenzhen Example Trading Co., Ltd", "DE123456789012345", place),
        consignee=Address(
            name, "DE", f"{chance.choice(_WORDS).title()}weg {number}", city="Hamburg", postcode=f"{number:05d}"
        ),
        consignee_latin=None,
        countries=_COUNTRIES,
        declaration=Declaration(lines, total([line.value for line in lines], "USD"), CustomsNumbers()),
        ddp=bool(number % 2),
        weight_g=sum(line.weight_g for line in lines),
        size=Size(300, 220, 100 + number % 400),
    )


def _line(chance: random.Random) -> GoodsLine:
    return GoodsLine(
        sku=f"SKU{chance.randrange(10**6):06d}",
        title_en=" ".join(chance.sample(_WORDS, chance.randrange(2, 6))).capitalize(),
        title_zh="".join(chance.choices(_HAN, k=8)),
        quantity=chance.randrange(1, 40),
        unit_weight_g=chance.randrange(20, 400),
        unit_size=Size(100, 100, 50),
        unit_value=Money(Decimal(chance.randrange(100, 4000)) / 100, "USD"),
        hs_code=f"{chance.randrange(10**10):010d}",
        origin="CN",
    )
