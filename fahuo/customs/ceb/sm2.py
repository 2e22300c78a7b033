"""SM2 signatures with SM3 (GB/T 32918.2): 64 bytes, r before s, with the usual user id.

The points are reckoned by gmssl in Python, which takes no care to hide the key from whoever measures its time:
use a card or a signing machine where others share the processor.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes
from gmssl.sm2 import CryptSM2, default_ecc_table

from fahuo.customs.ceb.algorithms import hashed

USER_ID = b"1234567812345678"
_P, _N, _A, _B = (int(default_ecc_table[name], 16) for name in ("p", "n", "a", "b"))
_G: str = default_ecc_table["g"]


class KeyRefused(ValueError):
    """This is no key, or no point of the curve."""


@dataclass(frozen=True, slots=True)
class Point:
    """A public key."""

    x: int
    y: int

    def __post_init__(self) -> None:
        """Refuse what does not lie on the curve."""
        inside = 0 <= self.x < _P and 0 <= self.y < _P
        if not inside or (self.y * self.y - self.x**3 - _A * self.x - _B) % _P:
            raise KeyRefused("not a point of the SM2 curve")

    @classmethod
    def from_bytes(cls, octets: bytes) -> Point:
        """Return the point of 64 bytes, or of 65 that begin with 04."""
        plain = octets[1:] if len(octets) == 65 and octets[0] == 4 else octets
        if len(plain) != 64:
            raise KeyRefused(f"{len(octets)} bytes are no point")
        return cls(int.from_bytes(plain[:32], "big"), int.from_bytes(plain[32:], "big"))

    def __bytes__(self) -> bytes:
        """Return x and y, 64 bytes."""
        return self.x.to_bytes(32, "big") + self.y.to_bytes(32, "big")


def public_of(private: int) -> Point:
    """Return the public key of a private one; raise `KeyRefused`."""
    if not 1 <= private < _N - 1:
        raise KeyRefused("not a private key of the SM2 curve")
    return Point.from_bytes(bytes.fromhex(_curve()._kg(private, _G)))  # noqa: SLF001  gmssl offers no public way


def new_key() -> int:
    """Return a new private key."""
    return secrets.randbelow(_N - 2) + 1


def user_hash(public: Point, user_id: bytes = USER_ID) -> bytes:
    """Return Z: what binds the signature to its user and key."""
    numbers = (_A, _B, int(_G[:64], 16), int(_G[64:], 16), public.x, public.y)
    head = (len(user_id) * 8).to_bytes(2, "big") + user_id
    return hashed(hashes.SM3, head + b"".join(number.to_bytes(32, "big") for number in numbers))


def message_hash(public: Point, octets: bytes, user_id: bytes = USER_ID) -> bytes:
    """Return e: the hash that is signed."""
    return hashed(hashes.SM3, user_hash(public, user_id) + octets)


def sign(private: int, public: Point, octets: bytes) -> bytes:
    """Return r and s, 64 bytes."""
    return _sign_hash(private, message_hash(public, octets))


def _sign_hash(private: int, digest: bytes) -> bytes:
    curve = _curve(private=private)
    while True:
        signature = curve.sign(digest, f"{new_key():064x}")
        if signature is not None:
            return bytes.fromhex(signature)


def verify(public: Point, octets: bytes, signature: bytes) -> bool:
    """Say whether it is this key's signature; nothing that somebody sends raises an error."""
    return len(signature) == 64 and _verify_hash(public, message_hash(public, octets), signature)


def _verify_hash(public: Point, digest: bytes, signature: bytes) -> bool:
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    if not (1 <= r < _N and 1 <= s < _N) or (r + s) % _N == 0:
        return False
    try:
        return bool(_curve(public).verify(signature.hex(), digest))
    except TypeError:  # gmssl has no word for the point at infinity
        return False


def _curve(public: Point | None = None, *, private: int = 0) -> CryptSM2:
    curve = CryptSM2(f"{private:064x}", "")
    # Given to the constructor, a key that begins with the digits 04 would lose them.
    curve.public_key = bytes(public).hex() if public else ""
    return curve
