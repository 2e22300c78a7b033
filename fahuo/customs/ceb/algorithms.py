"""Sets of signature algorithms, as data: a port says which one it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cryptography.hazmat.primitives import hashes

C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"


class KeySort(StrEnum):
    """What kind of key signs."""

    RSA = "RSA"
    SM2 = "SM2"


@dataclass(frozen=True, slots=True)
class AlgorithmSet:
    """How a message is signed. `digest` is over the document, `signing_hash` is what the signature itself uses."""

    name: str
    keys: KeySort
    signature_uri: str
    digest_uri: str
    digest: type[hashes.HashAlgorithm]
    signing_hash: type[hashes.HashAlgorithm]


_W3 = "http://www.w3.org/2000/09/xmldsig#"
_PORT = "http://www.chinaport.gov.cn/2022/04/xmldsig#"
_SETS = (
    # The specification of 202205.
    AlgorithmSet("GM-2022", KeySort.SM2, f"{_PORT}sm2-sm3", f"{_PORT}sm3", hashes.SM3, hashes.SM3),
    # What was seen to work in 2022 and 2023: an older name, and SHA-1 over the document even with SM2.
    AlgorithmSet("GM-FIELD", KeySort.SM2, f"{_W3}sm2-sm3", f"{_W3}sha1", hashes.SHA1, hashes.SM3),
    # The general set of the specification, for older cards.
    AlgorithmSet("RSA-SHA1", KeySort.RSA, f"{_W3}rsa-sha1", f"{_W3}sha1", hashes.SHA1, hashes.SHA1),
    # For tests, and for whoever takes something newer.
    AlgorithmSet(
        "RSA-SHA256",
        KeySort.RSA,
        "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        "http://www.w3.org/2001/04/xmlenc#sha256",
        hashes.SHA256,
        hashes.SHA256,
    ),
)
ALGORITHMS: Mapping[str, AlgorithmSet] = MappingProxyType({one.name: one for one in _SETS})


def hashed(algorithm: type[hashes.HashAlgorithm], octets: bytes) -> bytes:
    """Return the hash of octets."""
    state = hashes.Hash(algorithm())
    state.update(octets)
    return state.finalize()
