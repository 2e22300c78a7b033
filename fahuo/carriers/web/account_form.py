"""The form of an account, made from the carrier's manifest: what one carrier calls its key, another has none of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.forms import Input, inputs
from fahuo.carriers.capability import Field, Manifest
from fahuo.carriers.domain.access import EMULATED, LIVE, LONGEST_CREDENTIAL, LONGEST_NAME, SANDBOX, Access
from fahuo.carriers.form_fields import WholeNumber
from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.web.words import ENVIRONMENTS, REASONS, chinese
from fahuo.trade.problem import Problem

# Credentials have keys of the carriers' own choosing: this keeps them apart from our fields.
PREFIX = "key-"
OURS = ("environment", "name", "alias", "base_url")
LIMITS = ("calls_per_s", "calls_at_once")
_ADDRESSES = {LIVE: "production", SANDBOX: "sandbox"}


class AccountForm(forms.Form):
    """How an account is reached. `known` are the keys that are stored already: left empty, secret ones stay."""

    environment = forms.ChoiceField(label=_("Environment"))
    name = forms.CharField(label=_("Forwarder"), max_length=LONGEST_NAME, help_text=_("as your people call it"))
    alias = forms.CharField(
        label=_("Short name"), max_length=20, help_text=_("small letters or digits; stands in codes for ever")
    )
    base_url = forms.CharField(label=_("Address of the API"), required=False, max_length=200)
    calls_per_s = forms.DecimalField(
        label=_("Calls a second"), required=False, max_digits=7, decimal_places=2, help_text=_("empty: as is usual")
    )
    calls_at_once = WholeNumber(label=_("Calls at once"), required=False, help_text=_("empty: as is usual"))

    def __init__(
        self, *arguments: Any, page: Manifest, environments: Sequence[str], editing: bool = False, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        self.page, self.editing = page, editing
        if not page.family or editing:
            del self.fields["alias"]
        if not page.family:
            del self.fields["name"]
        if editing:
            del self.fields["environment"]
        else:
            choices = [(side, ENVIRONMENTS[side]) for side in environments]
            self.fields["environment"].choices = choices  # type: ignore[attr-defined]  # it has choices
        self.fields["base_url"].help_text = (
            _("given by the forwarder: https://…") if page.family else _("empty: the carrier's own")
        )
        self.fields["base_url"].required = page.family
        lenient = editing or self.data.get("environment") == EMULATED  # an emulator expects what everybody knows
        for entry in page.fields:
            self.fields[PREFIX + entry.key] = _field(entry, editing=editing, must=not (entry.optional or lenient))

    def access(self, carrier: str, environment: str = "") -> Access:
        """Return what was written, for a carrier of this code; without an address the manifest's is meant."""
        given = self.cleaned_data
        side = environment or str(given["environment"])
        keys = {entry.key: str(given.get(PREFIX + entry.key, "")).strip() for entry in self.page.fields}
        return Access(
            carrier=f"{carrier}-{given['alias'].strip()}" if "alias" in self.fields else carrier,
            environment=side,
            base_url=str(given.get("base_url", "")).strip() or default_url(self.page, side),
            credentials=keys,
            name=str(given.get("name", "")).strip(),
            calls_per_s=given.get("calls_per_s"),
            calls_at_once=given.get("calls_at_once"),
        )

    def refuse(self, problems: Sequence[Problem]) -> None:
        """Say at each field what is wrong with it."""
        for problem in problems:
            named = {"alias": "ALIAS"}.get(problem.field, problem.detail)
            field = problem.field if problem.field in self.fields else PREFIX + problem.field
            self.add_error(field if field in self.fields else None, str(REASONS.get(named, named)))

    def wrong_limits(self) -> bool:
        """Whether something is wrong with them, so that the page opens them."""
        return any(self.errors.get(name) for name in LIMITS)

    def ours(self) -> list[Input]:
        """The fields about where the account leads."""
        return [entry for entry in inputs(self) if entry.name in OURS]

    def keys(self) -> list[Input]:
        """The fields that the carrier asks for; what is secret is never sent back to the browser."""
        return [entry for entry in inputs(self) if entry.name.startswith(PREFIX)]

    def limits(self) -> list[Input]:
        """The fields about how often it may be called."""
        return [entry for entry in inputs(self) if entry.name in LIMITS]


def default_url(page: Manifest, environment: str) -> str:
    """Return the carrier's own address of an environment; empty where there is none."""
    return page.base_urls.get(_ADDRESSES.get(environment, ""), "")


def environments_of(page: Manifest, *, emulators: bool) -> list[str]:
    """Return where an account of this carrier may lead; a sandbox only where the carrier, or the forwarder, has one."""
    sandbox = page.family or "sandbox" in page.base_urls
    return [LIVE, *([SANDBOX] if sandbox else []), *([EMULATED] if emulators else [])]


def shown(row: CarrierAccount, keys: Mapping[str, str]) -> dict[str, Any]:
    """Return an account as the form begins with it; `keys` without the secret ones."""
    columns = {name: getattr(row, name) for name in ("name", "base_url", *LIMITS)}
    return {**columns, **{PREFIX + key: value for key, value in keys.items()}}


def _field(entry: Field, *, editing: bool, must: bool) -> forms.Field:
    label, hint = (entry.label_zh, entry.hint_zh) if chinese() else (entry.label_en, entry.hint_en)
    kept = entry.secret and editing
    common: dict[str, Any] = {"label": label, "required": must, "help_text": _hint(entry, hint, kept=kept)}
    if entry.choices:
        choices = [*([("", "—")] if entry.optional else []), *((choice, choice) for choice in entry.choices)]
        return forms.ChoiceField(choices=choices, **common)
    widget = forms.PasswordInput() if entry.secret else forms.TextInput()
    return forms.CharField(max_length=LONGEST_CREDENTIAL, widget=widget, **common)


def _hint(entry: Field, hint: str, *, kept: bool) -> str:
    parts = [hint, now("optional") if entry.optional else "", now("empty: stays as it is") if kept else ""]
    return " · ".join(part.rstrip(".。") for part in parts if part)
