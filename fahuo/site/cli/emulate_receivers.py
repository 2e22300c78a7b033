"""`fahuo emulate-receivers`: where notifications arrive, on this machine."""

from __future__ import annotations

import threading
from pathlib import Path

import click

from fahuo.site.cli.serve import check_free


@click.command()
@click.option("--port", default=9121, show_default=True, help="Port on 127.0.0.1 of webhook, robots and SMS.")
@click.option("--mail-port", default=9122, show_default=True, help="Port on 127.0.0.1 of the mail server.")
@click.option("--secret", default="receiver-secret", show_default=True, help="What signatures are made with.")
@click.option("--slow-s", default=0.0, help="Wait so long between taking a message and saying so.")
@click.option(
    "--fault", "faults", multiple=True,
    help="DOOR:FAULT[:times], such as SMS:SILENT. Doors: WEBHOOK, DINGTALK, WECOM, SMS, EMAIL. "
    "Faults: SILENT, LOST, BROKEN, LIMITED, REFUSED, REDIRECT, GARBAGE.",
)  # fmt: skip
@click.option(
    "--tls", type=click.Path(file_okay=False, path_type=Path),
    help="Demand STARTTLS and a password; the certificate is written into this folder.",
)  # fmt: skip
def command(
    *, port: int, mail_port: int, secret: str, slow_s: float, faults: tuple[str, ...], tls: Path | None
) -> None:
    """Serve emulated receivers of notifications until Ctrl-C. What arrived, as JSON: GET /_received."""
    from fahuo.notifications.emulation.doors import ROBOT_KEY, SMS_KEY_ID
    from fahuo.notifications.emulation.mailbox import USER, make_certificate
    from fahuo.notifications.emulation.post_room import PostRoom
    from fahuo.notifications.emulation.running import running

    room = PostRoom(secret=secret, slow_s=slow_s)
    for word in faults:
        _spoil(room, word)
    for one in (port, mail_port):
        if one:
            check_free("127.0.0.1", one)
    certificate = make_certificate(tls) if tls is not None else None
    with running(room, port=port, mail_port=mail_port, certificate=certificate) as found:
        click.echo(f"Webhook   {found.url}/webhook (secret: {secret})")
        click.echo(f"DingTalk  {found.url}/robot/send?access_token={ROBOT_KEY} (secret: {secret})")
        click.echo(f"WeCom     {found.url}/cgi-bin/webhook/send?key={ROBOT_KEY}")
        click.echo(f"SMS       FAHUO_SMS_URL={found.url} FAHUO_SMS_KEY_ID={SMS_KEY_ID} FAHUO_SMS_KEY_SECRET={secret} "
                   "FAHUO_SMS_SIGN_NAME=Fahuo FAHUO_SMS_TEMPLATE=SMS_100")  # fmt: skip
        user = f" FAHUO_SMTP_USER={USER} FAHUO_SMTP_PASSWORD={secret}" if tls else ""
        security = "starttls" if tls else "none"
        click.echo(f"E-mail    FAHUO_SMTP_HOST={'localhost' if tls else '127.0.0.1'} FAHUO_SMTP_PORT={found.mail_port} "
                   f"FAHUO_SMTP_SECURITY={security}{user} FAHUO_SMTP_FROM=fahuo@example.com")  # fmt: skip
        click.echo(f"Arrived   {found.url}/_received")
        threading.Event().wait()


def _spoil(room: object, word: str) -> None:
    from fahuo.notifications.emulation.post_room import DOORS, Fault, PostRoom

    door, _, rest = word.partition(":")
    fault, _, times = rest.partition(":")
    if door not in DOORS or fault not in Fault.__members__ or not (times or "1").isdigit():
        raise click.UsageError(f"Not a fault: {word!r}. Write DOOR:FAULT[:times], such as SMS:SILENT.")
    assert isinstance(room, PostRoom)
    room.spoil(door, Fault[fault], int(times or 1))
