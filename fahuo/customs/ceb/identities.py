"""Keys and self-signed certificates made on the spot, for emulation and tests: worth nothing at a port."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from fahuo.customs.ceb import der, sm2
from fahuo.customs.ceb.algorithms import KeySort
from fahuo.customs.ceb.certificates import EC_KEY, SM2_CURVE

_SM2_WITH_SM3 = bytes.fromhex("06082a811ccf55018375")
_COMMON_NAME = bytes.fromhex("0603550403")
_LASTS = timedelta(days=3650)


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key as PEM or hexadecimal text, and its certificate in DER."""

    key: bytes = field(repr=False)
    certificate: bytes


def make(sort: KeySort, name: str, *, at: datetime) -> Identity:
    """Return a new key with a certificate that it signed itself, valid for ten years."""
    return _sm2(name, at) if sort is KeySort.SM2 else _rsa(name, at)


def _rsa(name: str, at: datetime) -> Identity:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(_number())
        .not_valid_before(at)
        .not_valid_after(at + _LASTS)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    return Identity(pem, built.public_bytes(serialization.Encoding.DER))


def _sm2(name: str, at: datetime) -> Identity:
    private = sm2.new_key()
    public = sm2.public_of(private)
    algorithm = der.item(der.SEQUENCE, _SM2_WITH_SM3)
    said = der.item(0x0C, name[:64].encode())
    subject = der.item(der.SEQUENCE, der.item(0x31, der.item(der.SEQUENCE, _COMMON_NAME, said)))
    valid = der.item(der.SEQUENCE, _time(at), _time(at + _LASTS))
    bits = der.item(der.BIT_STRING, b"\0\x04" + bytes(public))
    key = der.item(der.SEQUENCE, der.item(der.SEQUENCE, EC_KEY, SM2_CURVE), bits)
    version = der.item(0xA0, der.integer(2))
    body = der.item(der.SEQUENCE, version, der.integer(_number()), algorithm, subject, valid, subject, key)
    signature = sm2.sign(private, public, body)
    pair = der.item(
        der.SEQUENCE,
        der.integer(int.from_bytes(signature[:32], "big")),
        der.integer(int.from_bytes(signature[32:], "big")),
    )
    whole = der.item(der.SEQUENCE, body, algorithm, der.item(der.BIT_STRING, b"\0" + pair))
    return Identity(f"{private:064x}".encode(), whole)


def _number() -> int:
    """Return a number of 16 hexadecimal digits, as cards have."""
    return (1 << 62) | secrets.randbits(62)


def _time(at: datetime) -> bytes:
    return der.item(0x18, at.strftime("%Y%m%d%H%M%SZ").encode())
