"""The form that mends an order's address; what pre-flight found wrong stands at its field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.forms import Input, changes_of, inputs
from fahuo.compliance.identifiers import masked
from fahuo.orders.models import Order
from fahuo.orders.problem_texts import ProblemText

# Where pre-flight's fields are mended.
_FIELD_OF = {"address.name": "recipient"}


class AddressForm(forms.Form):
    """The recipient, as the clerk may rewrite it. Lengths are those of the table; sense is judged by pre-flight."""

    recipient = forms.CharField(label=_("Recipient"), max_length=300, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=80,
        required=False,
        help_text=_("with the country's prefix, as in +49 151 12345678"),
    )
    country = forms.CharField(label=_("Country code"), max_length=2, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=40, required=False)
    province = forms.CharField(label=_("State or province"), max_length=200, required=False)
    city = forms.CharField(label=_("City"), max_length=200, required=False)
    street = forms.CharField(label=_("Street and number"), max_length=1000, required=False)
    street2 = forms.CharField(label=_("Second address line"), max_length=1000, required=False)
    tax_id = forms.CharField(
        label=_("Recipient's tax number"),
        max_length=40,
        required=False,
        help_text=_("only its end is shown; to change it type the whole number"),
    )

    FIELDS: ClassVar = (
        "recipient", "phone", "country", "postcode", "province", "city", "street", "street2", "tax_id",
    )  # fmt: skip

    def clean_country(self) -> str:
        """Country codes are written in capitals."""
        return str(self.cleaned_data["country"]).upper()


def address_form(order: Order) -> AddressForm:
    """Return the form with what the order holds now."""
    held = {name: getattr(order, name) for name in AddressForm.FIELDS}
    return AddressForm(initial={**held, "tax_id": masked(order.tax_id)})


def address_changes(form: AddressForm, order: Order) -> dict[str, str]:
    """Return what a valid form changes; a tax number that comes back masked is the old one."""
    changes = changes_of(form, order)
    if changes.get("tax_id") == masked(order.tax_id):
        del changes["tax_id"]
    return changes


def address_inputs(form: AddressForm, problems: Iterable[ProblemText], *, told: bool) -> tuple[Input, ...]:
    """Return the fields, each with the problem found there.

    `told`: with the carrier's own words; what pre-flight names beside a problem is the field's own content.
    """
    wrong = {field_name(problem.field): problem for problem in problems}
    return tuple(
        replace(field, error=_sentence(wrong[field.name], told=told))
        if field.name in wrong and not field.error
        else field
        for field in inputs(form)
    )


def field_name(path: str) -> str:
    """Return the form's field for pre-flight's path `address.postcode`."""
    return _FIELD_OF.get(path, path.removeprefix("address."))


def _sentence(problem: ProblemText, *, told: bool) -> str:
    said = f"{problem.title}: {problem.detail}" if told and problem.detail else problem.title
    # Chinese sentences end in a full stop of their own.
    stop = "。" if (get_language() or "").startswith("zh") else ". "
    return f"{said}{stop}{problem.fix}" if problem.fix else said
