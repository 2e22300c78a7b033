"""The sample: 150 invented orders in a row, their catalogue, and the verdict of each."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fahuo.accounts.models import Seller
from fahuo.orders.services.import_orders import ImportReport, import_file
from fahuo.platforms.adapters.aliexpress.tests.orders import as_json

SAMPLES = Path(__file__).parent / "samples"
AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def sample_orders() -> list[dict[str, Any]]:
    """Return the orders as the platform gives them."""
    orders: list[dict[str, Any]] = json.loads((SAMPLES / "orders.json").read_text("utf-8"))
    return orders


def expected() -> list[dict[str, str]]:
    """Return the rows of the report that the sample must give."""
    with (SAMPLES / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def report_rows(report: ImportReport) -> list[dict[str, str]]:
    """Return a report as the command line writes it."""
    return [{name: "" if value is None else str(value) for name, value in row._asdict().items()} for row in report.rows]


@dataclass
class Desk:
    """Imports for one seller from a folder of the test."""

    seller: Seller
    folder: Path

    def take(self, content: bytes, *, name: str = "orders.json", at: datetime = AT, **options: Any) -> ImportReport:
        """Import a file of this content."""
        path = self.folder / name
        path.write_bytes(content)
        return import_file(seller=self.seller, path=path, at=at, **options)

    def take_orders(self, *orders: Any, **options: Any) -> ImportReport:
        """Import these order details, with the catalogue `CATALOGUE` unless another is named."""
        if "catalogue" not in options:
            options["catalogue"] = self.catalogue(CATALOGUE)
        return self.take(as_json(*orders), **options)

    def catalogue(self, content: str) -> Path:
        """Write a catalogue."""
        path = self.folder / "catalogue.csv"
        path.write_text(content, "utf-8")
        return path


CATALOGUE = """sku,title_en,weight_g,length_cm,width_cm,height_cm,cargo_class,hs_code,\
origin_country,declared_price_usd,un383,msds
HUB,USB-C Hub,120,12,6,2.5,general,847330,CN,11.95,no,no
CHG,Charger,90,8,6,4,general,,CN,8.10,no,no
"""


@pytest.fixture
def desk(amys: Seller, tmp_path: Path) -> Desk:
    """Amy's desk."""
    return Desk(amys, tmp_path)
