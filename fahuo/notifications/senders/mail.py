"""E-mail over SMTP, with verified certificates. A message that is sent again has the same Message-ID.

`smtplib` blocks, so it runs in a thread; the socket's time-out bounds every step.
"""

from __future__ import annotations

import html
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from fahuo.kit import clock
from fahuo.notifications.domain.message import Doubtful, Item, Later, Message, Outcome, Refused, Sent
from fahuo.notifications.senders.exchange import plain

STEP_S = 20.0
SEVEN_BITS = policy.SMTP.clone(cte_type="7bit")  # every server takes it
LISTED = 100
FOOT = {
    "zh": "您可以在 Fahuo 的“通知”设置中选择接收哪些内容。",
    "en": "Choose what you receive in Fahuo's settings, under Notifications.",
}
MORE = {"zh": "另有 {} 条，请到系统中查看。", "en": "And {} more, to be seen in Fahuo."}


@dataclass(frozen=True, slots=True)
class MailServer:
    """The operator's SMTP server. `security`: STARTTLS, TLS, or NONE for one on this machine."""

    host: str = ""
    port: int = 587
    security: str = "STARTTLS"
    user: str = ""
    password: str = ""
    sender: str = ""

    @property
    def complete(self) -> bool:
        """Whether e-mail can be sent at all."""
        return bool(self.host and self.sender)


def composed(server: MailServer, message: Message, to: str) -> EmailMessage:
    """Return the e-mail: plain text, and the same in small HTML."""
    mail = EmailMessage(policy=SEVEN_BITS)
    mail["Subject"] = message.title
    mail["From"] = server.sender
    mail["To"] = to
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = f"<{message.name}@{_domain(server)}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["Content-Language"] = "zh-Hans" if message.language == "zh" else "en"
    if message.urgent:
        mail["Importance"] = "high"
    mail.set_content(_plain(message))
    mail.add_alternative(_html(message), subtype="html")
    return mail


def send(server: MailServer, mail: EmailMessage, to: str, latest: datetime) -> Outcome:
    """Send one letter; it is not handed over after `latest`, however slow the server was before."""
    try:
        line = _connected(server)
    except (OSError, smtplib.SMTPException) as error:
        return Later("NOTIFY_UNREACHABLE", plain(error, (server.password,)))
    try:
        refused = _open(line, server)
        return refused or _handed_over(line, server, mail, to, latest)
    finally:
        line.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    name = _domain(server)
    if server.security == "TLS":
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, local_hostname=name, timeout=STEP_S, context=context)
    return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=STEP_S)


def _open(line: smtplib.SMTP, server: MailServer) -> Outcome | None:
    """Make the connection secure and sign in; None when both went well. Nothing of the message has left."""
    try:
        line.ehlo()
        if server.security == "STARTTLS":
            line.starttls(context=ssl.create_default_context())
            line.ehlo()
        if server.user:
            line.login(server.user, server.password)
    except ssl.SSLError as error:
        return Later("NOTIFY_CERTIFICATE", plain(error))
    except smtplib.SMTPNotSupportedError as error:
        return Later("NOTIFY_CERTIFICATE", plain(error))
    except smtplib.SMTPAuthenticationError as error:
        code = "NOTIFY_KEY_REFUSED" if error.smtp_code >= 500 else "NOTIFY_SERVER_ERROR"
        return Later(code, plain(error.smtp_code))
    except (smtplib.SMTPException, OSError) as error:
        return Later("NOTIFY_UNREACHABLE", plain(error, (server.password,)))
    return None


def _handed_over(line: smtplib.SMTP, server: MailServer, mail: EmailMessage, to: str, latest: datetime) -> Outcome:
    """Hand the message over. From DATA's last line on a lost answer is doubtful; before it nothing was taken."""
    sender = parseaddr(server.sender)[1]
    try:
        for step in (line.mail(sender), line.rcpt(to)):
            if step[0] not in (250, 251):
                return judged(step, to)
    except (smtplib.SMTPException, OSError) as error:
        return Later("NOTIFY_UNREACHABLE", plain(error))
    if clock.now() > latest:
        return Later("NOTIFY_UNREACHABLE", "too slow")
    try:
        answer = line.data(mail.as_bytes())
    except smtplib.SMTPDataError as error:
        return judged((error.smtp_code, error.smtp_error), to)
    except (smtplib.SMTPException, OSError) as error:
        return Doubtful("NOTIFY_NO_ANSWER", plain(error))
    return Sent(plain(_text(answer[1]))[:100]) if answer[0] == 250 else judged(answer, to)


def judged(answer: tuple[int, bytes | str], to: str) -> Outcome:
    """4xx: not now. 5xx: never, to this mailbox or with this message. Servers quote the address; logs must not."""
    code, text = answer[0], plain(re.sub(re.escape(to), "***", f"{answer[0]} {_text(answer[1])}", flags=re.IGNORECASE))
    if code == 421 or code < 500:
        return Later("NOTIFY_SERVER_ERROR", text, broken=code not in {450, 451})
    if code in (530, 535):
        return Later("NOTIFY_KEY_REFUSED", text)
    return Refused("NOTIFY_ADDRESS_REFUSED" if code in (550, 551, 553) else "NOTIFY_REFUSED", text)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _domain(server: MailServer) -> str:
    return parseaddr(server.sender)[1].rpartition("@")[2] or "fahuo.invalid"


def _plain(message: Message) -> str:
    parts = ["\n".join(filter(None, (item.subject, item.body, item.url))) for item in message.items[:LISTED]]
    return "\n\n".join([*parts, *_more(message), FOOT[message.language]]) + "\n"


def _more(message: Message) -> list[str]:
    more = len(message.items) - LISTED
    return [MORE[message.language].format(more)] if more > 0 else []


def _html(message: Message) -> str:
    rows = "".join(_row(item) for item in message.items[:LISTED])
    more = "".join(f"<p>{html.escape(line)}</p>" for line in _more(message))
    foot = f'<p style="color:#666;font-size:12px">{html.escape(FOOT[message.language])}</p>'
    lang = "zh-Hans" if message.language == "zh" else "en"
    head = f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{html.escape(message.title)}</title>'
    return f'{head}</head><body style="font-family:sans-serif;font-size:14px">{rows}{more}{foot}</body></html>'


def _row(item: Item) -> str:
    subject = html.escape(item.subject)
    title = f'<a href="{html.escape(item.url)}">{subject}</a>' if item.url else subject
    body = html.escape(item.body).replace("\n", "<br>")
    return f"<p><strong>{title}</strong><br>{body}</p>"
