"""Quotes: kept with everything they were reckoned from, and reckoned again to the cent."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from fahuo.accounts.models import Person, Seller
from fahuo.rating import quote_codec, sheet_codec
from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.quote import Priced, Replayed, price, result_as_json, what_matters
from fahuo.rating.domain.rules import MonthVolume, PriceRules, RateRequest
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.models import Quote, SheetContent
from fahuo.rating.queries import quotes as reads
from fahuo.trade.problem import Problem

QUOTE, SHIPMENT = "QUOTE", "SHIPMENT"
SHEETS_KEPT = 512  # encoded sheets in memory


@dataclass(frozen=True, slots=True)
class Draft:
    """One parcel with its prices, about to be kept.

    `wishes` is what was asked beside the parcel, `advice` what was recommended; both as JSON, for the quote's page.
    """

    request: RateRequest
    rules: PriceRules
    on: date
    priced: Sequence[Priced]
    wishes: Mapping[str, Any] = field(default_factory=dict)
    advice: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """A quote reckoned again, service by service as stored."""

    quote: Quote
    services: tuple[Replayed, ...]

    @property
    def same(self) -> bool:
        """Whether everything came out to the same cent."""
        return all(replayed.same for replayed in self.services)


@transaction.atomic
def keep(*, seller: Seller, person: Person | None, draft: Draft, at: datetime) -> Quote:
    """Keep a quote that somebody asked for; the same one again within a day (a page loaded twice) is not doubled."""
    row = _row(seller, person, draft, at, QUOTE)
    known = reads.repeated(row, at=at, within=timedelta(days=1))
    if known is not None:
        return known
    _keep_sheets(priced.sheet for priced in draft.priced if priced.sheet)
    row.save()
    return row


@transaction.atomic
def keep_many(*, seller: Seller, person: Person | None, drafts: Sequence[Draft], at: datetime) -> list[Quote]:
    """Keep the quotes of shipments in the order given, with the sheets they name: three statements for the batch."""
    _keep_sheets(priced.sheet for draft in drafts for priced in draft.priced if priced.sheet)
    rows = [_row(seller, person, draft, at, SHIPMENT) for draft in drafts]
    return Quote.objects.bulk_create(rows)


def replay(quote_id: int, seller: Seller) -> Replay | None:
    """Reckon a quote again from what was stored with it alone; None when the seller has no such quote."""
    quote = reads.one(seller, quote_id)
    if quote is None:
        return None
    reckoned = case(quote_codec.request_of(quote.asked["request"]), sheet_codec.rules_of(quote.rules))
    answers = quote.rates["services"]
    wanted = {stored["sheet_sha256"] for stored in answers} - {""}
    contents = {row.sha256: bytes(row.content) for row in SheetContent.objects.filter(sha256__in=wanted)}
    valued = quote.asked.get("valued", True)
    services = (_again(stored, contents, reckoned, on=quote.on, valued=valued) for stored in answers)
    return Replay(quote, tuple(services))


def _again(
    stored: Mapping[str, Any], contents: Mapping[str, bytes], reckoned: Case, *, on: date, valued: bool
) -> Replayed:
    service, volume = quote_codec.service_of(stored["service"]), MonthVolume(*stored["volume"])
    sheet = _sheet(stored["sheet_sha256"], contents)
    if isinstance(sheet, Problem):
        return Replayed(service, stored, result_as_json(sheet, reckoned.rules))
    priced = price(service, sheet, reckoned, volume, on=on, valued=valued, ddp=stored["ddp"])
    return Replayed(service, stored, result_as_json(priced.result, reckoned.rules))


def _row(seller: Seller, person: Person | None, draft: Draft, at: datetime, purpose: str) -> Quote:
    currencies = {priced.sheet.currency for priced in draft.priced if priced.sheet}
    return Quote(
        seller=seller,
        person=person,
        purpose=purpose,
        on=draft.on,
        country=draft.request.country,
        asked={"request": quote_codec.request_as_json(draft.request), **draft.wishes},
        rules=sheet_codec.rules_as_json(what_matters(draft.rules, draft.request, currencies)),
        rates={"services": answers(draft), "advice": draft.advice},
        created_at=at,
    )


def answers(draft: Draft) -> list[dict[str, Any]]:
    """Return every service's answer as it is stored."""
    return [_answer(priced, draft.rules) for priced in draft.priced]


def _answer(priced: Priced, rules: PriceRules) -> dict[str, Any]:
    return {
        "service": quote_codec.service_as_json(priced.service),
        "sheet": priced.sheet.name if priced.sheet else "",
        "sheet_sha256": _encoded(priced.sheet)[0] if priced.sheet else "",
        "sample": priced.sheet.sample if priced.sheet else False,
        "ddp": priced.ddp,
        "volume": [priced.volume.so_far, priced.volume.expected],
        **result_as_json(priced.result, rules),
    }


def _keep_sheets(sheets: Iterable[RateSheet]) -> None:
    """Store what is not there yet; another process may store the same in the same moment."""
    contents = dict(_encoded(sheet) for sheet in {id(sheet): sheet for sheet in sheets}.values())
    there = SheetContent.objects.filter(sha256__in=contents).values_list("sha256", flat=True)
    missing = contents.keys() - set(there)
    SheetContent.objects.bulk_create(
        [SheetContent(sha256=sha256, content=contents[sha256]) for sha256 in sorted(missing)], ignore_conflicts=True
    )


def _sheet(sha256: str, contents: Mapping[str, bytes]) -> RateSheet | Problem | None:
    """Return the sheet that was used, None where there was none; a content that is lost or changed is a problem."""
    if not sha256:
        return None
    content = contents.get(sha256)
    if content is None or sheet_codec.digest(content) != sha256:
        return Problem("QUOTE_SHEET_LOST", "service", sha256[:12])
    return sheet_codec.decode(content)


# Samples live as long as the process, a seller's sheets as long as the table they stand in: few are encoded twice. The
# sheet is held beside its content: while it is held, its id stands for it alone.
_ENCODED: OrderedDict[int, tuple[RateSheet, str, bytes]] = OrderedDict()


def _encoded(sheet: RateSheet) -> tuple[str, bytes]:
    """Return the hash and the content of a sheet."""
    found = _ENCODED.get(id(sheet))
    if found is None:
        content = sheet_codec.encode(sheet)
        found = _ENCODED[id(sheet)] = (sheet, sheet_codec.digest(content), content)
        while len(_ENCODED) > SHEETS_KEPT:
            _ENCODED.popitem(last=False)
    return found[1], found[2]
