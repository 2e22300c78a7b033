"""Set up who declares: the firm's details, its card, account and key, and how its carriers are filed."""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from fahuo.accounts import services as accounts
from fahuo.accounts.models import Person, Seller
from fahuo.compliance.identifiers import kind, normalise
from fahuo.compliance.identifiers.china import of_age
from fahuo.customs.ceb.algorithms import ALGORITHMS
from fahuo.customs.ceb.certificates import CertificateRefused, read_certificate
from fahuo.customs.ceb.signers import SignerRefused, signer_of
from fahuo.customs.domain.composing import blocking
from fahuo.customs.domain.readiness import Holder, detail_problems, is_party_code
from fahuo.customs.models import Declarant, Declares, LogisticsFiling, SignsWith
from fahuo.customs.queries import declaring
from fahuo.customs.services import card
from fahuo.kit import secrets
from fahuo.trade.problem import Problem

# Of these only that they are set is ever shown; empty leaves what is stored as it is.
SECRETS = ("signing_key", "window_password", "card_pin", "legal_person_id")
_CODES = (
    *("uscc", "customs_code", "card_number", "window_uscc", "platform_code", "agent_code", "owner_code"),
    "warehouse_code",
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody filled in. `secrets` are sealed; `certificate` in DER or PEM, None leaves it as it is."""

    details: Mapping[str, str]
    licence_until: date | None = None
    licence_endless: bool = False
    card_until: date | None = None
    is_sole_proprietor: bool = False
    emulated: bool = False
    waits_for_parts: bool = True
    own_guids: bool = True
    port_asks_receipts: bool = False
    certificate: bytes | None = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Saved:
    """The declarant as stored, None with the problems that kept it from being."""

    declarant: Declarant | None
    problems: tuple[Problem, ...] = ()


def save(*, seller: Seller, person: Person | None, wish: Wish, at: datetime) -> Saved:
    """Store who declares; nothing is stored when a detail cannot be. What is only missing may come later."""
    details = {name: _clean(name, value) for name, value in wish.details.items() if name in declaring.DETAILS}
    problems = [*_impossible(details, wish), *_sealed(wish, timezone.localdate(at))]
    with transaction.atomic():
        Seller.objects.select_for_update(no_key=True).get(pk=seller.pk)
        row = declaring.declarant(seller) or Declarant(seller=seller, receipt_token=random.token_urlsafe(32))
        try:
            opened = secrets.unseal(bytes(row.secrets)) if row.secrets else {}
        except secrets.SecretsUnavailable:
            opened = {}  # what cannot be opened any more is entered again
        opened |= {name: value for name, value in wish.secrets.items() if name in SECRETS and value}
        certificate = wish.certificate or (bytes(row.certificate) if row.certificate else None)
        key = opened.get("signing_key", "") if details.get("signs_with", row.signs_with) != SignsWith.CARD else ""
        problems += _key(key, certificate, details.get("algorithms", row.algorithms))
        if stops := blocking(problems):
            return Saved(None, stops)
        _write(row, details, wish, at)
        row.certificate = certificate
        row.secrets = secrets.seal(opened) if opened else None
        _ask_card_again(row, wish)
        row.save()
        accounts.record(seller=seller, person=person, verb="save_declarant", subject=row.name, at=at)
    return Saved(row, tuple(problems))


def stored_secrets(row: Declarant) -> frozenset[str]:
    """Return which secrets are stored, by name; none where the installation's key is not the one that sealed them."""
    try:
        return frozenset(secrets.unseal(bytes(row.secrets))) if row.secrets else frozenset()
    except secrets.SecretsUnavailable:
        return frozenset()


def file_carrier(*, seller: Seller, carrier: str, code: str, name: str) -> Problem | None:
    """Store under which code and name a carrier is filed with customs; without a code forget it."""
    if not code.strip():
        LogisticsFiling.objects.filter(seller=seller, carrier=carrier).delete()
        return None
    bare, plain = normalise(code), " ".join(name.split())
    if not is_party_code(bare) or not 0 < len(plain) <= 100:
        return Problem("DECLARANT_INCOMPLETE", "carrier_code", code[:20])
    known = {"code": bare, "name": plain}
    LogisticsFiling.objects.update_or_create(seller=seller, carrier=carrier, defaults=known)
    return None


def _clean(name: str, value: str) -> str:
    plain = " ".join(value.replace("\x00", "").split())
    return normalise(plain) if name in _CODES else plain


def _write(row: Declarant, details: Mapping[str, str], wish: Wish, at: datetime) -> None:
    for name, value in details.items():
        setattr(row, name, value)
    for name in ("licence_until", "licence_endless", "card_until", "is_sole_proprietor", "emulated"):
        setattr(row, name, getattr(wish, name))
    row.waits_for_parts, row.own_guids, row.updated_at = wish.waits_for_parts, wish.own_guids, at
    row.port_asks_receipts = wish.port_asks_receipts


def _ask_card_again(row: Declarant, wish: Wish) -> None:
    """A PIN that a person entered may be tried; until the card took it once, it is tried once."""
    if wish.secrets.get("card_pin"):
        row.card_stopped, row.card_proven_at = {}, None
        if str(row.window_problem.get("code", "")).startswith("CARD_"):
            row.window_problem = {}


def _impossible(details: Mapping[str, str], wish: Wish) -> list[Problem]:
    holder = Holder({**details, "is_sole_proprietor": "yes" if wish.is_sole_proprietor else ""})
    found = list(detail_problems(holder, complete=False))
    if details.get("declares") not in Declares.values:
        found.append(Problem("ERR_NO_DECLARANT", "declares"))
    if details.get("algorithms") and details["algorithms"] not in ALGORITHMS:
        found.append(Problem("DECLARANT_INCOMPLETE", "algorithms", details["algorithms"]))
    if details.get("signs_with", SignsWith.KEY_FILE) not in SignsWith.values:
        found.append(Problem("DECLARANT_INCOMPLETE", "signs_with"))
    if details.get("card_url") and not card.may_be_asked(details["card_url"]):
        found.append(Problem("CARD_ADDRESS", "card_url", details["card_url"][:80]))
    if details.get("card_number") and not kind("cn_card").fits(details["card_number"]):
        found.append(Problem("ERR_EPORT_CARD_NUMBER", "card_number"))
    if details.get("window_url") and not _is_address(details["window_url"], emulated=wish.emulated):
        found.append(Problem("DECLARANT_INCOMPLETE", "window_url", details["window_url"][:80]))
    for name, value in details.items():
        longest = getattr(Declarant._meta.get_field(name), "max_length", None)
        if longest is not None and len(value) > longest:
            found.append(Problem("DECLARANT_INCOMPLETE", name, f"{len(value)} > {longest}"))
    return found


def _is_address(url: str, *, emulated: bool) -> bool:
    """Outside of this machine only https; an emulated window only where this installation allows emulators."""
    parts = urlsplit(url)
    if emulated:
        return parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    return parts.scheme == "https" and bool(parts.hostname) and not parts.username


def _sealed(wish: Wish, on: date) -> list[Problem]:
    number = wish.secrets.get("legal_person_id", "")
    if number and not (kind("cn_resident").fits(number) and of_age(number, on)):
        return [Problem("DECLARANT_INCOMPLETE", "legal_person_id")]  # never the number itself
    return []


def _key(key: str, certificate: bytes | None, algorithms: str) -> list[Problem]:
    """Key and certificate are a pair that fits the algorithms; both may still be missing, and a card keeps its key."""
    if certificate is None:
        return []
    try:
        known = signer_of(key.encode(), certificate).certificate if key else read_certificate(certificate)
    except (SignerRefused, CertificateRefused) as error:
        return [Problem("ERR_SIGNING_KEY_UNFIT", "certificate", str(error))]
    wanted = ALGORITHMS.get(algorithms)
    if wanted is not None and known.sort is not wanted.keys:
        return [Problem("ERR_SIGNING_KEY_UNFIT", "algorithms", algorithms)]
    return []


def certificate_until(row: Declarant) -> datetime | None:
    """Return until when the certificate is valid; None when there is none or it cannot be read."""
    try:
        return read_certificate(bytes(row.certificate)).until if row.certificate else None
    except CertificateRefused:
        return None
