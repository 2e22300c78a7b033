"""The CSV of faults: what a spreadsheet program would compute stays a text."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Seller
from fahuo.rating.importing.tests import price_files
from fahuo.rating.tests.test_sheet_pages import faults, filled, upload
from tests.fixtures.people import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ['+HYPERLINK("x")', '-HYPERLINK("x")', "@SUM(A1)"])
def test_texts_of_the_file_are_not_computed(amys: Seller, tmp_path: Path, typed: str) -> None:
    rows = [list(row) for row in price_files.ROWS]
    rows[2][3] = typed
    make_person("ann", amys, "CLERK")
    ann = Client()
    ann.login(username="ann", password="winter-parcels-9")
    key = upload(ann, tmp_path, rows)
    ann.post(reverse("rate-upload", args=[key]), filled(ann, key))
    assert f"'{typed}" in {fault["read"] for fault in faults(ann, key)}
