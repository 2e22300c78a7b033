"""An installation from before accounts and journal were kept with shipments is brought up to date; nothing is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fahuo.carriers.queries.calls import may_exist

BEFORE = [("shipments", "0003_contract_volume"), ("carriers", "0002_contract_terms")]
AT = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def before(transactional_db: None):
    """The database as it was; up to date again afterwards, whatever happens."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(newest)


def test_bookings_under_way_are_asked_for_at_the_account_they_were_made_with(before) -> None:
    rows = {name: before.get_model(*name.split(".")) for name in ("accounts.Seller", "carriers.CarrierAccount")}
    seller = rows["accounts.Seller"].objects.create(name="Old shop")
    accounts = rows["carriers.CarrierAccount"].objects
    retired = accounts.create(seller=seller, carrier="c", base_url="https://a", credentials=b"x", active=False)
    accounts.filter(pk=retired.pk).update(created_at=datetime(2026, 11, 1, tzinfo=UTC))
    current = accounts.create(seller=seller, carrier="c", base_url="https://b", credentials=b"x", emulated=True)
    order = before.get_model("orders", "Order")
    table = before.get_model("shipments", "Shipment")
    for place, status in enumerate(("BOOKING", "LABELLED")):
        make_row(table, order, seller, place, status)

    MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())

    with connection.cursor() as cursor:
        cursor.execute("SELECT reference, account_id FROM shipments_shipment ORDER BY reference")
        assert cursor.fetchall() == [("7-0-1", retired.pk), ("7-1-1", retired.pk)]
        cursor.execute("SELECT id, environment FROM carriers_carrieraccount ORDER BY id")
        assert cursor.fetchall() == [(retired.pk, "LIVE"), (current.pk, "EMULATED")]
    assert set(may_exist([(seller.pk, "7-0-1"), (seller.pk, "7-1-1")])) == {(seller.pk, "7-0-1")}


def make_row(table, order, seller, place: int, status: str) -> None:
    table.objects.create(
        seller=seller,
        order=order.objects.create(**order_columns(order, seller, place)),
        attempt=1,
        reference=f"7-{place}-1",
        public_token=f"token-{place}",
        status=status,
        carrier="c",
        country="DE",
        created_at=AT,
    )


def order_columns(order, seller, place: int) -> dict:
    """Fill every column of an order that has no default."""
    columns = {"seller": seller, "number": str(place)}
    for field in order._meta.concrete_fields:
        required = not (field.null or field.has_default() or field.primary_key or field.name in columns)
        if required and field.get_internal_type() == "DateTimeField":
            columns[field.name] = AT
        elif required and field.get_internal_type() in ("DecimalField", "IntegerField", "PositiveIntegerField"):
            columns[field.name] = 0
    return columns
