"""Ask the rule book about parcels that are to be declared or handed over: one case a parcel, one function."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fahuo.compliance import check
from fahuo.compliance.case import Case, CebNodes, Ordered, SellerFacts
from fahuo.customs.ceb.values import beijing_day
from fahuo.customs.domain.composing import SUMMARY
from fahuo.customs.domain.fitness import problems_of
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.readiness import Holder
from fahuo.customs.queries.papers import listed_service
from fahuo.orders.rules import dollars
from fahuo.rulebook.rules import Stage
from fahuo.shipments.queries import Work
from fahuo.trade.label import CustomsForm
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

Nodes = Mapping[str, Mapping[str, Any]]
NO_NODES: Nodes = {}


def judged(
    work: Work, *, holder: Holder | None, paid: Mapping[str, Money], nodes: Nodes = NO_NODES, at: datetime
) -> tuple[Problem, ...]:
    """Return what its invoice lacks, and what the rules in force at declaration find wrong with a parcel.

    `nodes` are its messages by kind.
    """
    on = beijing_day(at)
    # The form counts for CN 22 only.
    invoice = problems_of(work.booking.parcel.lines, PaperKind.INVOICE, CustomsForm.CN22)
    return (*invoice, *check.problems(_case(work, holder, paid, nodes, on), stage=Stage.DECLARATION, on=on))


def _case(work: Work, holder: Holder | None, paid: Mapping[str, Money], nodes: Nodes, on: date) -> Case:
    booking = work.booking
    return Case(
        destination=booking.recipient.country,
        recipient=booking.recipient,
        sender=booking.sender,
        ordered=tuple(Ordered(place, line.sku, line) for place, line in enumerate(booking.parcel.lines)),
        value=booking.parcel.value,
        paid=paid,
        to_usd=dollars(on),
        numbers=booking.customs,
        service=listed_service(work.carrier, booking.service_code),
        ddp=booking.ddp,
        prefers_rebate=holder["statistics_flag"] == SUMMARY if holder and holder["statistics_flag"] else None,
        exported_on=on,
        seller=_seller(holder) if holder else None,
        ceb=_messages(nodes, holder) if nodes else None,
    )


def _messages(nodes: Nodes, holder: Holder | None) -> CebNodes:
    signer = (holder["customs_code"] or holder["uscc"]) if holder else ""
    return CebNodes(
        order=nodes.get("CEB303"),
        waybill=nodes.get("CEB505"),
        inventory=nodes.get("CEB603"),
        port_asks_receipts=bool(holder and holder["port_asks_receipts"]),
        signer_code=signer,
        sender_code=signer,
    )


def _seller(holder: Holder) -> SellerFacts:
    return SellerFacts(
        name=holder["name"],
        uscc=holder["uscc"],
        customs_code=holder["customs_code"],
        licence_until=holder.licence_until,
        account_name=holder["account_name"],
        legal_person_id=holder.legal_person_id,
        card_number=holder["card_number"],
        card_until=holder.card_until,
        window_account=holder["window_account"],
        window_state=holder["window_state"],
        window_uscc=holder["window_uscc"],
        is_sole_proprietor=holder["is_sole_proprietor"] == "yes",
    )
