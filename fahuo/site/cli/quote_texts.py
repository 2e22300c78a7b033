"""What `fahuo quote` prints for people: its JSON (`routing.comparison_json`) as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fahuo.rating.words import CHARGES, LEVELS, carrier_name
from fahuo.routing.domain.explain import explain_change
from fahuo.trade import error_book

Json = dict[str, Any]
# What to do about a part of the question, which here is an option and no order.
_OPTIONS = {
    "address.country": "Write the two letters of a country: --to DE.",
    "address.postcode": "Write it as the destination does; without --postcode a place that is not remote is priced.",
    "parcel.weight_g": "Correct --weight and --quantity.",
    "parcel.size": "Correct --size and --quantity.",
    "buyer_level": "Take an official level: --buyer-level STANDARD, or leave it out.",
}
WHO = {
    "clerk": "",
    "owner": " Who must act: the owner of the shop.",
    "operator": " Who must act: the operator of this installation.",
    "developer": " Who must act: the developers of Fahuo.",
}


def text(shown: Json) -> str:
    """Return the comparison as lines: open services best first, excluded ones, what would change it."""
    rates = {rate["key"]: rate for rate in shown["rates"]}
    advice = shown["recommendation"]
    lines = [_head(shown), *shown["notes"], ""]
    for place, option in enumerate(_open(advice), 1):
        lines += [*_option(place, option, rates[option["service"]], best=option["service"] == advice["winner"]), ""]
    if not _open(advice):
        lines += ["No service takes it.", ""]
    lines += _excluded(advice)
    lines += _changes(advice)
    if shown["quote"] is None:
        lines.append("Not kept as a quote.")
    else:
        lines.append(f"Quote {shown['quote']}. Reckon it again: fahuo quote replay {shown['quote']}")
    return "\n".join(lines)


def replay_text(shown: Json) -> str:
    """Return a line per service; charges of both where they differ."""
    lines = [f"Quote {shown['quote']} of {shown['on']}, reckoned again from what was stored with it."]
    for one in shown["services"]:
        stored, again = one["stored"], one["again"]
        verdict = "same" if one["same"] else "DIFFERS"
        lines.append(f"  {verdict:<8}{one['service']:<44}{_sum(stored):>16}{_sum(again):>16}")
        if not one["same"]:
            lines += [f"          stored  {charge}" for charge in stored.get("charges", ())]
            lines += [f"          again   {charge}" for charge in again.get("charges", ())]
    lines.append("All the same to the cent." if shown["same"] else "Some differ: both sums are shown above.")
    return "\n".join(lines)


def summary_line(row: Json) -> str:
    """Return one quote as a line."""
    price = f"{row['price']} {row['currency']}" if row["price"] else "no service"
    place = f"{row['country']} {row['postcode']}".strip()
    return f"{row['quote']:>8}  {row['on']}  {place:<14}{row['weight_g']:>8} g  {row['winner'] or '—':<40}{price:>16}"


def problem_sentence(problem: Mapping[str, str]) -> str:
    """Return a problem of the question as a sentence: what, where, what to do, and who must if not the asker."""
    entry = error_book.entry(problem["code"])
    detail = f" ({problem['detail']})" if problem["detail"] else ""
    if fix := _OPTIONS.get(problem["field"]):
        return f"{entry.title_en}{detail}. {fix}"
    return f"{entry.title_en}{detail}. {entry.fix_en}{WHO[entry.who]}"


def _head(shown: Json) -> str:
    request = shown["asked"]["request"]
    parcel = request["parcel"]
    sides = " × ".join(str(parcel["size"][side]) for side in ("length_mm", "width_mm", "height_mm"))
    cargo = ", ".join(sorted({line["cargo_class"] for line in parcel["lines"]}))
    place = f"{request['country']} {request['postcode']}".strip()
    return f"To {place}: {parcel['weight_g']} g, {sides} mm, {cargo}; prices of {shown['on']}"


def _open(advice: Mapping[str, Any]) -> list[Any]:
    return [option for option in advice["options"] if "exclusion" not in option]


def _option(place: int, option: Mapping[str, Any], rate: Mapping[str, Any], *, best: bool) -> Iterator[str]:
    carrier = carrier_name(option["service"].partition("/")[0])
    price = f"{option['price']} {option['currency']}"
    also = " = ".join(f"{amount} {code}" for code, amount in rate["also"].items() if code != option["currency"])
    mark = "  recommended" if best else ""
    yield f"{place:>2}. {option['name_en']}, {carrier} ({option['service']}){mark}"
    yield f"    {price}{f' = {also}' if also else ''}; {_days(option)}; {LEVELS[option['level']]}{_sample(rate)}"
    for kind, amount, working in rate["charges"]:
        yield f"      {CHARGES[kind]!s:<22}{amount:>10}  {working}"
    if rate["rebate"]:
        kind, amount, working = rate["rebate"]
        yield f"      {CHARGES[kind]!s:<22}{amount:>10}  {working}; after it {rate['net']} {rate['currency']}"
    parts = ", ".join(
        f"{reason['dimension']} {reason['points']:.2f}" for reason in option["reasons"] if reason["points"]
    )
    yield f"      score {option['score']:.2f} {option['unit']}: {parts}"


def _sample(rate: Mapping[str, Any]) -> str:
    return "; sample prices" if rate["sample"] else ""


def _days(option: Mapping[str, Any]) -> str:
    low, high = option["days"]
    expected = option.get("expected_days")
    on_time = option.get("on_time")
    middle = f", {expected:g} expected" if expected is not None else ""
    sure = f", on time with {on_time:.0%}" if on_time is not None else ""
    return f"{low}–{high} days{middle}{sure}"


def _excluded(advice: Mapping[str, Any]) -> Iterator[str]:
    shut = [option for option in advice["options"] if "exclusion" in option]
    if shut:
        yield "Excluded:"
        for option in shut:
            problem = option["exclusion"]
            detail = f" ({problem['detail']})" if problem["detail"] else ""
            entry = error_book.entry(problem["code"])
            yield f"  {option['service']:<40}{entry.title_en}{detail}"
            yield f"  {'':<40}→ {entry.fix_en} ({entry.who})"
        yield ""


def _changes(advice: Mapping[str, Any]) -> Iterator[str]:
    changes = advice.get("counterfactuals") or ()
    if changes:
        names = {option["service"]: option["name_en"] for option in advice["options"]}
        yield "What would change it:"
        for found in changes:
            yield f"  {explain_change(found, 'en', service_name=names.get(found['service'], ''))}"
        yield ""


def _sum(answer: Mapping[str, Any]) -> str:
    return f"{answer['total']} {answer['currency']}" if "total" in answer else answer["problem"]["code"]
