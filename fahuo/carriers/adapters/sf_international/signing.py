"""The envelope and the signature of sf.global (encryption rules and sample code, read 2026-11). Pure functions."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

KEY_LENGTH = 43  # letters of encodingAesKey
BLOCK_BITS = 256  # padding goes to 32 bytes, twice the block of AES
START_LENGTH = 16
HEAD = struct.Struct(">I")


def key_of(encoding_aes_key: str) -> bytes:
    """Return the 32 bytes of an `encodingAesKey`; raise `ValueError` when it is none."""
    if len(encoding_aes_key) != KEY_LENGTH:
        raise ValueError(f"it has {len(encoding_aes_key)} letters, not {KEY_LENGTH}")
    return base64.b64decode(f"{encoding_aes_key}=", validate=True)


def seal(plain: bytes, *, key: bytes, app_key: str, start: bytes) -> str:
    """Return the ciphertext: AES-256-CBC over sixteen random bytes, length, JSON and app key; the IV is in the key."""
    padder = padding.PKCS7(BLOCK_BITS).padder()
    whole = padder.update(start + HEAD.pack(len(plain)) + plain + app_key.encode()) + padder.finalize()
    closer = _cipher(key).encryptor()
    return base64.b64encode(closer.update(whole) + closer.finalize()).decode("ascii")


def unseal(sealed: str, *, key: bytes, app_key: str) -> bytes:
    """Return the JSON; raise `ValueError` when it was not sealed with this key for this app."""
    opener = _cipher(key).decryptor()
    unpadder = padding.PKCS7(BLOCK_BITS).unpadder()
    whole = opener.update(_decoded(sealed)) + opener.finalize()
    content = (unpadder.update(whole) + unpadder.finalize())[START_LENGTH:]
    if len(content) < HEAD.size:
        raise ValueError("too short")
    end = HEAD.size + HEAD.unpack_from(content)[0]
    if content[end:] != app_key.encode():
        raise ValueError("sealed for another app")
    return content[HEAD.size : end]


def sign(*, token: str, timestamp: str, nonce: str, sealed: str) -> str:
    """Return `signature`: SHA-256 in small hexadecimal over the four, sorted by their bytes and joined."""
    parts = sorted(part.encode() for part in (token, timestamp, nonce, sealed))
    return hashlib.sha256(b"".join(parts)).hexdigest()


def _cipher(key: bytes) -> Cipher[modes.CBC]:
    return Cipher(algorithms.AES(key), modes.CBC(key[:START_LENGTH]))


def _decoded(sealed: str) -> bytes:
    try:
        return base64.b64decode(sealed, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
