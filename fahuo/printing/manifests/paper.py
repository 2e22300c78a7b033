"""A hand-over list on paper: A4, its number as a code for the driver's scanner, both signatures at its end."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel import Locale

from fahuo.kit import barcode, typeset
from fahuo.printing.domain.paper_text import breakable
from fahuo.printing.manifests.content import ManifestContent, ManifestRow, kilograms
from fahuo.printing.manifests.words import WORDS

TEMPLATE = Path(__file__).with_name("manifest.typ")
# Parcels of a country are summed up on the paper; lists to more countries than this sum the rest up in one line.
_MOST_COUNTRIES = 24
_LOCALES = {"en": Locale("en"), "zh": Locale("zh", "CN", "Hans")}


def pdf(listed: ManifestContent, *, language: str) -> bytes:
    """Return the hand-over list."""
    return typeset.papers(TEMPLATE, [values(listed, language=language)])


def values(listed: ManifestContent, *, language: str) -> dict[str, Any]:
    """Return what the template reads."""
    return {
        "words": WORDS[language],
        "language": language,
        "number": listed.number,
        "bars": _bars(listed.number),
        "made_at": f"{listed.created_at:%Y-%m-%d %H:%M}",
        "is_void": listed.is_void,
        "seller": listed.seller,
        "carrier": listed.carrier,
        "ship_from": list(listed.ship_from),
        "parcels": len(listed.counted),
        "cancelled": listed.cancelled,
        "weight": weight(listed.weight_g),
        "countries": _countries(listed, language),
        "country_count": len(listed.countries),
        "rows": [_row(row) for row in listed.rows],
    }


def country_name(code: str, language: str) -> str:
    """Return the country's name as CLDR has it; the code when it has none."""
    return str(_LOCALES[language].territories.get(code, code))


def weight(grams: int) -> str:
    """Return kilograms to the gram, `1,204.350`."""
    return f"{kilograms(grams):,}"


def _row(row: ManifestRow) -> dict[str, Any]:
    return {
        "place": row.position,
        "waybill": breakable(row.waybill_number, 26),
        "country": row.country,
        "weight": weight(row.weight_g),
        "order": breakable(row.order_number, 26),
        "is_cancelled": row.is_cancelled,
    }


def _countries(listed: ManifestContent, language: str) -> list[dict[str, Any]]:
    shown, rest = listed.countries[:_MOST_COUNTRIES], listed.countries[_MOST_COUNTRIES:]
    rows = [
        {
            "code": one.country,
            "name": country_name(one.country, language),
            "parcels": one.parcels,
            "weight": weight(one.weight_g),
        }
        for one in shown
    ]
    if rest:
        parcels, grams = sum(one.parcels for one in rest), sum(one.weight_g for one in rest)
        rows.append({"code": "…", "name": f"+{len(rest)}", "parcels": parcels, "weight": weight(grams)})
    return rows


def _bars(text: str) -> dict[str, Any]:
    modules = barcode.code128_modules(text)
    runs = barcode.black_runs(modules[None, :])
    return {"width": len(modules), "runs": [[int(start), int(length)] for _, start, length in runs]}
