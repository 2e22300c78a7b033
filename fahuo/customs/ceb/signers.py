"""Who signs: a key of RSA or of SM2. A card signs behind the same two words, `certificate` and `sign`."""

from __future__ import annotations

import base64
import re
from typing import Protocol

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from fahuo.customs.ceb import der, sm2
from fahuo.customs.ceb.algorithms import AlgorithmSet, KeySort
from fahuo.customs.ceb.certificates import EC_KEY, SM2_CURVE, Certificate, read_certificate

_PEM_KEY = re.compile(r"-----BEGIN (?:EC )?PRIVATE KEY-----([^-]*)-----END")
_HEX_KEY = re.compile(r"[0-9A-Fa-f]{64}")


class SignerRefused(ValueError):
    """The key cannot be used, or is not that of the certificate. Never holds the key."""


class Signer(Protocol):
    """Signs octets with the key of a certificate."""

    @property
    def certificate(self) -> Certificate:
        """The certificate that the signature names."""

    def sign(self, octets: bytes, algorithms: AlgorithmSet) -> bytes:
        """Return the bare signature: as RSA writes it, or 64 bytes of r and s."""


class RsaSigner:
    """Signs with an RSA key in memory."""

    def __init__(self, key: RSAPrivateKey, certificate: Certificate) -> None:
        """Take a key and its certificate; raise `SignerRefused` if they are no pair."""
        if certificate.key != key.public_key():
            raise SignerRefused("the key is not that of the certificate")
        self._key = key
        self._certificate = certificate

    @classmethod
    def from_pem(cls, key: bytes, certificate: bytes, password: bytes | None = None) -> RsaSigner:
        """Read key and certificate."""
        try:
            read = serialization.load_pem_private_key(key, password)
        except (ValueError, TypeError) as error:
            raise SignerRefused("no private key in PEM, or the password is wrong") from error
        if not isinstance(read, RSAPrivateKey):
            raise SignerRefused("an RSA key is wanted")
        return cls(read, read_certificate(certificate))

    @property
    def certificate(self) -> Certificate:
        """The certificate that the signature names."""
        return self._certificate

    def sign(self, octets: bytes, algorithms: AlgorithmSet) -> bytes:
        """Return the signature (PKCS #1 v1.5)."""
        _fits(self._certificate, algorithms)
        return self._key.sign(octets, padding.PKCS1v15(), algorithms.signing_hash())


class Sm2Signer:
    """Signs with an SM2 key in memory."""

    def __init__(self, private: int, certificate: Certificate) -> None:
        """Take a key and its certificate; raise `SignerRefused` if they are no pair."""
        try:
            public = sm2.public_of(private)
        except sm2.KeyRefused as error:
            raise SignerRefused(str(error)) from error
        if certificate.key != public:
            raise SignerRefused("the key is not that of the certificate")
        self._private = private
        self._public = public
        self._certificate = certificate

    @classmethod
    def from_text(cls, key: bytes, certificate: bytes) -> Sm2Signer:
        """Read a key of 64 hexadecimal digits or in PEM, and its certificate."""
        return cls(_private_number(key), read_certificate(certificate))

    @property
    def certificate(self) -> Certificate:
        """The certificate that the signature names."""
        return self._certificate

    def sign(self, octets: bytes, algorithms: AlgorithmSet) -> bytes:
        """Return r and s, 64 bytes."""
        _fits(self._certificate, algorithms)
        return sm2.sign(self._private, self._public, octets)


def signer_of(key: bytes, certificate: bytes) -> RsaSigner | Sm2Signer:
    """Return the signer for a certificate; raise `SignerRefused` or `CertificateRefused`."""
    sort = read_certificate(certificate).sort
    return Sm2Signer.from_text(key, certificate) if sort is KeySort.SM2 else RsaSigner.from_pem(key, certificate)


def _private_number(key: bytes) -> int:
    text = key.decode("ascii", "replace").strip()
    if _HEX_KEY.fullmatch(text):
        return int(text, 16)
    try:
        return _number_in(_pem_body(text))
    except (ValueError, IndexError) as error:
        raise SignerRefused("no SM2 key: 64 hexadecimal digits or PEM are wanted") from error


def _pem_body(text: str) -> bytes:
    """Return the bytes of the block with the private key; other blocks (parameters) may stand beside it."""
    block = _PEM_KEY.search(text)
    if block is None:
        raise der.DerRefused("no private key")
    return base64.b64decode("".join(block[1].split()), validate=True)


def _number_in(body: bytes) -> int:
    """Return the private number of an EC key, bare (SEC 1) or wrapped (PKCS #8)."""
    parts = der.inside(body, der.SEQUENCE)
    if parts[1][0] == der.SEQUENCE:
        if parts[1][1] != EC_KEY + SM2_CURVE:
            raise der.DerRefused("not of the SM2 curve")
        parts = der.inside(parts[2][1], der.SEQUENCE)
    if parts[1][0] != der.OCTET_STRING or len(parts[1][1]) > 32:
        raise der.DerRefused("no private number")
    return int.from_bytes(parts[1][1], "big")


def _fits(certificate: Certificate, algorithms: AlgorithmSet) -> None:
    if certificate.sort is not algorithms.keys:
        raise SignerRefused(f"{algorithms.name} wants a key of {algorithms.keys.value}")
