"""The demo seller: made anew for every run, so that the demo shows the same each time."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.db import transaction

from fahuo.accounts import enrolment
from fahuo.accounts.models import Seller, ShipFromAddress
from fahuo.alerts.models import Alert, Telling
from fahuo.carriers import registry, services
from fahuo.carriers.models import CarrierCall
from fahuo.customs.models import Declarant, Declaration, MasterList, Message, Receipt, Summary
from fahuo.figures.models import Cell, Fact, Lesson
from fahuo.goods.models import Product
from fahuo.notifications.models import Delivery, InSiteMessage
from fahuo.orders.models import Order, OrderImport
from fahuo.pickups.models import Pickup, Urge
from fahuo.printing.models import Manifest, PrintBatch, Printer
from fahuo.rating.models import Quote
from fahuo.routing.models import BackTest, LaneRecord, ParcelOutcome, TemplateSet
from fahuo.shipments.models import Shipment, ShipRun
from fahuo.tracking.models import Event, LaneLaw, Latency, StrayEvent, SupplementRequest, UnmappedCode
from fahuo.trade.contract import ContractTerms

SELLER = "Demo"
PERSON = "demo"
# Of the right form and nobody's: lanes to the EU ask for the importer's number on the label.
EORI = "DE000000000000001"
SHIP_FROM = {
    "name": "Lin Demo",
    "company": "Demo Trading",
    "province": "Guangdong",
    "city": "Shenzhen",
    "street": "1 Example Road, Nanshan",
    "postcode": "518000",
    "phone": "+8675526000000",
}


def open_store(urls: Mapping[str, str]) -> Seller:
    """Return the demo seller without any order, with accounts at the emulators that listen at `urls`."""
    seller, _made = Seller.objects.update_or_create(
        name=SELLER, defaults={"name_en": "Demo Trading (Shenzhen)", "eori": EORI}
    )
    with transaction.atomic():
        _forget_orders(seller)
    ShipFromAddress.objects.get_or_create(seller=seller, is_default=True, defaults=SHIP_FROM)
    for code, url in urls.items():
        page = registry.manifest(code)
        services.connect(
            seller=seller,
            carrier=code,
            base_url=url,
            credentials=page.demo_credentials,
            emulated=True,
            terms=ContractTerms(code, eori=page.demo_eori),
        )
    return seller


def admit(seller: Seller) -> str:
    """Let a person see the demo's orders; return the password, made anew and kept nowhere."""
    password = secrets.token_urlsafe(9)
    enrolment.write_person(seller=seller, username=PERSON, password=password, role="OWNER", language="en")
    return password


def _forget_orders(seller: Seller) -> None:
    """Remove what an earlier demo left. Only the demo seller's rows: a real seller's are never deleted."""
    followed = (
        *(Alert, Telling, InSiteMessage, Delivery, SupplementRequest, Urge, Pickup, Fact, Cell, Lesson),
        *(Event, StrayEvent, UnmappedCode, Latency, LaneLaw, ParcelOutcome, LaneRecord),
    )
    printing = (PrintBatch, Printer, Manifest)
    declared = (Message, Receipt, Declaration, Summary, MasterList, Declarant)
    for table in (
        *followed,
        *printing,
        *declared,
        Shipment,
        ShipRun,
        Order,
        OrderImport,
        Product,
        Quote,
        BackTest,
        TemplateSet,
        CarrierCall,
    ):
        table.objects.filter(seller_id=seller.pk).delete()
