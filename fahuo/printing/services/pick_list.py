"""Write a pick list: every parcel at its place, every SKU at its shelf.

A place means something within one batch only, and two batches of the same parcels may number them differently. A list
therefore takes the places of the batch that printed the labels of its parcels, and says of which batch its places are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import NamedTuple

from django.utils import timezone, translation

from fahuo.accounts.models import Seller
from fahuo.goods import page_queries as goods
from fahuo.goods.page_queries import ProductRow
from fahuo.kit.pdf import page_count
from fahuo.orders import queries as orders
from fahuo.orders.domain.goods import Wanted
from fahuo.printing import queries
from fahuo.printing.domain.wish import PICK_LIST, left_out_because
from fahuo.printing.models import PrintBatch, Printout
from fahuo.printing.pick_list import book, paper
from fahuo.printing.pick_list.content import Packed, PickList, PickParcel, pick_list, together
from fahuo.rating.words import carrier_name
from fahuo.shipments.models import Shipment
from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class WrittenPickList:
    """The file, empty when no parcel is left, and why which shipments are not in it."""

    content: bytes
    parcels: int = 0
    leaves: int = 0  # pages of a PDF; 1 for a workbook
    problems: dict[int, Problem] = field(default_factory=dict)


def write(
    *, seller: Seller, shipment_ids: Sequence[int], file_format: str, language: str, batch_number: str, at: datetime
) -> WrittenPickList:
    """Write one pick list for shipments, in the sequence and with the places of the batch that printed their labels.

    Where no batch printed all of them: as they are given, the first of them A-001 of `batch_number`; without such a
    number no places. `file_format` PDF or XLSX, `language` en or zh. A parcel that must not be packed (cancelled, not
    booked) is left out and its place stays empty.
    """
    places = {one: position for position, one in enumerate(dict.fromkeys(shipment_ids), start=1)}
    return _written(_Wish(seller, places, file_format, language, batch_number, at, is_of_labels=False))


def of_batch(*, batch: PrintBatch, file_format: str, language: str, at: datetime) -> WrittenPickList:
    """Write the pick list of a batch of labels: the parcels that are in it, each at the place its label bears."""
    rows = Printout.objects.filter(seller_id=batch.seller_id, batch=batch, problem={}).order_by("position")
    places = dict(rows.values_list("shipment_id", "position"))
    return _written(_Wish(batch.seller, places, file_format, language, str(batch.pk), at, is_of_labels=True))


class _Wish(NamedTuple):
    seller: Seller
    places: Mapping[int, int]
    file_format: str
    language: str
    batch_number: str
    at: datetime
    is_of_labels: bool  # the places are those of a batch of labels


def _written(wish: _Wish) -> WrittenPickList:
    picked, problems = _gather(wish)
    if not picked.parcels:
        return WrittenPickList(b"", problems=problems)
    content = {"PDF": paper.pdf, "XLSX": book.xlsx}[wish.file_format](picked, language=wish.language)
    leaves = page_count(content) if wish.file_format == "PDF" else 1
    return WrittenPickList(content, len(picked.parcels), leaves, problems)


def _gather(wish: _Wish) -> tuple[PickList, dict[int, Problem]]:
    """Read everything in four queries at most for any number of shipments."""
    rows = (
        Shipment.objects.filter(seller=wish.seller, id__in=wish.places)
        .select_related("order")
        .only("status", "carrier", "country", "waybill_number", "order__number")
    )
    found = {row.pk: row for row in rows}
    problems: dict[int, Problem] = {}
    for shipment_id in wish.places:
        row = found.get(shipment_id)
        if problem := left_out_because(row.status if row else None, PICK_LIST):
            problems[shipment_id] = problem
    packed = {pk: row for pk, row in found.items() if pk not in problems}
    batch_number, places = wish.batch_number, wish.places
    if not wish.is_of_labels and (labels := queries.label_places(wish.seller.pk, list(packed))):
        batch_number, places = str(labels[0]), labels[1]
    wanted = orders.wanted([row.order_id for row in packed.values()])
    products = goods.by_sku(wish.seller.pk, {one.sku for lines in wanted.values() for one in lines})
    with translation.override("zh-hans" if wish.language == "zh" else "en"):
        parcels = [
            _parcel(position, packed[pk], wanted.get(packed[pk].order_id, []), products)
            for pk, position in sorted(places.items(), key=itemgetter(1))
            if pk in packed
        ]
    made_at = timezone.localtime(wish.at)
    return pick_list(parcels, batch_number=batch_number, seller=wish.seller.name, made_at=made_at), problems


def _parcel(position: int, row: Shipment, lines: Sequence[Wanted], products: dict[str, ProductRow]) -> PickParcel:
    return PickParcel(
        position=position,
        order_number=row.order.number,
        waybill_number=row.waybill_number,
        carrier=carrier_name(row.carrier),
        country=row.country,
        goods=together(_packed(one, products.get(one.sku)) for one in lines),
    )


def _packed(one: Wanted, product: ProductRow | None) -> Packed:
    if product is None:  # taken out of the catalogue since it was booked: it is packed all the same
        return Packed(one.sku, one.quantity, "", "", "")
    return Packed(one.sku, one.quantity, product.shelf, product.title_en, product.title_zh)
