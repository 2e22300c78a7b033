"""The rebate record on rows and files: what is complete, what differs, what is in a pack, and who may see it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from fahuo.customs.models import Declaration, RebateDocument, RebatePack, RebateRecord
from fahuo.customs.queries import rebate as reads
from fahuo.customs.rebate.record import DocumentKind
from fahuo.customs.services.rebate import documents, pack, records
from fahuo.customs.services.rebate.sheet import month_sheet
from fahuo.kit import pdf
from tests.fixtures.rows import NOON, make_declaration, make_order, make_product, make_shipment, make_summary

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
PDF = b"%PDF-1.7\n%%EOF"


def _declared(seller, number="8112833355550001", **columns) -> Declaration:
    if not seller.product_set.exists():
        make_product(seller)
    shipment = make_shipment(seller, make_order(seller, number))
    return make_declaration(seller, shipment, **columns)


def _record(declared: Declaration) -> RebateRecord:
    records.check(seller=declared.seller, declaration_ids=[declared.pk], at=NOON)
    return RebateRecord.objects.get(declaration=declared)


def test_a_released_declaration_with_a_summary_is_complete(amy) -> None:
    record = _record(_declared(amy.seller, summary=make_summary(amy.seller)))
    assert (record.complete, record.missing, record.problems) == (True, [], [])
    assert (record.value, record.currency, record.quantity) == (Decimal("6.80"), "USD", 1)
    assert (record.net_weight_g, record.gross_weight_g, record.month) == (480, 480, NOVEMBER)


@pytest.mark.parametrize(
    ("column", "changed", "codes"),
    [
        ("declared_value_usd", Decimal("6.81"), ["REBATE_VALUE_DIFFERS"]),
        ("weight_g", 481, ["REBATE_NET_WEIGHT_DIFFERS", "REBATE_GROSS_WEIGHT_DIFFERS"]),
        ("origin_country", "", ["DOCUMENT_NO_ORIGIN"]),
    ],
)
def test_a_catalogue_changed_after_declaring_shows(amy, column, changed, codes) -> None:
    declared = _declared(amy.seller, summary=make_summary(amy.seller))
    amy.seller.product_set.update(**{column: changed})
    record = _record(declared)
    assert not record.complete
    assert set(codes) <= {problem["code"] for problem in record.problems}


def test_without_a_summary_no_refund_can_be_asked_for(amy) -> None:
    record = _record(_declared(amy.seller))
    assert [problem["code"] for problem in record.problems] == ["REBATE_SUMMARY_MISSING"]
    assert record.complete is False


def test_once_customs_gave_the_number_the_record_is_checked_again(amy) -> None:
    declared = _declared(amy.seller)
    assert records.keep_new(seller=amy.seller, at=NOON) == 1
    declared.summary = make_summary(amy.seller, entry_id="")
    declared.save()
    assert records.keep_new(seller=amy.seller, at=NOON) == 0
    type(declared.summary).objects.update(entry_id="290420260000000123")
    assert records.keep_new(seller=amy.seller, at=NOON) == 1
    assert (RebateRecord.objects.get().complete, records.keep_new(seller=amy.seller, at=NOON)) == (True, 0)


def test_a_simplified_declaration_is_complete_without_refund(amy) -> None:
    record = _record(_declared(amy.seller, statistics_flag="A"))
    assert (record.complete, record.refundable) == (True, False)
    assert record.problems[0]["severity"] == "NOTE"


def test_a_cancelled_shipment_has_no_waybill_to_show(amy) -> None:
    declared = _declared(amy.seller, summary=make_summary(amy.seller))
    declared.shipment.status = "CANCELLED"
    declared.shipment.save()
    record = _record(declared)
    assert set(record.missing) == {DocumentKind.WAYBILL, DocumentKind.INVOICE, DocumentKind.PACKING_LIST}


def test_months_count_and_know_their_days(amy) -> None:
    summary = make_summary(amy.seller)
    _record(_declared(amy.seller, summary=summary))
    _record(_declared(amy.seller, "8112833355550002"))
    documents.say_filed(seller=amy.seller, person=amy, month=NOVEMBER, filed_on=date(2026, 12, 9), at=NOON)
    (view,) = reads.months(amy.seller.pk)
    assert (view.declarations, view.complete, view.incomplete, view.refundable) == (2, 1, 1, 2)
    assert view.values == (("USD", Decimal("13.60")),)
    assert view.deadlines is not None
    assert view.deadlines.record_by == date(2026, 12, 24)  # 9 + 15
    assert view.deadlines.keep_until == date(2036, 12, 9)


def test_a_month_is_counted_in_beijing(amy) -> None:
    late = NOON.replace(day=30, hour=16, minute=30)  # half past midnight on 1 December in Beijing
    assert _record(_declared(amy.seller, released_at=late)).month == date(2026, 12, 1)


def test_new_releases_are_found_once(amy, carol) -> None:
    _declared(amy.seller)
    _declared(carol.seller)
    assert [records.keep_new(seller=amy.seller, at=NOON) for _ in range(2)] == [1, 0]
    assert RebateRecord.objects.filter(seller=carol.seller).count() == 0


def test_a_pack_holds_the_record_and_its_check_sums(amy) -> None:
    declared = _declared(amy.seller, summary=make_summary(amy.seller))
    _record(declared)
    _add(amy, declared, "进项发票.pdf")
    content = pack.archive(seller=amy.seller, declaration_ids=[declared.pk], month=NOVEMBER, language="zh")
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        folder = f"2026-11/{declared.invt_no}"
        names = set(opened.namelist())
        papers = {f"{folder}/{name}.pdf" for name in ("declaration", "invoice", "packing-list", "waybill", "contract")}
        assert papers | {"2026-11/overview.xlsx", "2026-11/SHA256SUMS", f"{folder}/declared.json"} <= names
        assert "2026-11/MISSING.txt" not in names
        assert all(pdf.page_count(opened.read(name)) == 1 for name in papers)
        sums = dict(reversed(line.split("  ", 1)) for line in opened.read("2026-11/SHA256SUMS").decode().splitlines())
        assert sums == {
            name: hashlib.sha256(opened.read(name)).hexdigest() for name in names if not name.endswith("SUMS")
        }
        assert sum(name.startswith(f"{folder}/purchase_invoice-") for name in names) == 1


def test_a_pack_says_what_is_not_in_it(amy) -> None:
    declared = _declared(amy.seller)
    _record(declared)
    amy.seller.product_set.update(origin_country="")
    content = pack.archive(seller=amy.seller, declaration_ids=[declared.pk], month=NOVEMBER, language="en")
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert "DOCUMENT_NO_ORIGIN" in opened.read("2026-11/MISSING.txt").decode()
        assert not any(name.endswith("invoice.pdf") for name in opened.namelist())


def test_a_month_is_packed_in_parts_of_a_hundred(amy, django_capture_on_commit_callbacks) -> None:
    declared = _declared(amy.seller)
    record = _record(declared)
    for place in range(100):
        other = make_declaration(
            amy.seller, declared.shipment, state="CANCELLED", cop_no=f"C{place}", invt_no=f"X{place}"
        )
        record.pk, record.declaration = None, other
        record.save(force_insert=True)
    packs = pack.start(seller=amy.seller, person=amy, month=NOVEMBER, language="zh", at=NOON)
    assert [(item.part, item.parts, len(item.declaration_ids)) for item in packs] == [(1, 2, 100), (2, 2, 1)]
    assert RebatePack.objects.filter(seller=amy.seller, status="QUEUED").count() == 2


def test_making_a_pack_twice_changes_nothing(amy) -> None:
    declared = _declared(amy.seller)
    _record(declared)
    (queued,) = pack.start(seller=amy.seller, person=amy, month=NOVEMBER, language="zh", at=NOON)
    pack.make(pack_id=queued.pk, at=NOON)
    first = RebatePack.objects.get(pk=queued.pk)
    pack.make(pack_id=queued.pk, at=NOON + timedelta(hours=1))
    again = RebatePack.objects.get(pk=queued.pk)
    assert (again.status, again.sha256, again.ready_at) == ("READY", first.sha256, NOON)


def test_the_overview_reads_back(amy) -> None:
    declared = _declared(amy.seller, summary=make_summary(amy.seller))
    _record(declared)
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(month_sheet(seller=amy.seller, month=NOVEMBER, language="zh")))
        .get_sheet_by_index(0)
        .to_python()
    )
    (row,) = [row for row in rows if declared.invt_no in row]
    assert 6.8 in row
    assert "290420260000000123" in row


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MZ\x90\x00 a program", "REBATE_FILE_KIND"),
        (b"PK\x03\x04 any zip", "REBATE_FILE_KIND"),
        (b"", "REBATE_FILE_KIND"),
    ],
)
def test_files_that_are_no_documents_stay_out(amy, content, code) -> None:
    declared = _declared(amy.seller)
    problem = _add(amy, declared, "invoice.pdf", content)
    assert problem is not None
    assert problem.code == code
    assert not RebateDocument.objects.exists()


def test_a_file_too_large_stays_out(amy) -> None:
    problem = _add(amy, _declared(amy.seller), "invoice.pdf", PDF + b" " * 10_000_000)
    assert problem is not None
    assert problem.code == "REBATE_FILE_LARGE"
    assert not RebateDocument.objects.exists()


def test_the_same_file_is_kept_once(amy) -> None:
    declared = _declared(amy.seller)
    for _ in range(2):
        assert _add(amy, declared, "invoice.pdf") is None
    assert RebateDocument.objects.count() == 1


def _add(person, declared, name, content=PDF):
    return documents.add(
        seller=person.seller, person=person, month=NOVEMBER, declaration=declared,
        kind=DocumentKind.PURCHASE_INVOICE, name=name, content=content, at=NOON,
    )  # fmt: skip
