"""A mail server that keeps what it gets. With a certificate it demands STARTTLS and a password."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fahuo.notifications.emulation.post_room import Fault, PostRoom

USER = "emulated-user"
NOBODY = "nobody@"  # mailboxes that do not exist
START_WITHIN_S = 120.0


class Letters:
    """Takes letters in."""

    def __init__(self, room: PostRoom) -> None:
        self.room = room

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse mailboxes that are not there."""
        if address.startswith(NOBODY):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the letter, or fail as it is wanted."""
        fault = self.room.fault("EMAIL")
        if fault in (Fault.BROKEN, Fault.LIMITED, Fault.REFUSED):
            return {"BROKEN": "451 4.3.0 Local error", "LIMITED": "450 4.7.1 Too many", "REFUSED": "554 5.7.1 Spam"}[
                fault
            ]
        if fault is not Fault.LOST:
            self.room.keep("EMAIL", _letter(envelope, secure=session.ssl is not None))
        self.room.let_wait()  # this server has a thread of its own
        if fault in (Fault.LOST, Fault.SILENT):
            server.transport.abort()  # type: ignore[union-attr]
        return "250 2.0.0 Taken"


def _letter(envelope: Envelope, *, secure: bool) -> dict[str, Any]:
    content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
    mail = message_from_bytes(content, policy=policy.default)
    bodies = {part.get_content_type(): part.get_content() for part in mail.walk() if not part.is_multipart()}
    head = {name.lower(): str(value) for name, value in mail.items()}
    return {"to": list(envelope.rcpt_tos), "from": envelope.mail_from, "secure": secure, "head": head, **bodies}


class Server(Controller):
    """Serves at a socket that listens already, so that nobody can take its port before it starts."""

    def __init__(self, letters: Letters, listening: socket.socket, **given: Any) -> None:
        host, port = listening.getsockname()
        super().__init__(letters, hostname=host, port=port, ident="emulated", ready_timeout=START_WITHIN_S, **given)
        self._listening = listening

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listening)


def controller(room: PostRoom, listening: socket.socket, *, certificate: tuple[Path, Path] | None = None) -> Server:
    """Return the server, to be started: with TLS and a password (the room's secret), or with neither."""
    given: dict[str, Any] = {}
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*certificate)
        given = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": _check(room)}
    return Server(Letters(room), listening, **given)


def _check(room: PostRoom) -> Any:
    def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any) -> AuthResult:
        fits = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(),
            room.secret.encode(),
        )
        if not fits:
            room.turn_away("EMAIL", "password")
        return AuthResult(success=fits, handled=fits)

    return authenticate


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """Write a certificate for this machine's name that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begun = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - UTC, as the builder keeps it
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begun)
    built = built.not_valid_after(begun + dt.timedelta(days=3650)).add_extension(names, critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = built.sign(key, hashes.SHA256())
    paths = folder / "mail.crt", folder / "mail.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption()))
    return paths
