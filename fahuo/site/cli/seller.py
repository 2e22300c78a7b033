"""`fahuo seller`."""

from __future__ import annotations

import click

from fahuo.site import bootstrap

ADDRESS_FIELDS = ("contact", "country", "province", "city", "street", "postcode", "phone")


@click.command()
@click.argument("name")
@click.option("--name-en", help="Name in Latin letters, for labels and customs.")
@click.option("--eori", help="EORI number, needed for shipments to the EU.")
@click.option("--ioss", help="IOSS number, for EU orders up to 150 EUR.")
@click.option("--contact", help="Ship-from address: who hands the parcels over.")
@click.option("--company", default="", help="Ship-from address: company.")
@click.option("--country", help="Ship-from address: ISO code of the country.", show_default="CN")
@click.option("--province", help="Ship-from address: province.")
@click.option("--city", help="Ship-from address: city.")
@click.option("--street", help="Ship-from address: street, number, district.")
@click.option("--postcode", help="Ship-from address: postcode.")
@click.option("--phone", help="Ship-from address: phone.")
def command(name: str, **given: str | None) -> None:
    """Create the seller NAME or change what is given, and show it.

    An address option changes that field of the default ship-from address; a first address needs all of them.
    """
    bootstrap.start()
    from django.db import transaction

    from fahuo.accounts import enrolment

    numbers = {key: value for key in ("name_en", "eori", "ioss") if (value := given[key]) is not None}
    address = {key: value for key in (*ADDRESS_FIELDS, "company") if (value := given[key])}
    try:
        with transaction.atomic():
            seller = enrolment.write_seller(name=name, **numbers)
            if address:
                enrolment.write_ship_from(seller=seller, **address)
    except enrolment.Incomplete as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"seller     {seller.name}  {seller.name_en}".rstrip())
    click.echo(f"EORI       {seller.eori or '—'}")
    click.echo(f"IOSS       {seller.ioss or '—'}")
    for row in seller.ship_from.filter(is_default=True):
        place = ", ".join((row.name, row.street, row.city, row.province, row.postcode, row.country, row.phone))
        click.echo(f"ships from {place}")
    for account in seller.carrier_accounts.filter(active=True).order_by("carrier"):
        click.echo(f"carrier    {account.carrier}  {account.base_url}{'  (emulated)' if account.emulated else ''}")
    for person in seller.people.order_by("username"):
        click.echo(f"person     {person.username}  {person.role}")
