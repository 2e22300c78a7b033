"""The nodes that speak of many lists: master list (CEB607), departure (CEB509), summary application (CEB701)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fahuo.customs.ceb.values import kilograms, moment
from fahuo.customs.domain.nodes import DECLARE, NEW, Filing, Party, plain

LINES_A_MESSAGE = 100
BY_LISTS = "1"


@dataclass(frozen=True, slots=True)
class Listed:
    """One list under a master bill: its waybill, the number that customs gave, the bag it lies in."""

    waybill_number: str
    invt_no: str
    bag_number: str = ""


@dataclass(frozen=True, slots=True)
class Bill:
    """A master bill and what carries it. `domestic`: what brings the goods to the port."""

    bill_no: str
    transport_name: str
    voyage_no: str
    domestic: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Which message of how many a node is."""

    number: int
    count: int


def parts(rows: Sequence[Any]) -> list[tuple[Place, Sequence[Any]]]:
    """Cut rows into messages of a hundred lines, each knowing its place."""
    starts = range(0, len(rows), LINES_A_MESSAGE)
    cut = [rows[start : start + LINES_A_MESSAGE] for start in starts]
    return [(Place(number, len(cut)), part) for number, part in enumerate(cut, start=1)]


def master_node(  # noqa: PLR0917 - the parts of one message
    bill: Bill, carrier: Party, filing: Filing, cop_no: str, weight_g: int, place: Place, lines: Sequence[Listed],
    *, at: datetime, guid: str,
) -> dict[str, Any]:  # fmt: skip
    """Return the node of CEB607."""
    return {
        **_opening(guid, at, filing, cop_no),
        "agentCode": filing.agent.code,
        "agentName": filing.agent.name,
        **_optional(loctNo=filing.site),
        "trafMode": filing.transport_mode,
        "trafName": bill.transport_name,
        "voyageNo": bill.voyage_no,
        "billNo": bill.bill_no,
        **_optional(domesticTrafNo=bill.domestic),
        "grossWeight": plain(kilograms(weight_g)),
        **_carrier(carrier),
        **_place(place),
        "lines": [
            {
                "gnum": str(number),
                **_optional(totalPackageNo=line.bag_number),
                "logisticsNo": line.waybill_number,
                "invtNo": line.invt_no,
            }
            for number, line in enumerate(lines, start=1)
        ],
    }


def departure_node(  # noqa: PLR0917 - the parts of one message
    bill: Bill, carrier: Party, filing: Filing, cop_no: str, left_at: datetime, place: Place,
    lines: Sequence[Listed], *, at: datetime, guid: str,
) -> dict[str, Any]:  # fmt: skip
    """Return the node of CEB509."""
    return {
        **_opening(guid, at, filing, cop_no),
        **_carrier(carrier),
        "trafMode": filing.transport_mode,
        "trafName": bill.transport_name,
        "voyageNo": bill.voyage_no,
        "billNo": bill.bill_no,
        "leaveTime": moment(left_at),
        **_place(place),
        "lines": [
            {
                "gnum": str(number),
                **_optional(totalPackageNo=line.bag_number),
                "logisticsNo": line.waybill_number,
            }
            for number, line in enumerate(lines, start=1)
        ],
    }


def summary_node(
    parties: Mapping[str, str], cop_no: str, place: Place, invt_nos: Sequence[str], *, at: datetime, guid: str
) -> dict[str, Any]:
    """Return the node of CEB701 over lists that are named. `parties`: as these lists state them."""
    return {
        "guid": guid,
        "appType": NEW,
        "appTime": moment(at),
        "appStatus": DECLARE,
        "copNo": cop_no,
        **parties,
        "declAgentCode": parties["agentCode"],
        "declAgentName": parties["agentName"],
        "summaryFlag": BY_LISTS,
        "itemNameFlag": BY_LISTS,
        **_place(place),
        "lines": [{"invtNo": number} for number in invt_nos],
    }


def _opening(guid: str, at: datetime, filing: Filing, cop_no: str) -> dict[str, str]:
    return {
        "guid": guid,
        "appType": NEW,
        "appTime": moment(at),
        "appStatus": DECLARE,
        "customsCode": filing.district,
        "copNo": cop_no,
    }


def _carrier(carrier: Party) -> dict[str, str]:
    return {"logisticsCode": carrier.code, "logisticsName": carrier.name}


def _place(place: Place) -> dict[str, str]:
    return {"msgCount": str(place.count), "msgSeqNo": str(place.number)}


def _optional(**values: str) -> dict[str, str]:
    return {name: value for name, value in values.items() if value}
