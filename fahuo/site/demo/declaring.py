"""The demo's export declarations: a firm with keys made on the spot, an emulated single window, and what it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from fahuo.accounts.models import Seller
from fahuo.carriers import registry
from fahuo.customs.ceb.algorithms import KeySort
from fahuo.customs.ceb.identities import make
from fahuo.customs.models import Declarant, Declaration
from fahuo.customs.services import declare, release, work
from fahuo.customs.services.declarant import Wish, file_carrier, save
from fahuo.customs.window import server
from fahuo.goods.models import Product
from fahuo.kit import clock
from fahuo.shipments.models import Shipment, Status
from fahuo.site.cli import progress
from fahuo.site.demo import window
from fahuo.trade.units import unit_code

ELEMENTS = Path(__file__).parent / "elements.tsv"
NO_UNIT = "-"
PASSWORD = "demo"  # noqa: S105 - of an emulator on loopback
WAIT = timedelta(minutes=5)  # on a slow machine; else seconds
# Of the right form and nobody's.
FIRM = {
    "declares": "SELF", "name": "深圳示例贸易有限公司", "account_name": "深圳示例贸易有限公司",
    "legal_person": "林示例",
    "uscc": "91440300MA000100XJ", "customs_code": "4403160001", "card_number": "S000000000001",
    "window_account": "demo", "window_state": "ACTIVE", "dxp_id": "DXPENT0000000001",
    "receiver_id": "DXPEDCCEB0000002", "algorithms": "GM-2022", "platform_code": "无", "platform_name": "AliExpress",
    "customs_district": "5300", "exit_port": "5301", "trade_mode": "9610", "statistics_flag": "A",
    "transport_mode": "5", "wrap_type": "2",
}  # fmt: skip
LEGAL_PERSON = "11010519491231002X"  # the example of the national standard


@dataclass(frozen=True, slots=True)
class Declared:
    """What declaring came to. `window`: lists in the window's book by their last code; `stays` by problem code."""

    parcels: int
    states: dict[str, int]
    window: dict[str, int]
    twice: int
    tendered: int
    stays: dict[str, int]


def declare_all(seller: Seller) -> Declared:
    """Declare every labelled parcel at an emulated window, take its receipts, and hand over what was released."""
    labelled = Shipment.objects.filter(seller=seller, status=Status.LABELLED)
    ids = list(labelled.order_by("pk").values_list("pk", flat=True))
    with server.running() as url, progress.bar("Declare", len(ids), always=True) as advance:
        window.register(_at_window(seller, url), url)
        done = declare.declare(seller=seller, person=None, shipment_ids=ids, at=clock.now())
        advance(len(done.problems))
        work.work_off(seller=seller, declaration_ids=done.declarations, at_most=WAIT, progress=advance)
        book = window.book(url)
    tendered = release.tender(seller=seller, person=None, shipment_ids=ids, at=clock.now())
    return _counted(seller, ids, book["documents"], tendered)


def prepare(seller: Seller) -> None:
    """Set the firm up with a key of its own, file its carriers, and state what is known of its goods."""
    own = make(KeySort.SM2, FIRM["name"], at=clock.now())
    wish = Wish(
        details={**FIRM, "window_uscc": FIRM["uscc"], "window_url": "http://127.0.0.1:9"},
        licence_endless=True,
        card_until=clock.now().date() + timedelta(days=3650),
        emulated=True,
        certificate=own.certificate,
        secrets={"signing_key": own.key.decode(), "window_password": PASSWORD, "legal_person_id": LEGAL_PERSON},
    )
    saved = save(seller=seller, person=None, wish=wish, at=clock.now())
    if saved.declarant is None:
        raise RuntimeError(f"The demo's firm was refused: {saved.problems}")
    for number, carrier in enumerate(registry.codes(), start=1):
        file_carrier(
            seller=seller, carrier=carrier, code=f"440396{number:04d}", name=registry.manifest(carrier).name_zh
        )


def _at_window(seller: Seller, url: str) -> Declarant:
    prepare(seller)
    _state_elements(seller)
    Declarant.objects.filter(seller=seller).update(window_url=url, receipts_after=0)
    return Declarant.objects.get(seller=seller)


def _state_elements(seller: Seller) -> None:
    """Write what the seller states of his goods, by family."""
    rows = (line.split("\t") for line in ELEMENTS.read_text(encoding="utf-8").splitlines() if line[:1] not in "#")
    families = {row[0]: row[1:] for row in rows}
    products = [one for one in Product.objects.filter(seller=seller) if one.sku.partition("-")[0] in families]
    for product in products:
        sale, first, second, said = families[product.sku.partition("-")[0]]
        product.sale_unit, product.first_unit = unit_code(sale) or "", unit_code(first) or ""
        product.second_unit = NO_UNIT if second == NO_UNIT else unit_code(second) or ""
        product.brand_type, product.model_number = "0", product.sku
        product.elements = {"出口享惠情况": "0", **dict(one.split("=", 1) for one in said.split(";"))}
    columns = ["sale_unit", "first_unit", "second_unit", "brand_type", "model_number", "elements"]
    Product.objects.bulk_update(products, columns)


def _counted(
    seller: Seller, ids: Sequence[int], documents: Sequence[dict[str, Any]], tendered: release.Tendered
) -> Declared:
    states = Counter(Declaration.objects.filter(seller=seller).values_list("state", flat=True))
    lists = [one for one in documents if one["kind"] == "CEB603"]
    waybills = Counter(one["key"][1] for one in documents if one["kind"] == "CEB505")
    drafts = Declaration.objects.filter(seller=seller, state="DRAFT").values_list("shipment_id", "problems")
    lacks = {pk: {problem.code for problem in found} for pk, found in tendered.problems.items()}
    for shipment_id, found in drafts:
        lacks.setdefault(shipment_id, set()).update(one["code"] for one in found if "severity" not in one)
        lacks[shipment_id].discard("DECLARATION_MISSING")  # what keeps it from being declared says more
    stays = Counter(code for found in lacks.values() for code in found)
    return Declared(
        parcels=len(ids),
        states=dict(states.most_common()),
        window=dict(Counter(one["last_code"] for one in lists).most_common()),
        twice=sum(times > 1 for times in waybills.values()),
        tendered=len(tendered.done),
        stays=dict(stays.most_common()),
    )
