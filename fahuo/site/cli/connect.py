"""`fahuo connect`."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit

import click

from fahuo.site import bootstrap, environment


@click.command()
@click.argument("carrier")
@click.option("--seller", "seller_name", required=True, help="Whose contract with the carrier it is.")
@click.option("--base-url", help="Where the carrier's API is; without it the carrier's production address.")
@click.option("--eori", default="", help="EORI of the importer in the EU that the contract provides, if it does.")
@click.option("--emulated", is_flag=True, help="The address is an emulator on this machine; use its credentials.")
def command(carrier: str, seller_name: str, base_url: str | None, emulated: bool, eori: str) -> None:
    """Connect a seller to CARRIER; an older account of the two is kept but no longer used.

    Credentials are read from the environment, FAHUO_<CARRIER>_<KEY>, and never from arguments, which every user of
    the machine could read. A missing one is named.
    """
    bootstrap.start()
    from fahuo.carriers import registry, services
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    try:
        page = registry.manifest(carrier)
    except registry.UnknownCarrier as error:
        raise click.UsageError(str(error)) from error
    address = checked_url(base_url or ("" if emulated else page.base_urls["production"]), emulated=emulated)
    number = eori.strip().upper() or (page.demo_eori if emulated else "")
    credentials = dict(page.demo_credentials) if emulated else from_environment(carrier, page.credentials)
    services.connect(
        seller=seller, carrier=carrier, base_url=address, credentials=credentials, emulated=emulated, eori=number
    )
    click.echo(f"{seller.name} is connected to {page.name_en} at {address}{' (emulated)' if emulated else ''}")


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
