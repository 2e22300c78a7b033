"""Declarations: parcels become CEB303, CEB505 and CEB603, a hundred to a message, judged, checked, signed and packed.

Without a database; every parcel has an order number, waybill, goods and prices of its own, one to four lines.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from fahuo.compliance.case import Case, CebNodes
from fahuo.compliance.check import problems, stopping
from fahuo.customs.ceb import check, identities, write
from fahuo.customs.ceb.algorithms import ALGORITHMS
from fahuo.customs.ceb.envelope import Envelope, pack
from fahuo.customs.ceb.signature import sign, verify
from fahuo.customs.ceb.signers import Signer, signer_of
from fahuo.customs.ceb.split import batches
from fahuo.customs.domain.nodes import Filing, Item, Parcelled, Party, Told, list_node, order_node, waybill_node
from fahuo.rulebook.rules import Stage
from fahuo.trade.money import Money
from tests.bench.timing import cpu_seconds

_COUNT = 500
_AT = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)
_FIRM = Party("91330100799655058B", "杭州某某贸易有限公司")
_CARRIER = Party("91440300708461136T", "某某物流有限公司")
_FILING = Filing(
    consignor=_FIRM,
    agent=_FIRM,
    owner=_FIRM,
    platform=Party("无", "AliExpress"),
    district="2921",
    exit_port="2244",
    trade_mode="9610",
    statistics_flag="B",
    transport_mode="5",
    wrapping="2",
)
_COUNTRIES = (("DE", "304"), ("FR", "305"), ("BR", "410"), ("KR", "133"), ("US", "502"))
_TRANSFER = write.BaseTransfer(_FIRM.code, _FIRM.name, "DXPENT0000000001")


def measure() -> dict[str, float]:
    """Return declarations (three messages' nodes each) per CPU second, with SM2 and with RSA keys."""
    parcels = list(_parcels(random.Random(20261122)))
    told = Told(_AT, _AT.date())
    rates = {}
    for key, name in (("declare_per_s", "GM-2022"), ("declare_rsa_per_s", "RSA-SHA256")):
        made = identities.make(ALGORITHMS[name].keys, _FIRM.name, at=_AT)
        signer = signer_of(made.key, made.certificate)
        _prove(_declare(parcels, told, signer, name), signer)
        rates[key] = _COUNT / cpu_seconds(lambda signer=signer, name=name: _declare(parcels, told, signer, name))  # type: ignore[misc]
    return rates


def _declare(parcels: Sequence[tuple[str, Parcelled]], told: Told, signer: Signer, name: str) -> list[bytes]:
    """Return the packed messages; raise if a parcel breaks a rule or a message its schema."""
    packed = []
    for batch in batches(parcels):
        nodes = [_nodes(parcel, told) for _, parcel in batch]
        for (country, parcel), (order, waybill, inventory) in zip(batch, nodes, strict=True):
            _judge(country, parcel, CebNodes(order, waybill, inventory, signer_code=_FIRM.code, sender_code=_FIRM.code))
        for kind, place in (("CEB303", 0), ("CEB505", 1), ("CEB603", 2)):
            xml = write.message(kind, [three[place] for three in nodes], _TRANSFER, _guid())
            signed = sign(xml, signer, ALGORITHMS[name])
            if found := check.schema_problems(signed):
                raise RuntimeError(f"A message that breaks its schema: {found[0]}")
            packed.append(pack(Envelope(_guid(), _TRANSFER.dxpId, ("DXPEDC0000000001",), kind, _AT, signed)))
    return packed


def _nodes(parcel: Parcelled, told: Told) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    return (
        order_node(parcel, _FILING, told, _guid()),
        waybill_node(parcel, _FILING, told, _guid()),
        list_node(parcel, _FILING, told, _guid()),
    )


def _judge(country: str, parcel: Parcelled, nodes: CebNodes) -> None:
    case = Case(destination=country, value=Money(parcel.value, "CNY"), ceb=nodes)
    found = [one for one in stopping(problems(case, stage=Stage.DECLARATION, on=_AT.date())) if one.rule[:3] == "CE-"]
    if found:
        raise RuntimeError(f"A declaration that breaks a rule: {found[0]}")


def _prove(packed: Sequence[bytes], signer: Signer) -> None:
    """Look once whether what was packed is what customs would accept."""
    from fahuo.customs.ceb.envelope import unpack

    for content in packed:
        verify(unpack(content).content, [signer.certificate])
    if len(packed) != 3 * len(list(batches(range(_COUNT)))):
        raise RuntimeError("Messages are missing.")


def _parcels(chance: random.Random) -> Iterator[tuple[str, Parcelled]]:
    for number in range(_COUNT):
        iso, code = chance.choice(_COUNTRIES)
        items = tuple(_item(number, place, chance) for place in range(chance.randrange(1, 5)))
        yield (
            iso,
            Parcelled(
                order_number=f"81447{chance.randrange(10**11):011d}",
                waybill_number=f"YT26{number:012d}",
                cop_no=f"1-{number}-1",
                carrier=_CARRIER,
                country=code,
                items=items,
                currency="142",
                weight_g=(weight_g := chance.randrange(50, 3000)),
                net_g=weight_g,
                freight=Decimal(chance.randrange(500, 9000)) / 100,
                freight_currency="142",
            ),
        )


def _item(number: int, place: int, chance: random.Random) -> Item:
    quantity = chance.randrange(1, 5)
    name = "".join(chr(chance.randrange(0x4E00, 0x9000)) for _ in range(12))
    return Item(
        sku=f"SKU{number}-{place}",
        name=name,
        code=f"61{chance.randrange(10**8):08d}",
        model=f"0|0|{name}|棉100%|针织|无品牌",
        barcode="",
        unit="011",
        quantity=quantity,
        price=Decimal(chance.randrange(100, 20000)) / 100,
        first=("035", Decimal(chance.randrange(50, 900)) / 1000 * quantity),
        second=("011", Decimal(quantity)) if chance.random() < 0.5 else None,
    )


def _guid() -> str:
    return str(uuid.uuid4()).upper()
