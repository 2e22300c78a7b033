"""Vectors of the envelope and the signature (ours: computed apart from this code, with invented keys)."""

from __future__ import annotations

import os

import pytest

from fahuo.carriers.adapters.sf_international.signing import key_of, seal, sign, unseal

AES_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
SEALED = "4j/AuRx71kQlxVlzbpsMWLyzyWdSOcGrEcQ8LUej2fo6vMeBxByLWis2HyD5zD8P68RuzJQaoYSZPZAqmMEvIg=="
PLAIN, APP_KEY = b'{"customerOrderNo":"SO-1001"}', "demo-app-key"


def test_the_key() -> None:
    assert key_of(AES_KEY) == bytes(range(32))


@pytest.mark.parametrize("text", ["", AES_KEY[:-1], f"{AES_KEY}=", "!" * 43])
def test_a_key_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"letters|base64|character"):
        key_of(text)


def test_the_vector_of_the_envelope_both_ways() -> None:
    key = key_of(AES_KEY)
    assert seal(PLAIN, key=key, app_key=APP_KEY, start=b"0123456789abcdef") == SEALED
    assert unseal(SEALED, key=key, app_key=APP_KEY) == PLAIN


def test_the_vector_of_the_signature() -> None:
    expected = "dea404b3c45362f890040f8cfe306e5d0d17b3cbd03b3d02fa64563860c70cf6"
    assert sign(token="demo-token", timestamp="1767225600000", nonce="nonce-1", sealed=SEALED) == expected


@pytest.mark.parametrize("size", [0, 1, 11, 12, 15, 16, 31, 32, 33, 1000])
def test_what_was_sealed_is_opened_whatever_its_length(size: int) -> None:
    key, plain = key_of(AES_KEY), "路".encode() * size
    assert unseal(seal(plain, key=key, app_key=APP_KEY, start=os.urandom(16)), key=key, app_key=APP_KEY) == plain


@pytest.mark.parametrize(
    ("sealed", "key", "app_key"),
    [
        ("", bytes(range(32)), APP_KEY),
        ("!!!", bytes(range(32)), APP_KEY),
        ("AAAA", bytes(range(32)), APP_KEY),
        (SEALED[:-4], bytes(range(32)), APP_KEY),
        (SEALED, bytes(32), APP_KEY),
        (SEALED, bytes(range(32)), "another-app"),
    ],
)
def test_what_is_not_ours_is_not_opened(sealed: str, key: bytes, app_key: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        unseal(sealed, key=key, app_key=app_key)
