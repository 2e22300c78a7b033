"""The desk where the single window is spoken to: one event loop, one client, the firm's account and its key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from django.conf import settings

from fahuo.customs.ceb.algorithms import ALGORITHMS, AlgorithmSet
from fahuo.customs.ceb.certificates import CertificateRefused
from fahuo.customs.ceb.envelope import Envelope
from fahuo.customs.ceb.signature import sign
from fahuo.customs.ceb.signers import Signer, SignerRefused, signer_of
from fahuo.customs.models import Declarant, SignsWith
from fahuo.customs.services.card import HeldCard
from fahuo.customs.services.not_ready import NotReady
from fahuo.customs.window import client
from fahuo.customs.window.client import Access
from fahuo.kit import http, secrets

__all__ = ["Desk", "NotReady"]

Value = TypeVar("Value")


class Desk:
    """Opens what is sealed once, and keeps connections while messages of one firm go out. Use as `with`."""

    def __init__(self, declarant: Declarant) -> None:
        """Open account and key; raise `NotReady`."""
        self._declarant = declarant
        try:
            opened = secrets.unseal(bytes(declarant.secrets)) if declarant.secrets else {}
        except secrets.SecretsUnavailable as error:
            raise NotReady("DECLARANT_SECRETS_CLOSED") from error
        self._key, self._pin = opened.get("signing_key", ""), opened.get("card_pin", "")
        self._access = Access(declarant.window_url, declarant.window_account, opened.get("window_password", ""))
        self._runner = asyncio.Runner()
        self._http: httpx.AsyncClient | None = None

    def __enter__(self) -> Self:
        """Start the event loop and the client."""
        self._runner.__enter__()
        self._http = http.client(
            loopback=[self._declarant.window_url] if self._declarant.emulated else (),
            answer_within_s=settings.FAHUO_ANSWER_SECONDS,
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close the connections, then the loop."""
        if self._http is not None:
            self._runner.run(self._http.aclose())
        self._runner.__exit__(kind, error, at)

    def signed(self, content: bytes) -> bytes:
        """Return a message with its signature; raise `NotReady` when key, card or certificate cannot be used."""
        signer, algorithms = self._signer()
        try:
            return sign(content, signer, algorithms)
        except SignerRefused as error:
            raise NotReady("ERR_SIGNING_KEY_UNFIT", str(error)) from error

    def deliver(self, envelope: Envelope) -> client.Taken:
        """Send one message; raise what `window.client.post` raises. Never call this inside a transaction."""
        return self._run(lambda web: client.post(web, self._access, envelope))

    def fetch_receipts(self, since: int) -> client.Fetched:
        """Fetch receipts since a cursor; raise what `window.client.fetch_receipts` raises."""
        return self._run(lambda web: client.fetch_receipts(web, self._access, since))

    def _signer(self) -> tuple[Signer, AlgorithmSet]:
        algorithms = ALGORITHMS.get(self._declarant.algorithms)
        if algorithms is None:
            raise NotReady("ERR_NO_SIGNING_KEY")
        try:
            if self._declarant.signs_with == SignsWith.CARD:
                return HeldCard(self._declarant, self._pin), algorithms
            if not self._key or not self._declarant.certificate:
                raise NotReady("ERR_NO_SIGNING_KEY")
            return signer_of(self._key.encode(), bytes(self._declarant.certificate)), algorithms
        except (SignerRefused, CertificateRefused) as error:
            raise NotReady("ERR_SIGNING_KEY_UNFIT", str(error)) from error

    def _run(self, act: Callable[[httpx.AsyncClient], Coroutine[Any, Any, Value]]) -> Value:
        if self._http is None:
            raise RuntimeError("The desk is not open")
        return self._runner.run(act(self._http))
