"""Documents that people add to the record: purchase invoices, authorisations, contracts."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.db import transaction

from fahuo.accounts.models import Person, Seller
from fahuo.accounts.services import log
from fahuo.customs.models import Declaration
from fahuo.customs.models.rebate import RebateDocument, RebateMonth
from fahuo.customs.rebate.files import LARGEST, ending_of
from fahuo.customs.rebate.record import DocumentKind
from fahuo.customs.services.rebate import records
from fahuo.trade.problem import Problem


@transaction.atomic
def add(
    *,
    seller: Seller,
    person: Person | None,
    month: date,
    declaration: Declaration | None,
    kind: DocumentKind,
    name: str,
    content: bytes,
    at: datetime,
) -> Problem | None:
    """Put a file into the record of a declaration, or of a whole month; the same file again changes nothing."""
    name = name.replace("\x00", "")
    if len(content) > LARGEST:
        return Problem("REBATE_FILE_LARGE", "file", f"{len(content) // 1_000_000} MB")
    if not ending_of(content):
        return Problem("REBATE_FILE_KIND", "file", name[:80])
    RebateDocument.objects.get_or_create(
        seller=seller,
        month=month,
        declaration=declaration,
        sha256=hashlib.sha256(content).hexdigest(),
        defaults={"kind": kind, "name": name[:120], "content": content, "person": person, "added_at": at},
    )
    log.record(seller=seller, person=person, verb="add_rebate_document", at=at, subject=name)
    if declaration is not None:
        records.check(seller=seller, declaration_ids=[declaration.pk], at=at)
    return None


@transaction.atomic
def remove(*, seller: Seller, person: Person | None, document_id: int, at: datetime) -> None:
    """Take a document out again, and check its declaration anew; raise `RebateDocument.DoesNotExist`."""
    document = RebateDocument.objects.select_for_update().defer("content").get(seller=seller, pk=document_id)
    declaration_id, name = document.declaration_id, document.name
    document.delete()
    log.record(seller=seller, person=person, verb="remove_rebate_document", at=at, subject=name)
    if declaration_id is not None:
        records.check(seller=seller, declaration_ids=[declaration_id], at=at)


@transaction.atomic
def say_filed(*, seller: Seller, person: Person | None, month: date, filed_on: date | None, at: datetime) -> None:
    """Write down on which day a month was filed with the tax office; None takes that back."""
    RebateMonth.objects.update_or_create(
        seller=seller, month=month, defaults={"filed_on": filed_on, "person": person, "updated_at": at}
    )
    log.record(seller=seller, person=person, verb="file_rebate", at=at, subject=f"{month:%Y-%m}")
