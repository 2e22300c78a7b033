"""The services compared for a parcel that need not be an order: every price, the advice, and the quote of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fahuo import rulebook
from fahuo.accounts.models import Person, Seller
from fahuo.compliance.checks.address import postcode_problem
from fahuo.rating.domain import codes
from fahuo.rating.domain.case import case
from fahuo.rating.domain.quote import DECLARED_VALUE_MISSING, Priced, price
from fahuo.rating.domain.rules import MonthVolume
from fahuo.rating.models import Quote
from fahuo.rating.services import quotes
from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain.recommendation import BY_SCORE
from fahuo.routing.domain.request import RouteContext, RouteRequest
from fahuo.routing.domain.templates import Templates
from fahuo.routing.queries import route_rules
from fahuo.routing.services.recommend import DETAILED, recommend
from fahuo.trade.address import Address
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

_NO_VOLUME = MonthVolume()


class CannotCompare(ValueError):
    """No service can be priced for this question. `problem` says why; who must act: whoever asked."""

    def __init__(self, problem: Problem) -> None:
        """Keep the problem."""
        super().__init__(f"{problem.code} {problem.field} {problem.detail}")
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Asked:
    """A parcel to a place. `valued` is False when nobody gave a declared value: then what needs one is not priced.

    `assumed`: the contracts are not the seller's own, every carrier counts as contracted.
    """

    route: RouteRequest
    valued: bool = True
    assumed: bool = False

    def wishes(self) -> dict[str, Any]:
        """Return what was asked beside the parcel, as it is stored."""
        promised = self.route.promised_on
        return {
            "valued": self.valued,
            "assumed": self.assumed,
            "chosen_service": self.route.chosen_service,
            "promised_on": promised.isoformat() if promised else None,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The advice as JSON (`Recommendation.as_json`), and the draft of the quote it stands on."""

    asked: Asked
    advice: Mapping[str, Any]
    draft: quotes.Draft


def parcel_to(
    country: str,
    postcode: str,
    parcel: Parcel,
    *,
    level: str = "",
    promised_on: date | None = None,
    insured: bool = False,
    return_label: bool = False,
    on: date,
) -> RouteRequest:
    """Return the question about a parcel that is no order: what a recipient brings (name, tax number) counts as given.

    `level` is what the buyer chose; raise `CannotCompare` for one that no platform offers on that day.
    """
    chosen = _platform_key(level, on) if level else ""
    if level and not chosen:
        raise CannotCompare(Problem("BUYER_LEVEL_UNKNOWN", "buyer_level", level))
    place = Address(name="Recipient", country=country, street="", postcode=postcode, tax_id="given")
    return RouteRequest(
        key="",
        destination=place,
        remote_area="",
        parcel=parcel,
        chosen_service=chosen,
        promised_on=promised_on,
        insured=insured,
        return_label=return_label,
    )


def compare(
    asked: Asked, *, context: RouteContext, seller_id: int | None = None, templates: Templates | None = None
) -> Comparison:
    """Price and judge every service for one parcel; raise `CannotCompare` where the question allows no answer.

    `seller_id`: at the prices of this seller's own rate sheets; without one the shipped samples count.
    """
    on, route = context.on, asked.route
    try:
        table = rate_table(on=on, seller_id=seller_id)
        reckoned = case(route.rate_request(), table.rules)
        _refuse(reckoned.problem or postcode_problem(reckoned.request.country, reckoned.request.postcode))
        if not any(table.sheets):
            _refuse(Problem(codes.NO_RATE_SHEET, "on", on.isoformat()))
        if asked.valued and reckoned.yuan is None:
            _refuse(Problem(codes.NO_EXCHANGE_RATE, "parcel.value", reckoned.value.currency))
        advice = recommend(
            [route],
            context=context,
            detailed=len(table.services),
            workings=DETAILED,  # the draft has those of every service
            rate=table,
            templates=templates,
        )[0].as_json()
    except rulebook.NoValueOnDate as error:
        raise CannotCompare(Problem(codes.NO_RATE_SHEET, "on", on.isoformat())) from error
    volumes = context.volumes()
    priced = [
        price(service, sheet, reckoned, volumes.get(service.carrier, _NO_VOLUME), on=on, valued=asked.valued)
        for service, sheet in zip(table.services, table.sheets, strict=True)
    ]
    if not asked.valued:
        advice = _without_value(advice, priced)
    draft = quotes.Draft(reckoned.request, table.rules, on, priced, asked.wishes(), advice)
    return Comparison(asked, advice, draft)


def keep(comparison: Comparison, *, seller: Seller, person: Person | None, at: datetime) -> Quote:
    """Keep what was compared as a quote that can be replayed."""
    return quotes.keep(seller=seller, person=person, draft=comparison.draft, at=at)


def _platform_key(level: str, on: date) -> str:
    """Return a platform's key of a level, empty when there is none."""
    try:
        levels = route_rules(on=on).level_of
    except rulebook.NoValueOnDate as error:
        raise CannotCompare(Problem(codes.NO_RATE_SHEET, "on", on.isoformat())) from error
    return next((key for key, found in levels.items() if found == level), "")


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise CannotCompare(problem)


def _without_value(advice: Mapping[str, Any], priced: list[Priced]) -> dict[str, Any]:
    """Exclude what was priced without a value that it needs; if that is the winner, the best of the rest wins."""
    missing = {
        answer.service.key: answer.result
        for answer in priced
        if isinstance(answer.result, Problem) and answer.result.code == DECLARED_VALUE_MISSING
    }
    kept = [option for option in advice["options"] if "exclusion" not in option and option["service"] not in missing]
    shut = [
        _excluded(option, missing[option["service"]]) if "exclusion" not in option else option
        for option in advice["options"]
        if option not in kept
    ]
    told = {**advice, "options": [*kept, *shut], "template": _unused(advice, missing)}
    if advice["winner"] in {option["service"] for option in kept}:  # a template may have chosen another than the best
        changes = [change for change in advice["counterfactuals"] if change["service"] not in missing]
        return {**told, "counterfactuals": changes}
    # What changes save was reckoned against a winner that is none, so nothing is said of them.
    return {
        **told,
        "winner": kept[0]["service"] if kept else None,
        "decided_by": BY_SCORE,
        "counterfactuals": [],
    }


def _unused(advice: Mapping[str, Any], missing: Mapping[str, Problem]) -> dict[str, Any] | None:
    """Return the template that matches, with what excludes its service when that is its missing value."""
    template: dict[str, Any] | None = advice["template"]
    if template is None or template["service"] not in missing or "exclusion" in template:
        return template
    return {**template, "used": False, "exclusion": missing[template["service"]].as_dict()}


def _excluded(option: Mapping[str, Any], problem: Problem) -> dict[str, Any]:
    named = {name: option[name] for name in ("service", "name_en", "name_zh")}
    return {**named, "exclusion": problem.as_dict()}
