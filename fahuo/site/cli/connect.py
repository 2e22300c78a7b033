"""`fahuo connect`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from fahuo.carriers.domain.access import EMULATED, LIVE, SANDBOX, Access, access_problems, address_problem, is_loopback
from fahuo.site import bootstrap, environment
from fahuo.site.cli import errors

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.carriers.capability import Manifest
    from fahuo.carriers.models import CarrierAccount
    from fahuo.trade.contract import ContractTerms
    from fahuo.trade.problem import Problem

DAY = click.DateTime(["%Y-%m-%d"])
TIME = click.DateTime(["%H:%M"])
OPTION_OF = {
    "services": "--service",
    "eori": "--eori",
    "valid_until": "--valid-until",
    "daily_capacity": "--capacity",
    "cut_off": "--cut-off",
    "pickup_areas": "--pickup-area",
    "expected_this_month": "--expected-per-month",
}
EXIT_CODES = errors.exit_codes(done="connected", partly="connected, but the test failed")


@click.command(epilog=EXIT_CODES)
@click.argument("carrier")
@click.option("--seller", "seller_name", required=True, help="Whose contract with the carrier it is.")
@click.option("--base-url", help="Where the carrier's API is; without it the carrier's own address.")
@click.option("--name", "forwarder", default="", help="What a forwarder of a family is called.")
@click.option("--sandbox", is_flag=True, help="The account belongs to the carrier's test system.")
@click.option("--test", "tested", is_flag=True, help="Ask the carrier something harmless afterwards.")
@click.option("--eori", default="", help="EORI of the importer in the EU that the contract provides, if it does.")
@click.option("--service", "signed", multiple=True, help="A service signed for; repeatable, without it all are.")
@click.option("--valid-from", type=DAY, help="First day of the contract.")
@click.option("--valid-until", type=DAY, help="First day on which it holds no more.")
@click.option("--capacity", type=click.IntRange(0), help="Parcels that the carrier takes a day; without it any number.")
@click.option("--cut-off", type=TIME, help="HH:MM until which a parcel leaves the same day, at the place of origin.")
@click.option("--pickup-area", "areas", multiple=True, help="Where it picks up: province, city or postcode prefix.")
@click.option("--expected-per-month", type=click.IntRange(0), help="Parcels a month, for volume rebates.")
@click.option("--emulated", is_flag=True, help="The address is an emulator on this machine; use its credentials.")
def command(
    carrier: str,
    *,
    seller_name: str,
    base_url: str | None,
    forwarder: str,
    emulated: bool,
    sandbox: bool,
    tested: bool,
    **agreed: Any,
) -> None:
    """Connect a seller to CARRIER; an older account of the two is kept but no longer used.

    A forwarder whose software many run is named FAMILY-ALIAS, with --name and --base-url. What was agreed is said
    with the options. What is not said stays as it was at the account before, and limits nothing where there was none;
    an owner may change it in the settings.

    Credentials are read from the environment, FAHUO_<CARRIER>_<KEY>, and never from arguments, which every user of
    the machine could read. A missing one is named.
    """
    bootstrap.start()
    from fahuo.carriers import queries, registry
    from fahuo.site import lookups
    from fahuo.trade.contract import ContractTerms

    seller = lookups.seller(seller_name)
    try:
        page = registry.manifest(carrier)
    except registry.UnknownCarrier as error:
        raise click.UsageError(str(error)) from error
    side = _environment(page, emulated=emulated, sandbox=sandbox)
    access = _access(page, carrier, side, base_url, forwarder)
    before = queries.contract(seller.pk, carrier)
    terms = terms_from(queries.terms_of(before) if before else ContractTerms(carrier), **agreed)
    if emulated and not terms.eori:
        terms = replace(terms, eori=page.demo_eori)
    row = _connected(seller, access, terms)
    where = access.base_url if side == LIVE else f"{access.base_url} ({side.lower()})"
    click.echo(f"{seller.name} is connected to {access.name or page.name_en} at {where}")
    if tested and not tell_test(row):
        sys.exit(3)


def _connected(seller: Seller, access: Access, terms: ContractTerms) -> CarrierAccount:
    from fahuo.carriers import services

    try:
        return services.connect(
            seller=seller,
            carrier=access.carrier,
            base_url=access.base_url,
            credentials=access.credentials,
            emulated=access.emulated,
            environment=access.environment,
            name=access.name,
            terms=terms,
        )
    except services.TermsRefused as refused:
        raise click.UsageError("; ".join(map(sentence, refused.problems))) from refused


def tell_test(row: CarrierAccount) -> bool:
    """Test an account, say what came of it, and return whether it is well."""
    from fahuo.carriers.services import check
    from fahuo.kit import clock
    from fahuo.trade import error_book

    found = check.check(seller=row.seller, person=None, account_id=row.pk, at=clock.now())
    if found.well:
        click.echo(f"{row.carrier}: the carrier accepts the account ({found.operation}, {found.took_ms} ms)")
        return True
    entry = error_book.ENTRIES[found.code]
    click.echo(f"{row.carrier}: {entry.title_en}. {found.detail} Who must act: {found.who}. {entry.fix_en}", err=True)
    return False


def _environment(page: Manifest, *, emulated: bool, sandbox: bool) -> str:
    if emulated and sandbox:
        raise click.UsageError("--emulated and --sandbox exclude each other.")
    if sandbox and not page.family and "sandbox" not in page.base_urls:
        raise click.UsageError(f"{page.name_en} has no sandbox that is known.")
    return EMULATED if emulated else SANDBOX if sandbox else LIVE


def _access(page: Manifest, carrier: str, side: str, base_url: str | None, forwarder: str) -> Access:
    """Return how the account is reached, or stop with a sentence."""
    own = "" if side == EMULATED else page.base_urls.get("sandbox" if side == SANDBOX else "production", "")
    address = checked_url(base_url or own, emulated=side == EMULATED)
    credentials = dict(page.demo_credentials) if side == EMULATED else from_environment(carrier, page)
    access = Access(carrier, side, address, credentials, forwarder.strip())
    wrong = {problem.field: problem.detail for problem in access_problems(access, page)}
    if "alias" in wrong:
        alias = f"{page.code}-ALIAS, with 1 to 20 small letters or digits" if page.family else page.code
        raise click.UsageError(f"The carrier's code must be {alias}.")
    if "name" in wrong:
        raise click.UsageError("--name says what the forwarder is called: up to 60 characters.")
    for key in sorted(set(wrong).difference({"base_url"})):
        raise click.UsageError(f"{_variable(carrier, key)} cannot be: it is too long, or not one of the choices.")
    return access


def terms_from(
    before: ContractTerms,
    *,
    eori: str,
    signed: Sequence[str],
    valid_from: datetime | None,
    valid_until: datetime | None,
    capacity: int | None,
    cut_off: datetime | None,
    areas: Sequence[str],
    expected_per_month: int | None,
) -> ContractTerms:
    """Return the terms before with what the options say in their place."""
    given: dict[str, Any] = {
        "services": frozenset(code.strip() for code in signed) or None,
        "eori": eori.strip().upper() or None,
        "valid_from": valid_from.date() if valid_from else None,
        "valid_until": valid_until.date() if valid_until else None,
        "daily_capacity": capacity,
        "cut_off": cut_off.time() if cut_off else None,
        "pickup_areas": tuple(dict.fromkeys(area.strip() for area in areas)) or None,
        "expected_this_month": expected_per_month,
    }
    return replace(before, **{name: value for name, value in given.items() if value is not None})


def sentence(problem: Problem) -> str:
    """Name the option and what is wrong with its value."""
    return f"{OPTION_OF[problem.field]} {problem.detail!r} cannot be"


def from_environment(carrier: str, page: Manifest) -> Mapping[str, str]:
    """Return the carrier's credentials, or stop and name every variable that is missing."""
    given = {entry.key: environment.text(_variable(carrier, entry.key)) for entry in page.fields}
    if missing := [_variable(carrier, key) for key in page.credentials if not given[key]]:
        raise click.UsageError(f"Set {', '.join(missing)} in the environment, then connect again.")
    return {key: value for key, value in given.items() if value}


def _variable(carrier: str, key: str) -> str:
    return f"FAHUO_{carrier}_{key}".upper().replace("-", "_")


def checked_url(url: str, *, emulated: bool) -> str:
    """Return the address without a slash at its end if secrets may be sent there, or stop with a sentence."""
    parts = urlsplit(url)
    try:
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or parts.username or parts.query or parts.fragment:
        raise click.UsageError("--base-url must look like https://api.example.com.")
    loopback = is_loopback(host)
    if parts.scheme == "http" and not loopback:
        raise click.UsageError(f"Credentials would travel openly to {host}: use https://.")
    if not loopback and address_problem(url, emulated=False) == "PRIVATE":
        raise click.UsageError(f"{host} lies inside a private network, where no carrier is.")
    if emulated and not loopback:
        raise click.UsageError(f"{host} is not this machine: --emulated is for http://127.0.0.1:PORT.")
    return url.rstrip("/")
