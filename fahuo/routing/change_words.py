"""Counterfactuals in words: the smallest change that makes a difference, and what it does. In the active language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

Change = Mapping[str, Any]


def change_words(change: Change) -> str:
    """Return what would have to change: `40 g lighter`, `with MSDS`."""
    field, old, new = change["field"], change.get("from"), change.get("to")
    named = _FIELDS.get(field)
    if named is not None:
        return named(old, new)
    unit = change.get("unit") or ""
    if old in (None, "", False):
        return _("%(field)s: %(new)s") % {"field": field, "new": f"{_plain(new)} {unit}".strip()}
    return _("%(field)s: %(new)s instead of %(old)s") % {
        "field": field, "old": _plain(old), "new": f"{_plain(new)} {unit}".strip()
    }  # fmt: skip


def effect_words(counterfactual: Change, service: str) -> str:
    """Return what the change does: who becomes cheaper, wins, or takes the parcel, and what that saves."""
    saving = counterfactual.get("saving")
    named = {"service": service, "saving": f"{saving} {counterfactual.get('currency', '')}".strip()}
    return str(_EFFECTS[counterfactual["effect"]](saving, named))


def _weight(old: Any, new: Any) -> str:
    less = int(old) - int(new)
    return _("%(n)s g lighter") % {"n": less} if less >= 0 else _("%(n)s g heavier") % {"n": -less}


def _size(old: Any, new: Any) -> str:
    return _("packed %(new)s instead of %(old)s") % {"old": _sides(old), "new": _sides(new)}


def _sides(sides: Any) -> str:
    if not isinstance(sides, (list, tuple)):
        return f"{sides} mm"
    return " × ".join(str(side) for side in sides) + " mm"


def _papers(old: Any, new: Any) -> str:
    return _("with %(papers)s on file") % {"papers": _plain(new)}


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


_FIELDS: Mapping[str, Callable[[Any, Any], str]] = {
    "parcel.weight_g": _weight,
    "parcel.size": _size,
    "parcel.lines.papers": _papers,
}
_EFFECTS: Mapping[str, Callable[[Any, Mapping[str, str]], str]] = {
    "CHEAPER": lambda saving, named: _("%(service)s costs %(saving)s less") % named,
    "NEW_WINNER": lambda saving, named: (
        _("%(service)s becomes the best choice and saves %(saving)s") % named
        if saving
        else _("%(service)s becomes the best choice") % named
    ),
    "OPENS": lambda saving, named: (
        _("%(service)s takes it and saves %(saving)s") % named if saving else _("%(service)s takes it") % named
    ),
}
