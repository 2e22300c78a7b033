"""The pages of rate sheets: upload, mapping, what is wrong, what changes, the version; resumed or thrown away."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action, Seller
from fahuo.rating.importing.tests import price_files
from fahuo.rating.models import SheetMapping, SheetUpload, SheetVersion
from fahuo.rating.tests import html_form
from tests.fixtures.people import make_person

pytestmark = pytest.mark.django_db
# What the clerk adds to what the headers suggest.
TERMS = {
    "service": "yunexpress/THZXR", "currency": "CNY", "valid_from": "2026-05-01", "fuel": "10.5",
    "unnamed_countries": "NOT_SERVED", "other_remote_areas": "NOT_SERVED", "premiums": "RULE_BOOK",
}  # fmt: skip


@pytest.fixture
def bob(amys: Seller) -> Client:
    make_person("bob", amys, "CLERK")
    client = Client()
    client.login(username="bob", password="winter-parcels-9")
    return client


def upload(client: Client, folder: Path, rows: price_files.Table = price_files.ROWS) -> int:
    path = price_files.workbook(folder, {"报价": rows}, merges={"报价": price_files.ROWS_MERGES})
    file = SimpleUploadedFile("云途 2026-05.xlsx", path.read_bytes())
    answer = client.post(reverse("rate-import"), {"file": file, "carrier": "yunexpress", "mapping": ""})
    assert answer.status_code == 302, answer.content
    return int(answer.url.rstrip("/").split("/")[-1])


def fields(client: Client, key: int) -> dict[str, str]:
    """Return the form as the page shows it."""
    return html_form.held(client.get(reverse("rate-upload", args=[key])).content.decode())


def filled(client: Client, key: int, **changes: str) -> dict[str, str]:
    """Return the form as the page shows it, with the terms filled in."""
    return {**fields(client, key), **TERMS, **changes}


def faults(client: Client, key: int) -> list[dict[str, str]]:
    """Return the faults as the CSV lists them."""
    text = client.get(reverse("rate-upload-faults", args=[key])).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def text_of(answer: HttpResponse) -> str:
    """Return what a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_from_file_to_version(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    answer = bob.post(reverse("rate-upload", args=[key]), filled(bob, key))
    assert answer.status_code == 302, text_of(answer)
    assert [(one["cell"], one["code"]) for one in faults(bob, key)] == [("D4", "SHEET_PRICE_FALLS")]
    done = bob.post(reverse("rate-upload-check", args=[key]))
    assert done.url == reverse("rate-sheet", args=["yunexpress", "THZXR"])
    version = SheetVersion.objects.get()
    assert (version.version, version.file_name, version.currency) == (1, "云途 2026-05.xlsx", "CNY")
    assert not SheetUpload.objects.exists()
    assert SheetMapping.objects.get().name == "yunexpress/THZXR"
    assert Action.objects.get(verb="import_rates").detail["version"] == 1
    shown = bob.get(done.url).content.decode()
    assert "62.00" in shown
    assert "云途 2026-05.xlsx" in shown


def test_the_second_file_is_read_as_the_first_and_compared(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    bob.post(reverse("rate-upload", args=[key]), filled(bob, key))
    bob.post(reverse("rate-upload-check", args=[key]))
    dearer = [list(row) for row in price_files.ROWS]
    dearer[4][3] = "50.40"
    path = price_files.workbook(tmp_path, {"报价": dearer}, merges={"报价": price_files.ROWS_MERGES})
    file = SimpleUploadedFile("june.xlsx", path.read_bytes())
    answer = bob.post(reverse("rate-import"), {"file": file, "carrier": "yunexpress", "mapping": "yunexpress/THZXR"})
    key = int(answer.url.split("/")[-1])
    held = {**filled(bob, key), "valid_from": "2026-06-01"}
    assert (held["fuel"], held["column_per_kg"]) == ("10.5", "D")
    bob.post(reverse("rate-upload", args=[key]), held)
    page = bob.get(reverse("rate-upload-check", args=[key]))
    said = text_of(page)
    assert re.search(r"GB 0–2000 g \S+( kg)? 48\.00 50\.40 \+5\.0 %", said)
    # 1 kg: before 48.00 + fuel 5.04 + 17.50, after 50.40 + fuel 5.29 + 17.50
    assert "73.19 70.54 +3.8 %" in said


def test_faults_are_shown_cell_by_cell_and_nothing_is_imported(bob: Client, tmp_path: Path) -> None:
    rows = [list(row) for row in price_files.ROWS]
    rows[2][3], rows[4][0], rows[5][4] = "call us", "Atlantis", None
    key = upload(bob, tmp_path, rows)
    bob.post(reverse("rate-upload", args=[key]), filled(bob, key))
    page = text_of(bob.get(reverse("rate-upload-check", args=[key])))
    assert "报价!D3" in page
    found = {
        (fault["cell"], fault["code"], fault["read"]) for fault in faults(bob, key) if fault["severity"] == "ERROR"
    }
    assert found == {
        ("D3", "SHEET_CELL_NUMBER", "call us"),
        ("A5", "SHEET_COUNTRY_UNKNOWN", "Atlantis"),
        ("E6", "SHEET_CELL_EMPTY", ""),
    }
    assert bob.post(reverse("rate-upload-check", args=[key])).status_code == 422
    assert not SheetVersion.objects.exists()
    assert SheetUpload.objects.filter(pk=key).exists()


def test_what_is_not_chosen_stops_the_import(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    bob.post(reverse("rate-upload", args=[key]), filled(bob, key, fuel="", premiums="", unnamed_countries=""))
    assert {fault["field"] for fault in faults(bob, key)} - {""} == {
        "terms.fuel", "terms.premiums", "terms.unnamed_countries",
    }  # fmt: skip


def test_a_line_that_means_nothing_is_said_at_its_field(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    answer = bob.post(reverse("rate-upload", args=[key]), filled(bob, key, oversize="a lot"))
    assert answer.status_code == 422
    assert "in-oversize-why" in answer.content.decode()


def test_every_term_survives_the_form(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    terms = {
        "oversize": "50.00 side>1200 weight>20000", "peak": "2026-11-01 2027-01-01 10% 2.00 US", "tiers": "5000 3.5%",
        "ddp_countries": "US", "ddp_handling": "2.00", "ddp_advance_percent": "2", "discount_percent": "5",
        "insurance_percent": "1", "return_fee": "20.00", "remote_areas": "US_AK 22.50", "premiums": "OWN",
        "premiums_own": "BATTERY_BUILTIN 30%\nLIQUID 6.00", "aliases": "火星 =",
    }  # fmt: skip
    bob.post(reverse("rate-upload", args=[key]), filled(bob, key, **terms))
    again = fields(bob, key)
    assert {name: again[name] for name in terms} == terms
    assert {one["severity"] for one in faults(bob, key)} == {"WARNING"}


def test_the_live_part_colours_what_the_form_says(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    answer = bob.post(
        reverse("rate-upload-preview", args=[key]), filled(bob, key, column_per_kg="C", column_weight="D")
    )
    assert "cell-wrong" in answer.content.decode()


def test_an_upload_can_be_resumed_and_thrown_away(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    assert reverse("rate-upload", args=[key]) in bob.get(reverse("rate-sheets")).content.decode()
    assert bob.post(reverse("rate-upload-discard", args=[key])).status_code == 302
    assert not SheetUpload.objects.exists()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04nothing"])
def test_a_file_that_is_none_is_refused(bob: Client, content: bytes) -> None:
    file = SimpleUploadedFile("prices.xlsx", content)
    answer = bob.post(reverse("rate-import"), {"file": file, "carrier": "yunexpress"})
    assert answer.status_code == 422
    assert not SheetUpload.objects.exists()


def test_the_list_marks_samples_and_exports_them(bob: Client) -> None:
    assert "pill-late" in bob.get(reverse("rate-sheets")).content.decode()
    answer = bob.get(reverse("rate-sheet-export", args=["yunexpress", "THZXR"]))
    assert answer.headers["Content-Type"].startswith("text/csv")


def test_another_carriers_way_of_reading_is_refused(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    bob.post(reverse("rate-upload", args=[key]), filled(bob, key))
    bob.post(reverse("rate-upload-check", args=[key]))
    file = SimpleUploadedFile("prices.csv", "国家,0-1kg\n美国,10\n".encode())
    answer = bob.post(reverse("rate-import"), {"file": file, "carrier": "yanwen", "mapping": "yunexpress/THZXR"})
    assert answer.status_code == 422
    assert not SheetUpload.objects.exists()


def test_an_upload_is_imported_once(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    bob.post(reverse("rate-upload", args=[key]), filled(bob, key))
    answers = [bob.post(reverse("rate-upload-check", args=[key])).status_code for _ in range(2)]
    assert answers == [302, 404]
    assert SheetVersion.objects.count() == 1


def test_days_without_prices_are_ticked_before_they_are_made(bob: Client, amys: Seller, tmp_path: Path) -> None:
    for given in ({}, {"valid_from": "2026-06-15", "valid_until": "2026-06-16"}):
        key = upload(bob, tmp_path)
        bob.post(reverse("rate-upload", args=[key]), filled(bob, key, **given))
        if not given:
            bob.post(reverse("rate-upload-check", args=[key]))
    address = reverse("rate-upload-check", args=[key])
    page = bob.get(address)
    assert "出现无价日期 v1: 2026-06-16 – …" in text_of(page)
    assert "没有变化" not in text_of(page)  # the days that lose their prices are a change
    refused = bob.post(address)
    assert refused.status_code == 422
    assert "in-allow_hole-why" in refused.content.decode()
    assert SheetVersion.objects.count() == 1
    assert bob.post(address, {"allow_hole": "1"}).status_code == 302
    assert SheetVersion.objects.count() == 2


def test_the_unit_of_weights_is_chosen_on_the_page(bob: Client, tmp_path: Path) -> None:
    rows = [list(row) for row in price_files.ROWS]
    rows[1][2], rows[1][5], rows[4][2] = "重量段", "最低计费重", "0-2"
    key = upload(bob, tmp_path, rows)
    held = filled(bob, key)
    assert held["weight_unit"] == ""
    bob.post(reverse("rate-upload", args=[key]), held)
    assert "weight_unit 未说明重量单位" in text_of(bob.get(reverse("rate-upload", args=[key])))
    bob.post(reverse("rate-upload", args=[key]), {**held, "weight_unit": "kg"})
    assert {one["severity"] for one in faults(bob, key)} == {"WARNING"}


def test_an_old_workbook_is_refused_in_the_words_of_price_files(bob: Client) -> None:
    file = SimpleUploadedFile("prices.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    said = text_of(bob.post(reverse("rate-import"), {"file": file, "carrier": "yunexpress"}))
    assert "另存为 .xlsx 或 CSV" in said
    assert "订单请使用" not in said


def test_a_return_label_for_every_parcel_needs_its_fee(bob: Client, tmp_path: Path) -> None:
    key = upload(bob, tmp_path)
    bob.post(reverse("rate-upload", args=[key]), filled(bob, key, return_always="on"))
    assert ("terms.return_label.fee", "SHEET_TERM_INCOMPLETE") in {
        (one["field"], one["code"]) for one in faults(bob, key)
    }
