"""Services of an account: what the carrier says may be booked, what Fahuo knows of it, and what a person must say."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.backoffice.forms import inputs
from fahuo.carriers import queries, registry
from fahuo.carriers.errors import CarrierError
from fahuo.carriers.form_fields import WholeNumber
from fahuo.carriers.models import CarrierAccount, ContractService
from fahuo.carriers.queries import market
from fahuo.carriers.services import sync as writes
from fahuo.carriers.services.contracts import NoAccount
from fahuo.carriers.web.states import fault_of
from fahuo.carriers.web.words import LEVELS, carrier_name, words
from fahuo.goods.words import CARGO_CLASSES
from fahuo.kit import clock
from fahuo.kit.secrets import SecretsUnavailable
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import Service, ServiceLevel

HEAVIEST_G, LONGEST_MM, LONGEST_DAYS = 1_000_000, 100_000, 365


@dataclass(frozen=True, slots=True)
class OfferedRow:
    """One service as the page shows it. `state` is KNOWN, DESCRIBED, TO_DESCRIBE, WITHDRAWN, LOST or TABLE: TABLE when
    the carrier was never asked, LOST when it is signed for and no longer offered.
    """

    code: str
    name: str
    level: str
    state: str
    signed: bool
    row: ContractService | None


def offered_rows(seller_id: int, carrier: str, active: CarrierAccount | None) -> list[OfferedRow]:
    """Return the services of the carrier's table and those it named, what needs a person first."""
    table = {service.code: service for service in registry.services(carrier)}
    named = {row.code: row for row in market.synced_services(seller_id, carrier)}
    signed = frozenset(active.services) if active else frozenset()
    codes = dict.fromkeys((*named, *table)) if active else dict.fromkeys(table)
    rows = [_row(code, table.get(code), named.get(code), signed, asked=bool(named)) for code in codes]
    order = ("LOST", "TO_DESCRIBE", "DESCRIBED", "KNOWN", "TABLE", "NOT_OFFERED", "WITHDRAWN")
    return sorted(rows, key=lambda row: (order.index(row.state), row.code))


def _row(
    code: str, known: Service | None, named: ContractService | None, signed: frozenset[str], *, asked: bool
) -> OfferedRow:
    described = named is not None and named.described_at is not None
    level = known.level.value if known else named.level if named else ""
    return OfferedRow(
        code=code,
        name=words(known) if known else named.name if named else code,
        level=str(LEVELS.get(level, "")),
        state=_state(known is not None, named, code in signed, asked=asked, described=described),
        signed=not signed or code in signed,
        row=named,
    )


def _state(known: bool, named: ContractService | None, signed: bool, *, asked: bool, described: bool) -> str:
    if not asked:
        return "TABLE"
    if named is None or named.withdrawn_at is not None:
        return "LOST" if signed else "WITHDRAWN" if named else "NOT_OFFERED"
    if known:
        return "KNOWN"
    return "DESCRIBED" if described else "TO_DESCRIBE"


@require_POST
@may_own
def sync(request: SellerRequest, carrier: str) -> HttpResponseBase:
    """Ask the carrier which services may be booked, and say what changed."""
    if queries.contract(request.seller.pk, carrier) is None or registry.family_of(carrier) not in registry.codes():
        raise Http404(carrier)
    try:
        found = writes.sync(seller=request.seller, person=request.user, carrier=carrier, at=clock.now())
    except NoAccount as error:
        raise Http404(carrier) from error
    except (CarrierError, SecretsUnavailable) as error:
        code = getattr(error, "code", "CARRIER_NOT_AUTHORISED")
        fault = fault_of(code, "")
        messages.error(request, now("Nothing was changed: %(why)s. %(fix)s") % {"why": fault.title, "fix": fault.fix})
        return redirect("carrier", carrier)
    messages.success(request, _summary(found))
    return redirect("carrier", carrier)


def _summary(found: writes.Difference) -> str:
    """Say what a sync found."""
    return now(
        "Services offered: %(offered)s. New: %(new)s. Withdrawn: %(withdrawn)s. Signed for and not offered: %(lost)s."
    ) % {
        "offered": len(found.offered),
        "new": len(found.new),
        "withdrawn": len(found.withdrawn),
        "lost": len(found.lost),
    }


class ServiceForm(forms.Form):
    """What must be known of a service before a parcel is given to it."""

    level = forms.ChoiceField(label=_("Service level"), choices=(("", "—"), *LEVELS.items()))
    days_min = WholeNumber(label=_("Days at least"), min_value=1, max_value=LONGEST_DAYS)
    days_max = WholeNumber(
        label=_("Days at most"), min_value=1, max_value=LONGEST_DAYS, help_text=_("working days from hand-over")
    )
    max_weight_g = WholeNumber(
        label=_("Heaviest parcel, g"), required=False, min_value=0, max_value=HEAVIEST_G, help_text=_("empty: no limit")
    )
    max_side_mm = WholeNumber(
        label=_("Longest side, mm"), required=False, min_value=0, max_value=LONGEST_MM, help_text=_("empty: no limit")
    )
    max_girth_mm = WholeNumber(
        label=_("All sides together, mm"),
        required=False,
        min_value=0,
        max_value=LONGEST_MM,
        help_text=_("empty: no limit"),
    )
    volumetric_divisor = WholeNumber(
        label=_("Volumetric divisor"), min_value=1000, max_value=20000, help_text=_("cm³ a kilogram, as in 6000")
    )
    cargo = forms.MultipleChoiceField(label=_("Cargo it takes"), choices=tuple(CARGO_CLASSES.items()))
    ddp = forms.BooleanField(label=_("Duties and taxes prepaid (DDP)"), required=False)
    latin_name = forms.BooleanField(label=_("Recipient in Latin letters only"), required=False)

    def clean(self) -> dict[str, object]:
        """The shortest time is not longer than the longest."""
        given = super().clean() or {}
        if (given.get("days_min") or 0) > (given.get("days_max") or LONGEST_DAYS):
            self.add_error("days_max", now("Less than the days at least."))
        return given

    def boxes(self) -> list[tuple[str, str, bool]]:
        """Return the cargo classes as (code, words, taken)."""
        taken = self["cargo"].value() or ()
        return [(code, str(name), code in taken) for code, name in CARGO_CLASSES.items()]

    def service(self, row: ContractService) -> Service:
        """Return the service as it was described."""
        given = self.cleaned_data
        return Service(
            carrier=row.carrier,
            code=row.code,
            name_en=row.name,
            name_zh=row.name,
            level=ServiceLevel(given["level"]),
            max_weight_g=given["max_weight_g"] or 0,
            max_side_mm=given["max_side_mm"] or 0,
            max_girth_mm=given["max_girth_mm"] or 0,
            volumetric_divisor=given["volumetric_divisor"],
            cargo=frozenset(CargoClass(word) for word in given["cargo"]),
            ddp=given["ddp"],
            latin_name=given["latin_name"],
            days_min=given["days_min"],
            days_max=given["days_max"],
        )


@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def describe(request: SellerRequest, service_id: int) -> HttpResponseBase:
    """Ask what must be known of a service that the carrier only named; POST writes it."""
    row = market.synced_service(request.seller.pk, service_id)
    if row is None:
        raise Http404(str(service_id))
    form = ServiceForm(request.POST if request.method == "POST" else None, initial=_described(row))
    if request.method == "POST" and form.is_valid():
        writes.describe(
            seller=request.seller, person=request.user, service_id=row.pk, service=form.service(row), at=clock.now()
        )
        messages.success(request, now("Saved. Orders may be routed to this service from now on."))
        return redirect("carrier", row.carrier)
    account = queries.contract(request.seller.pk, row.carrier)
    fields = inputs(form)
    context = {
        "row": row,
        "name": carrier_name(row.carrier, account.name if account else ""),
        "inputs": [one for one in fields if one.name not in {"cargo", "ddp", "latin_name"}],
        "traits": [one for one in fields if one.name in {"ddp", "latin_name"}],
        "cargo": form.boxes(),
        "cargo_error": " ".join(map(str, form["cargo"].errors)),
    }
    return render(request, "carriers/service.html", context, status=422 if request.method == "POST" else 200)


def _described(row: ContractService) -> dict[str, object]:
    """Return what is written already; before that, only what a form may propose without guessing."""
    if row.described_at is None:
        return {}
    blank = {name: getattr(row, name) or "" for name in ("max_weight_g", "max_side_mm", "max_girth_mm")}
    names = ("level", "days_min", "days_max", "volumetric_divisor", "cargo", "ddp", "latin_name")
    return {**blank, **{name: getattr(row, name) for name in names}}
