"""The glossary holds every stored word and every word of the pages, in both languages."""

from __future__ import annotations

import importlib
import re
from enum import Enum

import pytest
from django.utils import translation

from fahuo.accounts.models import Role
from fahuo.orders.models import Outcome, Stage
from fahuo.printing.models import BatchStatus
from fahuo.shipments.models import Status
from fahuo.trade.cargo import CargoClass, Paper
from fahuo.trade.charge import ChargeKind
from fahuo.trade.milestone import Milestone
from fahuo.trade.service import ServiceLevel
from tests.docs.documents import text

GLOSSARY = text("docs/glossary.md")
STORED: tuple[type[Enum], ...] = (
    BatchStatus, CargoClass, ChargeKind, Milestone, Outcome, Paper, Role, ServiceLevel, Stage, Status,
)  # fmt: skip
# Where the pages keep their words for stored values: module, name of the table.
PAGE_WORDS = (
    ("fahuo.orders.web.words", "STATES"),
    ("fahuo.shipments.web.words", "STATUSES"),
    ("fahuo.shipments.web.words", "CHARGES"),
    ("fahuo.shipments.web.words", "LEVELS"),
    ("fahuo.printing.web.words", "STATUSES"),
)
HOUSE_WORDS = (
    *("order", "goods line", "parcel", "shipment", "waybill number", "tracking number", "label", "carrier", "service"),
    *("service level", "rate sheet", "zone", "charge", "actual weight", "volumetric weight", "chargeable weight"),
    *("cargo class", "declaration", "pickup", "tender", "manifest", "tracking event", "milestone", "alert", "deadline"),
    *("routing template", "routing rule"),
    *("robustness", "shelf", "pick line", "pick list", "print batch", "printout", "commercial invoice", "packing list"),
)


@pytest.mark.parametrize("kind", STORED, ids=lambda kind: kind.__name__)
def test_every_stored_word_is_explained(kind: type[Enum]) -> None:
    missing = [str(member.value) for member in kind if f"`{member.value}`" not in GLOSSARY]
    assert not missing


@pytest.mark.parametrize(("module", "table"), PAGE_WORDS)
def test_pages_say_what_the_glossary_says(module: str, table: str) -> None:
    words = getattr(importlib.import_module(module), table)
    with translation.override("zh-hans"):
        spoken = {code: str(word[0] if isinstance(word, tuple) else word) for code, word in words.items()}
    different = {code: word for code, word in spoken.items() if f"`{code}` {word}" not in GLOSSARY}
    assert not different


@pytest.mark.parametrize("word", HOUSE_WORDS)
def test_every_word_of_the_house_has_a_row(word: str) -> None:
    first_cells = re.findall(r"^\| ([^|]+) \|", GLOSSARY, re.MULTILINE)
    assert any(word in re.split(r", | → | / ", cell) for cell in first_cells)


def test_every_row_is_bilingual() -> None:
    rows = [line for line in GLOSSARY.splitlines() if line.startswith("| ") and "---" not in line]
    terms = [line for line in rows if not line.startswith("| word |")]
    alone = [line for line in terms if not re.search(r"[\u4e00-\u9fff]|SKU", line.split("|")[2])]
    assert not alone
