"""`fahuo connect`."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from fahuo.site import bootstrap, environment

if TYPE_CHECKING:
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


@click.command()
@click.argument("carrier")
@click.option("--seller", "seller_name", required=True, help="Whose contract with the carrier it is.")
@click.option("--base-url", help="Where the carrier's API is; without it the carrier's production address.")
@click.option("--eori", default="", help="EORI of the importer in the EU that the contract provides, if it does.")
@click.option("--service", "signed", multiple=True, help="A service signed for; repeatable, without it all are.")
@click.option("--valid-from", type=DAY, help="First day of the contract.")
@click.option("--valid-until", type=DAY, help="First day on which it holds no more.")
@click.option("--capacity", type=click.IntRange(0), help="Parcels that the carrier takes a day; without it any number.")
@click.option("--cut-off", type=TIME, help="HH:MM until which a parcel leaves the same day, at the place of origin.")
@click.option("--pickup-area", "areas", multiple=True, help="Where it picks up: province, city or postcode prefix.")
@click.option("--expected-per-month", type=click.IntRange(0), help="Parcels a month, for volume rebates.")
@click.option("--emulated", is_flag=True, help="The address is an emulator on this machine; use its credentials.")
def command(carrier: str, seller_name: str, base_url: str | None, emulated: bool, **agreed: Any) -> None:
    """Connect a seller to CARRIER; an older account of the two is kept but no longer used.

    What was agreed is said with the options. What is not said stays as it was at the account before, and limits
    nothing where there was none; an owner may change it in the settings.

    Credentials are read from the environment, FAHUO_<CARRIER>_<KEY>, and never from arguments, which every user of
    the machine could read. A missing one is named.
    """
    bootstrap.start()
    from fahuo.carriers import queries, registry, services
    from fahuo.site import lookups
    from fahuo.trade.contract import ContractTerms

    seller = lookups.seller(seller_name)
    try:
        page = registry.manifest(carrier)
    except registry.UnknownCarrier as error:
        raise click.UsageError(str(error)) from error
    address = checked_url(base_url or ("" if emulated else page.base_urls["production"]), emulated=emulated)
    before = queries.contract(seller.pk, carrier)
    terms = terms_from(queries.terms_of(before) if before else ContractTerms(carrier), **agreed)
    if emulated and not terms.eori:
        terms = replace(terms, eori=page.demo_eori)
    credentials = dict(page.demo_credentials) if emulated else from_environment(carrier, page.credentials)
    try:
        services.connect(
            seller=seller, carrier=carrier, base_url=address, credentials=credentials, emulated=emulated, terms=terms
        )
    except services.TermsRefused as refused:
        raise click.UsageError("; ".join(map(sentence, refused.problems))) from refused
    click.echo(f"{seller.name} is connected to {page.name_en} at {address}{' (emulated)' if emulated else ''}")


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


def from_environment(carrier: str, keys: tuple[str, ...]) -> Mapping[str, str]:
    """Return the carrier's credentials, or stop and name every variable that is missing."""
    names = {key: f"FAHUO_{carrier}_{key}".upper().replace("-", "_") for key in keys}
    if missing := [name for name in names.values() if not environment.text(name)]:
        raise click.UsageError(f"Set {', '.join(missing)} in the environment, then connect again.")
    return {key: environment.text(name) for key, name in names.items()}


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
    if emulated and not loopback:
        raise click.UsageError(f"{host} is not this machine: --emulated is for http://127.0.0.1:PORT.")
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Return True for this machine's own addresses; names other than localhost are not looked up."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
