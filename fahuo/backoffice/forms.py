"""Fields that a template can draw without asking Django's widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms


@dataclass(frozen=True, slots=True)
class Input:
    """One field: where it posts to, its words, what it holds now, what is wrong with it, and its choices if any."""

    name: str
    label: str
    value: str
    hint: str = ""
    error: str = ""
    kind: str = "text"
    required: bool = False
    options: tuple[tuple[str, str], ...] = ()

    @property
    def checked(self) -> bool:
        """Whether a box holds yes."""
        return self.value in {"True", "on", "1"}


def changes_of(form: forms.Form, row: object) -> dict[str, Any]:
    """Return what a valid form would change in a row: the names of its columns → new values."""
    return {name: value for name, value in form.cleaned_data.items() if value != getattr(row, name)}


def inputs(form: forms.Form) -> tuple[Input, ...]:
    """Return the form's fields in their sequence."""
    return tuple(_input(bound) for bound in form)


def _input(bound: forms.BoundField) -> Input:
    field = bound.field
    value = bound.value()
    return Input(
        name=bound.html_name,
        label=str(bound.label),
        value="" if value is None else str(value),
        hint=str(bound.help_text),
        error=" ".join(str(error) for error in bound.errors),
        kind=_kind(field),
        required=field.required,
        options=tuple((str(key), str(text)) for key, text in getattr(field, "choices", ())),
    )


def _kind(field: forms.Field) -> str:
    if isinstance(field.widget, forms.PasswordInput):
        return "password"
    if isinstance(field, forms.ChoiceField):
        return "select"
    if isinstance(field, forms.BooleanField):
        return "checkbox"
    if isinstance(field, (forms.IntegerField, forms.DecimalField)):
        return "number"
    if isinstance(field, (forms.DateField, forms.TimeField)):
        return "date" if isinstance(field, forms.DateField) else "time"
    return "text"
