"""Signs with a card: behind `Signer`, and every signature is looked at before it is believed."""

from __future__ import annotations

from fahuo.customs.card.client import CardClient
from fahuo.customs.card.failures import OtherCertificate, SignatureWrong
from fahuo.customs.ceb.algorithms import AlgorithmSet
from fahuo.customs.ceb.certificates import Certificate
from fahuo.customs.ceb.signature import holds
from fahuo.customs.ceb.signers import SignerRefused


class CardSigner:
    """Has a card sign, whose certificate is known. RSA or SM2 goes by the certificate."""

    def __init__(self, client: CardClient, certificate: Certificate) -> None:
        """Take the line to the card, and the certificate that messages will name."""
        self._client = client
        self._certificate = certificate

    @property
    def certificate(self) -> Certificate:
        """The certificate that the signature names."""
        return self._certificate

    def sign(self, octets: bytes, algorithms: AlgorithmSet) -> bytes:
        """Return the bare signature; raise `SignerRefused`, or `CardFailed` when none came that can be used."""
        if self._certificate.sort is not algorithms.keys:
            raise SignerRefused(f"{algorithms.name} wants a key of {algorithms.keys.value}")
        reply = self._client.sign(octets.decode())
        number = reply.certificate_number
        if number and number.lstrip("0").upper() != self._certificate.serial.lstrip("0").upper():
            raise OtherCertificate(f"{number[:40]}, not {self._certificate.serial}")
        if not holds(self._certificate, octets, reply.signature, algorithms):
            raise SignatureWrong(algorithms.name)
        return reply.signature
