"""Have a firm's card sign: one worker at a time, and nothing any more once the card refused.

A card locks itself after some wrong PINs, and a locked card stops a firm's exports for days. So a refusal is written
down, and the card is left alone until somebody enters the PIN again. While a PIN was never taken that is written before
the card is asked: whoever dies in between, or gets no answer, does not try it a second time.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from fahuo.customs.card.client import CardClient, is_address
from fahuo.customs.card.failures import CardFailed, NoAnswer
from fahuo.customs.card.signer import CardSigner
from fahuo.customs.ceb.algorithms import AlgorithmSet
from fahuo.customs.ceb.certificates import Certificate, read_certificate
from fahuo.customs.models import Declarant
from fahuo.customs.services.not_ready import NotReady
from fahuo.kit import clock, networks
from fahuo.trade.problem import Problem

_LOCK = 0x6364  # advisory lock "cd": one signature at a time per address of a card
_LOOK_AGAIN_S = 0.05


class HeldCard:
    """A card that signs for one firm, behind `Signer`."""

    def __init__(self, declarant: Declarant, pin: str) -> None:
        """Take a firm's settings; raise `NotReady` or `CertificateRefused` when the card cannot be asked."""
        if not (pin and declarant.certificate and declarant.card_url):
            raise NotReady("CARD_INCOMPLETE")
        self._pk, self._sealed, self._url = declarant.pk, bytes(declarant.secrets or b""), declarant.card_url
        reach = networks.networks_of(settings.FAHUO_CARD_NETWORKS)
        client = CardClient(self._url, pin, reach, settings.FAHUO_ANSWER_SECONDS)
        self._signer = CardSigner(client, read_certificate(bytes(declarant.certificate)))

    @property
    def certificate(self) -> Certificate:
        """The certificate that the signature names."""
        return self._signer.certificate

    def sign(self, octets: bytes, algorithms: AlgorithmSet) -> bytes:
        """Return the bare signature; raise `NotReady`. Never call this inside a transaction."""
        if connection.in_atomic_block:
            raise RuntimeError("A card is never asked inside a transaction: what it said must stay")
        with _alone(self._url, settings.FAHUO_ANSWER_SECONDS):
            proven = self._may_ask()
            try:
                value = self._signer.sign(octets, algorithms)
            except CardFailed as error:
                self._remember(error, proven=proven)
                raise NotReady(error.code, error.detail) from error
            if not proven:
                self._write(card_stopped={}, card_proven_at=clock.now())
            return value

    def _may_ask(self) -> bool:
        """Look again now that nobody else asks; return whether the card ever took this PIN."""
        now = Declarant.objects.filter(pk=self._pk, secrets=self._sealed).values("card_stopped", "card_proven_at")
        if (said := now.first()) is None:
            raise NotReady("CARD_BUSY", "settings changed")
        if said["card_stopped"]:
            raise NotReady(said["card_stopped"]["code"], said["card_stopped"]["detail"])
        if said["card_proven_at"] is None:
            self._write(card_stopped=_problem(NoAnswer()))
        return said["card_proven_at"] is not None

    def _remember(self, error: CardFailed, *, proven: bool) -> None:
        if error.stops or (error.doubtful and not proven):
            self._write(card_stopped=_problem(error))
        elif not proven:
            self._write(card_stopped={})

    def _write(self, **columns: object) -> None:
        """Write what is known of the PIN that was tried; nothing when another one was entered meanwhile."""
        Declarant.objects.filter(pk=self._pk, secrets=self._sealed).update(**columns)


def unsigned(declarant: Declarant) -> tuple[Problem, ...]:
    """Return why the card did not sign the last time; nothing where readiness says it already."""
    said = declarant.window_problem
    waits = str(said.get("code", "")).startswith("CARD_") and said["code"] != declarant.card_stopped.get("code")
    return (Problem(**said),) if waits else ()


def may_be_asked(url: str) -> bool:
    """Tell whether a card's client may stand at this address; what a name leads to is looked at when connecting."""
    if not is_address(url):
        return False
    try:
        return networks.within(urlsplit(url).hostname or "", networks.networks_of(settings.FAHUO_CARD_NETWORKS))
    except ValueError:
        return True  # a name


def _problem(error: CardFailed) -> dict[str, str]:
    return Problem(error.code, "card_pin", error.detail[:200]).as_dict()


@contextmanager
def _alone(url: str, within_s: float) -> Iterator[None]:
    """Hold the card's address against all other workers; raise `NotReady` when it does not come free in time."""
    place = zlib.crc32(url.encode()) - 2**31
    deadline = time.monotonic() + within_s
    while not _asked("SELECT pg_try_advisory_lock(%s, %s)", place):
        if time.monotonic() > deadline:
            raise NotReady("CARD_BUSY")
        time.sleep(_LOOK_AGAIN_S)
    try:
        yield
    finally:
        _asked("SELECT pg_advisory_unlock(%s, %s)", place)


def _asked(query: str, place: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, [_LOCK, place])
        (done,) = cursor.fetchone()
    return bool(done)
