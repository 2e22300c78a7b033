"""Names of carriers and countries in a language, for messages that are written where nobody reads a page."""

from __future__ import annotations

from django.utils import translation

from fahuo.backoffice.formats import country
from fahuo.carriers import registry
from fahuo.carriers.models import CarrierAccount
from fahuo.trade import error_book

LOCALES = {"zh": "zh-hans", "en": "en"}


def carrier_in(seller_id: int, code: str, language: str) -> str:
    """Return what the carrier is called; a forwarder goes by the name that the seller gave it."""
    if not code:
        return ""
    rows = CarrierAccount.objects.filter(seller_id=seller_id, carrier=code).exclude(name="")
    if named := rows.order_by("-active", "-pk").values_list("name", flat=True).first():
        return named
    try:
        page = registry.manifest(code)
    except registry.UnknownCarrier:
        return code
    return str(page.name_zh if language == "zh" else page.name_en)


def country_in(code: str, language: str) -> str:
    """Return what the country is called."""
    with translation.override(LOCALES[language]):
        return country(code)


def title_in(text: str, language: str) -> str:
    """Return the title of a problem code; what is none stays as it is."""
    entry = error_book.ENTRIES.get(text)
    return text if entry is None else entry.title_zh if language == "zh" else entry.title_en
