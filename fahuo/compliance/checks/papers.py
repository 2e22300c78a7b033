"""What papers say: HS codes, origins, sums, weights, values and parties that must agree (CI, HS, OR and PF rules)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo import rulebook
from fahuo.compliance.amounts import in_usd
from fahuo.compliance.case import Case, Ordered
from fahuo.compliance.nomenclature import subheadings
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.label import CustomsForm
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

_SDR = "XDR"
_NO_RATE = "LIST_CHANNEL_NO_RATE"
_DIGITS = re.compile(r"[0-9]+")
_HUNDRED = Decimal(100)


def hs_code_invalid(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A code that is given has the digits that are allowed, and its first six are in the nomenclature (HS-01)."""
    for line in case.ordered:
        given = line.goods.hs_code if line.goods else ""
        if given and not _is_hs_code(given, value["digits"]):
            yield _at(line, code, "hs_code", f"{line.sku}: {given}")


def hs_code_short(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A code has as many digits as the destination asks for (HS-02, US-04); `by: post` asks of postal parcels only."""
    wanted = value.get(case.destination)
    if wanted is None or (value.get("by") == "post" and not case.postal):
        return
    for line in case.ordered:
        given = line.goods.hs_code if line.goods else ""
        if given and len(given) < wanted:
            yield _at(line, code, "hs_code", f"{line.sku}: {given} < {wanted}")


def origin_unknown(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """An origin that is given is a country (OR-01)."""
    for line in case.ordered:
        if line.goods and line.goods.origin and line.goods.origin not in ISO_COUNTRIES:
            yield _at(line, code, "origin", f"{line.sku}: {line.goods.origin}")


def origin_elsewhere(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """What leaves China and was made elsewhere is pointed out (OR-01)."""
    if case.sender is not None and case.sender.country != value["from"]:
        return
    for line in case.ordered:
        if line.goods and line.goods.origin in ISO_COUNTRIES and line.goods.origin != value["usual"]:
            yield _at(line, code, "origin", f"{line.sku}: {line.goods.origin}")


def invoice_sum(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Lines are quantity times price, and with charges and discount they give the total (CI-01)."""
    papers, tolerance = case.papers, Decimal(value["tolerance"])
    if papers is None:
        return
    for place, (quantity, price, amount) in enumerate(papers.invoice_lines):
        if abs(quantity * price - amount) > tolerance:
            yield Problem(code, f"lines[{place}].value", f"{quantity} × {price} ≠ {amount}")
    charges = [part for part in (papers.freight, papers.insurance) if part]
    due = sum((line[2] for line in papers.invoice_lines), Decimal(0)) + sum(
        (part.amount for part in charges), Decimal(0)
    )
    due -= papers.discount.amount if papers.discount else 0
    if abs(due - papers.invoice_total.amount) > tolerance:
        yield Problem(code, "papers.invoice_total", f"{due} ≠ {papers.invoice_total.amount}")


def invoice_zero(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Nothing that was sold is worth nothing, and one paper has one currency (CI-02)."""
    papers = case.papers
    if papers is None:
        return
    for place, (_quantity, price, _amount) in enumerate(papers.invoice_lines):
        if price <= 0:
            yield Problem(code, f"lines[{place}].unit_value", str(price))
    parts = (papers.freight, papers.insurance, papers.discount)
    currencies = {papers.invoice_total.currency, *(part.currency for part in parts if part)}
    if len(currencies) > 1:
        yield Problem(code, "papers.currency", " / ".join(sorted(currencies)))


def packing_differs(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The packing list counts what the invoice counts, and net is below gross (CI-03)."""
    papers = case.papers
    if papers is None:
        return
    invoiced = sum((line[0] for line in papers.invoice_lines), Decimal(0))
    if papers.packed_quantity and papers.invoice_lines and invoiced != papers.packed_quantity:
        yield Problem(code, "papers.quantity", f"{papers.packed_quantity} ≠ {invoiced}")
    if papers.gross_weight_g and papers.net_weight_g > papers.gross_weight_g:
        yield Problem(code, "papers.weight", f"{papers.net_weight_g} g > {papers.gross_weight_g} g")


def weight_differs(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The weight on the papers is close to that on the label (CI-03)."""
    papers = case.papers
    if papers is None or not papers.label_weight_g or not papers.gross_weight_g:
        return ()
    apart = abs(papers.gross_weight_g - papers.label_weight_g)
    if apart <= max(value["grams"], papers.label_weight_g * value["percent"] / 100):
        return ()
    return (Problem(code, "papers.weight", f"{papers.gross_weight_g} g / {papers.label_weight_g} g"),)


def values_differ(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Wherever the value is stated it is the invoice's, in the currency of the place (CI-04)."""
    papers = case.papers
    if papers is None:
        return
    tolerance = Decimal(value["tolerance"])
    for place, stated in papers.declared_values.items():
        due = _in(case, papers.invoice_total, stated.currency)
        if due is not None and abs(due - stated.amount) > tolerance:
            yield Problem(code, f"papers.{place}", f"{stated} ≠ {papers.invoice_total}")


def value_low(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """What is declared for a unit is no small part of what the buyer paid for it (CI-05)."""
    for line in case.ordered:
        paid = case.paid.get(line.sku)
        if line.goods is None or paid is None or paid.amount <= 0:
            continue
        declared = _in(case, line.goods.unit_value, paid.currency)
        if declared is not None and declared * _HUNDRED < paid.amount * value["percent"]:
            yield _at(line, code, "unit_value", f"{line.sku}: {line.goods.unit_value} / {paid}")


def consignee_differs(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The papers name the recipient who is on the label (CI-06)."""
    named = case.papers.consignee if case.papers else None
    if named is None or case.recipient is None:
        return
    for field in ("name", "country", "postcode"):
        if getattr(named, field).strip() != getattr(case.recipient, field).strip():
            yield Problem(code, f"papers.consignee.{field}")


def incoterm_differs(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """The papers say DDP when the service is, and only then (CI-07)."""
    said = case.papers.incoterm if case.papers else ""
    if not said or case.ddp is None or (said == "DDP") == case.ddp:
        return ()
    return (Problem(code, "papers.incoterm", said),)


def postal_form(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """A CN 22 is written only within its limits of value and weight (PF-01)."""
    papers = case.papers
    if papers is None or papers.form != CustomsForm.CN22:
        return ()
    limit = rulebook.value(value, on=on)
    worth = _in(case, papers.invoice_total, _SDR)
    if worth is not None and worth <= limit["value"] and papers.gross_weight_g <= limit["weight_g"]:
        return ()
    return (Problem(code, "lines", f"{papers.invoice_total}, {papers.gross_weight_g} g"),)


def list_channel_over(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """What goes to a firm or an overseas warehouse is small enough for the list channel (CN-02)."""
    head = case.ceb.inventory if case.ceb else None
    if head is None or case.value is None or head.get("tradeMode") not in value["modes"]:
        return ()
    worth = _in(case, case.value, value["currency"])
    if worth is None:  # a limit that cannot be checked is not kept
        return (Problem(_NO_RATE, "value", f"{case.value}, {on.isoformat()}"),)
    if worth <= value["up_to"]:
        return ()
    return (Problem(code, "value", f"{case.value} > {value['up_to']} {value['currency']}"),)


def _is_hs_code(given: str, lengths: tuple[int, ...]) -> bool:
    return len(given) in lengths and _DIGITS.fullmatch(given) is not None and given[:6] in subheadings()


def _in(case: Case, money: Money, currency: str) -> Decimal | None:
    """Return an amount in another currency, None while a rate is missing."""
    if money.currency == currency:
        return money.amount
    usd, one = in_usd(case, money), in_usd(case, Money(Decimal(1), currency))
    return None if usd is None or not one else usd / one


def _at(line: Ordered, code: str, field: str, detail: str) -> Problem:
    return Problem(code, f"lines[{line.position}].{field}", detail)


CHECKS: Mapping[str, Any] = {
    "hs_code_invalid": hs_code_invalid,
    "hs_code_short": hs_code_short,
    "origin_unknown": origin_unknown,
    "origin_elsewhere": origin_elsewhere,
    "invoice_sum": invoice_sum,
    "invoice_zero": invoice_zero,
    "packing_differs": packing_differs,
    "weight_differs": weight_differs,
    "values_differ": values_differ,
    "value_low": value_low,
    "consignee_differs": consignee_differs,
    "incoterm_differs": incoterm_differs,
    "postal_form": postal_form,
    "list_channel_over": list_channel_over,
}
