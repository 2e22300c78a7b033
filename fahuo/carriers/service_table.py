"""Reads `services.csv` of an adapter: one row per service, in `trade.Service` terms."""

from __future__ import annotations

import csv
from pathlib import Path

from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import Service, ServiceLevel


class ServiceTableError(ValueError):
    """A row that cannot be read; the message names file, line and reason."""


def read_services(path: Path, carrier: str) -> tuple[Service, ...]:
    """Return the services in the order of the file; codes are unique.

    Columns: code, name_en, name_zh, level, max_weight_g, max_side_mm, max_girth_mm, volumetric_divisor,
    cargo (classes joined by `|`), ddp (`yes` or empty), eori, days_min, days_max, and if wanted
    latin_name (`yes`). An empty number is 0: no limit known.
    """
    services: dict[str, Service] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader((line for line in lines if not line.startswith("#")), restval="")
        for row in reader:
            try:
                service = _service(row, carrier)
            except (KeyError, ValueError) as error:
                raise ServiceTableError(f"{path}: service {row.get('code')!r}: {error}") from error
            if service.code in services:
                raise ServiceTableError(f"{path}: service {service.code!r} stands there twice")
            services[service.code] = service
    return tuple(services.values())


def _service(row: dict[str, str], carrier: str) -> Service:
    return Service(
        carrier=carrier,
        code=row["code"],
        name_en=row["name_en"],
        name_zh=row["name_zh"],
        level=ServiceLevel(row["level"]),
        max_weight_g=int(row["max_weight_g"] or 0),
        max_side_mm=int(row["max_side_mm"] or 0),
        max_girth_mm=int(row["max_girth_mm"] or 0),
        volumetric_divisor=int(row["volumetric_divisor"]),
        cargo=frozenset(CargoClass(word) for word in row["cargo"].split("|")),
        ddp=row["ddp"] == "yes",
        eori=row["eori"],
        latin_name=row.get("latin_name") == "yes",
        days_min=int(row["days_min"] or 0),
        days_max=int(row["days_max"] or 0),
    )
