"""Hand-over lists: a parcel stands on one of them, a number names one, and what is refused changes nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from fahuo.accounts.models import Person, Seller
from fahuo.backoffice.paging import Cut
from fahuo.goods.models import Product
from fahuo.printing.domain.manifest import next_number, refusal
from fahuo.printing.models import Manifest, ManifestLine
from fahuo.printing.queries import manifests as reads
from fahuo.printing.services.manifest import MadeManifest, make, make_chosen, void
from fahuo.shipments import queries as shipments
from fahuo.shipments.models import Shipment
from tests.fixtures.rows import NOON, make_order, make_product, make_shipment
from tests.fixtures.together import at_once

AT = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


def ready(seller: Seller, count: int, *, start: int = 0, **columns: Any) -> list[int]:
    """Labelled parcels of one towel each, 480 g."""
    if not Product.objects.filter(seller=seller).exists():
        make_product(seller)
    orders = [make_order(seller, f"8112833361{number:06}") for number in range(start, start + count)]
    return [make_shipment(seller, order, **columns).pk for order in orders]


def listed(seller: Seller, carrier: str = "yunexpress", **wanted: Any) -> MadeManifest:
    return make(seller=seller, person=None, carrier=carrier, at=AT, **wanted)


@pytest.mark.parametrize(
    ("taken", "number"),
    [
        ([], "M20261122-001"),
        (["M20261122-001", "M20261122-009"], "M20261122-010"),
        (["M20261122-999", "M20261122-1000"], "M20261122-1001"),
    ],
)
def test_numbers_of_a_day(taken: list[str], number: str) -> None:
    assert next_number(date(2026, 11, 22), taken) == number


@pytest.mark.parametrize(
    ("status", "carrier", "listed_on", "code"),
    [
        ("LABELLED", "yunexpress", "", None),
        ("LABELLED", "yanwen", "", "MANIFEST_CARRIER_DIFFERS"),
        ("LABELLED", "yunexpress", "M20261122-001", "MANIFEST_LISTED_ALREADY"),
        ("CANCELLED", "yunexpress", "M20261122-001", "MANIFEST_PARCEL_CANCELLED"),
        *((status, "yunexpress", "", "MANIFEST_NOT_LABELLED") for status in ("DRAFT", "BOOKING", "BOOKED", "REVIEW")),
        *((status, "yunexpress", "", "MANIFEST_NOT_LABELLED") for status in ("TENDERED", "CLOSED", "FAILED")),
    ],
)
def test_which_parcel_may_be_listed(status: str, carrier: str, listed_on: str, code: str | None) -> None:
    problem = refusal(status=status, carrier=carrier, wanted="yunexpress", listed_on=listed_on)
    assert (problem.code if problem else None) == code


def test_all_that_wait_for_a_carrier(amys: Seller, carols: Seller, bob: Person) -> None:
    ours = ready(amys, 3)
    others = [
        *ready(amys, 1, start=10, carrier="yanwen"),
        *ready(amys, 1, start=11, status="BOOKED"),
        *ready(carols, 1),
    ]
    made = make(seller=amys, person=bob, carrier="yunexpress", at=AT)
    assert made.manifest is not None
    assert (made.problem, made.left_out) == (None, {})
    found = Manifest.objects.get()
    assert (found.number, found.carrier, found.parcels, found.weight_g) == ("M20261122-001", "yunexpress", 3, 1440)
    assert found.person == bob
    rows = reads.rows_of(found)
    assert [(row.position, row.shipment_id, row.weight_g) for row in rows] == [
        (place, pk, 480) for place, pk in enumerate(ours, start=1)
    ]
    assert not ManifestLine.objects.filter(shipment_id__in=others).exists()
    assert set(Shipment.objects.filter(pk__in=ours).values_list("status", flat=True)) == {"LABELLED"}


def test_by_waybill_number_as_people_count(amys: Seller) -> None:
    ids = ready(amys, 3)
    for pk, number in zip(ids, ("YT10", "YT9", "YT100"), strict=True):
        Shipment.objects.filter(pk=pk).update(waybill_number=number)
    made = listed(amys)
    assert made.manifest is not None
    assert [row.waybill_number for row in reads.rows_of(made.manifest)] == ["YT9", "YT10", "YT100"]


def test_the_chosen_ones_and_why_others_are_left_out(amys: Seller, carols: Seller) -> None:
    first, second, cancelled, other = ready(amys, 4)
    Shipment.objects.filter(pk=cancelled).update(status="CANCELLED")
    Shipment.objects.filter(pk=other).update(carrier="yanwen")
    (theirs,) = ready(carols, 1)
    assert listed(amys, shipment_ids=[first]).manifest
    made = listed(amys, shipment_ids=[first, second, cancelled, other, theirs])
    assert {pk: problem.code for pk, problem in made.left_out.items()} == {
        first: "MANIFEST_LISTED_ALREADY",
        cancelled: "MANIFEST_PARCEL_CANCELLED",
        other: "MANIFEST_CARRIER_DIFFERS",
        theirs: "MANIFEST_SHIPMENT_MISSING",
    }
    assert made.left_out[first].detail == "M20261122-001"
    assert made.manifest is not None
    assert [row.shipment_id for row in reads.rows_of(made.manifest)] == [second]


@pytest.mark.parametrize("status", ["BOOKED", "CANCELLED", "TENDERED"])
def test_when_all_are_refused_nothing_changes(amys: Seller, status: str) -> None:
    ids = ready(amys, 2, status=status)
    before = list(Shipment.objects.order_by("pk").values())
    made = listed(amys, shipment_ids=ids)
    assert made.manifest is None
    assert made.problem is not None
    assert made.problem.code == "MANIFEST_EMPTY"
    assert set(made.left_out) == set(ids)
    assert (Manifest.objects.count(), ManifestLine.objects.count()) == (0, 0)
    assert list(Shipment.objects.order_by("pk").values()) == before


def test_one_list_for_each_carrier(amys: Seller) -> None:
    ids = [*ready(amys, 2), *ready(amys, 1, start=5, carrier="yanwen")]
    made = make_chosen(seller=amys, person=None, shipment_ids=ids, at=AT)
    assert [(one.manifest.carrier, one.manifest.number, one.manifest.parcels) for one in made if one.manifest] == [
        ("yanwen", "M20261122-001", 1),
        ("yunexpress", "M20261122-002", 2),
    ]


def test_numbers_begin_anew_every_day_and_for_every_seller(amys: Seller, carols: Seller) -> None:
    numbers = []
    for seller, at, start in ((amys, AT, 0), (amys, AT, 1), (amys, AT + timedelta(days=1), 2), (carols, AT, 0)):
        ready(seller, 1, start=start)
        made = make(seller=seller, person=None, carrier="yunexpress", at=at)
        assert made.manifest is not None
        numbers.append(made.manifest.number)
    assert numbers == ["M20261122-001", "M20261122-002", "M20261123-001", "M20261122-001"]


def test_the_weight_is_what_was_booked_not_what_the_catalogue_says_now(amys: Seller) -> None:
    kept, weighed = ready(amys, 2)
    Shipment.objects.filter(pk=kept).update(rate={"actual_weight_g": 512})
    assert shipments.work([weighed])[0].booking.parcel.weight_g == 480
    made = listed(amys)
    Product.objects.update(weight_g=9000)
    assert made.manifest is not None
    assert [row.weight_g for row in reads.rows_of(made.manifest)] == [512, 480]
    assert made.manifest.weight_g == 992  # 512 + 480


def test_a_weight_that_nobody_knows_is_not_made_up(amys: Seller) -> None:
    (one,) = ready(amys, 1)
    Product.objects.all().delete()
    made = listed(amys)
    assert made.manifest is None
    assert made.left_out[one].code == "MANIFEST_WEIGHT_UNKNOWN"
    assert not Manifest.objects.exists()


def test_a_void_list_frees_its_parcels_and_keeps_its_number(amys: Seller) -> None:
    ids = ready(amys, 2)
    first = listed(amys).manifest
    assert first is not None
    assert reads.waiting(amys.pk) == []
    assert void(seller=amys, manifest_id=first.pk, at=AT) is None
    assert [(one.carrier, one.parcels, one.oldest_at) for one in reads.waiting(amys.pk)] == [("yunexpress", 2, NOON)]
    again = listed(amys).manifest
    assert again is not None
    assert again.number == "M20261122-002"
    assert {row.shipment_id for row in reads.rows_of(again)} == set(ids)
    problem = void(seller=amys, manifest_id=first.pk, at=AT)
    assert problem is not None
    assert problem.code == "MANIFEST_VOID_ALREADY"
    assert ManifestLine.objects.filter(manifest=again, is_void=False).count() == 2


def test_a_list_of_parcels_that_were_taken_stays(amys: Seller) -> None:
    ids = ready(amys, 2)
    found = listed(amys).manifest
    assert found is not None
    Shipment.objects.filter(pk=ids[0]).update(status="TENDERED")
    problem = void(seller=amys, manifest_id=found.pk, at=AT)
    assert problem is not None
    assert problem.code == "MANIFEST_HANDED_OVER"
    found.refresh_from_db()
    assert found.voided_at is None
    assert ManifestLine.objects.filter(is_void=False).count() == 2


def test_nobody_voids_the_list_of_another_seller(amys: Seller, carols: Seller) -> None:
    ready(amys, 1)
    found = listed(amys).manifest
    assert found is not None
    with pytest.raises(Manifest.DoesNotExist):
        void(seller=carols, manifest_id=found.pk, at=AT)
    assert not Manifest.objects.exclude(voided_at=None).exists()


def test_a_parcel_cancelled_since_is_struck_out_and_not_counted(amys: Seller) -> None:
    ids = ready(amys, 2)
    found = listed(amys).manifest
    assert found is not None
    Shipment.objects.filter(pk=ids[0]).update(status="CANCELLED")
    assert [row.is_cancelled for row in reads.rows_of(found)] == [True, False]
    (summary,) = reads.page(amys, Cut()).rows
    assert (summary.parcels, summary.cancelled) == (2, 1)


def test_the_database_itself_holds_a_parcel_on_one_list(amys: Seller) -> None:
    ready(amys, 1)
    found = listed(amys).manifest
    assert found is not None
    line = ManifestLine.objects.get()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()
    line.is_void = True
    line.save()


def test_what_waits_longest_comes_first(amys: Seller) -> None:
    ready(amys, 1, labelled_at=NOON)
    ready(amys, 2, start=5, carrier="yanwen", labelled_at=NOON - timedelta(hours=3))
    assert [(one.carrier, one.parcels) for one in reads.waiting(amys.pk)] == [("yanwen", 2), ("yunexpress", 1)]


def test_queries_do_not_grow_with_the_parcels(amys: Seller, django_assert_max_num_queries: Any) -> None:
    ready(amys, 30)
    with django_assert_max_num_queries(11):  # savepoint, lock, rows, lists, lines, products, number, list, lines
        assert listed(amys).manifest


@pytest.mark.django_db(transaction=True)
def test_two_make_a_list_at_the_same_moment(amys: Seller) -> None:
    ready(amys, 20)
    ready(amys, 5, start=30, carrier="yanwen")
    jobs = [lambda: listed(amys), lambda: listed(amys), lambda: listed(amys, "yanwen"), lambda: listed(amys)]
    results = at_once(*jobs)
    made = [one.manifest for one in results if one.manifest]
    assert sorted((one.carrier, one.parcels) for one in made) == [("yanwen", 5), ("yunexpress", 20)]
    assert [one.problem.code for one in results if one.problem] == ["MANIFEST_EMPTY", "MANIFEST_EMPTY"]
    assert {one.number for one in made} == {"M20261122-001", "M20261122-002"}
    assert ManifestLine.objects.values("shipment_id").distinct().count() == ManifestLine.objects.count() == 25


@pytest.mark.django_db(transaction=True)
def test_a_parcel_cancelled_at_the_same_moment_is_listed_or_not_but_never_half(amys: Seller) -> None:
    ids = ready(amys, 10)

    def cancel() -> int:
        return Shipment.objects.filter(pk=ids[4], status="LABELLED").update(status="CANCELLED")

    made, cancelled = at_once(lambda: listed(amys), cancel)
    assert cancelled == 1
    rows = reads.rows_of(made.manifest)
    assert made.manifest.parcels == len(rows) in {9, 10}
    assert [row.shipment_id for row in rows if row.is_cancelled] in ([], [ids[4]])
