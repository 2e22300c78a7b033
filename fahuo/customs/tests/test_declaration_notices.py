"""A declaration's page keeps apart what stops the parcel and what one should only know."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.fixtures.rows import make_declaration, make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db
STOPS = {"code": "ORIGIN_MISSING", "field": "lines[0].origin", "detail": "TWL-GY", "severity": "BLOCK", "rule": "US-07"}
WARNS = {"code": "BATTERY_UNDESCRIBED", "field": "lines[0].battery", "severity": "WARN", "rule": "DG-01A"}
TELLS = {"code": "IOSS_MISSING", "field": "numbers.ioss", "detail": "", "severity": "NOTE", "rule": "EU-01A"}


@pytest.mark.parametrize(
    ("problems", "problem_count", "notice_count"),
    [([STOPS, WARNS, TELLS], 1, 2), ([TELLS], 0, 1), ([STOPS], 1, 0), ([], 0, 0)],
)
def test_notices_stand_apart(bob, amys, problems, problem_count: int, notice_count: int) -> None:
    make_product(amys)
    row = make_declaration(amys, make_shipment(amys, make_order(amys, "8112833000000001")))
    type(row).objects.filter(pk=row.pk).update(problems=problems)
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    page = client.get(reverse("declaration", args=[row.pk])).text
    assert ("1 problem<" in page) is bool(problem_count)
    assert "2 problems" not in page
    words = {0: "", 1: "1 notice; it does not stop the parcel", 2: "2 notices; they do not stop the parcel"}
    assert words[notice_count] in page
    assert ('id="notices"' in page) is bool(notice_count)
