"""Write a hand-over list as a file."""

from __future__ import annotations

from django.utils import timezone, translation

from fahuo.accounts.models import Seller
from fahuo.accounts.queries import ship_from
from fahuo.printing.manifests import book, paper
from fahuo.printing.manifests.content import ManifestContent
from fahuo.printing.models import Manifest
from fahuo.printing.queries.manifests import rows_of
from fahuo.rating.words import carrier_name
from fahuo.trade.address import Address
from fahuo.trade.address_lines import place_lines, town_line

FORMATS = ("pdf", "xlsx")


def written(*, manifest: Manifest, file_format: str, language: str) -> bytes:
    """Return the list as it stands now, parcels cancelled since struck out. `file_format` is one of `FORMATS`."""
    content = _content(manifest, language)
    return {"pdf": paper.pdf, "xlsx": book.xlsx}[file_format](content, language=language)


def _content(manifest: Manifest, language: str) -> ManifestContent:
    seller, sender = manifest.seller, ship_from(manifest.seller_id)
    with translation.override("zh-hans" if language == "zh" else "en"):
        carrier = carrier_name(manifest.carrier)
    return ManifestContent(
        number=manifest.number,
        created_at=timezone.localtime(manifest.created_at),
        is_void=manifest.voided_at is not None,
        seller=_named(seller, language),
        carrier=carrier,
        ship_from=_lines(sender) if sender else (),
        rows=tuple(rows_of(manifest)),
    )


def _named(seller: Seller, language: str) -> str:
    return seller.name if language == "zh" or not seller.name_en else seller.name_en


def _lines(sender: Address) -> tuple[str, ...]:
    who = ", ".join(dict.fromkeys(part for part in (sender.company, sender.name) if part))
    town = town_line(sender)
    place = (f"{line}, {sender.country}" if line == town else line for line in place_lines(sender))
    return tuple(line for line in (who, *place, sender.phone) if line)
