"""`fahuo person`."""

from __future__ import annotations

import click

from fahuo.site import bootstrap, environment

ROLES = ("OWNER", "CLERK", "REVIEWER", "READ_ONLY")


@click.command()
@click.argument("username", metavar="NAME")
@click.option("--seller", "seller_name", required=True, help="Whose orders this person sees.")
@click.option(
    "--role",
    type=click.Choice(ROLES, case_sensitive=False),
    default="CLERK",
    show_default=True,
    help="Rights.",
)
@click.option(
    "--language", type=click.Choice(["zh-hans", "en"]), default="zh-hans", show_default=True, help="Of the pages."
)
def command(username: str, seller_name: str, role: str, language: str) -> None:
    """Create a person who may sign in as NAME, or give a known one a new role and password.

    The password comes from FAHUO_PASSWORD, or is asked for.
    """
    bootstrap.start()
    from fahuo.accounts import enrolment
    from fahuo.site import lookups

    seller = lookups.seller(seller_name)
    password = environment.text("FAHUO_PASSWORD") or click.prompt(
        f"Password for {username}", hide_input=True, confirmation_prompt=True
    )
    try:
        created = enrolment.write_person(
            seller=seller, username=username, password=password, role=role, language=language
        )
    except enrolment.Incomplete as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{username} {'may now sign in' if created else 'was changed'}: {role} of {seller.name}")
