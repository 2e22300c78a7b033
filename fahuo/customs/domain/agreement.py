"""Whether a paper agrees with itself and with what was booked: the rules of papers (CI, PF), asked before it is set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from fahuo import compliance
from fahuo.compliance.case import Case, PaperFacts
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import Paper
from fahuo.rulebook.rules import Stage
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

_FAMILIES = ("CI-", "PF-")
_FORMS = {PaperKind.CN22: "CN22", PaperKind.CN23: "CN23"}


def disagreements(paper: Paper, *, on: date, to_usd: Mapping[str, Decimal]) -> tuple[Problem, ...]:
    """Return what the rules find wrong with a paper itself; everything else of the parcel was judged before."""
    case = Case(
        destination=paper.case.consignee.country,
        recipient=paper.case.consignee,
        to_usd=to_usd,
        ddp=paper.case.ddp,
        papers=facts_of(paper),
    )
    found = compliance.problems(case, stage=Stage.DECLARATION, on=on)
    return tuple(problem for problem in found if problem.rule.startswith(_FAMILIES))


def facts_of(paper: Paper) -> PaperFacts:
    """Return what a paper says. A packing list states no values, so it is asked for none."""
    values = paper.kind.shows_value
    lines = tuple((Decimal(row.quantity), row.unit_value, row.amount) for row in paper.rows)
    return PaperFacts(
        invoice_lines=lines if values else (),
        invoice_total=Money(paper.amount, paper.currency),
        declared_values={"booking": paper.case.declaration.value} if values else {},
        net_weight_g=paper.net_g,
        gross_weight_g=paper.gross_g,
        label_weight_g=paper.case.weight_g,
        packed_quantity=paper.quantity,
        incoterm=paper.incoterm if paper.kind is PaperKind.INVOICE else "",
        form=_FORMS.get(paper.kind, ""),
        consignee=paper.case.consignee,
    )
