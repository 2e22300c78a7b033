"""SM2 and SM3 against the examples of the standards and against OpenSSL, which is not our code."""

from __future__ import annotations

import hashlib
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes

from fahuo.customs.ceb import der, identities, sm2
from fahuo.customs.ceb.algorithms import KeySort, hashed
from fahuo.customs.ceb.certificates import CertificateRefused, point_of, read_certificate
from fahuo.customs.ceb.signers import SignerRefused, Sm2Signer
from fahuo.customs.ceb.tests.papers import AT

# GB/T 32918.5, appendix A.2.
PRIVATE = 0x3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
PUBLIC = sm2.Point(
    0x09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020,
    0xCCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13,
)
SIGNATURE = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
needs_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no OpenSSL on this machine")


def test_sm3_of_the_standards_first_example() -> None:
    digest = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert hashed(hashes.SM3, b"abc").hex() == digest
    if "sm3" in hashlib.algorithms_available:
        assert hashlib.new("sm3", b"abc").hexdigest() == digest


def test_the_standards_example_of_a_signature() -> None:
    assert sm2.public_of(PRIVATE) == PUBLIC
    assert sm2.user_hash(PUBLIC).hex() == "b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3"
    digest = sm2.message_hash(PUBLIC, b"message digest").hex()
    assert digest == "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"
    assert sm2.verify(PUBLIC, b"message digest", SIGNATURE)


def test_a_signature_is_64_bytes_and_never_the_same() -> None:
    one, two = (sm2.sign(PRIVATE, PUBLIC, b"x") for _ in range(2))
    assert len(one) == len(two) == 64
    assert one != two
    assert sm2.verify(PUBLIC, b"x", one)
    assert sm2.verify(PUBLIC, b"x", two)


@pytest.mark.parametrize(
    "signature",
    [
        b"",
        SIGNATURE[:63],
        SIGNATURE + b"\0",
        bytes(64),
        bytes(32) + SIGNATURE[32:],
        SIGNATURE[:32] + bytes(32),
        b"\xff" * 64,
        SIGNATURE[32:] + SIGNATURE[:32],
        # The same numbers, once more around the curve.
        (int.from_bytes(SIGNATURE[:32], "big") - ORDER).to_bytes(33, "big", signed=True)[-32:] + SIGNATURE[32:],
        (1).to_bytes(32, "big") + (ORDER - 1).to_bytes(32, "big"),
    ],
)
def test_what_is_no_signature_of_this_is_refused_quietly(signature: bytes) -> None:
    assert not sm2.verify(PUBLIC, b"message digest", signature)


def test_any_changed_bit_is_seen() -> None:
    chance = random.Random(3)
    for _ in range(12):
        place = chance.randrange(512)
        changed = bytearray(SIGNATURE)
        changed[place // 8] ^= 1 << place % 8
        assert not sm2.verify(PUBLIC, b"message digest", bytes(changed))


def test_a_key_that_begins_with_the_digits_of_a_prefix() -> None:
    """Libraries take 04 for the mark of an uncompressed point: a key of ours may begin so."""
    private = next(one for one in range(1, 2000) if bytes(sm2.public_of(one))[0] == 4)
    public = sm2.public_of(private)
    assert sm2.verify(public, b"x", sm2.sign(private, public, b"x"))


@pytest.mark.parametrize("private", [0, -1, ORDER - 1, ORDER])
def test_no_private_key(private: int) -> None:
    with pytest.raises(sm2.KeyRefused):
        sm2.public_of(private)


@pytest.mark.parametrize("octets", [b"", bytes(64), b"\x04" + bytes(64), bytes(PUBLIC)[:-1] + b"\0", b"\xff" * 64])
def test_no_point_of_the_curve(octets: bytes) -> None:
    with pytest.raises(sm2.KeyRefused):
        sm2.Point.from_bytes(octets)


def test_a_made_certificate_says_whose_it_is() -> None:
    made = identities.make(KeySort.SM2, "杭州某某", at=AT)
    read = read_certificate(made.certificate)
    assert read.sort is KeySort.SM2
    assert len(read.serial) == 16
    assert read.until is not None
    assert read.until.year == 2036
    assert Sm2Signer.from_text(made.key, made.certificate).certificate == read


def test_a_key_of_another_certificate_is_no_pair() -> None:
    one, two = (identities.make(KeySort.SM2, "某某", at=AT) for _ in range(2))
    with pytest.raises(SignerRefused, match="not that of the certificate"):
        Sm2Signer.from_text(one.key, two.certificate)


@pytest.mark.parametrize("octets", [b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"-----BEGIN X-----", bytes(99)])
def test_what_is_no_certificate_is_refused(octets: bytes) -> None:
    with pytest.raises(CertificateRefused):
        read_certificate(octets)


# The library still reads a number below zero, and warns of it; what bytes become such a number is chance.
@pytest.mark.filterwarnings("ignore:Parsed a serial number:cryptography.utils.CryptographyDeprecationWarning")
def test_a_number_below_zero_is_refused() -> None:
    whole = bytearray(identities.make(KeySort.SM2, "某某", at=AT).certificate)
    place = whole.index(bytes.fromhex("a0030201020208")) + 7  # version 3, then the number of 8 bytes
    whole[place] = 0x80
    with pytest.raises(CertificateRefused, match="above zero"):
        read_certificate(bytes(whole))


@pytest.mark.filterwarnings("ignore:Parsed a serial number:cryptography.utils.CryptographyDeprecationWarning")
def test_cut_and_changed_certificates_never_break_the_reader() -> None:
    whole, chance = identities.make(KeySort.SM2, "某某", at=AT).certificate, random.Random(5)
    for _ in range(300):
        changed = bytearray(whole[: chance.randrange(len(whole)) if chance.random() < 0.3 else len(whole)])
        for _ in range(chance.randrange(4)):
            if changed:
                changed[chance.randrange(len(changed))] = chance.randrange(256)
        try:
            read_certificate(bytes(changed))
        except CertificateRefused:
            continue


def test_a_key_of_another_curve_is_not_taken() -> None:
    made = identities.make(KeySort.SM2, "某某", at=AT)
    parts = der.inside(der.inside(made.certificate, der.SEQUENCE)[0][2], der.SEQUENCE)
    key = parts[6][2]
    assert point_of(key) == read_certificate(made.certificate).key
    with pytest.raises(CertificateRefused, match="not a key of the SM2 curve"):
        point_of(key.replace(bytes.fromhex("2a811ccf5501822d"), bytes.fromhex("2a8648ce3d030107")))


@needs_openssl
def test_openssl_believes_our_certificate(tmp_path: Path) -> None:
    made = identities.make(KeySort.SM2, "某某", at=AT)
    (tmp_path / "c.der").write_bytes(made.certificate)
    _openssl(tmp_path, "x509", "-inform", "DER", "-in", "c.der", "-out", "c.pem")
    user = ("-vfyopt", "distid:1234567812345678")
    told = _openssl(tmp_path, "verify", "-no_check_time", "-CAfile", "c.pem", *user, "c.pem")
    assert "OK" in told


@needs_openssl
def test_openssl_and_we_believe_each_others_signatures(tmp_path: Path) -> None:
    _openssl(tmp_path, "ecparam", "-name", "SM2", "-genkey", "-out", "k.pem")
    sign_as = ("-sm3", "-sigopt", "distid:1234567812345678")
    _openssl(tmp_path, "req", "-new", "-x509", "-key", "k.pem", *sign_as, "-subj", "/CN=x", "-out", "c.pem")
    signer = Sm2Signer.from_text((tmp_path / "k.pem").read_bytes(), (tmp_path / "c.pem").read_bytes())
    public = signer.certificate.key
    assert isinstance(public, sm2.Point)
    (tmp_path / "octets").write_bytes("发货 octets".encode())
    as_sm2 = ("-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-in", "octets")
    _openssl(tmp_path, "pkeyutl", "-sign", "-inkey", "k.pem", *as_sm2, "-out", "theirs")
    theirs = der.inside((tmp_path / "theirs").read_bytes(), der.SEQUENCE)
    plain = b"".join(int.from_bytes(number, "big").to_bytes(32, "big") for _, number, _ in theirs)
    assert sm2.verify(public, "发货 octets".encode(), plain)
    from fahuo.customs.ceb.algorithms import ALGORITHMS

    ours = signer.sign("发货 octets".encode(), ALGORITHMS["GM-2022"])
    pair = (der.integer(int.from_bytes(half, "big")) for half in (ours[:32], ours[32:]))
    (tmp_path / "ours").write_bytes(der.item(der.SEQUENCE, *pair))
    told = _openssl(tmp_path, "pkeyutl", "-verify", "-inkey", "k.pem", *as_sm2, "-sigfile", "ours")
    assert "Verified Successfully" in told


def _openssl(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode and ("unknown" in done.stderr or "unsupported" in done.stderr):
        pytest.skip(f"this OpenSSL cannot: {done.stderr[:80]}")
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr
