"""One product with its form. It stands here, above the catalogue, because saving it checks open orders again."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.contrib import messages
from django.core.validators import RegexValidator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.forms import changes_of, inputs
from fahuo.goods import page_queries as goods
from fahuo.goods.customs_form import GROUPS, CustomsForm
from fahuo.goods.domain import LONGEST_SHELF, shelf
from fahuo.goods.listing import titles_of
from fahuo.goods.models import Product
from fahuo.goods.services.remember import remember
from fahuo.goods.words import CARGO_CLASSES
from fahuo.kit import clock
from fahuo.orders.services.correct_product import correct_product
from fahuo.trade.country import ISO_COUNTRIES


class BasicForm(forms.Form):
    """What every product has. Weight and size are of one unit in its retail box."""

    title_en = forms.CharField(label=_("English title"), max_length=300)
    title_zh = forms.CharField(label=_("Chinese title"), max_length=300, required=False)
    hs_code = forms.CharField(
        label=_("HS code"),
        required=False,
        validators=[RegexValidator(r"^(\d{6}|\d{8}|\d{10})$", _("An HS code has 6, 8 or 10 digits."))],
        help_text=_("6, 8 or 10 digits"),
    )
    origin_country = forms.CharField(label=_("Country of origin"), required=False, help_text=_("two letters, as in CN"))
    cargo_class = forms.ChoiceField(label=_("Cargo class"), choices=tuple(CARGO_CLASSES.items()))
    declared_value_usd = forms.DecimalField(
        label=_("Declared value in USD"), min_value=0, max_value=1_000_000, decimal_places=2
    )
    weight_g = forms.IntegerField(label=_("Weight in g"), min_value=1, max_value=1_000_000)
    length_mm = forms.IntegerField(label=_("Length in mm"), min_value=1, max_value=100_000)
    width_mm = forms.IntegerField(label=_("Width in mm"), min_value=1, max_value=100_000)
    height_mm = forms.IntegerField(label=_("Height in mm"), min_value=1, max_value=100_000)
    shelf = forms.CharField(
        label=_("Shelf"),
        max_length=LONGEST_SHELF,
        required=False,
        help_text=_("where it lies, as in A-03-12; for pick lists"),
    )
    un383 = forms.BooleanField(label=_("UN 38.3 test summary is on file"), required=False)
    msds = forms.BooleanField(label=_("MSDS is on file"), required=False)

    def clean_shelf(self) -> str:
        """As it is printed; folding full-width signs may make a text longer than it was typed."""
        text = shelf(str(self.cleaned_data["shelf"]))
        if len(text) > LONGEST_SHELF:
            raise forms.ValidationError(now("At most %(n)s characters.") % {"n": LONGEST_SHELF})
        return text

    def clean_origin_country(self) -> str:
        """Only countries of ISO 3166-1."""
        code = str(self.cleaned_data["origin_country"]).strip().upper()
        if code and code not in ISO_COUNTRIES:
            raise forms.ValidationError(now("%(code)s is no ISO country code.") % {"code": code})
        return code


class ProductForm(CustomsForm, BasicForm):
    """One product as the clerk may rewrite it."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def product(request: SellerRequest, product_id: int) -> HttpResponseBase:
    """Show one product with its form; POST saves it."""
    if request.method == "POST":
        return save(request, product_id)
    found = _find(request, product_id)
    form = ProductForm(initial={name: getattr(found, name) for name in ProductForm.base_fields})
    return _page(request, found, form)


@may_change
def save(request: SellerRequest, product_id: int) -> HttpResponseBase:
    """Save one product and check the open orders that hold its SKU again."""
    found = _find(request, product_id)
    form = ProductForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if changes := changes_of(form, found):
        _apply(request, found, changes)
    return redirect("product", product_id)


def _apply(request: SellerRequest, found: Product, changes: Mapping[str, object]) -> None:
    at = clock.now()
    product, changed = correct_product(seller=request.seller, product_id=found.pk, changes=changes, at=at)
    accounts.record(
        seller=request.seller,
        person=request.user,
        verb="edit_product",
        subject=found.sku,
        at=at,
        fields=sorted(changes),
    )
    if changes.get("hs_code"):
        learned = [(titles_of(product), product.hs_code)]
        remember(seller=request.seller, person=request.user, accepted=learned, at=at)
    messages.success(
        request,
        ngettext(
            "Saved. The verdict of %(n)s open order changed.",
            "Saved. The verdict of %(n)s open orders changed.",
            changed,
        )
        % {"n": changed},
    )


def _find(request: SellerRequest, product_id: int) -> Product:
    found = goods.one(request.seller, product_id)
    if found is None:
        raise Http404(str(product_id))
    return found


def _page(request: SellerRequest, found: Product, form: ProductForm, status: int = 200) -> HttpResponseBase:
    drawn = {field.name: field for field in inputs(form)}
    grouped = {name for _heading, names in GROUPS for name in names}
    basic = tuple(field for name, field in drawn.items() if name not in grouped)
    groups = [(heading, tuple(drawn[name] for name in names)) for heading, names in GROUPS]
    context = {
        "product": goods.product_row(found),
        "groups": [("", basic), *groups],
        "can_change": can_change(request.user),
    }
    return render(request, "orders/product.html", context, status=status)
