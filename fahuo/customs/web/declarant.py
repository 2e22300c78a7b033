"""Who declares: the firm's filing, its card, account and key, how carriers are filed. For the owner."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.backoffice.forms import Input, inputs
from fahuo.carriers.models import CarrierAccount
from fahuo.customs.ceb.algorithms import ALGORITHMS
from fahuo.customs.domain.readiness import OVERSEAS_PLATFORM
from fahuo.customs.models import Declarant, Declares, LogisticsFiling, SignsWith, WindowState
from fahuo.customs.queries import declaring
from fahuo.customs.services import card, declare
from fahuo.customs.services import declarant as setting_up
from fahuo.customs.web.words import MODES, TRANSPORTS, WRAPPINGS
from fahuo.kit import clock
from fahuo.orders.problem_texts import problem_text, problem_texts
from fahuo.rating.words import carrier_name
from fahuo.trade.problem import Problem

NOT_SAID = ("", "—")
LARGEST_KEY = 20_000


class DeclarantForm(forms.Form):
    """The filing. Nothing is demanded here that may come later; what declaring needs is said beside the form."""

    declares = forms.ChoiceField(
        label=_("Who declares the parcels"),
        choices=[
            (Declares.SELF.value, _("This firm, with its own e-port card")),
            (Declares.CARRIER.value, _("The carriers, for this firm")),
        ],
        help_text=_("Carriers that declare want their own papers; nothing goes to the single window from here then."),
    )
    name = forms.CharField(label=_("Name on the business licence"), required=False)
    uscc = forms.CharField(label=_("Credit code (USCC)"), required=False, help_text=_("18 characters"))
    customs_code = forms.CharField(label=_("Customs registration code"), required=False, help_text=_("10 characters"))
    is_sole_proprietor = forms.BooleanField(label=_("Sole proprietor (个体工商户)"), required=False)
    licence_until = forms.DateField(label=_("Business licence valid until"), required=False)
    licence_endless = forms.BooleanField(label=_("Business licence without end (长期)"), required=False)
    account_name = forms.CharField(
        label=_("Name of the corporate account"), required=False, help_text=_("must be that of the licence")
    )
    legal_person = forms.CharField(label=_("Legal person"), required=False)
    legal_person_id = forms.CharField(
        label=_("ID number of the legal person"),
        required=False,
        widget=forms.PasswordInput,
        help_text=_("stored sealed"),
    )
    card_number = forms.CharField(label=_("Number of the e-port IC card"), required=False)
    card_until = forms.DateField(label=_("Card valid until"), required=False)
    card_pin = forms.CharField(
        label=_("PIN of the card"), required=False, widget=forms.PasswordInput, help_text=_("stored sealed")
    )
    signs_with = forms.ChoiceField(
        label=_("The key that signs lies"),
        required=False,
        choices=[
            (SignsWith.KEY_FILE.value, _("in a file that is stored here")),
            (SignsWith.CARD.value, _("on the e-port card")),
        ],
    )
    card_url = forms.CharField(
        label=_("Address of the card's client"),
        required=False,
        help_text=_("such as ws://127.0.0.1:61232; the worker must reach it"),
    )
    window_account = forms.CharField(label=_("Account at the single window"), required=False)
    window_state = forms.ChoiceField(
        label=_("State of that account"),
        choices=[
            (WindowState.NONE.value, _("none")),
            (WindowState.APPLIED.value, _("applied for")),
            (WindowState.ACTIVE.value, _("active")),
        ],
    )
    window_uscc = forms.CharField(label=_("Credit code that the account is bound to"), required=False)
    window_password = forms.CharField(
        label=_("Password of that account"), required=False, widget=forms.PasswordInput, help_text=_("stored sealed")
    )
    window_url = forms.CharField(label=_("Address of the single window"), required=False, help_text=_("https://…"))
    emulated = forms.BooleanField(label=_("It is an emulator on this machine"), required=False)
    dxp_id = forms.CharField(label=_("Own address in the exchange (DXP ID)"), required=False)
    receiver_id = forms.CharField(label=_("Address of customs in the exchange"), required=False)
    algorithms = forms.ChoiceField(
        label=_("Signature"),
        required=False,
        choices=[NOT_SAID, *((name, name) for name in ALGORITHMS)],
        help_text=_("the port says which; none was tried live"),
    )
    trade_mode = forms.ChoiceField(label=_("Supervision mode"), required=False, choices=[NOT_SAID, *MODES.items()])
    statistics_flag = forms.ChoiceField(
        label=_("Simplified or summary"),
        required=False,
        choices=[NOT_SAID, ("A", _("A, simplified: no refund")), ("B", _("B, summary: refund possible"))],
    )
    customs_district = forms.CharField(label=_("Customs district"), required=False, help_text=_("4 digits"))
    exit_port = forms.CharField(label=_("Port of exit"), required=False, help_text=_("4 digits"))
    site_code = forms.CharField(label=_("Code of the supervised site"), required=False)
    transport_mode = forms.ChoiceField(
        label=_("Transport"),
        required=False,
        choices=[NOT_SAID, *TRANSPORTS.items()],
    )
    wrap_type = forms.ChoiceField(
        label=_("Wrapping"),
        required=False,
        choices=[NOT_SAID, *WRAPPINGS.items()],
    )
    platform_code = forms.CharField(
        label=_("Code of the platform"), required=False, help_text=_("“无” for a platform abroad without one")
    )
    platform_name = forms.CharField(label=_("Name of the platform"), required=False)
    agent_code = forms.CharField(
        label=_("Code of the declaring agent"), required=False, help_text=_("empty: this firm")
    )
    agent_name = forms.CharField(label=_("Name of the declaring agent"), required=False)
    owner_code = forms.CharField(label=_("Code of the goods' owner"), required=False, help_text=_("empty: this firm"))
    owner_name = forms.CharField(label=_("Name of the goods' owner"), required=False)
    warehouse_code = forms.CharField(label=_("Code of the bonded warehouse"), required=False, help_text=_("1210 only"))
    warehouse_name = forms.CharField(label=_("Name of the bonded warehouse"), required=False)
    account_book = forms.CharField(label=_("Account book number"), required=False, help_text=_("1210 only"))
    waits_for_parts = forms.BooleanField(
        label=_("Send the list after customs stored order and waybill"), required=False, initial=True
    )
    own_guids = forms.BooleanField(label=_("Receipts name our own message"), required=False, initial=True)
    port_asks_receipts = forms.BooleanField(
        label=_("The port asks for receipts of payment (CEB403)"),
        required=False,
        help_text=_("they are not written here: nothing is declared while this is set"),
    )
    destination_ports = forms.CharField(
        label=_("Ports of destination"),
        required=False,
        help_text=_("as in “US 3190, DE 2110”; of other countries the country's code is stated"),
    )


# name, title, hint, fields
SECTIONS: tuple[tuple[str, Any, Any, tuple[str, ...]], ...] = (
    ("firm", _("The firm"), "",
     ("declares", "name", "uscc", "customs_code", "account_name", "licence_until", "licence_endless",
      "legal_person", "legal_person_id", "is_sole_proprietor")),
    ("card", _("E-port card and account"), _("Without a card and an active account nothing can be declared."),
     ("card_number", "card_until", "card_pin", "window_account", "window_state", "window_password", "window_uscc")),
    ("signature", _("Single window and signature"), _("Your port or its software house gives you these."),
     ("window_url", "dxp_id", "receiver_id", "algorithms", "signs_with", "card_url", "emulated", "waits_for_parts",
      "own_guids", "port_asks_receipts")),
    ("mode", _("How it declares"), _("These stand on every declaration. B takes ten-digit codes and brings a refund; "
                                     "A does neither."),
     ("trade_mode", "statistics_flag", "customs_district", "exit_port", "site_code", "transport_mode", "wrap_type",
      "destination_ports", "platform_code", "platform_name")),
    ("others", _("Others who take part"), _("Empty where this firm does it all by itself."),
     ("agent_code", "agent_name", "owner_code", "owner_name", "warehouse_code", "warehouse_name", "account_book")),
)  # fmt: skip
_PLAIN = (
    "licence_until",
    "licence_endless",
    "card_until",
    "is_sole_proprietor",
    "emulated",
    "waits_for_parts",
    "own_guids",
    "port_asks_receipts",
)


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def declarant(request: SellerRequest) -> HttpResponseBase:
    """Show the filing with what declaring still lacks; POST saves it, also half filled in."""
    row = declaring.declarant(request.seller)
    form = DeclarantForm(request.POST or None, initial=_stored(row))
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and form.is_valid():
        wish = _wish(form.cleaned_data, _file(request, "certificate"), _file(request, "signing_key"))
        saved = setting_up.save(seller=request.seller, person=request.user, wish=wish, at=clock.now())
        if saved.declarant is not None:
            messages.success(request, now("Saved."))
            return redirect("declarant")
        problems = saved.problems
        _mark(form, problems)
    context = {
        "sections": _sections(form, _sealed(row)),
        "wrong": request.method == "POST",
        "problems": _texts(problems),
        "lacks": _texts([*declare.ready(request.seller, at=clock.now()), *card.unsigned(row)]) if row else (),
        "row": row,
        "certificate_until": setting_up.certificate_until(row) if row else None,
        "push": request.build_absolute_uri(reverse("push-receipts", args=[row.receipt_token])) if row else "",
        "filings": _filings(request),
    }
    return render(request, "customs/declarant.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@may_own
def file_carrier(request: SellerRequest) -> HttpResponseBase:
    """Store under which code and name a carrier is filed with customs."""
    carrier = request.POST.get("carrier", "")
    if carrier not in {code for code, *_rest in _filings(request)}:
        messages.error(request, now("This carrier is not connected."))
        return redirect("declarant")
    code, name = (request.POST.get(key, "").replace("\x00", "") for key in ("code", "name"))
    problem = setting_up.file_carrier(seller=request.seller, carrier=carrier, code=code, name=name)
    if problem:
        text = problem_text(problem.as_dict(), get_language() or "en")
        messages.error(request, f"{text.title}: {text.detail}. {text.fix}")
    else:
        messages.success(request, now("Saved."))
    return redirect("declarant")


def _stored(row: Declarant | None) -> dict[str, Any]:
    if row is None:
        return {"platform_code": OVERSEAS_PLATFORM}
    return {name: getattr(row, name) for name in DeclarantForm.base_fields if hasattr(row, name)}


def _wish(values: dict[str, Any], certificate: bytes | None, key: bytes | None) -> setting_up.Wish:
    secrets = {name: values[name] for name in setting_up.SECRETS if values.get(name)}
    if key:
        secrets["signing_key"] = key.decode("ascii", errors="replace")
    details = {name: values[name] for name in declaring.DETAILS if name in values}
    if not details["signs_with"]:
        del details["signs_with"]  # not said: it stays as it is
    return setting_up.Wish(
        details=details, certificate=certificate, secrets=secrets, **{name: values[name] for name in _PLAIN}
    )


def _file(request: SellerRequest, name: str) -> bytes | None:
    upload = request.FILES.get(name)
    return upload.read(LARGEST_KEY) or None if upload is not None else None


def _mark(form: DeclarantForm, problems: Iterable[Problem]) -> None:
    """Put each problem at its field, so that the eye finds it."""
    for problem in problems:
        if problem.field in form.fields:
            text = problem_text(problem.as_dict(), get_language() or "en")
            form.add_error(problem.field, text.title)


def _sections(form: DeclarantForm, sealed: Collection[str]) -> list[tuple[str, Any, Any, list[Input]]]:
    """Return the sections with their fields; of a secret only whether it is stored is ever said."""
    fields = {field.name: field for field in inputs(form)}
    for name in setting_up.SECRETS:
        if name in fields:
            hint = now("stored sealed; empty leaves it as it is") if name in sealed else now("none stored")
            fields[name] = replace(fields[name], hint=hint)
    return [(name, title, hint, [fields[one] for one in names]) for name, title, hint, names in SECTIONS]


def _sealed(row: Declarant | None) -> Collection[str]:
    """Return the names of the secrets that are stored."""
    return setting_up.stored_secrets(row) if row else ()


def _filings(request: SellerRequest) -> list[tuple[str, str, str, str]]:
    """Return each connected carrier with the code and name that it is filed under."""
    filed = {row.carrier: row for row in LogisticsFiling.objects.filter(seller=request.seller)}
    accounts = CarrierAccount.objects.filter(seller=request.seller, active=True).order_by("carrier")
    codes = list(dict.fromkeys((*accounts.values_list("carrier", flat=True), *filed)))
    return [
        (code, carrier_name(code), filed[code].code if code in filed else "", filed[code].name if code in filed else "")
        for code in codes
    ]


def _texts(problems: Iterable[Problem]) -> Any:
    return problem_texts([problem.as_dict() for problem in problems], get_language() or "en")


urlpatterns = [
    path("customs/declarant", declarant, name="declarant"),
    path("customs/declarant/carriers", file_carrier, name="file-customs-carrier"),
]
