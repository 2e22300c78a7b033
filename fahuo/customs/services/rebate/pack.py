"""Packs: a month's records as zip files, made in the background, a hundred declarations in each."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.types import JSONDict

from fahuo.accounts.models import Person, Seller
from fahuo.accounts.services import log
from fahuo.customs.models import Declaration
from fahuo.customs.models.rebate import PackStatus, RebateDocument, RebatePack, RebateRecord
from fahuo.customs.rebate.files import ending_of, safe_name
from fahuo.customs.services.rebate.contents import Contents, Language, contents
from fahuo.customs.services.rebate.sheet import month_sheet
from fahuo.trade.problem import Problem

PART = 100
# Jobs sit above services, so the job is named, not imported.
MAKE_PACK = "fahuo.customs.jobs.make_rebate_pack"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # zip files know no earlier day; the same content gives the same bytes


def start(
    *, seller: Seller, person: Person | None, month: date, language: Language, at: datetime
) -> Sequence[RebatePack]:
    """Queue the packs of a month with their jobs, all or none; nothing when no declaration was released in it."""
    rows = RebateRecord.objects.filter(seller=seller, month=month).order_by("declaration_id")
    chosen = list(rows.values_list("declaration_id", flat=True))
    portions = [chosen[start : start + PART] for start in range(0, len(chosen), PART)]
    with transaction.atomic():
        packs = RebatePack.objects.bulk_create(
            RebatePack(
                seller=seller,
                month=month,
                part=part,
                parts=len(portions),
                declaration_ids=portion,
                language=language,
                person=person,
                created_at=at,
            )
            for part, portion in enumerate(portions, start=1)
        )
        jobs: list[JSONDict] = [{"pack_id": pack.pk} for pack in packs]
        if jobs:
            app.configure_task(MAKE_PACK, queue="customs").batch_defer(*jobs)
            log.record(seller=seller, person=person, verb="pack_rebate", at=at, subject=f"{month:%Y-%m}")
    return packs


def make(*, pack_id: int, at: datetime) -> None:
    """Make the file of one pack; a pack that is ready stays as it is."""
    pack = RebatePack.objects.select_related("seller").get(pk=pack_id)
    if pack.status == PackStatus.READY:
        return
    language: Language = "en" if pack.language == "en" else "zh"
    ids = pack.declaration_ids
    content = archive(seller=pack.seller, declaration_ids=ids, month=pack.month, language=language)
    RebatePack.objects.filter(pk=pack_id, status=PackStatus.QUEUED).update(
        status=PackStatus.READY,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        ready_at=at,
    )


def give_up(*, pack_id: int, problem: Problem) -> None:
    """Write down that a pack cannot be made, after its last attempt."""
    rows = RebatePack.objects.filter(pk=pack_id, status=PackStatus.QUEUED)
    rows.update(status=PackStatus.FAILED, problem=problem.as_dict())


def archive(*, seller: Seller, declaration_ids: Sequence[int], month: date, language: Language) -> bytes:
    """Return the zip of these declarations: a folder each, the overview, the month's own documents, check sums."""
    rows = list(
        Declaration.objects.filter(seller=seller, pk__in=declaration_ids)
        .select_related("summary", "shipment__order")
        .defer("shipment__label_content")
        .order_by("pk")
    )
    made = contents(seller, rows, language)
    folders = _folders(rows)
    head = f"{month:%Y-%m}"
    files = {f"{head}/{folders[file.declaration_id]}/{file.name}": file.content for file in made.files}
    files |= dict(_of_month(seller, month, head))
    files[f"{head}/overview.xlsx"] = month_sheet(seller=seller, month=month, language=language, only=declaration_ids)
    if told := _missing(made, folders):
        files[f"{head}/MISSING.txt"] = told
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    files[f"{head}/SHA256SUMS"] = sums.encode()
    return _zipped(files)


def _folders(rows: Sequence[Declaration]) -> dict[int, str]:
    """Name the folder of each declaration; two of which customs wrote the same number never share one."""
    numbers = Counter(row.invt_no for row in rows)
    names = {row.pk: row.invt_no if numbers[row.invt_no] == 1 else f"{row.invt_no} {row.cop_no}" for row in rows}
    return {row.pk: safe_name(names[row.pk].strip() or row.cop_no) for row in rows}


def _of_month(seller: Seller, month: date, head: str) -> Iterator[tuple[str, bytes]]:
    """Yield what people put in for the month as a whole."""
    for document in RebateDocument.objects.filter(seller=seller, month=month, declaration=None).order_by("id"):
        content = bytes(document.content)
        stem = safe_name(Path(document.name).stem)
        yield f"{head}/month/{document.kind.lower()}-{document.pk}-{stem}.{ending_of(content)}", content


def _missing(made: Contents, folders: Mapping[int, str]) -> bytes:
    lines = [
        f"{folders[declaration_id]}: {problem.code} {problem.field} {problem.detail}".rstrip()
        for declaration_id, problems in made.problems.items()
        for problem in problems
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive_file:
        for name, content in sorted(files.items()):
            archive_file.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
