"""Keys are made once, kept closed, and sealing survives everything but another key."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from fahuo.kit import secrets
from fahuo.kit.secrets import SecretsUnavailable
from tests.fixtures.waiting import LONGEST_S

CREDENTIALS = {"app_id": "seller-account-0001", "secret": "发货-key"}


@pytest.fixture(autouse=True)
def _no_keys_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FAHUO_SECRET_KEY", raising=False)
    monkeypatch.delenv("FAHUO_ENCRYPTION_KEY", raising=False)


def test_keys_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    site, sealing = secrets.django_key(tmp_path), secrets.encryption_keys(tmp_path)
    assert len(site) >= 50
    assert len(sealing) == 1
    assert (secrets.django_key(tmp_path), secrets.encryption_keys(tmp_path)) == (site, sealing)
    assert {path.name for path in (tmp_path / "secrets").iterdir()} == {"site.key", "encryption.key"}
    for path in (tmp_path / "secrets", *(tmp_path / "secrets").iterdir()):
        assert path.stat().st_mode & 0o077 == 0


def test_eight_processes_at_once_agree_on_one_key(tmp_path: Path) -> None:
    script = "import sys, pathlib; from fahuo.kit.secrets import *; print(*encryption_keys(pathlib.Path(sys.argv[1])))"
    racers = [
        subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(8)
    ]
    keys = {racer.communicate(timeout=LONGEST_S)[0].strip() for racer in racers}
    assert keys == set(secrets.encryption_keys(tmp_path))


def test_the_environment_comes_before_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAHUO_SECRET_KEY", "from-outside")
    monkeypatch.setenv("FAHUO_ENCRYPTION_KEY", "new, old")
    assert secrets.django_key(tmp_path) == "from-outside"
    assert secrets.encryption_keys(tmp_path) == ["new", "old"]
    assert not (tmp_path / "secrets").exists()


def test_what_was_sealed_comes_back_and_cannot_be_read_in_between() -> None:
    sealed = secrets.seal(CREDENTIALS)
    assert secrets.unseal(sealed) == CREDENTIALS
    assert not any(value.encode() in sealed for value in CREDENTIALS.values())
    assert secrets.seal(CREDENTIALS) != sealed


def test_a_retired_key_still_opens(settings: Any) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.ENCRYPTION_KEYS = [old]
    sealed = secrets.seal(CREDENTIALS)
    settings.ENCRYPTION_KEYS = [new, old]
    assert secrets.unseal(sealed) == CREDENTIALS
    settings.ENCRYPTION_KEYS = [new]
    with pytest.raises(SecretsUnavailable, match="put back the key"):
        secrets.unseal(sealed)


def test_damaged_bytes_are_refused() -> None:
    sealed = bytearray(secrets.seal(CREDENTIALS))
    sealed[20] ^= 1
    with pytest.raises(SecretsUnavailable):
        secrets.unseal(bytes(sealed))


def test_a_key_that_is_none_is_named(settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["too-short"]
    with pytest.raises(SecretsUnavailable, match="not one of Fernet's"):
        secrets.seal(CREDENTIALS)


def test_an_empty_key_file_is_not_replaced(tmp_path: Path) -> None:
    """A new key in its place would make every stored credential unreadable without a word."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "encryption.key").touch()
    with pytest.raises(SecretsUnavailable, match="is empty: put back its copy"):
        secrets.encryption_keys(tmp_path)


@pytest.mark.parametrize("wrong", ["file", "folder", "bytes"])
def test_a_key_file_that_cannot_be_read(tmp_path: Path, wrong: str) -> None:
    folder = tmp_path / "secrets"
    if wrong == "file":
        folder.write_text("in the way")
    elif wrong == "folder":
        (folder / "site.key").mkdir(parents=True)
    else:
        folder.mkdir()
        (folder / "site.key").write_bytes(b"\xff\xfe")
    with pytest.raises(SecretsUnavailable, match="cannot be read or written"):
        secrets.django_key(tmp_path)
