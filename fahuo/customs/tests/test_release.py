"""The release gate: TENDERED is reached with complete papers, through it, and in no other way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import fahuo
from fahuo.customs.models import Declarant, Declaration
from fahuo.customs.services import declare
from fahuo.customs.services.release import tender
from fahuo.goods.models import Product
from fahuo.kit import clock
from fahuo.printing.services.hand_over import hand_over
from fahuo.printing.services.manifest import make
from fahuo.shipments.models import Shipment, ShipmentEvent
from tests.fixtures.declaring import make_declarant, to_declare

pytestmark = pytest.mark.django_db


def handed(seller, rows):
    return tender(seller=seller, person=None, shipment_ids=[row.pk for row in rows], at=clock.now())


def codes(result):
    return {problem.code for found in result.problems.values() for problem in found}


def unchanged(rows):
    statuses = set(Shipment.objects.filter(pk__in=[row.pk for row in rows]).values_list("status", flat=True))
    return statuses == {"LABELLED"} and not ShipmentEvent.objects.filter(kind="TENDERED").exists()


def released(seller, rows, state="RELEASED"):
    declare.declare(seller=seller, person=None, shipment_ids=[row.pk for row in rows], at=clock.now())
    Declaration.objects.filter(shipment__in=rows).update(state=state)


def test_without_a_word_on_who_declares_nothing_leaves(amys):
    rows = to_declare(amys, 2)
    result = handed(amys, rows)
    assert (result.done, codes(result), len(result.problems)) == ([], {"ERR_NO_DECLARANT"}, 2)
    assert unchanged(rows)


def test_without_a_card_the_gate_says_so(amys):
    make_declarant(amys, card_number="")
    rows = to_declare(amys, 1)
    assert {"DECLARATION_MISSING", "ERR_NO_EPORT_CARD"} <= codes(handed(amys, rows))
    assert unchanged(rows)


@pytest.mark.parametrize(
    "state", ["QUEUED", "SENT", "REJECTED", "ACCEPTED", "REVIEW", "INSPECTION", "DETAINED", "ERROR", "SUSPENDED"]
)
def test_a_declaration_that_is_not_released_holds_the_parcel(amys, state):
    make_declarant(amys)
    rows = to_declare(amys, 1)
    released(amys, rows, state)
    assert codes(handed(amys, rows)) == {"DECLARATION_NOT_RELEASED"}
    assert unchanged(rows)


@pytest.mark.parametrize("state", ["RELEASED", "CLOSED"])
def test_a_released_parcel_is_handed_over_once(amys, state):
    make_declarant(amys)
    rows = to_declare(amys, 2)
    released(amys, rows, state)
    assert handed(amys, rows).problems == {}
    assert ShipmentEvent.objects.filter(kind="TENDERED").count() == 2
    again = handed(amys, rows)
    assert (again.done, codes(again)) == ([], {"TENDER_NOT_LABELLED"})
    assert ShipmentEvent.objects.filter(kind="TENDERED").count() == 2


def test_where_carriers_declare_the_other_papers_still_count(amys):
    make_declarant(amys, declares="CARRIER")
    rows = to_declare(amys, 2)
    Product.objects.update(origin_country="")
    assert "DOCUMENT_NO_ORIGIN" in codes(handed(amys, rows))
    assert unchanged(rows)
    Product.objects.update(origin_country="CN")
    assert (handed(amys, rows).problems, Declaration.objects.count()) == ({}, 0)


def test_a_battery_without_its_papers_stays(amys):
    make_declarant(amys, declares="CARRIER")
    rows = to_declare(amys, 1)
    Product.objects.update(cargo_class="BATTERY_BUILTIN", un383=False, msds=False)
    result = handed(amys, rows)
    assert result.done == []
    assert any(problem.rule for found in result.problems.values() for problem in found)
    assert unchanged(rows)


def test_one_that_stays_does_not_hold_the_others(amys):
    make_declarant(amys)
    rows = to_declare(amys, 3)
    released(amys, rows)
    Declaration.objects.filter(shipment=rows[1]).update(state="DETAINED")
    result = handed(amys, rows)
    assert sorted(result.done) == sorted([rows[0].pk, rows[2].pk])
    assert list(result.problems) == [rows[1].pk]


def test_parcels_of_another_seller_are_out_of_reach(amys, carols):
    make_declarant(amys, declares="CARRIER")
    make_declarant(carols, declares="CARRIER")
    rows = to_declare(carols, 1)
    assert codes(handed(amys, rows)) == {"TENDER_NOT_LABELLED"}
    assert unchanged(rows)


def test_a_hand_over_list_is_handed_over_through_the_gate(amys, amy):
    make_declarant(amys)
    rows = to_declare(amys, 3)
    released(amys, rows)
    Declaration.objects.filter(shipment=rows[0]).update(state="INSPECTION")
    made = make(seller=amys, person=amy, carrier="yunexpress", at=clock.now())
    assert made.manifest is not None
    result = hand_over(seller=amys, person=amy, manifest_id=made.manifest.pk, at=clock.now())
    assert (len(result.done), list(result.problems)) == (2, [rows[0].pk])
    assert Shipment.objects.get(pk=rows[0].pk).status == "LABELLED"
    Declaration.objects.update(state="RELEASED")
    again = hand_over(seller=amys, person=amy, manifest_id=made.manifest.pk, at=clock.now())
    assert (again.done, again.problems) == ((rows[0].pk,), {})


def test_the_page_shows_which_parcels_stay(amys, amy, client):
    rows = to_declare(amys, 2)
    made = make(seller=amys, person=amy, carrier="yunexpress", at=clock.now())
    client.force_login(amy)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "Hand over 2 parcels" in client.get(f"/hand-over-lists/{made.manifest.pk}").content.decode()
    page = client.post(f"/hand-over-lists/{made.manifest.pk}/hand-over").content.decode()
    assert "It is not said who declares for export" in page
    assert unchanged(rows)
    make_declarant(amys, declares="CARRIER")
    said = client.post(f"/hand-over-lists/{made.manifest.pk}/hand-over", follow=True).content.decode()
    assert "2 parcels are handed over." in said
    assert Declarant.objects.get().declares == "CARRIER"


def test_nothing_else_in_the_house_hands_over() -> None:
    """TENDERED is written by one service, which one service calls."""
    root = Path(fahuo.__file__).parent
    sources = {path: ast.parse(path.read_text()) for path in root.rglob("*.py") if "tests" not in path.parts}
    writers = {
        path.relative_to(root).as_posix()
        for path, tree in sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "status" and ast.unparse(node.value).endswith("TENDERED")
    }
    callers = {
        path.relative_to(root).as_posix()
        for path, tree in sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "fahuo.shipments.services"
        and any(alias.name == "tender" for alias in node.names)
    }
    assert writers == {"shipments/services/tender.py"}
    assert callers == {"customs/services/release.py"}
