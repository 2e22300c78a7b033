"""Reads for declaring: everything that a declaration of some parcels states, in few queries whatever their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from fahuo.accounts.models import Seller
from fahuo.customs.ceb.certificates import CertificateRefused, read_certificate
from fahuo.customs.ceb.values import BEIJING
from fahuo.customs.domain.nodes import Party
from fahuo.customs.domain.progress import STORED
from fahuo.customs.domain.readiness import Holder
from fahuo.customs.models import Declarant, Declaration, LogisticsFiling, Message, MessageStatus, SignsWith
from fahuo.customs.queries.papers import found
from fahuo.goods import queries as goods
from fahuo.goods.elements import ElementsOf
from fahuo.kit import secrets
from fahuo.orders.models import OrderLine
from fahuo.shipments.models import Shipment
from fahuo.shipments.queries import Work
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

# What the whole declares of a firm, by the names of the columns.
DETAILS = (
    *("declares", "name", "uscc", "customs_code", "account_name", "legal_person", "card_number", "window_account"),
    *("window_uscc", "window_state", "window_url", "dxp_id", "receiver_id", "algorithms", "platform_code"),
    *("platform_name", "agent_code", "agent_name", "owner_code", "owner_name", "warehouse_code", "warehouse_name"),
    *("account_book", "customs_district", "exit_port", "site_code", "trade_mode", "statistics_flag"),
    *("signs_with", "card_url", "transport_mode", "wrap_type", "destination_ports"),
)


@dataclass(frozen=True, slots=True)
class Paid:
    """What the buyer of an order paid: the whole, and for one unit of each SKU."""

    amount: Money | None
    units: Mapping[str, Money]
    goods: Decimal | None  # of all lines, in the currency of `amount`; None when one has no price in it


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of parcels that are to be declared, and why nothing can be said of the others."""

    works: Mapping[int, Work]
    problems: Mapping[int, Problem]
    costs: Mapping[int, Money]  # what the carrier charges
    paid: Mapping[int, Paid]
    elements: Mapping[str, ElementsOf]
    filings: Mapping[str, Party]  # by carrier


def known(seller: Seller, shipment_ids: Sequence[int]) -> Known:
    """Return everything that declarations of these parcels state."""
    there = found(seller, shipment_ids)
    rows = Shipment.objects.filter(seller=seller, pk__in=there.works)
    columns = ("pk", "cost", "cost_currency", "order_id", "order__amount", "order__currency")
    shipments = list(rows.values_list(*columns))
    paid = _paid(seller, {row[3]: (row[4], row[5]) for row in shipments})
    skus = {line.sku for work in there.works.values() for line in work.booking.parcel.lines}
    return Known(
        works=there.works,
        problems=there.problems,
        costs={row[0]: Money(row[1], row[2]) for row in shipments if row[1] is not None and row[2]},
        paid={row[0]: paid[row[3]] for row in shipments},
        elements=goods.elements(seller.pk, skus) if skus else {},
        filings=filings(seller),
    )


def filings(seller: Seller) -> dict[str, Party]:
    """Return how carriers are filed with customs, by carrier."""
    rows = LogisticsFiling.objects.filter(seller=seller)
    return {carrier: Party(code, name) for carrier, code, name in rows.values_list("carrier", "code", "name")}


def declarant(seller: Seller) -> Declarant | None:
    """Return the seller's filing; None when nobody said who declares."""
    return Declarant.objects.filter(seller=seller).first()


def waits_for_card(seller: Seller) -> bool:
    """Tell whether messages wait for a signature of the firm's card."""
    unsigned = Message.objects.filter(seller=seller, status=MessageStatus.WRITTEN, signed_at=None)
    return Declarant.objects.filter(seller=seller, signs_with=SignsWith.CARD).exists() and unsigned.exists()


def holder_of(row: Declarant) -> Holder:
    """Return a filing as rules see it."""
    details, opened = {name: getattr(row, name) for name in DETAILS}, _opened(row)
    return Holder(
        {
            **details,
            "is_sole_proprietor": "yes" if row.is_sole_proprietor else "",
            "port_asks_receipts": "yes" if row.port_asks_receipts else "",
        },
        card_until=_card_until(row),
        licence_until=row.licence_until,
        licence_endless=row.licence_endless,
        has_key=bool(row.certificate and opened.get("signing_key")),
        has_certificate=bool(row.certificate),
        has_pin=bool(opened.get("card_pin")),
        card_stopped=Problem(**row.card_stopped) if row.card_stopped else None,
        legal_person_id=opened.get("legal_person_id", ""),
    )


def _card_until(row: Declarant) -> date | None:
    """Return until when the card signs: not longer than its certificate, whatever was typed."""
    if row.card_until is None or not row.certificate:
        return row.card_until
    try:
        until = read_certificate(bytes(row.certificate)).until
    except CertificateRefused:
        return row.card_until
    return min(row.card_until, until.astimezone(BEIJING).date()) if until else row.card_until


def _opened(row: Declarant) -> dict[str, str]:
    """Return what is sealed; nothing where the installation's key is not the one that sealed it."""
    try:
        return secrets.unseal(bytes(row.secrets)) if row.secrets else {}
    except secrets.SecretsUnavailable:
        return {}


def declared(seller: Seller, shipment_ids: Sequence[int]) -> dict[int, Declaration]:
    """Return the declaration of each of these parcels that has one which was not cancelled."""
    rows = Declaration.objects.filter(seller=seller, shipment_id__in=shipment_ids).exclude(state="CANCELLED")
    return {row.shipment_id: row for row in rows}


def declared_elsewhere(seller: Seller, works: Mapping[int, Work]) -> dict[int, str]:
    """Return the number of a declaration in force of the same order under another shipment, by shipment."""
    by_order = {work.order_number: shipment_id for shipment_id, work in works.items()}
    rows = Declaration.objects.filter(seller=seller, order_number__in=by_order)
    rows = rows.exclude(state__in=("DRAFT", "REJECTED", "ERROR", "CANCELLED")).exclude(shipment_id__in=works)
    return {by_order[number]: cop_no for number, cop_no in rows.values_list("order_number", "cop_no")}


def waybills_elsewhere(seller: Seller, works: Mapping[int, Work], since: datetime) -> dict[int, str]:
    """Return the number of a declaration of another parcel under the same carrier's waybill number, by shipment."""
    by_waybill = {(work.carrier, work.waybill.barcode): shipment_id for shipment_id, work in works.items()}
    rows = Declaration.objects.filter(seller=seller, waybill_number__in=[number for _, number in by_waybill])
    rows = rows.exclude(state="DRAFT").filter(created_at__gte=since)
    columns = ("shipment__carrier", "waybill_number", "shipment_id", "cop_no")
    return {
        by_waybill[carrier, number]: cop_no
        for carrier, number, shipment_id, cop_no in rows.values_list(*columns)
        if by_waybill.get((carrier, number), shipment_id) != shipment_id
    }


def stored_before(seller: Seller, works: Mapping[int, Work]) -> tuple[set[str], set[str]]:
    """Return the orders and waybills that customs have stored before: they are changed, not new."""
    rows = Declaration.objects.filter(seller=seller)
    orders = rows.filter(order_number__in=[work.order_number for work in works.values()], order_state__in=STORED)
    waybills = rows.filter(
        waybill_number__in=[work.waybill.barcode for work in works.values()], waybill_state__in=STORED
    )
    return (
        set(orders.values_list("order_number", flat=True)),
        set(waybills.values_list("waybill_number", flat=True)),
    )


def _paid(seller: Seller, orders: Mapping[int, tuple[Decimal | None, str]]) -> dict[int, Paid]:
    rows = OrderLine.objects.filter(seller=seller, order_id__in=orders).order_by("order_id", "position")
    units: dict[int, dict[str, Money]] = {order: {} for order in orders}
    sums: dict[int, Decimal | None] = dict.fromkeys(orders, Decimal(0))
    for order, sku, quantity, price, currency in rows.values_list(
        "order_id", "sku", "quantity", "unit_price", "currency"
    ):
        if price is not None and currency:
            units[order][sku] = Money(price, currency)
        known = sums[order]
        if known is not None:
            in_it = currency == orders[order][1]
            sums[order] = known + price * quantity if in_it and price is not None else None
    return {
        order: Paid(Money(amount, currency) if amount is not None and currency else None, units[order], sums[order])
        for order, (amount, currency) in orders.items()
    }
