"""The shop's settings, for its owner: where parcels start, and the numbers that customs ask for."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.db import transaction
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from fahuo.accounts import enrolment, queries, services
from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.backoffice.forms import inputs
from fahuo.kit import clock
from fahuo.trade.country import ISO_COUNTRIES

NUMBERS = ("name_en", "eori", "ioss")


class ShopForm(forms.Form):
    """Ship-from address and customs numbers. Lengths are those of the tables."""

    name_en = forms.CharField(
        label=_("Shop's name in Latin letters"), max_length=120, required=False, help_text=_("for labels and customs")
    )
    eori = forms.CharField(
        label=_("EORI number"),
        required=False,
        validators=[RegexValidator(r"^[A-Z]{2}[0-9A-Z]{1,15}$", _("As in DE123456789012345: a country, then digits."))],
        help_text=_("needed for parcels to the EU"),
    )
    ioss = forms.CharField(
        label=_("IOSS number"),
        required=False,
        validators=[RegexValidator(r"^IM[0-9]{10}$", _("As in IM2760000742: IM, then 10 digits."))],
        help_text=_("for EU orders up to 150 EUR"),
    )
    contact = forms.CharField(label=_("Who hands the parcels over"), max_length=120)
    company = forms.CharField(label=_("Company"), max_length=120, required=False)
    phone = forms.CharField(
        label=_("Phone"),
        max_length=24,
        validators=[RegexValidator(r"^\+?[0-9][0-9 ()-]{5,}$", _("Digits, with the country's prefix."))],
    )
    street = forms.CharField(label=_("Street and number"), max_length=200)
    city = forms.CharField(label=_("City"), max_length=80)
    province = forms.CharField(label=_("State or province"), max_length=80)
    postcode = forms.CharField(label=_("Postcode"), max_length=12)
    country = forms.CharField(label=_("Country code"), max_length=2, initial="CN")

    def clean_country(self) -> str:
        """Only countries of ISO 3166-1."""
        code = str(self.cleaned_data["country"]).upper()
        if code not in ISO_COUNTRIES:
            raise forms.ValidationError(now("%(code)s is no ISO country code.") % {"code": code})
        return code


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def settings(request: SellerRequest) -> HttpResponseBase:
    """Show the settings with the carriers beside them; POST saves."""
    form = ShopForm(request.POST or None, initial=_stored(request))
    if request.method == "POST" and form.is_valid():
        _save(request, form)
        return redirect("settings")
    fields = inputs(form)
    context = {"numbers": fields[: len(NUMBERS)], "address": fields[len(NUMBERS) :], "seller": request.seller}
    return render(request, "accounts/settings.html", context, status=422 if request.method == "POST" else 200)


def _stored(request: SellerRequest) -> dict[str, str]:
    seller, row = request.seller, queries.ship_from(request.seller.pk)
    address = {} if row is None else {name: getattr(row, name) for name in ShopForm.base_fields if hasattr(row, name)}
    numbers = {name: getattr(seller, name) for name in NUMBERS}
    return {**address, **numbers, **({"contact": row.name} if row else {})}


def _save(request: SellerRequest, form: ShopForm) -> None:
    """Write what changed; new shipments use it, those that are booked keep what they were booked with."""
    if not form.changed_data:
        return
    given = form.cleaned_data
    with transaction.atomic():
        enrolment.write_seller(name=request.seller.name, **{name: given[name] for name in NUMBERS})
        enrolment.write_ship_from(
            seller=request.seller, **{name: value for name, value in given.items() if name not in NUMBERS}
        )
        services.record(
            seller=request.seller,
            person=request.user,
            verb="change_settings",
            at=clock.now(),
            fields=sorted(form.changed_data),
        )
    messages.success(request, now("Saved. Shipments from now on use it."))
