"""Files of orders for the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fahuo.orders.tests.conftest import SAMPLES
from fahuo.platforms.adapters.aliexpress.tests.orders import as_json, detail

CATALOGUE = """sku,title_en,title_zh,weight_g,length_cm,width_cm,height_cm,cargo_class,hs_code,\
origin_country,declared_price_usd,un383,msds
HUB,USB-C Hub,集线器,120,12,6,2.5,general,847330,CN,11.95,no,no
"""
FIRST = 8_190_000_000_000_000
EXPECTED = (SAMPLES / "expected.csv").read_bytes()
SAMPLE_CATALOGUE = SAMPLES / "catalogue.csv"


def numbers(count: int) -> list[str]:
    """Return the order numbers that `write` gives."""
    return [str(FIRST + place) for place in range(count)]


def write(folder: Path, *orders: dict[str, Any], ready: int = 0) -> tuple[str, ...]:
    """Write `ready` orders to Hamburg, then these, and their catalogue; returns the arguments of `fahuo import`."""
    file, catalogue = folder / "orders.json", folder / "catalogue.csv"
    file.write_bytes(as_json(*(detail(int(number)) for number in numbers(ready)), *orders))
    catalogue.write_text(CATALOGUE, encoding="utf-8")
    return "import", str(file), "--catalogue", str(catalogue)
