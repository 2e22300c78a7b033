"""Certificates of cards: whose key signs, of which sort, under which number, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from fahuo.customs.ceb import der
from fahuo.customs.ceb.algorithms import KeySort
from fahuo.customs.ceb.sm2 import Point

# Object identifiers, as DER writes them.
EC_KEY = bytes.fromhex("06072a8648ce3d0201")
SM2_CURVE = bytes.fromhex("06082a811ccf5501822d")


class CertificateRefused(ValueError):
    """This is no certificate that we can use; the message says why."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """A public key that somebody is known by. `der` is empty for a bare key; `serial` in hexadecimal capitals."""

    serial: str
    sort: KeySort
    key: RSAPublicKey | Point
    der: bytes = b""
    until: datetime | None = None


def read_certificate(content: bytes) -> Certificate:
    """Return what a certificate in DER or PEM says; raise `CertificateRefused`. Nobody's signature on it is checked."""
    try:
        if b"-----BEGIN" in content:
            read = x509.load_pem_x509_certificate(content)
        else:
            read = x509.load_der_x509_certificate(content)
        key = _key(read)
        if read.serial_number <= 0:
            raise CertificateRefused("its number is not above zero")
    except (ValueError, UnsupportedAlgorithm, x509.InvalidVersion) as error:
        raise CertificateRefused(str(error) or "no certificate") from error
    sort = KeySort.SM2 if isinstance(key, Point) else KeySort.RSA
    return Certificate(_serial(read), sort, key, read.public_bytes(Encoding.DER), read.not_valid_after_utc)


def bare(serial: str, key: RSAPublicKey | Point) -> Certificate:
    """Return a key that is known by its number only, for cards whose certificate is not at hand."""
    return Certificate(serial.upper(), KeySort.SM2 if isinstance(key, Point) else KeySort.RSA, key)


def _key(read: x509.Certificate) -> RSAPublicKey | Point:
    try:
        key = read.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return _sm2_point(read.tbs_certificate_bytes)
    if not isinstance(key, RSAPublicKey):
        raise CertificateRefused("a key of RSA or SM2 is wanted")
    return key


def _sm2_point(body: bytes) -> Point:
    """Find the public key where a certificate has it: after version, serial, algorithm, issuer, validity, subject."""
    parts = der.inside(body, der.SEQUENCE)
    versioned = bool(parts) and parts[0][0] == 0xA0
    place = 6 if versioned else 5
    if len(parts) <= place:
        raise CertificateRefused("no public key")
    return point_of(parts[place][2])


def point_of(public_key: bytes) -> Point:
    """Return the SM2 key of a SubjectPublicKeyInfo; raise `CertificateRefused`."""
    try:
        (_, algorithm, _), (tag, bits, _) = der.inside(public_key, der.SEQUENCE)
        if algorithm != EC_KEY + SM2_CURVE or tag != der.BIT_STRING or bits[:1] != b"\0":
            raise CertificateRefused("not a key of the SM2 curve")
        return Point.from_bytes(bits[1:])
    except ValueError as error:
        raise CertificateRefused(str(error)) from error


def _serial(read: x509.Certificate) -> str:
    """Return the number as cards show it: 8 or 16 hexadecimal digits, longer ones as they are."""
    plain = f"{read.serial_number:X}"
    return plain.zfill(8 if len(plain) <= 8 else 16)
