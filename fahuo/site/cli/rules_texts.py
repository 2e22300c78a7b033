"""Rules and what they find, as JSON and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from fahuo import compliance
from fahuo.compliance.rules import touching
from fahuo.rulebook.rules import Rule, Stage
from fahuo.trade import error_book
from fahuo.trade.problem import Severity

_ORDER = tuple(Severity)


def checked(case: compliance.Case, *, on: date, today: date, older_than: int) -> dict[str, Any]:
    """Return the rules in force for a case, what they find wrong at which stage, and which are old."""
    rules = [
        {
            **rule_json(rule, history=False),
            "value": plain(dated.value),
            "since": str(dated.valid_from),
            "source": dated.reference.title,
            "href": dated.reference.href,
            "age_days": (today - rule.checked_on).days,
        }
        for rule, dated in touching(case.destination, on)
    ]
    return {
        "to": case.destination,
        "on": str(on),
        "problems": list(_problems(case, on)),
        "rules": rules,
        "old": [rule["id"] for rule in rules if rule["age_days"] > older_than],
    }


def _problems(case: compliance.Case, on: date) -> Iterator[dict[str, str]]:
    """Yield each problem once, with its worst severity and the stages that report it."""
    found: dict[tuple[str, str, str, str], dict[str, Severity]] = {}
    for stage in Stage:
        for problem in compliance.problems(case, stage=stage, on=on):
            key = (problem.rule, problem.code, problem.field, problem.detail)
            found.setdefault(key, {})[stage.value] = problem.severity
    for (rule, code, field, detail), stages in found.items():
        worst = min(stages.values(), key=_ORDER.index)
        yield {
            "severity": worst.value,
            "rule": rule,
            "code": code,
            "title": error_book.entry(code).title("en"),
            "field": field,
            "detail": detail,
            "stages": ", ".join(f"{stage} {severity.value}" for stage, severity in stages.items()),
        }


def rule_json(rule: Rule, *, history: bool = True) -> dict[str, Any]:
    """Return a rule; with its values and where each was read, if wanted."""
    shown: dict[str, Any] = {
        "id": rule.id,
        "title": rule.title,
        "title_zh": rule.title_zh,
        "places": list(rule.places),
        "not_in": list(rule.not_in),
        "code": rule.code,
        "stages": {stage.value: severity.value for stage, severity in rule.stages.items()},
        "confidence": rule.confidence.value,
        "checked_on": str(rule.checked_on),
    }
    if history:
        shown["values"] = [
            {
                "from": str(dated.valid_from),
                "value": plain(dated.value),
                "source": dated.reference.title,
                "href": dated.reference.href,
            }
            for dated in rule.values
        ]
    return shown


def plain(value: Any) -> Any:
    """Return a rule's value as JSON can hold it: money as text, sequences as lists."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def line(rule: Rule) -> str:
    """Return a rule in one line."""
    return (
        f"{rule.id:7} {_places(rule.places, rule.not_in):14} {_stages(rule_json(rule, history=False)):46} {rule.title}"
    )


def checked_text(shown: Mapping[str, Any]) -> str:
    """Return what was found as text: problems first, then the rules in force."""
    said = [f"{len(shown['rules'])} rules are in force for {shown['to']} on {shown['on']}.", ""]
    for problem in shown["problems"]:
        detail = f" ({problem['detail']})" if problem["detail"] else ""
        said += [
            f"{problem['severity']:5} {problem['rule']:7} {problem['title']}{detail}",
            f"      {problem['stages']}",
        ]
    said += [""] if shown["problems"] else []
    for rule in shown["rules"]:
        said += [
            f"{rule['id']:7} {rule['title']}",
            f"        {_stages(rule)}; {_value(rule['value'])} since {rule['since']}",
            f"        {_source(rule)}; checked {rule['age_days']} days ago, confidence {rule['confidence'].lower()}",
        ]
    return "\n".join(said)


def rule_text(shown: Mapping[str, Any]) -> str:
    """Return one rule with its history as text."""
    said = [
        f"{shown['id']}  {shown['title']}",
        f"  {shown['title_zh']}",
        "; ".join(filter(None, (f"  {_places(shown['places'], shown['not_in'])}", _stages(shown), shown["code"]))),
        f"  checked on {shown['checked_on']}, confidence {shown['confidence'].lower()}",
    ]
    for value in shown["values"]:
        said += [f"  from {value['from']}: {_value(value['value'])}", f"    {_source(value)}"]
    return "\n".join(said)


def old_text(ids: Sequence[str], days: int) -> str:
    """Return the warning of rules that nobody checked for long."""
    return f"{len(ids)} of them were last checked more than {days} days ago: {', '.join(ids)}."


def _source(shown: Mapping[str, Any]) -> str:
    return f"{shown['source']} <{shown['href']}>" if shown["href"] else str(shown["source"])


def _stages(shown: Mapping[str, Any]) -> str:
    said = ", ".join(f"{stage} {severity}" for stage, severity in shown["stages"].items())
    return said or "shown only"


def _places(places: Sequence[str], not_in: Sequence[str]) -> str:
    where = "everywhere" if "ANY" in places else " ".join(places)
    return f"{where} but {' '.join(not_in)}" if not_in else where


def _value(value: Any) -> str:
    if value is None:
        return "ended"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_value(item)}" for key, item in value.items())
    if isinstance(value, list):
        return " ".join(map(_value, value))
    return "in force" if value is True else str(value)
