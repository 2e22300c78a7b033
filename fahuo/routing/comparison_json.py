"""A comparison and a replay as JSON: the same for the command line and for the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from fahuo.rating import quote_codec
from fahuo.rating.models import Quote
from fahuo.rating.services.quotes import Replay, answers
from fahuo.routing.services.compare import Comparison

Json = dict[str, Any]
_FIGURES = ("problem", "zone", "chargeable_weight_g", "currency", "charges", "rebate", "total", "net", "also")


def comparison_json(comparison: Comparison, *, quote_id: int | None, notes: Sequence[str] = ()) -> Json:
    """Return the question, the recommendation with its counterfactuals, every price with its sheet, and the rules."""
    draft = comparison.draft
    rules = draft.rules
    return {
        "quote": quote_id,
        "on": draft.on.isoformat(),
        "notes": list(notes),
        "asked": {"request": quote_codec.request_as_json(draft.request), **draft.wishes},
        "exchange": {
            "from": rules.exchange_from.isoformat() if rules.exchange_from else None,
            "source": rules.exchange_source,
            "yuan_per_unit": {code: str(rate) for code, rate in rules.yuan_per_unit.items()},
        },
        "recommendation": dict(comparison.advice),
        "rates": [{"key": service_key(answer), **answer} for answer in answers(draft)],
    }


def written(shown: Json) -> str:
    """Return JSON as text, a line for each value; many times as fast as `json.dumps` with an indent."""
    return msgspec.json.format(msgspec.json.encode(shown), indent=1).decode()


def replay_json(found: Replay) -> Json:
    """Return what was stored and what comes out again, service by service."""
    return {
        "quote": found.quote.pk,
        "on": found.quote.on.isoformat(),
        "same": found.same,
        "services": [
            {"service": one.service.key, "same": one.same, "stored": _figures(one.stored), "again": _figures(one.again)}
            for one in found.services
        ],
    }


def summary_json(quote: Quote) -> Json:
    """Return one quote as a line of a list."""
    request = quote.asked["request"]
    advice = quote.rates["advice"] or {}
    best = next((option for option in advice.get("options", ()) if option["service"] == advice.get("winner")), None)
    return {
        "quote": quote.pk,
        "created_at": quote.created_at.isoformat(),
        "on": quote.on.isoformat(),
        "country": quote.country,
        "postcode": request["postcode"],
        "weight_g": request["parcel"]["weight_g"],
        "winner": advice.get("winner"),
        "price": best["price"] if best else None,
        "currency": best["currency"] if best else None,
    }


def service_key(answer: Mapping[str, Any]) -> str:
    """Return `carrier/code` of a stored answer."""
    return f"{answer['service']['carrier']}/{answer['service']['code']}"


def _figures(answer: Mapping[str, Any]) -> Json:
    return {name: answer[name] for name in _FIGURES if name in answer}
