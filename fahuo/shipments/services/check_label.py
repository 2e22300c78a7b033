"""A label counts as printable only after it was rasterised at printer resolution and read back."""

from __future__ import annotations

from fahuo.carriers.errors import NotReady
from fahuo.labels import carrier
from fahuo.labels.fitness import problems_of
from fahuo.labels.own_check import check_own, expectation_of
from fahuo.labels.render import render
from fahuo.shipments import domain
from fahuo.shipments.label_content import label_content
from fahuo.shipments.queries import Work
from fahuo.shipments.services.desk import patience
from fahuo.shipments.services.record import CheckedLabel, LabelOutcome
from fahuo.trade.label import LabelFile
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

# A label that does not read may be a torn transfer: fetch it again this often before a person looks.
FETCHES = 3


def carrier_label(file: LabelFile, waybill: Waybill, *, calls: int) -> LabelOutcome:
    """Read the carrier's label back; fetch it again when it does not hold the waybill's number."""
    check = carrier.check(file.content, barcode=waybill.barcode)
    if check.passed:
        return CheckedLabel.of("CARRIER", file.content)
    problem = check.problem or Problem("LABEL_UNREADABLE")
    wait = domain.Attempt(calls, patience()).wait_after(NotReady("The label does not read."))
    return domain.Pending(wait, problem) if calls < FETCHES else domain.Review(problem)


def own_label(row: Work, waybill: Waybill) -> LabelOutcome:
    """Draw our own label, for carriers that give none, and read it back."""
    content = label_content(row, waybill)
    if unfit := problems_of(content):
        return domain.Review(unfit[0])
    pdf = render([content])
    check = check_own(pdf, [expectation_of(content)])[0]
    if check.passed:
        return CheckedLabel.of("OWN", pdf)
    return domain.Review(check.problem or Problem("LABEL_UNREADABLE"))
